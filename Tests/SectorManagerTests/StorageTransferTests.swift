import Database
import Foundation
import Logging
import Primitives
import ProofEngine
import Scheduler
import System
import Testing

@testable import HTTP
@testable import SectorManager

/// Requests carried to a service in the same process, with a wire that can be cut and garbled.
private final class LocalWire: TransferClient {
    /// What happens to a message of this number (counted from 1, bodies of uploads and downloads alike).
    enum Fault: Sendable { case cut(after: Int), flip(byte: Int), silence }

    struct State {
        var service: SectorTransferService
        var faults: [Int: Fault] = [:]
        var messages = 0
        var bytes = 0
        var methods: [String] = []
    }
    let state: Locked<State>
    let token: String?

    init(_ service: SectorTransferService, token: String? = "writer") {
        state = Locked(State(service: service))
        self.token = token
    }

    func send(_ request: HTTPClientRequest, limit: Int) async throws -> HTTPClientResponse {
        let (service, fault) = state.withLock { state in
            state.methods.append(request.method)
            let hasBody = request.method == "PUT" || request.method == "GET"
            if hasBody { state.messages += 1 }
            return (state.service, hasBody ? state.faults[state.messages] : nil)
        }
        if case .silence = fault { throw HTTPClientError.cannotConnect(request.url, reason: "test") }
        let url = try #require(URLComponents(string: request.url))
        var headers = request.headers
        if let token { headers.append(("authorization", "Bearer " + token)) }
        var head = HTTPRequest(
            method: request.method, path: url.path,
            query: (url.queryItems ?? []).map { ($0.name, $0.value ?? "") }, headers: headers)
        var body: [UInt8] = []
        if case .bytes(let bytes) = request.body { body = bytes }
        let isUpload = request.method == "PUT"
        if isUpload { state.withLock { $0.bytes += body.count } }
        var response: HTTPResponse
        switch await service.accept(head) {
        case .refuse(let refusal): response = refusal
        case .body(let limit):
            guard body.count <= limit else { return HTTPClientResponse(status: 413, headers: [], body: []) }
            head.body = body
            response = await service.respond(to: head)
        case .stream:
            head.stream = Self.stream(body, isUpload ? fault : nil)
            response = await service.respond(to: head)
        case .webSocket: response = .text(500, "none was asked for")
        }
        if isUpload, case .cut = fault { throw HTTPClientError.broken(request.url, reason: "test") }
        return try answer(request, &response, isUpload ? nil : fault)
    }

    private static func stream(_ body: [UInt8], _ fault: Fault?) -> HTTPBodyStream {
        var body = body
        var end = body.count
        if case .flip(let byte) = fault, byte < body.count { body[byte] ^= 1 }
        if case .cut(let after) = fault { end = after }
        let place = Locked(0)
        let (bytes, last, isCut) = (body, end, end < body.count)
        return HTTPBodyStream {
            let from = place.withLock { place in
                defer { place = min(last, place + 700) }
                return place
            }
            if from < last { return Array(bytes[from..<min(last, from + 700)]) }
            if isCut { throw HTTPClientError.broken("", reason: "the client left") }
            return nil
        }
    }

    private func answer(
        _ request: HTTPClientRequest, _ response: inout HTTPResponse, _ fault: Fault?
    ) throws -> HTTPClientResponse {
        var body: [UInt8] = []
        switch response.body {
        case .bytes(let bytes): body = bytes
        case .file(let path, let offset, let count):
            body = try FileReader(path).read(at: offset, count: Int(count))
            state.withLock { [count = body.count] in $0.bytes += count }
        }
        if request.method == "HEAD" { body = [] }
        if case .flip(let byte) = fault, byte < body.count { body[byte] ^= 1 }
        if case .cut = fault { throw HTTPClientError.broken(request.url, reason: "test") }
        let headers = response.headers.map { (name: $0.name.lowercased(), value: $0.value) }
        return HTTPClientResponse(status: response.status, headers: headers, body: body)
    }
}

/// This machine's directory, and another machine's with its service.
private struct TransferBench {
    static let chunk: UInt64 = 4096
    let folder: String
    let near: String
    let far: String
    let threads: BlockingThreads
    let wire: LocalWire
    let name = sector(1)

