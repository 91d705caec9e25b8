/**
 * @file quarry_http.h
 * An HTTP/1.1 and WebSocket server, Boost.Beast and OpenSSL behind C.
 *
 * The server owns its threads. Callbacks come on them: they copy what they are given, wake somebody and
 * return; they never block. A request is known by a 64-bit number that is never used again; what is said
 * about a request that is gone is ignored. All functions may be called from any thread, callbacks included.
 *
 * A request's life: `head`, then one of quarry_http_accept_body, _accept_stream, _accept_websocket or an
 * answer; `body` once (accept_body) or chunk after chunk, each but the first asked for with quarry_http_more
 * (accept_stream); one answer, after which the number is no longer known. `gone` comes instead if the client
 * leaves or breaks a limit first: the answer, if one is due, has been given. A WebSocket: `opened`,
 * `message`s, `gone`.
 */
#ifndef QUARRY_HTTP_H
#define QUARRY_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quarry_http quarry_http_t;

/** Bytes that are not NUL-terminated. */
typedef struct {
    const char *bytes;
    size_t count;
} quarry_http_text_t;

typedef struct {
    quarry_http_text_t name; /**< in answers: lower or mixed case, as it is to be sent */
    quarry_http_text_t value;
} quarry_http_field_t;

/** The head of a request; valid during the callback. */
typedef struct {
    quarry_http_text_t method;
    quarry_http_text_t target;  /**< as sent: path and query, still percent-encoded */
    quarry_http_text_t peer;    /**< "127.0.0.1:51234", "[::1]:51234" */
    quarry_http_text_t subject; /**< of the client's verified certificate, RFC 2253; empty without one */
    const quarry_http_field_t *fields;
    size_t field_count;
    int64_t content_length; /**< -1: unknown until the last chunk */
    bool has_body;
    bool is_upgrade; /**< a well-formed request for a WebSocket */
    bool is_encrypted;
} quarry_http_head_t;

typedef enum {
    QUARRY_HTTP_LEFT,      /**< the client closed the connection or its network failed */
    QUARRY_HTTP_TOO_LARGE, /**< the body went past the limit: 413 was answered */
    QUARRY_HTTP_MALFORMED, /**< the body's framing is wrong: 400 was answered */
    QUARRY_HTTP_TOO_SLOW,  /**< slower than the minimum rate */
    QUARRY_HTTP_OVERFLOW,  /**< a WebSocket's queue went past its limit: 1013 */
    QUARRY_HTTP_STOPPED    /**< the server stops */
} quarry_http_reason_t;

typedef struct {
    void *context;
    void (*head)(void *context, uint64_t request, const quarry_http_head_t *head);
    /** The whole body, or a chunk of it; `last`: nothing follows. */
    void (*body)(void *context, uint64_t request, const uint8_t *bytes, size_t count, bool last);
    void (*opened)(void *context, uint64_t request);
    /** A text message. Up to 32 are handed over before quarry_http_more must be called, once for each. */
    void (*message)(void *context, uint64_t request, const char *bytes, size_t count);
    void (*gone)(void *context, uint64_t request, quarry_http_reason_t reason);
} quarry_http_callbacks_t;

typedef struct {
    const char *address;                        /**< numeric */
    uint16_t port;                              /**< 0: any free one */
    unsigned threads;                           /**< 1 to 64 */
    size_t header_limit;                        /**< bytes of a request's head: 431 past it */
    size_t message_limit;                       /**< bytes of a WebSocket message in: 1009 past it */
    size_t queue_limit;                         /**< bytes queued for one WebSocket: 1013 past it */
    unsigned connections, connections_per_peer; /**< 503 past them */
    unsigned requests;                          /**< under way at once: 503 past it */
    double
        header_seconds;  /**< from a request's first byte to the end of its head; also of the TLS handshake */
    double idle_seconds; /**< of a connection between requests */
    double websocket_seconds;   /**< of a WebSocket that does not even answer pings */
    double rate_seconds;        /**< over each such span a transfer must make ... */
    double minimum_rate;        /**< ... so many bytes a second, both ways */
    double half_closed_seconds; /**< a client that closed its side still gets an answer within this time */
    const char *certificate, *private_key; /**< PEM files; NULL: no TLS */
    const char
        *client_authorities; /**< PEM file: clients' certificates are verified by it; NULL: not asked */
    bool requires_client_certificate;
} quarry_http_options_t;

/** Binds and listens, accepts nothing yet. NULL with a sentence in error[0 .. error_size) if it cannot. */
quarry_http_t *quarry_http_create(const quarry_http_options_t *options,
                                  const quarry_http_callbacks_t *callbacks, char *error, size_t error_size);
/** The port that it listens on. */
uint16_t quarry_http_port(const quarry_http_t *server);
/** Starts its threads. Returns 0 or errno. */
int quarry_http_start(quarry_http_t *server);
/** Reads the files of certificates again; connections made from now on use them. On failure returns -1 with a
 * sentence in error[0 .. error_size), and the old ones stay. */
int quarry_http_reload(quarry_http_t *server, char *error, size_t error_size);
/** First phase of an end: no new connections, idle ones are closed, WebSockets get 1001, requests under way
 * go on. */
void quarry_http_drain(quarry_http_t *server);
/** Second phase: answers that were handed over are sent for at most `seconds`, then all is closed and the
 * threads joined. Blocks. Also ends a server that was never started. */
void quarry_http_stop(quarry_http_t *server, double seconds);
/** Frees a stopped server. Nobody may use it any more. */
void quarry_http_destroy(quarry_http_t *server);

/** The body is to be read whole, up to `limit` bytes. */
void quarry_http_accept_body(quarry_http_t *server, uint64_t request, uint64_t limit);
/** The body is to be handed over in chunks of at most 64 KiB. */
void quarry_http_accept_stream(quarry_http_t *server, uint64_t request);
/** The connection becomes a WebSocket. */
void quarry_http_accept_websocket(quarry_http_t *server, uint64_t request);
/** The next chunk, or room for one more message. */
void quarry_http_more(quarry_http_t *server, uint64_t request);

typedef struct {
    unsigned status;
    const quarry_http_field_t *fields; /**< without content-length, connection, date, transfer-encoding */
    size_t field_count;
    bool closes; /**< close the connection after it */
} quarry_http_answer_t;

/** Answers with bytes, which are copied. Returns -1, having done nothing, if a field is not well formed. */
int quarry_http_respond(quarry_http_t *server, uint64_t request, const quarry_http_answer_t *answer,
                        const uint8_t *bytes, size_t count);
/** Answers with bytes [offset, offset + count) of a regular file, read as the client takes them; 404, 416 or
 * 500 if the file has no such bytes. Returns -1, having done nothing, if a field is not well formed. */
int quarry_http_respond_file(quarry_http_t *server, uint64_t request, const quarry_http_answer_t *answer,
                             const char *path, uint64_t offset, uint64_t count);

/** Queues a text message (UTF-8) for a WebSocket. False if it is closed or closing. */
bool quarry_http_send(quarry_http_t *server, uint64_t request, const char *bytes, size_t count);
/** Closes a WebSocket once what is queued has been sent. */
void quarry_http_close(quarry_http_t *server, uint64_t request, unsigned code);

/** What the server holds now. */
typedef struct {
    uint64_t connections, requests, websockets;
    uint64_t accepted, refused; /**< connections since the start */
} quarry_http_counts_t;
quarry_http_counts_t quarry_http_counts(const quarry_http_t *server);

#ifdef __cplusplus
}
#endif
#endif
