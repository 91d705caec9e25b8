// The dashboard over a made-up plant, for the tests in a browser. It says "listening PORT", takes lines on standard
// input that change the plant, and says each order that it gets.
//
//     dashboard-fixture busy|empty SECTORS PORT [TOKEN]
//
// A line "state SECTOR STATE [REASON]" moves a sector, "fraction JOB NUMBER" a job, "refuse" makes each call fail,
// "allow" ends that.

import API
import HTTP
import Logging
import Metrics
import PlantDouble
import RPC
import System

let arguments = CommandLine.arguments
let count = arguments.count > 2 ? Int(arguments[2]) ?? 60 : 60
let plant = PlantDouble(arguments.contains("empty") ? .empty() : .busy(sectors: count))
let token = arguments.count > 4 ? arguments[4] : nil
let log = try LogSink(LogOptions(level: .warning)).logger("fixture")

let handler = PlantHandler(api: plant, metrics: Metrics(), log: log) { request in
    guard let token else { return .admin }
    switch request.header("authorization") {
    case "Bearer \(token)": return .write
    case "Bearer \(token)-read": return .read
    default: return nil
    }
}

@Sendable func follow(_ line: String) {
    let words = line.split(separator: " ", maxSplits: 3).map(String.init)
    plant.change { contents in
        switch words.first {
        case "state":
            guard let index = try? contents.index(words[1]) else { return }
            contents.sectors[index].state = words[2]
            contents.sectors[index].since = Int64(Clock.unixTime) * 1000
            contents.sectors[index].reason = words.count > 3 ? words[3] : nil
            contents.sectors[index].remedy = words.count > 3 ? "try it again" : nil
        case "fraction":
            for worker in contents.status.workers.indices {
                for job in contents.status.workers[worker].jobs.indices
                where contents.status.workers[worker].jobs[job].id == Int64(words[1]) {
                    contents.status.workers[worker].jobs[job].fraction = Double(words[2])
                }
            }
        case "refuse": contents.refusal = .conflict("the database is away", remedy: "start it again")
        case "allow": contents.refusal = nil
        default: return
        }
    }
}

let server = HTTPServer(
    HTTPServerConfiguration(port: arguments.count > 3 ? UInt16(arguments[3]) ?? 0 : 0), handler: handler,
    log: log)
Terminal.write("listening \(try server.bind())\n")
let reader = try BlockingThreads(1)
try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await server.run() }
    group.addTask {
        try await reader.run { _ in
            while let line = readLine() { follow(line) }
        }
        server.stop()
    }
    group.addTask {
        var said = 0
        for await _ in plant.changes() {
            let orders = plant.now.orders
            for order in orders[said...] { Terminal.write("order \(order)\n") }
            said = orders.count
        }
    }
    _ = try await group.next()
    group.cancelAll()
}
