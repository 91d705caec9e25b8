// swift-tools-version: 6.2
// The house: rooms on floors, imports downwards only. The table below is checked each time the manifest is read.

import PackageDescription

/// A Swift module: its floor (0 lowest), its name, where it lives, and the rooms and C targets it may import.
struct Room {
    let floor: Int
    let name: String
    let path: String
    let uses: [String]
    var tested = true
    /// What its tests import beside that.
    var testUses: [String] = []
}

/// C and C++ modules and system libraries: floor 0, below every room.
let ground = [
    "CPlatform", "CCrypto", "CProofs", "CSystem", "CCommandLine", "CTOML", "CYardsticks", "CVectors",
    "COpenSSL", "CZlib", "CSQLite", "CPostgres", "CSecp256k1", "CSodium", "CGMP", "CWasm", "CZstd",
    "CLogging",
    "CMetrics", "CHTTP", "CCurl", "CPages",
]

let house = [
    Room(floor: 1, name: "System", path: "Sources/Platform/System", uses: ["CSystem"]),
    Room(floor: 1, name: "Logging", path: "Sources/Platform/Logging", uses: ["CLogging"]),
    Room(floor: 1, name: "Metrics", path: "Sources/Platform/Metrics", uses: ["CMetrics"]),
    Room(floor: 1, name: "Primitives", path: "Sources/Data/Primitives", uses: ["CSodium", "CGMP"]),
    Room(
        floor: 2, name: "Database", path: "Sources/Platform/Database",
        uses: ["CSQLite", "CPostgres", "System"]),
    Room(
        floor: 2, name: "HTTP", path: "Sources/Platform/HTTP",
        uses: ["CHTTP", "CCurl", "System", "Logging"]),
    Room(
        floor: 2, name: "ServiceLifecycle", path: "Sources/Platform/ServiceLifecycle",
        uses: ["System", "Logging"]),
    Room(floor: 2, name: "Configuration", path: "Sources/Platform/Configuration", uses: ["CTOML", "System"]),
    Room(
        floor: 2, name: "ProofEngine", path: "Sources/Engines/ProofEngine",
        uses: ["CPlatform", "CCrypto", "CProofs", "System", "Logging", "Primitives"]),
    Room(floor: 2, name: "IPLD", path: "Sources/Data/IPLD", uses: ["CCrypto", "Primitives"], tested: false),
    Room(
        floor: 3, name: "Blockstore", path: "Sources/Data/Blockstore",
        uses: ["CSQLite", "CZstd", "System", "Primitives", "IPLD"]),
    Room(
        floor: 3, name: "Keys", path: "Sources/Data/Keys",
        uses: ["CCrypto", "CSecp256k1", "CSodium", "System", "Primitives"]),
    Room(
        floor: 2, name: "WasmEngine", path: "Sources/Engines/WasmEngine",
        uses: ["CWasm", "CCrypto", "System"]),
    Room(
        floor: 4, name: "ChainTypes", path: "Sources/Chain/ChainTypes",
        uses: ["CCrypto", "Primitives", "IPLD", "Keys"],
        tested: false),
    Room(floor: 4, name: "Networks", path: "Sources/Chain/Networks", uses: ["Primitives"]),
    Room(
        floor: 4, name: "ActorStates", path: "Sources/Execution/ActorStates", uses: ["Primitives", "IPLD"],
        testUses: ["System", "Blockstore", "VMInterpreter"]),
    Room(
        floor: 5, name: "Beacon", path: "Sources/Chain/Beacon",
        uses: ["Primitives", "Keys", "ChainTypes", "Networks"]),
    Room(
        floor: 6, name: "ChainVerifier", path: "Sources/Chain/ChainVerifier",
        uses: [
            "System", "Primitives", "IPLD", "Keys", "ProofEngine", "ChainTypes", "Networks", "ActorStates",
            "VMInterpreter", "Beacon",
        ], testUses: ["Blockstore"]),
    Room(
        floor: 5, name: "VMInterpreter", path: "Sources/Execution/VMInterpreter",
        uses: [
            "CCrypto", "COpenSSL", "System", "Primitives", "ProofEngine", "IPLD", "Keys", "WasmEngine",
            "ChainTypes",
        ]),
    Room(
        floor: 4, name: "Scheduler", path: "Sources/Routines/Scheduler",
        uses: ["System", "Logging", "Database", "ServiceLifecycle"]),
    Room(floor: 5, name: "API", path: "Sources/Interface/API", uses: ["System"], tested: false),
    Room(
        floor: 7, name: "ChainManager", path: "Sources/Chain/ChainManager",
        uses: [
            "System", "Primitives", "IPLD", "Blockstore", "WasmEngine", "ChainTypes", "Networks",
            "ActorStates", "VMInterpreter", "ChainVerifier",
        ]),
    Room(
        floor: 8, name: "SectorManager", path: "Sources/Routines/SectorManager",
        uses: [
            "System", "Logging", "Configuration", "Primitives", "ProofEngine", "Database", "Scheduler",
            "ServiceLifecycle", "HTTP",
        ]),
    Room(
        floor: 9, name: "Conformance", path: "Sources/Conformance",
        uses: [
            "CPlatform", "CCrypto", "CProofs", "CVectors", "CZlib", "System", "Primitives", "ProofEngine",
            "IPLD", "Blockstore", "Keys", "ChainTypes", "WasmEngine", "VMInterpreter", "Beacon",
            "ChainVerifier", "Networks", "ChainManager",
        ]),
    Room(
        floor: 9, name: "Benchmarks", path: "Benchmarks",
        uses: [
            "CPlatform", "CCrypto", "CProofs", "CYardsticks", "COpenSSL", "System", "Primitives",
            "ProofEngine", "IPLD", "Blockstore", "ChainTypes", "WasmEngine", "VMInterpreter",
        ]),
    Room(
        floor: 10, name: "RPC", path: "Sources/Interface/RPC",
        uses: ["CPages", "System", "Logging", "Metrics", "Primitives", "HTTP", "API"]),
    Room(
        floor: 11, name: "Node", path: "Sources/Node",
        uses: [
            "System", "Logging", "Configuration", "Primitives", "ProofEngine", "Database", "Scheduler",
            "SectorManager", "HTTP", "API", "RPC", "Metrics", "ServiceLifecycle",
        ]),
    Room(
        floor: 12, name: "Commands", path: "Sources/Interface/Commands",
        uses: [
            "CPlatform", "CCrypto", "CProofs", "CCommandLine", "System", "Logging", "Configuration",
            "Primitives", "ProofEngine", "SectorManager", "Conformance", "Benchmarks", "Keys", "Database",
            "Scheduler", "API", "RPC", "Node", "WasmEngine", "ChainTypes", "Networks", "VMInterpreter",
            "ChainVerifier",
            "ChainManager", "IPLD", "Blockstore", "ActorStates",
        ]),
    Room(floor: 13, name: "quarry", path: "Sources/quarry", uses: ["Commands"], tested: false),
]

