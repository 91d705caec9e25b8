internal import Glibc
internal import System

/// Waits for notifications of the server on a connection of its own. Where the server has none, it wakes every listener
/// each second instead.
///
/// Safe: the fields below `hub` are touched only by the listener's thread.
final class PostgresListener: @unchecked Sendable {
    private let url: String
    private let features: PostgresFeatures?
    private let wake: WakeUp
    private let hub: NotificationHub
    private var connection: PostgresConnection?
    private var listened: Set<String> = []
    private var pause = 0.0
    private var pollsOnly = false

    init(_ url: String, _ features: PostgresFeatures?, hub: NotificationHub, wake: WakeUp) {
        self.url = url
        self.features = features
        self.hub = hub
        self.wake = wake
    }

    /// One round: sees to the connection, then waits, at most a second, for the server or for a call of `wake`.
    func turn() {
        let wanted = hub.channels
        if pollsOnly || wanted.isEmpty && connection == nil {
            wake.wait(seconds: 1, beside: nil)
            if !wanted.isEmpty { hub.post(nil) }
            return
        }
        guard let connection = connected(), listen(connection, wanted) else {
            leave()
            pause = min(max(0.1, pause * 2), 3)
            wake.wait(seconds: pause, beside: nil)
            // Notifications may have been missed.
            hub.post(nil)
            return
        }
        pause = 0
        wake.wait(seconds: 1, beside: connection.socket)
        guard let arrivals = connection.arrivals() else {
            leave()
            hub.post(nil)
            return
        }
        if !arrivals.isEmpty { hub.post(arrivals) }
    }

    private func connected() -> PostgresConnection? {
        if let connection { return connection }
        guard let made = try? PostgresConnection(url, features) else { return nil }
        connection = made
        pollsOnly = !made.features.notifications
        return made
    }

    private func listen(_ connection: PostgresConnection, _ wanted: Set<String>) -> Bool {
        do {
            for channel in wanted.subtracting(listened) {
                try connection.listen("LISTEN", channel)
                listened.insert(channel)
                hub.post([channel])
            }
            for channel in listened.subtracting(wanted) {
                try connection.listen("UNLISTEN", channel)
                listened.remove(channel)
            }
            return true
        } catch {
            if case .statement = error { pollsOnly = true }
            return false
        }
    }

    /// Ends the connection.
    func leave() {
        connection?.close()
        connection = nil
        listened = []
    }
}

extension PostgresConnection {
    fileprivate func listen(_ verb: String, _ channel: String) throws(DatabaseError) {
        try begin("BEGIN")
        try execute("\(verb) \(Self.quoted(channel))", [])
        try execute("COMMIT", [])
    }
}

/// Ends the wait of a thread, from another one.
final class WakeUp: Sendable {
    private let reader: Int32
    private let writer: Int32

    init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SystemError("make", "a pipe", code: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    func call() {
        var one: UInt8 = 1
        // A full pipe wakes as well.
        _ = unsafe write(writer, &one, 1)
    }

    /// Until somebody calls, something arrives at the socket, or the time is over.
    func wait(seconds: Double, beside socket: Int32?) {
        var waited = [
            pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        unsafe poll(&waited, 2, Int32(seconds * 1000))
        var calls = [UInt8](repeating: 0, count: 64)
        _ = unsafe read(reader, &calls, calls.count)
    }
}