    init(token: String? = "writer") throws {
        folder = try Directory.makeTemporary()
        (near, far) = (folder + "/near", folder + "/far")
        for (root, id) in [(near, "near"), (far, "far&1")] {
            for type in ["sealed", "cache"] { try Directory.create("\(root)/\(type)") }
            var file = StoragePathFile()
            file.id = id
            try file.write(root)
        }
        threads = try BlockingThreads(2)
        wire = LocalWire(Self.service(far, threads), token: token)
    }

    static func service(_ far: String, _ threads: BlockingThreads) -> SectorTransferService {
        SectorTransferService(
            threads: threads, chunk: chunk, stores: { ["far&1": far] },
            authorize: { request, right in
                switch request.header("authorization") {
                case "Bearer writer": true
                case "Bearer reader": right == .read
                default: false
                }
            })
    }

    /// A new service, as after a restart.
    func restart() {
        let service = Self.service(far, threads)
        wire.state.withLock { $0.service = service }
    }

    func transfer(check: @escaping @Sendable () throws -> Void = {}) -> SectorTransfer {
        var transfer = SectorTransfer(
            name, with: "https://store/", client: wire, threads: threads, check: check)
        transfer.pause = 0.001
        return transfer
    }

    func write(_ root: String, _ name: String, _ bytes: Int) throws {
        try Directory.create(File.parent(of: "\(root)/\(name)"))
        try File.writeAtomically("\(root)/\(name)", Vectors.stream(name, UInt64(bytes)))
    }

    func request(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) async throws -> HTTPClientResponse {
        try await wire.send(
            HTTPClientRequest(method, "https://store" + path, headers: headers, body: .bytes(body)),
            limit: 1 << 20)
    }

    func close() async {
        await threads.stop()
        try? Directory.remove(folder)
    }
}

private let sealed = "sealed/s-t01000-1"

@Suite("Storage: transfer between machines")
struct SectorTransferTests {
    @Test(
        "Files of any length come over whole, both ways", arguments: [0, 1, 4095, 4096, 4097, 8192, 10_000])
    func lengths(bytes: Int) async throws {
        let bench = try TransferBench()
        try bench.write(bench.near, sealed, bytes)
        try await bench.transfer().send(.sealed, from: bench.near, path: "far&1")
        #expect(try File.read("\(bench.far)/\(sealed)") == Vectors.stream(sealed, UInt64(bytes)))
        #expect(try Directory.list(bench.far + "/sealed") == ["s-t01000-1"])
        try File.remove("\(bench.near)/\(sealed)")
        try await bench.transfer().fetch(.sealed, path: "far&1", into: bench.near)
        #expect(try File.read("\(bench.near)/\(sealed)") == Vectors.stream(sealed, UInt64(bytes)))
        #expect(try Directory.list(bench.near + "/sealed") == ["s-t01000-1"])
        await bench.close()
    }

