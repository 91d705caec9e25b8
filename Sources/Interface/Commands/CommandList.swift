import Benchmarks

/// Words that several commands begin with, and what they are about.
struct CommandGroup: Sendable {
    let path: [String]
    let summary: String
}

/// Every command, in the order of the help. A new command is one line here.
enum CommandList {
    static let all: [any Command.Type] = [
        Commp.self,
        Seal.self,
        UnsealCommand.self,
        UpdateCommand.self,
        ExtractCommand.self,
        SectorCheck.self,
        ProofPorep.self,
        ProofWinning.self,
        ProofWindow.self,
        ProofUpdate.self,
        ProofVerify.self,
        ProofAggregate.self,
        ProofVerifyAggregate.self,
        ProofCheck.self,
        ParamsList.self,
        ParamsCheck.self,
        ParamsGenerate.self,
        ParamsPath.self,
        AuthCreate.self,
        AuthList.self,
        AuthRevoke.self,
        WalletNew.self,
        WalletList.self,
        WalletDefault.self,
        WalletSetDefault.self,
        WalletExport.self,
        WalletImport.self,
        WalletDelete.self,
        WalletSign.self,
        WalletVerify.self,
        Hardware.self,
        DeadlineCheck.self,
        Tune.self,
        Bench<LabelsBenchmark>.self,
        Bench<PC1Benchmark>.self,
        Bench<PC2Benchmark>.self,
        Bench<SealBenchmark>.self,
        Bench<UnsealBenchmark>.self,
        Bench<CommPBenchmark>.self,
        Bench<SHA256Benchmark>.self,
        Bench<PoseidonBenchmark>.self,
        Bench<TreesBenchmark>.self,
        Bench<UpdateBenchmark>.self,
        Bench<NTTBenchmark>.self,
        Bench<MSMBenchmark>.self,
        Bench<PairingBenchmark>.self,
        Bench<WindowBenchmark>.self,
        Bench<WinningBenchmark>.self,
        Bench<C2Benchmark>.self,
        Bench<VerifyBenchmark>.self,
        Bench<AggregateBenchmark>.self,
        VectorsCheck.self,
        StorageAttach.self,
        StorageList.self,
        StorageExplainCommand.self,
        StorageSweepCommand.self,
        StorageDetach.self,
        DocsCLI.self,
    ]

    static let groups: [CommandGroup] = [
        CommandGroup(path: ["auth"], summary: "Look after tokens of the API and the dashboard"),
        CommandGroup(path: ["bench"], summary: "Measure the engine on this machine"),
        CommandGroup(path: ["docs"], summary: "Write pages that are made from the program"),
        CommandGroup(path: ["params"], summary: "Look after the parameters of SNARK proofs"),
        CommandGroup(path: ["proof"], summary: "Make and check proofs"),
        CommandGroup(path: ["sector"], summary: "Look after sectors on disk"),
        CommandGroup(path: ["storage"], summary: "Look after the directories that sectors live in"),
        CommandGroup(path: ["vectors"], summary: "Compare the engine with reference vectors"),
        CommandGroup(path: ["wallet"], summary: "Look after keys and sign with them"),
    ]
}
