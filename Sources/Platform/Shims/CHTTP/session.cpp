#include "session.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <ctime>

#include "file_pump.hpp"
#include "websocket.hpp"

namespace quarry {

namespace http = beast::http;

namespace {

constexpr std::size_t chunk_size = 64 * 1024;
constexpr std::size_t slice = 256 * 1024;
constexpr double linger_seconds = 2;
constexpr unsigned requests_of_a_connection = 100'000;

quarry_http_text_t text(beast::string_view view) {
    return {view.data(), view.size()};
}

std::string date() {
    const std::time_t now = std::time(nullptr);
    std::tm parts = {};
    ::gmtime_r(&now, &parts);
    char out[40];
    const std::size_t count = std::strftime(out, sizeof out, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return std::string(out, count);
}

bool is_decimal(beast::string_view value) {
    return !value.empty() &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Session::Session(Loop &loop, std::unique_ptr<Wire> wire)
    : Connection(loop), wire_(std::move(wire)), buffer_(128 * 1024) {}

Session::~Session() = default;

void Session::start() {
    if (loop_.is_draining()) return close(QUARRY_HTTP_STOPPED);
    if (!wire_->is_encrypted()) return next();
    state_ = State::handshake;
    deadline_ = Clock::now() + seconds(loop_.server.options.header_seconds);
    wire_->handshake([self = self()](error_code error) {
        if (self->state_ != State::handshake) return;
        if (error) return self->close(QUARRY_HTTP_LEFT);
        self->next();
    });
}

// Reading a request

void Session::next() {
    if (loop_.is_draining()) return linger();
    const quarry_http_options_t &options = loop_.server.options;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(options.header_limit));
    // In 1.74 "no limit" refuses every body that names its length; the limit is kept here, by route.
    parser_->body_limit(UINT64_MAX);
    half_closed_ = Time::max();
    if (buffer_.size() > 0) return read_head();
    buffer_.shrink_to_fit();
    chunk_ = std::vector<char>();
    whole_ = std::string();
    out_ = std::string();
    state_ = State::idle;
    deadline_ = Clock::now() + seconds(options.idle_seconds);
    wire_->async_read_some(buffer_.prepare(4096), [self = self()](error_code error, std::size_t count) {
        if (self->state_ != State::idle) return;
        if (error) return self->close(QUARRY_HTTP_LEFT);
        self->buffer_.commit(count);
        self->read_head();
    });
}

void Session::read_head() {
    state_ = State::head;
    deadline_ = Clock::now() + seconds(loop_.server.options.header_seconds);
    http::async_read_header(*wire_, buffer_, *parser_, [self = self()](error_code error, std::size_t) {
        if (self->state_ == State::head) self->head_read(error);
    });
}

void Session::head_read(error_code error) {
    deadline_ = Time::max();
    if (error == http::error::header_limit || error == http::error::buffer_overflow) return say(431);
    const bool has_left = error == http::error::end_of_stream || error == http::error::partial_message;
    if (!has_left && error.category() == http::make_error_code(http::error::bad_value).category())
        return say(400);
    if (error) return close(QUARRY_HTTP_LEFT);
    parser_->eager(true);
    is_head_only_ = parser_->get().method() == http::verb::head;
    if (const unsigned status = fault()) return say(status);
    if (loop_.server.requests >= loop_.server.options.requests) return say(503);
    announce();
}

/// What Beast lets through and a proxy in front may read differently: the status that refuses it, or 0.
unsigned Session::fault() const {
    const auto &head = parser_->get();
    unsigned hosts = 0, lengths = 0, encodings = 0;
    for (const auto &field : head) {
        switch (field.name()) {
            case http::field::host:
                hosts++;
                break;
            case http::field::content_length:
                lengths++;
                if (!is_decimal(field.value())) return 400;
                break;
            case http::field::transfer_encoding:
                encodings++;
                if (!beast::iequals(field.value(), "chunked")) return 501;
                break;
            case http::field::expect:
                if (!beast::iequals(field.value(), "100-continue")) return 417;
                break;
            default:
                break;
        }
    }
    if (hosts > 1 || (hosts == 0 && head.version() == 11)) return 400;
    if (lengths + encodings > 1 || (encodings == 1 && head.version() == 10)) return 400;
    return 0;
}

void Session::announce() {
    const auto &message = parser_->get();
    std::vector<quarry_http_field_t> fields;
    for (const auto &field : message) fields.push_back({text(field.name_string()), text(field.value())});
    const std::string peer = wire_->peer(), subject = wire_->subject();
    quarry_http_head_t head = {};
    head.method = text(message.method_string());
    head.target = text(message.target());
    head.peer = {peer.data(), peer.size()};
    head.subject = {subject.data(), subject.size()};
    head.fields = fields.data();
    head.field_count = fields.size();
    head.has_body = !parser_->is_done();
    const auto length = parser_->content_length();
    head.content_length = length ? static_cast<std::int64_t>(std::min<std::uint64_t>(*length, INT64_MAX))
                                 : (head.has_body ? -1 : 0);
    head.is_upgrade = !head.has_body && buffer_.size() == 0 && beast::websocket::is_upgrade(message);
    head.is_encrypted = wire_->is_encrypted();
    state_ = State::deciding;
    request_ = loop_.enter(self());
    loop_.server.callbacks.head(loop_.server.callbacks.context, request_, &head);
}

// Reading a body

void Session::accept_body(std::uint64_t limit) {
    if (state_ != State::deciding) return;
    limit_ = limit;
    is_stream_ = false;
    const auto length = parser_->content_length();
    if (length && *length > limit) return refuse(413, QUARRY_HTTP_TOO_LARGE);
    continue_body();
}

void Session::accept_stream() {
    if (state_ != State::deciding) return;
    is_stream_ = true;
    continue_body();
}

void Session::continue_body() {
    if (parser_->is_done()) return deliver(0);
    chunk_.resize(chunk_size);
    buffer_.reserve(chunk_size);
    state_ = State::reading;
    pace_.begin(Clock::now());
    const bool is_awaited = parser_->get().find(http::field::expect) != parser_->get().end();
    if (!is_awaited || buffer_.size() > 0) return read_body();
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    is_reading_ = true;
    net::async_write(*wire_, net::buffer(go_on, sizeof go_on - 1),
                     [self = self()](error_code error, std::size_t) {
                         self->is_reading_ = false;
                         if (self->state_ == State::lingering) return self->discard();
                         if (self->state_ != State::reading) return;
                         if (error) return self->close(QUARRY_HTTP_LEFT);
                         self->read_body();
                     });
}

void Session::read_body() {
    if (state_ == State::paused) pace_.resume(Clock::now());
    state_ = State::reading;
    auto &body = parser_->get().body();
    body.data = chunk_.data();
    body.size = chunk_.size();
    body.more = true;
    is_reading_ = true;
    http::async_read_some(*wire_, buffer_, *parser_, [self = self()](error_code error, std::size_t) {
        self->is_reading_ = false;
        if (self->state_ == State::reading) return self->body_read(error);
        if (self->state_ == State::lingering) self->discard();
    });
}

void Session::body_read(error_code error) {
    if (error == http::error::need_buffer) error = {};
    if (error) return body_failed(error);
    const std::size_t count = chunk_.size() - parser_->get().body().size;
    pace_.moved(count);
    if (is_stream_) {
        if (count == 0 && !parser_->is_done()) return read_body();
        return deliver(count);
    }
    if (whole_.size() + count > limit_) return refuse(413, QUARRY_HTTP_TOO_LARGE);
    whole_.append(chunk_.data(), count);
    if (!parser_->is_done()) return read_body();
    deliver(0);
}

void Session::body_failed(error_code error) {
    const bool is_format = error.category() == http::make_error_code(http::error::bad_value).category() &&
                           error != http::error::partial_message && error != http::error::end_of_stream;
    if (is_format) return refuse(400, QUARRY_HTTP_MALFORMED);
    close(QUARRY_HTTP_LEFT);
}

/// Hands the whole body, or `count` bytes of the chunk, to Swift.
void Session::deliver(std::size_t count) {
    const bool is_last = parser_->is_done();
    state_ = is_last ? State::answering : State::paused;
    pace_.pause(Clock::now());
    const quarry_http_callbacks_t &calls = loop_.server.callbacks;
    const char *bytes = is_stream_ ? chunk_.data() : whole_.data();
    const std::size_t size = is_stream_ ? count : whole_.size();
    calls.body(calls.context, request_, reinterpret_cast<const std::uint8_t *>(bytes), size, is_last);
    whole_ = std::string();
}

void Session::more() {
    if (state_ == State::paused) read_body();
}

void Session::accept_websocket() {
    if (state_ != State::deciding) return;
    if (parser_->is_done() == false || buffer_.size() > 0 || !beast::websocket::is_upgrade(parser_->get())) {
        return refuse(400, QUARRY_HTTP_MALFORMED);
    }
    const auto socket = std::make_shared<WebSocket>(loop_, std::move(wire_), request_);
    loop_.leave(request_);
    request_ = 0;
    state_ = State::closed;
    loop_.adopt(socket);
    socket->accept(parser_->get());
    loop_.drop(self());
}

// Answering

void Session::leave() {
    if (request_ != 0) loop_.leave(std::exchange(request_, 0));
}

/// Answers in Swift's place, which is told.
void Session::refuse(unsigned status, quarry_http_reason_t reason) {
    const std::uint64_t request = request_;
    leave();
    loop_.server.callbacks.gone(loop_.server.callbacks.context, request, reason);
    say(status);
}

void Session::say(unsigned status) {
    Answer answer;
    answer.status = status;
    answer.fields = "content-type: text/plain; charset=utf-8\r\n";
    if (status == 503) answer.fields += "retry-after: 1\r\n";
    answer.closes = true;
    std::string words(http::obsolete_reason(static_cast<http::status>(status)));
    words += "\n";
    const std::size_t count = words.size();
    send_head(answer, count, std::move(words));
    write_text();
}

void Session::respond(Answer answer) {
    leave();
    if (answer.is_file) return open_file(std::move(answer));
    const std::size_t count = answer.bytes.size();
    std::string bytes = std::move(answer.bytes);
    send_head(answer, count, std::move(bytes));
    write_text();
}

void Session::send_head(const Answer &answer, std::uint64_t length, std::string body) {
    // A parser that failed has no opinion on keeping the connection.
    keeps_ = !answer.closes && !loop_.is_draining() && parser_->is_done() && parser_->keep_alive() &&
             parser_->get().version() == 11 && ++served_ < requests_of_a_connection;
    const bool is_bare = answer.status == 204 || answer.status == 304 || answer.status < 200;
    out_ = "HTTP/1.1 " + std::to_string(answer.status) + " ";
    const auto reason = http::obsolete_reason(static_cast<http::status>(answer.status));
    out_.append(reason.data(), reason.size());
    out_ += "\r\n" + answer.fields + "date: " + date() + "\r\n";
    if (!is_bare) out_ += "content-length: " + std::to_string(length) + "\r\n";
    out_ += keeps_ ? "connection: keep-alive\r\n\r\n" : "connection: close\r\n\r\n";
    if (!is_head_only_ && !is_bare) out_ += body;
    sent_ = 0;
}

void Session::write_text() {
    if (state_ != State::writing) pace_.begin(Clock::now());
    state_ = State::writing;
    const std::size_t count = std::min(slice, out_.size() - sent_);
    wire_->async_write_some(net::buffer(out_.data() + sent_, count),
                            [self = self()](error_code error, std::size_t count) {
                                if (self->state_ != State::writing) return;
                                if (error) return self->close(QUARRY_HTTP_LEFT);
                                self->pace_.moved(count);
                                self->sent_ += count;
                                if (self->sent_ < self->out_.size()) return self->write_text();
                                if (self->file_) return self->pump();
                                self->wrote_all();
                            });
}

void Session::open_file(Answer answer) {
    state_ = State::opening;
    const auto file = std::make_shared<FilePump>(loop_);
    const std::string path = answer.path;
    const std::uint64_t offset = answer.offset, count = answer.count;
    file->open(path, offset, count, [self = self(), file, answer = std::move(answer)](unsigned status) {
        if (self->state_ != State::opening) return;
        if (status != 0) return self->say(status);
        if (!self->is_head_only_) {
            self->file_ = file;
            if (file->left() > 0) file->read([self] { self->pump(); });
        }
        self->send_head(answer, answer.count, "");
        self->write_text();
    });
}

/// Writes the piece of the file that is there and has the next one read. Comes after the head, after each
/// piece written, and after each piece read.
void Session::pump() {
    if (state_ != State::writing || !file_) return;
    if (sent_ < out_.size() || !file_->now.empty()) return;  // it comes again when that is written
    if (file_->is_short) return close(QUARRY_HTTP_LEFT);
    if (file_->is_reading) {
        file_->is_starved = true;
        return;
    }
    if (file_->ahead.empty()) return wrote_all();
    file_->turn();
    if (file_->is_starved) pace_.begin(Clock::now());
    file_->is_starved = false;
    if (file_->left() > 0) file_->read([self = self()] { self->pump(); });
    write_piece(0);
}

void Session::write_piece(std::size_t from) {
    const auto rest = net::buffer(file_->now) + from;
    wire_->async_write_some(net::const_buffer(rest),
                            [self = self(), from](error_code error, std::size_t count) {
                                if (self->state_ != State::writing) return;
                                if (error) return self->close(QUARRY_HTTP_LEFT);
                                self->pace_.moved(count);
                                if (from + count < self->file_->now.size())
                                    return self->write_piece(from + count);
                                self->file_->now.clear();
                                self->pump();
                            });
}

void Session::wrote_all() {
    file_.reset();
    if (keeps_) return next();
    linger();
}

/// Ends so that the client reads the answer: a socket closed with unread bytes would throw it away.
void Session::linger() {
    state_ = State::lingering;
    deadline_ = Clock::now() + seconds(linger_seconds);
    wire_->finish([self = self()](error_code) {
        if (self->state_ != State::lingering) return;
        self->is_ended_ = true;
        if (!self->is_reading_) self->discard();
    });
}

void Session::discard() {
    if (!is_ended_) return;
    chunk_.resize(chunk_size);
    wire_->read_raw(net::buffer(chunk_), [self = self()](error_code error, std::size_t) {
        if (self->state_ != State::lingering) return;
        if (error) return self->close(QUARRY_HTTP_LEFT);
        self->discard();
    });
}

// Time

void Session::tick(Time now) {
    switch (state_) {
        case State::handshake:
        case State::idle:
        case State::head:
        case State::lingering:
            if (now >= deadline_) close(QUARRY_HTTP_LEFT);
            break;
        case State::writing:
            if (file_ && file_->is_starved) break;
            [[fallthrough]];
        case State::reading:
            if (!pace_.holds(now, loop_.server.options)) close(QUARRY_HTTP_TOO_SLOW);
            break;
        default:
            break;
    }
}

int Session::waiting_descriptor() {
    switch (state_) {
        case State::deciding:
        case State::paused:
        case State::answering:
        case State::opening:
            return wire_->descriptor();
        default:
            return -1;
    }
}

void Session::polled(short events, Time now) {
    if ((events & (POLLERR | POLLHUP | POLLNVAL)) != 0) return close(QUARRY_HTTP_LEFT);
    // Its side is closed: it may still wait for the answer, but not for ever. A body may still lie unread.
    if ((events & POLLRDHUP) == 0 || state_ == State::paused) return;
    if (half_closed_ == Time::max()) half_closed_ = now + seconds(loop_.server.options.half_closed_seconds);
    if (now >= half_closed_) close(QUARRY_HTTP_LEFT);
}

void Session::drain() {
    if (state_ == State::idle) close(QUARRY_HTTP_STOPPED);
}

void Session::cut(quarry_http_reason_t reason) {
    close(reason);
}

void Session::close(quarry_http_reason_t reason) {
    if (state_ == State::closed) return;
    state_ = State::closed;
    wire_->close();
    file_.reset();
    if (request_ != 0) {
        const std::uint64_t request = request_;
        leave();
        loop_.server.callbacks.gone(loop_.server.callbacks.context, request, reason);
    }
    loop_.drop(self());
}

}  // namespace quarry