    @Test("A folder has its name only when all its files are there; locks and unfinished files stay behind")
    func folders() async throws {
        let bench = try TransferBench()
        for (name, bytes) in [
            ("p_aux", 64), ("t_aux", 0), ("sc-02-data-tree-r-last-0.dat", 9000), ("sector.json", 100),
        ] {
            try bench.write(bench.near, "cache/s-t01000-1/\(name)", bytes)
        }
        try bench.write(bench.near, "cache/s-t01000-1/sector.lock", 5)
        try bench.write(bench.near, "cache/s-t01000-1/x.tmp", 5)
        bench.wire.state.withLock { $0.faults = [3: .silence, 4: .cut(after: 10), 5: .flip(byte: 3)] }
        let stopping = Locked(7)
        await #expect(throws: CancellationError.self) {
            try await bench.transfer(check: {
                try stopping.withLock { left in
                    left -= 1
                    if left < 0 { throw CancellationError() }
                }
            }).send(.cache, from: bench.near, path: "far&1")
        }
        #expect(!File.exists(bench.far + "/cache/s-t01000-1"))
        try await bench.transfer().send(.cache, from: bench.near, path: "far&1")
        let names = ["p_aux", "sc-02-data-tree-r-last-0.dat", "sector.json", "t_aux"]
        #expect(try Directory.list(bench.far + "/cache/s-t01000-1") == names)
        #expect(try Directory.list(bench.far + "/cache") == ["s-t01000-1"])
        try Directory.remove(bench.near + "/cache/s-t01000-1")
        try await bench.transfer().fetch(.cache, path: "far&1", into: bench.near)
        #expect(try Directory.list(bench.near + "/cache/s-t01000-1") == names)
        for name in names {
            let path = "cache/s-t01000-1/\(name)"
            #expect(try File.read("\(bench.near)/\(path)") == File.read("\(bench.far)/\(path)"))
        }
        await bench.close()
    }

    @Test("What broke off goes on at the last durable chunk, after a restart too", arguments: [true, false])
    func resume(isUpload: Bool) async throws {
        let bench = try TransferBench()
        let (from, to) = isUpload ? (bench.near, bench.far) : (bench.far, bench.near)
        try bench.write(from, sealed, 40_000)
        func run(_ transfer: SectorTransfer) async throws {
            if isUpload {
                try await transfer.send(.sealed, from: bench.near, path: "far&1")
            } else {
                try await transfer.fetch(.sealed, path: "far&1", into: bench.near)
            }
        }
        var broken = bench.transfer()
        broken.retries = 0
        bench.wire.state.withLock { $0.faults = [6: .cut(after: 1500)] }
        await #expect(throws: HTTPClientError.self) { try await run(broken) }
        #expect(File.size("\(to)/\(sealed).tmp") == 5 * TransferBench.chunk)
        #expect(!File.exists("\(to)/\(sealed)"))
        // A kill leaves part of a chunk that nobody checked.
        let tail = try File.read("\(to)/\(sealed).tmp") + [9, 9, 9]
        try File.writeAtomically("\(to)/\(sealed).tmp", tail)
        bench.restart()
        bench.wire.state.withLock { $0.bytes = 0 }
        try await run(bench.transfer())
        #expect(bench.wire.state.withLock { $0.bytes } == 40_000 - 5 * 4096)
        #expect(try File.read("\(to)/\(sealed)") == Vectors.stream(sealed, 40_000))
        await bench.close()
    }

    @Test("A flipped byte is detected and its chunk sent again, only that", arguments: [true, false])
    func flipped(isUpload: Bool) async throws {
        let bench = try TransferBench()
        let (from, to) = isUpload ? (bench.near, bench.far) : (bench.far, bench.near)
        try bench.write(from, sealed, 20_000)
        bench.wire.state.withLock {
            $0.faults = [2: .flip(byte: 0), 4: .flip(byte: 4095), 6: .flip(byte: 100)]
        }
        if isUpload {
            try await bench.transfer().send(.sealed, from: bench.near, path: "far&1")
        } else {
            try await bench.transfer().fetch(.sealed, path: "far&1", into: bench.near)
        }
        #expect(try File.read("\(to)/\(sealed)") == Vectors.stream(sealed, 20_000))
        #expect(bench.wire.state.withLock { $0.messages } == 8)
        await bench.close()
    }

    @Test(
        "Bytes that rotted in the part are found by the file's digest, and the file is sent anew",
        arguments: [true, false])
    func rotten(isUpload: Bool) async throws {
        let bench = try TransferBench()
        let (from, to) = isUpload ? (bench.near, bench.far) : (bench.far, bench.near)
        try bench.write(from, sealed, 20_000)
        try File.writeAtomically("\(to)/\(sealed).tmp", [UInt8](repeating: 3, count: 9000))
        if isUpload {
            try await bench.transfer().send(.sealed, from: bench.near, path: "far&1")
        } else {
            try await bench.transfer().fetch(.sealed, path: "far&1", into: bench.near)
        }
        #expect(try File.read("\(to)/\(sealed)") == Vectors.stream(sealed, 20_000))
        await bench.close()
    }

    @Test("A wire that always garbles ends in an error, not in a file", arguments: [true, false])
    func garbling(isUpload: Bool) async throws {
        let bench = try TransferBench()
        let (from, to) = isUpload ? (bench.near, bench.far) : (bench.far, bench.near)
        try bench.write(from, sealed, 5000)
        bench.wire.state.withLock { state in
            for message in 1...100 { state.faults[message] = .flip(byte: 17) }
        }
        await #expect(throws: TransferError.self) {
            if isUpload {
                try await bench.transfer().send(.sealed, from: bench.near, path: "far&1")
            } else {
                try await bench.transfer().fetch(.sealed, path: "far&1", into: bench.near)
            }
        }
        #expect(!File.exists("\(to)/\(sealed)"))
        await bench.close()
    }

    @Test("Another file of the same name is not written over")
    func occupied() async throws {
        let bench = try TransferBench()
        try bench.write(bench.near, sealed, 5000)
        try bench.write(bench.far, sealed, 4000)
        await #expect(throws: TransferError.self) {
            try await bench.transfer().send(.sealed, from: bench.near, path: "far&1")
        }
        #expect(File.size("\(bench.far)/\(sealed)") == 4000)
        await bench.close()
    }

    @Test("A full device over there is a wait over here", .enabled(if: SmallDisk.isPossible))
    func full() async throws {
        let bench = try TransferBench()
        try bench.write(bench.near, sealed, 3 << 20)
        let disk = try SmallDisk(at: bench.far + "/sealed", megabytes: 1)
        defer { disk.unmount() }
        do {
            try await bench.transfer().send(.sealed, from: bench.near, path: "far&1")
            Issue.record("the device is too small")
        } catch let error as StorageError {
            #expect(error.isWait)
        }
        #expect(!File.exists("\(bench.far)/\(sealed)"))
        try disk.resize(megabytes: 8)
        try await bench.transfer().send(.sealed, from: bench.near, path: "far&1")
        #expect(File.size("\(bench.far)/\(sealed)") == 3 << 20)
        await bench.close()
    }
}

