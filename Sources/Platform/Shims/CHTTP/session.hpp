/// A connection that speaks HTTP/1.1: one request at a time, in order.
#pragma once

#include "config.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server.hpp"

namespace quarry {

/// A file on its way out: read ahead by one piece on a thread that may wait for the disk.
class FilePump;

class Session final : public Connection {
   public:
    Session(Loop &loop, std::unique_ptr<Wire> wire);
    ~Session() override;

    void start();
    void tick(Time now) override;
    int waiting_descriptor() override;
    void polled(short events, Time now) override;
    void drain() override;
    void cut(quarry_http_reason_t reason) override;

    // What Swift decides, on the loop's thread.
    void accept_body(std::uint64_t limit);
    void accept_stream();
    void accept_websocket();
    void more();
    void respond(Answer answer);

   private:
    using Parser = beast::http::request_parser<beast::http::buffer_body>;
    enum class State {
        handshake,  // of TLS
        idle,       // between requests
        head,       // a request has begun
        deciding,   // Swift has the head
        reading,    // the body comes
        paused,     // Swift has a chunk
        answering,  // Swift has all
        opening,    // a file
        writing,
        lingering,  // all is said; the client's last bytes are thrown away
        closed
    };

    std::shared_ptr<Session> self() { return std::static_pointer_cast<Session>(shared_from_this()); }
    void next();
    void read_head();
    void head_read(error_code error);
    unsigned fault() const;
    void announce();
    void continue_body();
    void read_body();
    void body_read(error_code error);
    void body_failed(error_code error);
    void deliver(std::size_t count);
    void refuse(unsigned status, quarry_http_reason_t reason);
    void say(unsigned status);
    void send_head(const Answer &answer, std::uint64_t length, std::string body);
    void write_text();
    void open_file(Answer answer);
    void pump();
    void write_piece(std::size_t from);
    void wrote_all();
    void linger();
    void discard();
    void close(quarry_http_reason_t reason);
    void leave();

    std::unique_ptr<Wire> wire_;
    State state_ = State::handshake;
    Time deadline_ = Time::max();
    Pace pace_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::uint64_t request_ = 0;  // 0: none that Swift knows
    std::vector<char> chunk_;
    std::string whole_;
    std::uint64_t limit_ = 0;
    bool is_stream_ = false, is_reading_ = false, keeps_ = false, is_head_only_ = false, is_ended_ = false;
    unsigned served_ = 0;
    Time half_closed_ = Time::max();
    std::string out_;
    std::size_t sent_ = 0;
    std::shared_ptr<FilePump> file_;
};

}  // namespace quarry
