/// A connection's bytes, plain or through TLS, as one stream: Beast is compiled for it once. TLS is known to
/// wire.cpp only.
#pragma once

#include "config.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/role.hpp>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace quarry {

class Certificates;

/// A place among the connections of a server and of a peer; given back when it goes.
class Place {
   public:
    explicit Place(std::function<void()> leave) : leave_(std::move(leave)) {}
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;
    ~Place() { leave_(); }

   private:
    std::function<void()> leave_;
};

/// A handler whose type is hidden; called once.
class Done {
   public:
    template <class Handler, class = std::enable_if_t<!std::is_same_v<std::decay_t<Handler>, Done>>>
    explicit Done(Handler &&handler)
        : call_(std::make_unique<Typed<std::decay_t<Handler>>>(std::forward<Handler>(handler))) {}
    void operator()(error_code error, std::size_t count) { std::exchange(call_, nullptr)->run(error, count); }

   private:
    struct Call {
        virtual ~Call() = default;
        virtual void run(error_code error, std::size_t count) = 0;
    };
    template <class Handler>
    struct Typed final : Call {
        Handler handler;
        explicit Typed(Handler &&h) : handler(std::move(h)) {}
        explicit Typed(const Handler &h) : handler(h) {}
        void run(error_code error, std::size_t count) override { handler(error, count); }
    };
    std::unique_ptr<Call> call_;
};

class Wire {
   public:
    using executor_type = net::io_context::executor_type;
    using Socket = net::basic_stream_socket<net::ip::tcp, executor_type>;

    /// `certificates` null: plain.
    Wire(Socket socket, std::shared_ptr<Certificates> certificates, std::unique_ptr<Place> place);
    ~Wire();

    executor_type get_executor() { return socket_.get_executor(); }
    bool is_encrypted() const { return tls_ != nullptr; }
    int descriptor() { return socket_.native_handle(); }
    std::string peer() const;
    /// Of the client's certificate; empty without one.
    std::string subject() const;

    void handshake(std::function<void(error_code)> done);
    /// Says that nothing more will be sent.
    void finish(std::function<void(error_code)> done);
    /// Bytes that the client still sends, undeciphered.
    void read_raw(net::mutable_buffer buffer, std::function<void(error_code, std::size_t)> done);
    void close();

    template <class Buffers, class Token>
    auto async_read_some(const Buffers &buffers, Token &&token) {
        return net::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto &&handler, const Buffers &into) {
                // The first of the buffers will do: "some" may be less than all.
                net::mutable_buffer first;
                for (auto at = net::buffer_sequence_begin(into); at != net::buffer_sequence_end(into); ++at) {
                    first = *at;
                    if (first.size() > 0) break;
                }
                read(first, Done(std::forward<decltype(handler)>(handler)));
            },
            token, buffers);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers &buffers, Token &&token) {
        return net::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto &&handler, const Buffers &from) {
                std::vector<net::const_buffer> all;
                for (auto at = net::buffer_sequence_begin(from); at != net::buffer_sequence_end(from); ++at) {
                    const net::const_buffer one = *at;
                    if (one.size() > 0) all.push_back(one);
                }
                write(std::move(all), Done(std::forward<decltype(handler)>(handler)));
            },
            token, buffers);
    }

   private:
    struct TLS;
    void read(net::mutable_buffer buffer, Done done);
    void write(std::vector<net::const_buffer> buffers, Done done);

    std::unique_ptr<Place> place_;
    Socket socket_;
    std::shared_ptr<Certificates> certificates_;
    std::unique_ptr<TLS> tls_;
    std::vector<char> record_;
};

/// How Beast closes a WebSocket's lower layers.
void beast_close_socket(Wire &wire);
template <class Handler>
void async_teardown(beast::role_type, Wire &wire, Handler &&handler) {
    struct Shared {
        std::decay_t<Handler> handler;
    };
    auto shared = std::make_shared<Shared>(Shared{std::forward<Handler>(handler)});
    wire.finish([shared](error_code error) { std::move(shared->handler)(error); });
}

/// Certificates of the server, and who signs those of clients.
std::shared_ptr<Certificates> load_certificates(const quarry_http_options_t &options);

}  // namespace quarry