@Suite("Storage: what a store refuses")
struct SectorTransferRefusalTests {
    private static let digest = String(repeating: "0", count: 64)

    @Test(
        "Names that lead elsewhere or mean nothing are no names",
        arguments: [
            "/remote/sealed/../../etc/passwd", "/remote/sealed/s-t01000-1/../x", "/remote/sealed//s-t01000-1",
            "/remote/secret/s-t01000-1", "/remote/sealed/s-t01000-01", "/remote/sealed/s-t01000-1/x",
            "/remote/cache/s-t01000-1/..", "/remote/cache/s-t01000-1/.hidden", "/remote/cache/s-t01000-1/a/b",
            "/remote/cache/s-t01000-1/sector.lock", "/remote/cache/s-t01000-1/x.tmp", "/remote/cache",
            "/remote/cache/s-t01000-1/a%00b", "/remote/cache/s-t01000-1/", "/remote", "/", "/remote/cache/x",
            "/remote/cache/s-t01000-1/" + String(repeating: "a", count: 129),
        ])
    func names(path: String) async throws {
        let bench = try TransferBench()
        for method in ["GET", "HEAD", "PUT", "DELETE", "POST"] {
            let answer = try await bench.request(
                method, path + "?path=far%261",
                headers: [("content-range", "bytes 0-0/1"), (TransferField.chunkDigest, Self.digest)],
                body: [1])
            #expect(answer.status == 404, "\(method) \(path): \(answer.status)")
        }
        await bench.close()
    }

    @Test(
        "Sizes and places that cannot be are refused",
        arguments: [
            ("bytes 0-9999/10000", 413), ("bytes 0-4095/4095", 400), ("bytes 9-3/10", 400),
            ("bytes 1-4096/9000", 400),
            ("bytes 0-99/1000", 400), ("bytes 0-99", 400), ("bytes */5", 400), ("0-99/100", 400),
            ("bytes -1-99/100", 400), ("bytes 0-99/99999999999999999999", 400), ("bytes 4096-4099/4100", 409),
            ("bytes 0-9/281474976710657", 400), ("", 400),
        ])
    func sizes(range: String, status: Int) async throws {
        let bench = try TransferBench()
        let answer = try await bench.request(
            "PUT", "/remote/sealed/s-t01000-1?path=far%261",
            headers: [("content-range", range), (TransferField.chunkDigest, Self.digest)], body: [1, 2, 3, 4])
        #expect(answer.status == status, "\(range): \(answer.status)")
        #expect(!File.exists("\(bench.far)/\(sealed)"))
        await bench.close()
    }

    @Test("More or fewer bytes than were said are not kept")
    func otherLengths() async throws {
        let bench = try TransferBench()
        for count in [3, 5, 4000] {
            let answer = try await bench.request(
                "PUT", "/remote/sealed/s-t01000-1?path=far%261",
                headers: [("content-range", "bytes 0-3/4"), (TransferField.chunkDigest, Self.digest)],
                body: [UInt8](repeating: 1, count: count))
            #expect(answer.status == 422)
            #expect(File.size("\(bench.far)/\(sealed).tmp") == 0)
        }
        await bench.close()
    }

