/// The C face.
#include <boost/beast/core/string.hpp>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

#include "server.hpp"
#include "session.hpp"
#include "websocket.hpp"

struct quarry_http {
    quarry::Server server;
};

namespace {

void explain(const std::exception &why, char *error, std::size_t size) {
    if (size > 0) std::snprintf(error, size, "%s", why.what());
}

bool is_token(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return c != '\0' && std::string("!#$%&'*+-.^_`|~").find(c) != std::string::npos;
}

/// Fields that say where an answer ends: the server's alone.
bool is_framing(const std::string &name) {
    for (const char *ours : {"content-length", "transfer-encoding", "connection", "date"}) {
        if (boost::beast::iequals(name, ours)) return true;
    }
    return false;
}

/// Status and fields; false if a field could be read as another, or as the end of the head.
bool read(const quarry_http_answer_t *given, quarry::Answer &out) {
    out.status = given->status;
    out.closes = given->closes;
    if (given->status < 200 || given->status > 599) return false;
    for (std::size_t i = 0; i < given->field_count; i++) {
        const quarry_http_field_t &field = given->fields[i];
        const std::string name(field.name.bytes, field.name.count),
            value(field.value.bytes, field.value.count);
        if (name.empty() || is_framing(name)) return false;
        for (const char c : name) {
            if (!is_token(c)) return false;
        }
        for (const char c : value) {
            if ((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 127) return false;
        }
        out.fields += name + ": " + value + "\r\n";
    }
    return true;
}

int answer(quarry_http_t *http, std::uint64_t request, quarry::Answer answer) {
    quarry::Loop *loop = http->server.loop(request);
    if (loop == nullptr) return 0;
    loop->with(request, [answer = std::move(answer)](quarry::Session &session) mutable {
        session.respond(std::move(answer));
    });
    return 0;
}

std::shared_ptr<quarry::WebSocket> socket(quarry_http_t *http, std::uint64_t request) {
    quarry::Loop *loop = http->server.loop(request);
    return loop == nullptr ? nullptr : loop->socket(request);
}

template <class Body>
void with(quarry_http_t *http, std::uint64_t request, Body body) {
    if (quarry::Loop *loop = http->server.loop(request)) loop->with(request, body);
}

}  // namespace

quarry_http_t *quarry_http_create(const quarry_http_options_t *options,
                                  const quarry_http_callbacks_t *callbacks, char *error, size_t error_size) {
    try {
        return new quarry_http{{*options, *callbacks}};
    } catch (const std::exception &why) {
        explain(why, error, error_size);
        return nullptr;
    }
}

uint16_t quarry_http_port(const quarry_http_t *http) {
    return http->server.port;
}

int quarry_http_start(quarry_http_t *http) {
    try {
        http->server.start();
        return 0;
    } catch (const std::system_error &) {
        return EAGAIN;
    }
}

int quarry_http_reload(quarry_http_t *http, char *error, size_t error_size) {
    try {
        http->server.reload();
        return 0;
    } catch (const std::exception &why) {
        explain(why, error, error_size);
        return -1;
    }
}

void quarry_http_drain(quarry_http_t *http) {
    http->server.drain();
}
void quarry_http_stop(quarry_http_t *http, double seconds) {
    http->server.stop(seconds);
}
void quarry_http_destroy(quarry_http_t *http) {
    delete http;
}

void quarry_http_accept_body(quarry_http_t *http, uint64_t request, uint64_t limit) {
    with(http, request, [limit](quarry::Session &session) { session.accept_body(limit); });
}

void quarry_http_accept_stream(quarry_http_t *http, uint64_t request) {
    with(http, request, [](quarry::Session &session) { session.accept_stream(); });
}

void quarry_http_accept_websocket(quarry_http_t *http, uint64_t request) {
    with(http, request, [](quarry::Session &session) { session.accept_websocket(); });
}

void quarry_http_more(quarry_http_t *http, uint64_t request) {
    if (const auto open = socket(http, request)) return open->more();
    with(http, request, [](quarry::Session &session) { session.more(); });
}

int quarry_http_respond(quarry_http_t *http, uint64_t request, const quarry_http_answer_t *given,
                        const uint8_t *bytes, size_t count) {
    quarry::Answer out;
    if (!read(given, out)) return -1;
    if (count > 0) out.bytes.assign(reinterpret_cast<const char *>(bytes), count);
    return answer(http, request, std::move(out));
}

int quarry_http_respond_file(quarry_http_t *http, uint64_t request, const quarry_http_answer_t *given,
                             const char *path, uint64_t offset, uint64_t count) {
    quarry::Answer out;
    if (!read(given, out)) return -1;
    out.is_file = true;
    out.path = path;
    out.offset = offset;
    out.count = count;
    return answer(http, request, std::move(out));
}

bool quarry_http_send(quarry_http_t *http, uint64_t request, const char *bytes, size_t count) {
    const auto open = socket(http, request);
    return open && open->send(bytes, count);
}

void quarry_http_close(quarry_http_t *http, uint64_t request, unsigned code) {
    if (const auto open = socket(http, request)) open->close(code);
}

quarry_http_counts_t quarry_http_counts(const quarry_http_t *http) {
    const quarry::Server &server = http->server;
    return {server.connections, server.requests, server.websockets, server.accepted, server.refused};
}
