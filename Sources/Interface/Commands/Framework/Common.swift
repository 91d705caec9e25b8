/// Options that several commands share.
public enum Common {
    /// JSON instead of a table.
    public static let json = Argument<Bool>.flag("--json", "Print the result as JSON")
    /// Cores to use.
    public static let cores = Argument<Int?>.option(
        "--cores", "Cores to use at most; all that the process may use otherwise", environment: "QUARRY_CORES"
    )

    static let progress = Argument<ProgressMode>.option(
        "--progress", "How to show progress", default: .auto, environment: "QUARRY_PROGRESS",
        section: "Common options")
    static let profile = Argument<String?>.option(
        "--profile", "Hardware profile to use; profile.toml of QUARRY_HOME otherwise, if there",
        environment: "QUARRY_PROFILE", section: "Common options")

    /// Options of every command.
    static var everywhere: [any ArgumentProtocol] { [progress, profile] }
}