    @Test("Without a right nothing is read or written, and a right to read is none to write")
    func rights() async throws {
        for (token, read, write) in [(nil, 401, 401), ("reader", 200, 401), ("other", 401, 401)]
            as [(String?, Int, Int)]
        {
            let bench = try TransferBench(token: token)
            try bench.write(bench.far, sealed, 10)
            for method in ["GET", "HEAD"] {
                #expect(try await bench.request(method, "/remote/\(sealed)").status == read)
            }
            for method in ["PUT", "POST", "DELETE", "PATCH"] {
                #expect(try await bench.request(method, "/remote/\(sealed)?path=far%261").status == write)
            }
            #expect(File.exists("\(bench.far)/\(sealed)"))
            await bench.close()
        }
    }

    @Test("Nothing goes through links")
    func links() async throws {
        let bench = try TransferBench()
        let outside = bench.folder + "/outside"
        try Directory.create(outside)
        try File.writeAtomically(outside + "/x", text: "precious")
        func link(_ name: String, _ target: String) throws {
            try FileManager.default.createSymbolicLink(
                atPath: "\(bench.far)/\(name)", withDestinationPath: target)
        }
        try link(sealed, outside + "/x")
        try link("sealed/s-t01000-2.tmp", outside + "/x")
        try link("cache/s-t01000-1", outside)
        try link("update", outside)
        for path in [sealed, "cache/s-t01000-1", "cache/s-t01000-1/x", "update/s-t01000-1"] {
            let answer = try await bench.request("GET", "/remote/\(path)")
            #expect(answer.status == 403, "\(path)")
        }
        let headers = [
            (name: "content-range", value: "bytes 0-0/1"),
            (name: TransferField.chunkDigest, value: Self.digest),
        ]
        for path in ["sealed/s-t01000-2", "cache/s-t01000-1/y", "update/s-t01000-1"] {
            let answer = try await bench.request(
                "PUT", "/remote/\(path)?path=far%261", headers: headers, body: [1])
            #expect(answer.status == 403, "\(path)")
        }
        for path in [sealed, "cache/s-t01000-1"] {
            #expect(
                try await bench.request("DELETE", "/remote/\(path)?path=far%261").status == 403, "\(path)")
        }
        #expect(try Directory.list(outside) == ["x"] && File.readText(outside + "/x") == "precious")
        await bench.close()
    }

    @Test("Writing needs a storage path that is there")
    func paths() async throws {
        let bench = try TransferBench()
        let headers = [
            (name: "content-range", value: "bytes 0-0/1"),
            (name: TransferField.chunkDigest, value: Self.digest),
        ]
        for (query, status) in [("", 404), ("?path=near", 404), ("?path=far%261", 422)] {
            let answer = try await bench.request(
                "PUT", "/remote/\(sealed)\(query)", headers: headers, body: [1])
            #expect(answer.status == status, "\(query)")
        }
        var other = StoragePathFile()
        other.id = "other"
        try other.write(bench.far)
        #expect(
            try await bench.request("PUT", "/remote/\(sealed)?path=far%261", headers: headers, body: [1])
                .status == 503)
        await bench.close()
    }

    @Test("A folder is not completed while files of its list are missing or short")
    func incomplete() async throws {
        let bench = try TransferBench()
        try bench.write(bench.far, "cache/s-t01000-1.tmp/p_aux", 64)
        let lists = [
            "", "{}", #"{"files":[]}"#, #"{"files":[{"name":"../p_aux","bytes":64}]}"#,
            #"{"files":[{"name":"p_aux","bytes":65}]}"#,
            #"{"files":[{"name":"p_aux","bytes":64},{"name":"t_aux","bytes":1}]}"#,
        ]
        for list in lists {
            let answer = try await bench.request(
                "POST", "/remote/cache/s-t01000-1?path=far%261", body: Array(list.utf8))
            #expect(answer.status == 400 || answer.status == 409, "\(list)")
            #expect(!File.exists(bench.far + "/cache/s-t01000-1"))
        }
        await bench.close()
    }
}