/// Stops the reading of the manifest at the first use of a room that is not below its user.
func check(_ rooms: [Room]) {
    var floors = Dictionary(uniqueKeysWithValues: ground.map { ($0, 0) })
    for room in rooms { floors[room.name] = room.floor }
    for room in rooms {
        for use in room.uses {
            guard let floor = floors[use] else { fatalError("\(room.name) uses \(use), which is no room") }
            if floor >= room.floor {
                fatalError("\(room.name) (floor \(room.floor)) may not use \(use) (floor \(floor))")
            }
        }
    }
}
check(house)

/// QUARRY_ROOMS=Scheduler,HTTP builds and tests these rooms and what they use, nothing else: for work on one
/// room.
func chosen(_ rooms: [Room]) -> [Room] {
    guard let list = Context.environment["QUARRY_ROOMS"], !list.isEmpty else { return rooms }
    let named = Set(list.split(separator: ",").map(String.init))
    var wanted = named
    for room in rooms where named.contains(room.name) { wanted.formUnion(room.testUses) }
    for room in rooms.sorted(by: { $0.floor > $1.floor }) where wanted.contains(room.name) {
        wanted.formUnion(room.uses)
    }
    return rooms.filter { wanted.contains($0.name) }.map { room in
        var room = room
        room.tested = room.tested && named.contains(room.name)
        return room
    }
}
let rooms = chosen(house)

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A part of the proof engine; it builds without Swift too, by CSources/Makefile.
func engine(_ name: String, uses: [String], links: [String]) -> Target {
    .target(
        name: name, dependencies: uses.map { .init(stringLiteral: $0) }, path: "CSources/\(name)",
        publicHeadersPath: "include",
        // The engine's own targets see each other's private headers; nobody else does.
        cSettings: [.headerSearchPath(".")] + uses.map { .headerSearchPath("../\($0)") }
            + [.define("_GNU_SOURCE")],
        linkerSettings: links.map { .linkedLibrary($0) })
}

/// A small C face over a library or over what Swift cannot call.
func shim(_ name: String, links: [String] = []) -> Target {
    .target(
        name: name, path: "Sources/Platform/Shims/\(name)", publicHeadersPath: "include",
        cSettings: [.define("_GNU_SOURCE")], linkerSettings: links.map { .linkedLibrary($0) })
}

func target(_ room: Room) -> Target {
    let uses = room.uses.map { Target.Dependency(stringLiteral: $0) }
    let settings = strict + [.strictMemorySafety()]
    if room.name == "quarry" {
        return .executableTarget(
            name: room.name, dependencies: uses, path: room.path, swiftSettings: settings)
    }
    // Files beside the sources that are no sources: the dashboard's are embedded by CPages.
    let exclude = ["Benchmarks": ["RESULTS.md"], "RPC": ["Pages"]][room.name] ?? []
    return .target(
        name: room.name, dependencies: uses, path: room.path, exclude: exclude, swiftSettings: settings)
}

