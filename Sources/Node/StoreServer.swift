internal import HTTP
internal import Logging
public import SectorManager

/// A store on the loopback interface, for trials.
public enum StoreServer {
    /// Runs a trial with one.
    public static func run(_ trial: TransferTrial) async throws -> TransferTrial.Figures {
        var listening = PlantConfiguration.Listening()
        listening.port = 0
        let log = Logger(label: "trial", level: .error) { _, _, _, _ in }
        return try await trial.run { PlantParts.server($0, at: listening, port: nil, log: log) }
    }
}
