/** libcurl. What is variadic there has one function a type here, since Swift cannot call the others. */
#ifndef QUARRY_CURL_SHIM_H
#define QUARRY_CURL_SHIM_H

#include <curl/curl.h>

static inline CURLcode quarry_curl_set_long(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode quarry_curl_set_offset(CURL *curl, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(curl, option, value);
}

/** For texts that libcurl copies. */
static inline CURLcode quarry_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode quarry_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode quarry_curl_set_fields(CURL *curl, struct curl_slist *fields) {
    return curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
}

typedef size_t (*quarry_curl_data_t)(char *bytes, size_t size, size_t count, void *context);
/** For CURLOPT_WRITEFUNCTION, CURLOPT_READFUNCTION and CURLOPT_HEADERFUNCTION. */
static inline CURLcode quarry_curl_set_data(CURL *curl, CURLoption option, quarry_curl_data_t function) {
    return curl_easy_setopt(curl, option, function);
}

typedef int (*quarry_curl_seek_t)(void *context, curl_off_t offset, int origin);
static inline CURLcode quarry_curl_set_seek(CURL *curl, quarry_curl_seek_t function) {
    return curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, function);
}

static inline long quarry_curl_status(CURL *curl) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static inline CURLcode quarry_curl_initialize(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

/** Result of the transfer that has ended, if one has: true with its code. */
static inline int quarry_curl_ended(CURLM *multi, CURLcode *code) {
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
        if (message->msg == CURLMSG_DONE) {
            *code = message->data.result;
            return 1;
        }
    }
    return 0;
}

#endif