/// Tests of a room may use what the room uses, and the room.
func tests(_ room: Room) -> Target {
    .testTarget(
        name: "\(room.name)Tests",
        dependencies: (room.uses + room.testUses + [room.name]
            + (room.name == "RPC" ? ["PlantDouble"] : [])).map { .init(stringLiteral: $0) },
        path: "Tests/\(room.name)Tests", swiftSettings: strict)
}

/// C and C++: the engine, shims, and Debian's libraries.
let lowest: [Target] = [
    engine("CPlatform", uses: [], links: ["hwloc", "numa", "pthread"]),
    engine("CCrypto", uses: ["CPlatform"], links: ["sodium"]),
    engine("CProofs", uses: ["CPlatform", "CCrypto"], links: ["uring", "m"]),
    shim("CSystem"), shim("CWasm"), shim("CCommandLine"), shim("CTOML"), shim("CYardsticks"),
    shim("CLogging", links: ["spdlog", "fmt"]), shim("CMetrics", links: ["prometheus-cpp-core"]),
    shim("CPages"),
    shim("CHTTP", links: ["ssl", "crypto", "pthread"]),
    .systemLibrary(
        name: "CCurl", path: "Sources/Platform/Shims/CCurl", pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
        name: "COpenSSL", path: "Sources/Platform/Shims/COpenSSL", pkgConfig: "libcrypto",
        providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CZlib", path: "Sources/Platform/Shims/CZlib", pkgConfig: "zlib",
        providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
        name: "CSQLite", path: "Sources/Platform/Shims/CSQLite", pkgConfig: "sqlite3",
        providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
        name: "CPostgres", path: "Sources/Platform/Shims/CPostgres", pkgConfig: "libpq",
        providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CSecp256k1", path: "Sources/Platform/Shims/CSecp256k1", pkgConfig: "libsecp256k1",
        providers: [.apt(["libsecp256k1-dev"])]),
    .systemLibrary(
        name: "CZstd", path: "Sources/Platform/Shims/CZstd", pkgConfig: "libzstd",
        providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CGMP", path: "Sources/Platform/Shims/CGMP", providers: [.apt(["libgmp-dev"])]),
    .systemLibrary(
        name: "CSodium", path: "Sources/Platform/Shims/CSodium", pkgConfig: "libsodium",
        providers: [.apt(["libsodium-dev"])]),
    // Sees the engine's private headers, for reference vectors alone.
    .target(
        name: "CVectors", dependencies: ["CPlatform", "CCrypto", "CProofs"],
        path: "Sources/Platform/Shims/CVectors", publicHeadersPath: "include",
        cSettings: [
            .headerSearchPath("../../../../CSources/CCrypto"),
            .headerSearchPath("../../../../CSources/CProofs"), .define("_GNU_SOURCE"),
        ]),
]

/// Whether a chosen room uses a module of the ground; the engine's parts use those before them.
func isNeeded(_ target: Target) -> Bool {
    let engine = ["CPlatform", "CCrypto", "CProofs", "CVectors"]
    let used = Set(rooms.flatMap(\.uses))
    guard let place = engine.firstIndex(of: target.name) else { return used.contains(target.name) }
    return engine[place...].contains(where: used.contains)
}

/// A made-up plant for tests of its API, and the dashboard over it for tests in a browser.
let dashboard: [Target] =
    rooms.contains { $0.name == "RPC" && $0.tested }
    ? [
        .target(
            name: "PlantDouble", dependencies: ["API", "System"], path: "Tests/Dashboard/Double",
            swiftSettings: strict),
        .executableTarget(
            name: "dashboard-fixture",
            dependencies: ["PlantDouble", "RPC", "HTTP", "API", "Metrics", "Logging", "System"],
            path: "Tests/Dashboard/Fixture", swiftSettings: strict),
    ] : []

/// Parsers of outside bytes under libFuzzer: for tools/fuzz-swift, which builds with its instrumentation.
let fuzzing: [Target] =
    rooms.contains { $0.name == "VMInterpreter" } && Context.environment["QUARRY_FUZZ"] != nil
    ? [
        .executableTarget(
            name: "quarry-fuzz",
            dependencies: ["Primitives", "IPLD", "Blockstore", "ChainTypes", "WasmEngine", "VMInterpreter"],
            path: "Tests/Fuzz", exclude: ["corpus"], swiftSettings: strict)
    ] : []

let package = Package(
    name: "quarry",
    products: rooms.contains { $0.name == "quarry" }
        ? [.executable(name: "quarry", targets: ["quarry"])] : [],
    targets: lowest.filter(isNeeded) + rooms.map(target) + rooms.filter(\.tested).map(tests) + dashboard
        + fuzzing,
    cLanguageStandard: .c17,
    cxxLanguageStandard: .cxx17
)
