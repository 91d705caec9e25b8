/// The server: its loops, what they hold, and the connections' common face.
#pragma once

#include "config.hpp"

#include <poll.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>
#include <vector>

#include "wire.hpp"

namespace quarry {

class Server;
class Loop;
class Session;

/// What Swift says in return to a request.
struct Answer {
    unsigned status = 200;
    std::string fields;  // "name: value\r\n" ...
    bool closes = false;
    std::string bytes;
    bool is_file = false;
    std::string path;
    std::uint64_t offset = 0, count = 0;
};

/// Demands a minimum rate of a transfer while it is the client's turn.
class Pace {
   public:
    void begin(Time now) {
        start_ = now;
        spent_ = {};
        moved_ = 0;
    }
    /// It is not the client's turn now.
    void pause(Time now) { spent_ += now - start_; }
    void resume(Time now) { start_ = now; }
    void moved(std::size_t bytes) { moved_ += bytes; }
    /// False if the last span was too slow.
    bool holds(Time now, const quarry_http_options_t &options);

   private:
    Time start_;
    Clock::duration spent_ = {};
    std::uint64_t moved_ = 0;
};

/// A connection as its loop sees it; touched on the loop's thread only.
class Connection : public std::enable_shared_from_this<Connection> {
   public:
    explicit Connection(Loop &loop) : loop_(loop) {}
    virtual ~Connection() = default;
    /// Looks at its limits of time.
    virtual void tick(Time now) = 0;
    /// To be polled for a client that left, while nothing is read; -1: no.
    virtual int waiting_descriptor() { return -1; }
    virtual void polled(short, Time) {}
    /// The server ends: goes on only with what is under way.
    virtual void drain() = 0;
    /// Closes at once.
    virtual void cut(quarry_http_reason_t reason) = 0;

   protected:
    Loop &loop_;
};

/// Messages for a WebSocket, filled by any thread, emptied by the loop's.
struct Outbox {
    std::mutex mutex;
    std::deque<std::string> messages;
    std::size_t bytes = 0;      // of messages and of the one being sent
    bool is_scheduled = false;  // the loop has been woken
    bool is_closed = false;     // takes no more
    bool has_overflown = false;
    unsigned code = 0;  // with which to close once empty; 0: not
};

class WebSocket;

/// One thread with the connections that were given to it.
class Loop {
   public:
    Loop(Server &server, unsigned number);

    void run();
    /// Counts a request and gives it a number.
    std::uint64_t enter(std::shared_ptr<Session> session);
    void leave(std::uint64_t request);
    /// Runs `body` with the session of a request, unless it is gone.
    template <class Body>
    void with(std::uint64_t request, Body body);
    std::shared_ptr<WebSocket> socket(std::uint64_t request);
    void adopt(std::shared_ptr<Connection> connection);
    void drop(const std::shared_ptr<Connection> &connection);
    void add_socket(std::uint64_t request, std::shared_ptr<WebSocket> socket);
    void drop_socket(std::uint64_t request);
    void drain();
    void finish(Time deadline);
    bool is_draining() const { return is_draining_; }
    /// Lets run() return when the last connection is gone.
    void settle();

    Server &server;

   private:
    void tick();

    const unsigned number_;
    std::uint64_t next_ = 1;
    bool is_draining_ = false, is_finishing_ = false, is_settled_ = false;
    Time deadline_;
    // Before the context: handlers that it destroys hold connections.
    std::set<std::shared_ptr<Connection>> connections_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Session>> requests_;
    std::mutex sockets_mutex_;
    std::unordered_map<std::uint64_t, std::weak_ptr<WebSocket>> sockets_;

   public:
    net::io_context context{1};

   private:
    net::executor_work_guard<net::io_context::executor_type> guard_;
    net::steady_timer ticker_;
};

class Server {
   public:
    Server(const quarry_http_options_t &options, const quarry_http_callbacks_t &callbacks);
    ~Server();

    void start();
    void reload();
    void drain();
    void stop(double seconds);
    Loop *loop(std::uint64_t request) {
        const std::size_t number = request & 0xff;
        return number < loops.size() ? loops[number].get() : nullptr;
    }

    const quarry_http_callbacks_t callbacks;
    quarry_http_options_t options;
    std::uint16_t port = 0;
    std::atomic<std::uint64_t> connections{0}, requests{0}, websockets{0}, accepted{0}, refused{0};
    std::vector<std::unique_ptr<Loop>> loops;
    /// Reads files for answers.
    net::thread_pool readers{2};

   private:
    using Acceptor = net::basic_socket_acceptor<net::ip::tcp, net::io_context::executor_type>;
    void accept();
    void take(Loop &loop, Wire::Socket socket);
    std::unique_ptr<Place> place(const net::ip::address &address);

    std::vector<std::string> texts_;  // what options points to
    std::unique_ptr<Acceptor> acceptor_;
    std::unique_ptr<net::steady_timer> pause_;
    std::vector<std::thread> threads_;
    std::size_t turn_ = 0;
    bool is_stopped_ = false;
    std::mutex certificates_mutex_;
    std::shared_ptr<Certificates> certificates_;
    std::mutex peers_mutex_;
    std::map<std::string, unsigned> peers_;
};

template <class Body>
void Loop::with(std::uint64_t request, Body body) {
    net::post(context, [this, request, body = std::move(body)]() mutable {
        const auto found = requests_.find(request);
        if (found == requests_.end()) return;
        const std::shared_ptr<Session> session = found->second;
        body(*session);
    });
}

}  // namespace quarry
