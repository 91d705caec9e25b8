import Benchmarks
import Configuration
import Primitives
import ProofEngine
import System
import Testing

@testable import Commands

/// The repository, found from this file.
private let repository = File.parent(of: File.parent(of: File.parent(of: #filePath)))

@Suite("Command list")
struct CommandListTests {
    @Test("Every command has a summary in one line and an example of itself that parses")
    func summariesAndExamples() {
        let parser = CommandLineParser(CommandList.all, groups: CommandList.groups)
        for command in CommandList.all {
            // Plain texts: the macro's expansion of expressions on metatypes crashes the compiler (6.3).
            let (name, summary, example) = (command.fullName, command.summary, command.example)
            #expect(!summary.isEmpty && !summary.contains("\n") && !summary.hasSuffix("."), "\(name)")
            #expect(example.hasPrefix(name), "\(name): \(example)")
            let words = Self.words(example).dropFirst().prefix { $0 != "<" && $0 != "|" && $0 != ">" }
            switch parser.parse(Array(words)) {
            case .run(let parsed, _):
                let parsedName = parsed.fullName
                #expect(parsedName == name)
            case .fault(let fault, _): Issue.record("\(example): \(fault.sentence)")
            default: Issue.record("\(example): asks for help")
            }
        }
    }

    @Test("No two commands have the same words, and every argument is explained")
    func namesAndArguments() {
        let commands = CommandList.all.map { $0.fullName }
        #expect(Set(commands).count == commands.count)
        for command in CommandList.all {
            let declarations = command.allArguments.map { $0.declaration }
            let name = command.fullName
            #expect(Set(declarations.map { $0.name }).count == declarations.count, "\(name)")
            for declaration in declarations {
                #expect(!declaration.help.isEmpty, "\(name) \(declaration.name)")
            }
        }
    }

    @Test("Pages in docs/cli are what 'quarry docs cli docs/cli' writes")
    func pagesAreCurrent() throws {
        let pages = DocsCLI.pages()
        let there = try Directory.list("\(repository)/docs/cli")
        #expect(there == pages.map(\.name).sorted())
        for page in pages {
            let text = try File.readText("\(repository)/docs/cli/\(page.name)")
            #expect(text == page.text, "\(page.name) is old: run 'quarry docs cli docs/cli'")
        }
    }

    /// A shell's words, with quotes of both kinds.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        // 32 bytes in hexadecimal, as an example writes them.
        for character in line.replacing("00..00", with: String(repeating: "0", count: 64)) {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}

/// A command to parse for; it is not in the list.
private enum Sample: Command {
    static let path = ["sample", "run"]
    static let summary = "Try the parser"
    static let example = "quarry sample run FILE --size 2KiB"
    static let file = Argument<String>.positional("FILE", "A file")
    static let more = Argument<[String]>.positionals("MORE", "More files")
    static let size = Argument<SectorSize>.required("--size", "A size")
    static let count = Argument<Int>.option("--count", "How many", default: 3)
    static let memory = Argument<ByteCount?>.option("--memory", "Bytes", environment: "QUARRY_SAMPLE_MEMORY")
    static let tags = Argument<[String]>.list("--tag", "Tags")
    static let force = Argument<Bool>.flag("-f,--force", "Do it")
    static let arguments: [any ArgumentProtocol] = [file, more, size, count, memory, tags, force]

    static func validate(_ arguments: ParsedArguments) throws {
        if arguments[count] == 13 { throw UsageError("--count: 13 is no good number", remedy: "take 12") }
    }

    static func run(_ context: CommandContext) async throws {}
}

@Suite("Command line")
struct CommandLineTests {
    private func parse(_ line: String) -> CommandLineParser.Outcome {
        CommandLineParser([Sample.self], groups: [])
            .parse(line.split(separator: " ").map(String.init))
    }

    private func fault(_ line: String) -> String {
        if case .fault(let fault, _) = parse(line) { return fault.sentence }
        return "no fault"
    }

    @Test("Values of every kind arrive, in any order, and what is left out has its default")
    func values() throws {
        guard
            case .run(_, let values) = parse(
                "sample run a b - --size 8MiB --tag x --tag=y -f --memory 1.5GiB")
        else {
            Issue.record("does not parse")
            return
        }
        #expect(values[Sample.file] == "a")
        #expect(values[Sample.more] == ["b", "-"])
        #expect(values[Sample.size].bytes == 8 << 20)
        #expect(values[Sample.count] == 3)
        #expect(values[Sample.memory] == ByteCount(3 << 29))
        #expect(values[Sample.tags] == ["x", "y"])
        #expect(values[Sample.force])
        #expect(values[Common.progress] == .auto)
    }

    @Test(
        "A wrong line says which argument is wrong and why",
        arguments: [
            ("sample run a", "--size is required"),
            ("sample run --size 2KiB", "FILE is required"),
            ("sample run a --size 3KiB", "--size: sector size: '3KiB' is none of"),
            ("sample run a --size 2KiB --count x", "--count: 'x' is no whole number"),
            ("sample run a --size 2KiB --memory much", "--memory: 'much' is no size"),
            ("sample run a --size 2KiB --froce", "unknown option '--froce' (did you mean --force?)"),
            ("sample run a --size 2KiB --count 13", "--count: 13 is no good number"),
            ("sampel run", "quarry has no command 'sampel' (did you mean sample?)"),
            ("sample rnu", "quarry sample has no command 'rnu' (did you mean run?)"),
            ("sample run a --size 2KiB --progress loud", "--progress: 'loud' is none of auto, plain"),
            ("sample run a --size", "--size"),
        ])
    func faults(line: String, expected: String) {
        #expect(fault(line).contains(expected), "\(fault(line))")
    }

    @Test("Help shows usage, arguments, defaults and the example; a group without a command is incomplete")
    func help() {
        for line in ["sample run --help", "help sample run", "sample run a -h"] {
            guard case .help(let text) = parse(line) else {
                Issue.record("\(line): no help")
                continue
            }
            for part in ["quarry sample run", "FILE", "[default: 3]", "QUARRY_SAMPLE_MEMORY", Sample.example]
            {
                #expect(text.contains(part), "\(part) in \(text)")
            }
        }
        guard case .incomplete = parse("sample") else {
            Issue.record("a group alone is no command")
            return
        }
        guard case .incomplete = parse("") else {
            Issue.record("nothing is no command")
            return
        }
    }

    @Test("Exit status: 0 help and version, 2 a wrong line")
    func exitStatus() async {
        #expect(await Tool.run(["--version"]) == 0)
        #expect(await Tool.run(["hardware", "--help"]) == 0)
        #expect(await Tool.run(["hardware", "--sectors", "0"]) == 2)
        #expect(await Tool.run(["hardware", "--topology", "no such machine"]) == 1)
        #expect(await Tool.run(["nonsense"]) == 2)
        #expect(await Tool.run([]) == 2)
    }
}

@Suite("Texts")
struct FormatTests {
    @Test(
        "Sizes are read with binary and decimal units",
        arguments: [
            ("0", 0), ("4096", 4096), ("2KiB", 2048), ("32 GiB", 32 << 30), ("1.5MiB", 3 << 19),
            ("1kB", 1000), ("2TB", 2_000_000_000_000), ("7b", 7),
        ] as [(String, UInt64)])
    func sizes(text: String, bytes: UInt64) {
        #expect(ByteCount(text)?.bytes == bytes)
    }

    @Test(
        "What is no size is refused",
        arguments: ["", "KiB", "-1", "1e3KiB", "0x10", "9999PiB", "1 QiB", "nan"])
    func notSizes(text: String) { #expect(ByteCount(text) == nil) }

    @Test("Numbers, times and rates read well")
    func numbers() {
        #expect(ByteCount(2048).description == "2 KiB")
        #expect(ByteCount(0).description == "0 B")
        #expect(ByteCount(3 << 29).description == "1.5 GiB")
        #expect(Format.number(0.1219) == "0.122")
        #expect(Format.number(37.24) == "37.2")
        #expect(Format.number(12345) == "12345")
        #expect(Format.fixed(-1.005, 1) == "-1.0")
        #expect(Format.duration(0.00000025) == "250 ns")
        #expect(Format.duration(200) == "3 min 20 s")
        #expect(Format.duration(10320) == "2 h 52 min")
        #expect(Format.scaled(1_230_000) == "1.23 M")
        #expect(Format.count(1, "core") == "1 core" && Format.count(2, "core") == "2 cores")
        #expect(BenchReport.goDuration(10321.5) == "2h52m1.5s")
        #expect(HardwareReport.ranges([0, 1, 2, 5, 8, 9]) == "0-2,5,8-9")
        #expect(HardwareReport.ranges([0, 2, 4, 6]) == "0-6 step 2")
    }

    @Test(
        "Progress shows begin, end and failure as JSON lines, with what was done before left out of the rate")
    func progress() async throws {
        let lines = Locked<[String]>([])
        let progress = Progress(
            mode: .json, isInteractive: false, write: { line in lines.withLock { $0.append(line) } })
        let sample: @Sendable () -> ProgressSample = { ProgressSample(done: 7, total: 7) }
        try await progress.stage("one", unit: .bytes, sample: sample) {}
        await #expect(throws: UsageError.self) {
            try await progress.stage("two", unit: .count("labels"), sample: sample) { throw UsageError("no") }
        }
        let text = lines.withLock { $0 }
        #expect(text.count == 4)
        #expect(text[0].contains(#""event":"begin""#) && text[1].contains(#""per_second":0"#))
        #expect(text[3].contains(#""event":"failed""#) && text[3].contains(#""unit":"labels""#))
    }
}

@Suite("Hardware")
struct HardwareTests {
    @Test("Every shipped profile is read, and what is written is read back equal")
    func profiles() throws {
        let directory = "\(repository)/tools/profiles"
        let names = try Directory.list(directory).filter { $0.hasSuffix(".toml") }
        #expect(names.count >= 10)
        for name in names {
            let profile = try TOML.decode(HardwareProfile.self, file: "\(directory)/\(name)")
            #expect(!profile.labels.kernels.isEmpty && profile.poseidon.nanosecondsArity8 > 0, "\(name)")
            let known = Set(Kernels.labels.map(\.name))
            for kernel in profile.labels.kernels {
                #expect(known.contains(kernel.name), "\(name): \(kernel.name)")
            }
            let again = try TOML.decode(HardwareProfile.self, from: ProfileText.toml(profile), source: name)
            #expect(again == profile, "\(name)")
        }
    }

    @Test("A described machine is drawn with every core and every group of the plan")
    func picture() throws {
        let machine = try Machine("pack:2 [numa(memory=64GiB)] l3:2(size=32MiB) core:4 pu:2")
        let plan = try machine.plan(HardwareProfile().cores)
        #expect(machine.cores.count == 16 && plan.groups.count == 4)
        let svg = MachinePicture(machine: machine, plan: plan).svg
        #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n"))
        for core in machine.cores { #expect(svg.contains(">\(core.cpus[0])</text>")) }
        #expect(!svg.contains("<script"))
    }

    @Test("A forecast adds up to its files")
    func forecast() throws {
        let size = try SectorSize("2KiB")
        let forecast = try JobForecast(size: size, sectors: 3, cores: 1, profile: HardwareProfile())
        // Data and tree-d 4,064 bytes; two layers; replica, tree-c 2,336, tree-r-last 32 and more a sector.
        #expect(forecast.stages[1].disk == 3 * 2 * 2048)
        #expect(forecast.disk_total == forecast.stages.reduce(0) { $0 + $1.disk })
        #expect(forecast.disk_kept > 3 * 2048 && forecast.disk_kept < forecast.disk_total)
        #expect(forecast.stages[1].seconds == nil, "without rates there is no time to forecast")
    }
}
