/// A connection that has become a WebSocket.
#pragma once

#include "config.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <memory>
#include <string>

#include "server.hpp"

namespace quarry {

class WebSocket final : public Connection {
   public:
    WebSocket(Loop &loop, std::unique_ptr<Wire> wire, std::uint64_t request);

    void accept(const beast::http::request<beast::http::buffer_body> &request);
    void tick(Time now) override;
    void drain() override;
    void cut(quarry_http_reason_t reason) override;

    /// From any thread.
    bool send(const char *bytes, std::size_t count);
    void close(unsigned code);
    void more();

   private:
    std::shared_ptr<WebSocket> self() { return std::static_pointer_cast<WebSocket>(shared_from_this()); }
    void wake();
    void read();
    void message_read(error_code error);
    void flush();
    void end(unsigned code);
    void gone(quarry_http_reason_t reason);

    std::unique_ptr<Wire> wire_;
    beast::websocket::stream<Wire &, false> stream_;
    const std::uint64_t request_;
    beast::flat_buffer buffer_;
    Outbox outbox_;
    std::string writing_;
    unsigned untaken_ = 0;
    bool is_open_ = false, is_reading_ = false, is_writing_ = false, is_ending_ = false, is_gone_ = false;
    Time deadline_ = Time::max();
};

}  // namespace quarry