@Suite("Storage: moves between machines")
struct RemoteMoveTests {
    @Test("A sector on another machine's path is fetched over HTTP, entered here, and removed there")
    func fetched() async throws {
        let workshop = try Workshop()
        let vector = try Vectors.seal("2KiBV1_1-full")
        _ = try await workshop.seal(vector)
        let layout = workshop.layout(vector)
        let bench = try await StorageBench()
        let threads = try BlockingThreads(2)
        let service = SectorTransferService(
            threads: threads, chunk: 1024, stores: { ["sealing": workshop.root] },
            authorize: { request, _ in request.header("authorization") == "Bearer secret" })
        let log = Logger(label: "test", level: .critical) { _, _, _, _ in }
        let server = HTTPServer(HTTPServerConfiguration(), handler: service, log: log)
        let port = try server.bind()
        let target = workshop.folder + "/long"
        try Directory.create(target)
        let index = SQLStorageIndex(places: ["here"])
        for (root, id, place) in [(workshop.root, "sealing", "there"), (target, "long", "here")] {
            var file = StoragePathFile()
            (file.id, file.canSeal, file.canStore) = (id, true, true)
            try file.write(root)
            let (final, url) = (file, place == "there" ? "http://127.0.0.1:\(port)" : nil)
            try await bench.database.write { session in
                _ = try index.attach(root, file: final, place: place, url: url, in: session)
            }
        }
        let types: [SectorFileType] = [.sealed, .unsealed, .cache]
        for type in types { try await bench.declare(layout.name, type, "sealing") }
        var configuration = HTTPClientConfiguration()
        configuration.token = "secret"
        let client = try HTTPClient(configuration)
        let mover = StorageMover(database: bench.database, index: index, threads: threads, client: client)
        let digest = try sha256(layout.sealed)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let outcome = try await mover.move(layout.name, types, to: "long")
            #expect(outcome.copied > 5)
            server.stop()
            try await group.waitForAll()
        }
        let here = SectorLayout(root: target, name: layout.name)
        #expect(try sha256(here.sealed) == digest)
        try SectorStore.load(here, exclusive: false).verify()
        for type in types {
            #expect(try !StoredFiles.isThere(workshop.root, type, layout.name))
            let copies = try await bench.database.read {
                try index.locate(layout.name, type, in: $0).map(\.path)
            }
            #expect(copies == ["long"])
        }
        await threads.stop()
        await bench.close()
    }

    @Test(
        "Over a real connection a file is sent, a chunk out of its turn is refused, and what broke off goes on"
    )
    func sent() async throws {
        let bench = try TransferBench()
        try bench.write(bench.near, sealed, 300_000)
        let service = SectorTransferService(
            threads: bench.threads, chunk: 65_536, stores: { [far = bench.far] in ["far&1": far] },
            authorize: { request, _ in request.header("authorization") == "Bearer secret" })
        let log = Logger(label: "test", level: .critical) { _, _, _, _ in }
        let server = HTTPServer(HTTPServerConfiguration(), handler: service, log: log)
        let base = "http://127.0.0.1:\(try server.bind())"
        var configuration = HTTPClientConfiguration()
        configuration.token = "secret"
        let client = try HTTPClient(configuration)
        let stranger = try HTTPClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let data = try File.read("\(bench.near)/\(sealed)")
            func put(_ client: HTTPClient, _ chunk: Int) async throws -> Int {
                let bytes = Array(data[chunk * 65_536..<(chunk + 1) * 65_536])
                let first = UInt64(chunk) * 65_536
                return try await client.send(
                    HTTPClientRequest(
                        "PUT", "\(base)/remote/\(sealed)?path=far%261",
                        headers: [
                            ("content-range", TransferField.range(first, 65_536, of: 300_000)),
                            (TransferField.chunkDigest, FileDigest.text(SHA256Digest.hash(bytes))),
                        ], body: .bytes(bytes))
                ).status
            }
            #expect(try await put(client, 1) == 409)
            #expect(try await put(client, 0) == 200)
            #expect(try await put(stranger, 1) == 401)
            #expect(try await put(client, 2) == 409)
            let transfer = SectorTransfer(bench.name, with: base, client: client, threads: bench.threads)
            try await transfer.send(.sealed, from: bench.near, path: "far&1")
            try File.remove("\(bench.near)/\(sealed)")
            try await transfer.fetch(.sealed, path: "far&1", into: bench.near)
            #expect(try File.read("\(bench.near)/\(sealed)") == data)
            try await transfer.remove(.sealed, path: "far&1")
            #expect(!File.exists("\(bench.far)/\(sealed)"))
            server.stop()
            try await group.waitForAll()
        }
        await bench.close()
    }
}
