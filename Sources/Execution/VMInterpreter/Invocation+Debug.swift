import Primitives

/// What actors say for debugging. Free of charge; where it is off, nothing is even looked at.
extension Invocation {
    /// Longest name of an artifact, in bytes.
    private static let maxArtifactName = 256

    func debugLog(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory
    ) throws(ExecutionError) {
        guard machine.context.isDebugging else { return }
        let bytes = try memory.bytes(arguments.u32(), arguments.u32())
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .syscall(.illegalArgument, "a log line that is no UTF-8")
        }
        manager.note(.log(text))
    }

    /// Artifacts are checked as the reference does, and not kept: an actor may not write to the node's disk.
    func storeArtifact(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory
    ) throws(ExecutionError) {
        guard machine.context.isDebugging else { return }
        let (nameOffset, nameLength) = (arguments.u32(), arguments.u32())
        _ = try memory.bytes(arguments.u32(), arguments.u32())
        let bytes = try memory.bytes(nameOffset, nameLength)
        guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty,
            bytes.count <= Self.maxArtifactName, !name.contains("/"), !name.hasPrefix(".")
        else { throw .syscall(.illegalArgument, "the name of an artifact") }
    }
}
