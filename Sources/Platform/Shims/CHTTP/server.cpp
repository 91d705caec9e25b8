#include "server.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/v6_only.hpp>
#include <stdexcept>

#include "session.hpp"
#include "websocket.hpp"

namespace quarry {

bool Pace::holds(Time now, const quarry_http_options_t &options) {
    const double span = std::chrono::duration<double>(spent_ + (now - start_)).count();
    if (span < options.rate_seconds) return true;
    const bool fast = static_cast<double>(moved_) >= options.minimum_rate * span;
    begin(now);
    return fast;
}

// Loop

Loop::Loop(Server &server, unsigned number)
    : server(server), number_(number), guard_(context.get_executor()), ticker_(context) {}

void Loop::run() {
    tick();
    while (true) {
        try {
            context.run();
            return;
        } catch (const std::exception &) {
            // Out of memory, say, for one connection: its limits of time close it, the others go on.
        }
    }
}

void Loop::tick() {
    const Time now = Clock::now();
    // Connections leave the set as they are looked at.
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    std::vector<pollfd> descriptors;
    std::vector<Connection *> waiting;
    for (const auto &one : all) {
        one->tick(now);
        const int descriptor = one->waiting_descriptor();
        if (descriptor < 0) continue;
        descriptors.push_back(pollfd{descriptor, POLLRDHUP, 0});
        waiting.push_back(one.get());
    }
    if (!descriptors.empty() && ::poll(descriptors.data(), descriptors.size(), 0) > 0) {
        for (std::size_t i = 0; i < waiting.size(); i++) {
            if (descriptors[i].revents != 0) waiting[i]->polled(descriptors[i].revents, now);
        }
    }
    if (is_finishing_ && now >= deadline_) {
        for (const auto &one : all) one->cut(QUARRY_HTTP_STOPPED);
    }
    settle();
    if (is_settled_) return;
    ticker_.expires_after(std::chrono::milliseconds(200));
    ticker_.async_wait([this](error_code) {
        if (!is_settled_) tick();
    });
}

void Loop::settle() {
    if (!is_finishing_ || is_settled_ || !connections_.empty()) return;
    is_settled_ = true;
    ticker_.cancel();
    guard_.reset();
}

std::uint64_t Loop::enter(std::shared_ptr<Session> session) {
    const std::uint64_t request = next_++ << 8 | number_;
    requests_.emplace(request, std::move(session));
    server.requests++;
    return request;
}

void Loop::leave(std::uint64_t request) {
    if (requests_.erase(request) > 0) server.requests--;
}

void Loop::adopt(std::shared_ptr<Connection> connection) {
    connections_.insert(std::move(connection));
}

void Loop::drop(const std::shared_ptr<Connection> &connection) {
    connections_.erase(connection);
    settle();
}

void Loop::add_socket(std::uint64_t request, std::shared_ptr<WebSocket> socket) {
    const std::lock_guard<std::mutex> lock(sockets_mutex_);
    if (sockets_.emplace(request, socket).second) server.websockets++;
}

void Loop::drop_socket(std::uint64_t request) {
    const std::lock_guard<std::mutex> lock(sockets_mutex_);
    if (sockets_.erase(request) > 0) server.websockets--;
}

std::shared_ptr<WebSocket> Loop::socket(std::uint64_t request) {
    const std::lock_guard<std::mutex> lock(sockets_mutex_);
    const auto found = sockets_.find(request);
    return found == sockets_.end() ? nullptr : found->second.lock();
}

void Loop::drain() {
    is_draining_ = true;
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto &one : all) one->drain();
}

void Loop::finish(Time deadline) {
    is_finishing_ = true;
    deadline_ = deadline;
    drain();
    settle();
}

// Server

