import System
import Testing

@testable import Configuration

private struct Settings: Decodable, Equatable {
    struct Piece: Decodable, Equatable {
        let file: String
        let size: UInt64
    }
    let name: String
    let count: Int
    let rate: Double
    let on: Bool
    let pieces: [Piece]
    let missing: String?
}

@Suite("TOML")
struct TOMLTests {
    private let text = """
        # a comment
        name = "Zürich \\"7\\""
        count = 0x2a
        rate = 1.5
        on = true
        [[pieces]]
        file = 'C:\\raw'
        size = 34_359_738_368
        [[pieces]]
        file = "b"
        size = 1
        """

    @Test("Values of every kind arrive")
    func decodes() throws {
        let settings = try TOML.decode(Settings.self, from: text, source: "test")
        #expect(
            settings
                == Settings(
                    name: "Zürich \"7\"", count: 42, rate: 1.5, on: true,
                    pieces: [.init(file: "C:\\raw", size: 32 << 30), .init(file: "b", size: 1)], missing: nil)
        )
    }

    @Test(
        "What is no TOML is refused with its line",
        arguments: [("a = 1\nb = ", 2), ("a = 1\na = 2", 2), ("[x\n", 1), ("a = \"open", 1)])
    func malformed(text: String, line: Int) {
        let error = #expect(throws: ConfigurationError.self) { try TOML.json(text, source: "f.toml") }
        #expect(error?.line == line)
        #expect(error?.description.hasPrefix("f.toml:\(line): ") == true)
    }

    @Test("A missing or mistyped value is named by its path")
    func wrongShape() {
        let missing = #expect(throws: ConfigurationError.self) {
            try TOML.decode(Settings.self, from: "name = \"x\"", source: "f")
        }
        #expect(missing?.reason == "'count' is missing")
        let wrong = #expect(throws: ConfigurationError.self) {
            try TOML.decode(
                Settings.self, from: text.replacing("\"b\"", with: "7"), source: "f")
        }
        #expect(wrong?.reason.contains("pieces.[1].file") == true)
    }

    @Test("A file that is not there is an error of the system, with the path")
    func noFile() {
        #expect(throws: SystemError.self) { try TOML.decode(Settings.self, file: "/nonexistent/f.toml") }
    }

    @Test("Random bytes never crash the parser")
    func noise() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? TOML.json(String(decoding: bytes, as: UTF8.self), source: "noise")
        }
    }
}
