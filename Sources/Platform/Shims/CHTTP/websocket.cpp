#include "websocket.hpp"

#include <boost/beast/websocket/error.hpp>

namespace quarry {

namespace websocket = beast::websocket;

namespace {

constexpr unsigned untaken_limit = 32;
constexpr double close_seconds = 5, overflow_seconds = 1;

}  // namespace

WebSocket::WebSocket(Loop &loop, std::unique_ptr<Wire> wire, std::uint64_t request)
    : Connection(loop), wire_(std::move(wire)), stream_(*wire_), request_(request) {
    const quarry_http_options_t &options = loop.server.options;
    websocket::stream_base::timeout times;
    times.handshake_timeout = seconds(options.header_seconds);
    times.idle_timeout = seconds(options.websocket_seconds);
    times.keep_alive_pings = true;
    stream_.set_option(times);
    stream_.read_message_max(options.message_limit);
    stream_.auto_fragment(false);
    stream_.text(true);
}

void WebSocket::accept(const beast::http::request<beast::http::buffer_body> &request) {
    loop_.add_socket(request_, self());
    stream_.async_accept(request, [self = self()](error_code error) {
        if (self->is_gone_) return;
        if (error) return self->gone(QUARRY_HTTP_LEFT);
        self->is_open_ = true;
        const quarry_http_callbacks_t &calls = self->loop_.server.callbacks;
        calls.opened(calls.context, self->request_);
        self->read();
        self->flush();
    });
}

void WebSocket::read() {
    if (is_reading_ || is_gone_) return;
    is_reading_ = true;
    stream_.async_read(buffer_, [self = self()](error_code error, std::size_t) {
        self->is_reading_ = false;
        self->message_read(error);
    });
}

void WebSocket::message_read(error_code error) {
    if (is_gone_) return;
    if (error) return gone(QUARRY_HTTP_LEFT);
    const bool is_text = stream_.got_text();
    if (is_text && !is_ending_) {
        untaken_++;
        const quarry_http_callbacks_t &calls = loop_.server.callbacks;
        calls.message(calls.context, request_, static_cast<const char *>(buffer_.data().data()),
                      buffer_.size());
    }
    buffer_.clear();
    if (!is_text) end(websocket::close_code::unknown_data);
    // While the close handshake runs, whatever comes is read and dropped.
    if (untaken_ < untaken_limit || is_ending_) read();
}

void WebSocket::more() {
    net::post(loop_.context, [self = self()] {
        if (self->untaken_ > 0) self->untaken_--;
        if (self->is_open_) self->read();
    });
}

bool WebSocket::send(const char *bytes, std::size_t count) {
    bool is_taken = false;
    {
        const std::lock_guard<std::mutex> lock(outbox_.mutex);
        if (outbox_.is_closed) return false;
        if (outbox_.bytes + count > loop_.server.options.queue_limit) {
            outbox_.is_closed = outbox_.has_overflown = true;
        } else {
            outbox_.messages.emplace_back(bytes, count);
            outbox_.bytes += count;
        }
        is_taken = !outbox_.is_closed;
        if (std::exchange(outbox_.is_scheduled, true)) return is_taken;
    }
    wake();
    return is_taken;
}

void WebSocket::close(unsigned code) {
    {
        const std::lock_guard<std::mutex> lock(outbox_.mutex);
        if (outbox_.is_closed) return;
        outbox_.is_closed = true;
        outbox_.code = code;
        if (std::exchange(outbox_.is_scheduled, true)) return;
    }
    wake();
}

void WebSocket::wake() {
    net::post(loop_.context, [self = self()] { self->flush(); });
}

/// Sends the next message, or closes when the queue is empty and that was asked for.
void WebSocket::flush() {
    unsigned code = 0;
    {
        const std::lock_guard<std::mutex> lock(outbox_.mutex);
        outbox_.is_scheduled = false;
        if (outbox_.has_overflown) {
            code = websocket::close_code::try_again_later;
            outbox_.messages.clear();
        } else if (is_open_ && !is_writing_ && !outbox_.messages.empty()) {
            writing_ = std::move(outbox_.messages.front());
            outbox_.messages.pop_front();
            is_writing_ = true;
        } else if (!is_writing_ && outbox_.messages.empty()) {
            code = outbox_.code;
        } else {
            return;
        }
    }
    if (is_gone_ || is_ending_ || !is_open_) return;
    if (code != 0) return end(code);
    if (!is_writing_) return;
    stream_.async_write(net::buffer(writing_), [self = self()](error_code error, std::size_t) {
        self->is_writing_ = false;
        {
            const std::lock_guard<std::mutex> lock(self->outbox_.mutex);
            self->outbox_.bytes -= self->writing_.size();
        }
        if (self->is_gone_) return;
        if (error) return self->gone(QUARRY_HTTP_LEFT);
        self->flush();
    });
}

/// Says why and waits some seconds for the client's answer.
void WebSocket::end(unsigned code) {
    if (is_ending_ || is_gone_) return;
    is_ending_ = true;
    {
        const std::lock_guard<std::mutex> lock(outbox_.mutex);
        outbox_.is_closed = true;
        // Who did not read for so long hardly reads this.
        deadline_ = Clock::now() + seconds(outbox_.has_overflown ? overflow_seconds : close_seconds);
    }
    stream_.async_close(static_cast<websocket::close_code>(code), [self = self()](error_code) {
        if (!self->is_gone_) self->gone(QUARRY_HTTP_LEFT);
    });
}

void WebSocket::tick(Time now) {
    if (now >= deadline_) gone(QUARRY_HTTP_LEFT);
}

void WebSocket::drain() {
    close(websocket::close_code::going_away);
}

void WebSocket::cut(quarry_http_reason_t reason) {
    gone(reason);
}

void WebSocket::gone(quarry_http_reason_t reason) {
    if (is_gone_) return;
    is_gone_ = true;
    wire_->close();
    {
        const std::lock_guard<std::mutex> lock(outbox_.mutex);
        outbox_.is_closed = true;
        outbox_.messages.clear();
        if (outbox_.has_overflown) reason = QUARRY_HTTP_OVERFLOW;
    }
    loop_.drop_socket(request_);
    loop_.server.callbacks.gone(loop_.server.callbacks.context, request_, reason);
    loop_.drop(self());
}

}  // namespace quarry