Server::Server(const quarry_http_options_t &given, const quarry_http_callbacks_t &callbacks)
    : callbacks(callbacks), options(given) {
    texts_.reserve(4);
    for (const char **text :
         {&options.address, &options.certificate, &options.private_key, &options.client_authorities}) {
        if (*text == nullptr) continue;
        texts_.emplace_back(*text);
        *text = texts_.back().c_str();
    }
    certificates_ = load_certificates(options);
    for (unsigned i = 0; i < options.threads; i++) loops.push_back(std::make_unique<Loop>(*this, i));

    error_code error;
    const auto address = net::ip::make_address(options.address, error);
    if (error) throw std::runtime_error(std::string(options.address) + " is no numeric address");
    const net::ip::tcp::endpoint end(address, options.port);
    acceptor_ = std::make_unique<Acceptor>(loops[0]->context);
    pause_ = std::make_unique<net::steady_timer>(loops[0]->context);
    acceptor_->open(end.protocol());
    // After a restart the port is free at once. SO_REUSEPORT is left alone: it would share it with another
    // process.
    acceptor_->set_option(net::socket_base::reuse_address(true));
    if (address.is_v6()) acceptor_->set_option(net::ip::v6_only(true));
    acceptor_->bind(end);
    acceptor_->listen(1024);
    port = acceptor_->local_endpoint().port();
}

Server::~Server() {
    stop(0);
    // What is left of connections gives its places back, so before the places' books go.
    loops.clear();
}

void Server::start() {
    net::post(loops[0]->context, [this] { accept(); });
    for (const auto &loop : loops) threads_.emplace_back([&loop = *loop] { loop.run(); });
}

void Server::reload() {
    auto fresh = load_certificates(options);
    const std::lock_guard<std::mutex> lock(certificates_mutex_);
    certificates_ = std::move(fresh);
}

void Server::accept() {
    Loop &target = *loops[turn_++ % loops.size()];
    acceptor_->async_accept(target.context, [this, &target](error_code error, Wire::Socket socket) {
        if (!acceptor_->is_open()) return;
        if (error) {
            // Out of descriptors, most likely: not in a hurry.
            pause_->expires_after(std::chrono::milliseconds(50));
            pause_->async_wait([this](error_code) {
                if (acceptor_->is_open()) accept();
            });
            return;
        }
        take(target, std::move(socket));
        accept();
    });
}

/// One place among all and among those of a peer; IPv6 peers are counted by their network of 64 bits.
std::unique_ptr<Place> Server::place(const net::ip::address &address) {
    std::string peer = address.to_string();
    if (address.is_v6() && !address.is_loopback()) {
        const auto bytes = address.to_v6().to_bytes();
        peer.assign(bytes.begin(), bytes.begin() + 8);
    }
    const std::lock_guard<std::mutex> lock(peers_mutex_);
    if (connections >= options.connections) return nullptr;
    unsigned &count = peers_[peer];
    if (count >= options.connections_per_peer) return nullptr;
    count++;
    connections++;
    return std::make_unique<Place>([this, peer] {
        const std::lock_guard<std::mutex> lock(peers_mutex_);
        connections--;
        const auto found = peers_.find(peer);
        if (found != peers_.end() && --found->second == 0) peers_.erase(found);
    });
}

void Server::take(Loop &loop, Wire::Socket socket) {
    error_code error;
    const auto end = socket.remote_endpoint(error);
    if (error) return;
    auto place = this->place(end.address());
    std::shared_ptr<Certificates> certificates;
    {
        const std::lock_guard<std::mutex> lock(certificates_mutex_);
        certificates = certificates_;
    }
    if (!place) {
        refused++;
        static const char busy[] =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: "
            "close\r\n\r\n";
        if (!certificates) ::send(socket.native_handle(), busy, sizeof busy - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
        return;
    }
    accepted++;
    socket.set_option(net::ip::tcp::no_delay(true), error);
    auto wire = std::make_unique<Wire>(std::move(socket), std::move(certificates), std::move(place));
    net::post(loop.context, [&loop, session = std::make_shared<Session>(loop, std::move(wire))] {
        loop.adopt(session);
        session->start();
    });
}

void Server::drain() {
    net::post(loops[0]->context, [this] {
        error_code ignored;
        acceptor_->close(ignored);
    });
    for (const auto &loop : loops) {
        net::post(loop->context, [&loop = *loop] { loop.drain(); });
    }
}

void Server::stop(double wait) {
    if (is_stopped_) return;
    is_stopped_ = true;
    drain();
    const Time deadline = Clock::now() + seconds(wait);
    for (const auto &loop : loops) {
        net::post(loop->context, [&loop = *loop, deadline] { loop.finish(deadline); });
    }
    for (std::thread &thread : threads_) thread.join();
    readers.join();
    acceptor_.reset();
    pause_.reset();
    certificates_.reset();
}

}  // namespace quarry
