import Configuration
import Testing

private struct Sample: Codable, Equatable {
    var name = "plain"
    var maxWait = 600.0
    var part = Part()

    struct Part: Codable, Equatable {
        var cpuList: [Int] = [1, 2]
        var isOn = false
    }
}

@Suite struct TOMLOverDefaultsTests {
    @Test func whatAFileLeavesOutKeepsItsDefault() throws {
        let text = "max_wait = 5\n[part]\nis_on = true\n"
        let value = try TOML.decode(over: Sample(), text: text, source: "test")
        #expect(value.name == "plain")
        #expect(value.maxWait == 5)
        #expect(value.part == Sample.Part(cpuList: [1, 2], isOn: true))
    }

    @Test func aListIsReplacedAsAWhole() throws {
        let value = try TOML.decode(over: Sample(), text: "part.cpu_list = [7]", source: "test")
        #expect(value.part.cpuList == [7])
    }

    @Test func aMisspeltSettingIsNamedWithWhatThereIs() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try TOML.decode(over: Sample(), text: "[part]\ncpus = [7]", source: "test")
        }
        #expect(error?.reason == "'part.cpus' is no setting; there are cpu_list, is_on")
    }

    @Test func aValueOfAnotherTypeIsNamed() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try TOML.decode(over: Sample(), text: "max_wait = 'soon'", source: "test")
        }
        #expect(error?.reason.contains("maxWait") == true)
    }
}
