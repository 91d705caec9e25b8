extension Invocation {
    /// Runs a syscall other than `exit`.
    func dispatch(
        _ syscall: Syscall, _ arguments: SyscallArguments, _ memory: GuestMemory, _ result: GuestResult
    ) throws(ExecutionError) {
        var arguments = arguments
        var result = result
        switch syscall {
        case .exit: break
        case .messageContext: try messageContext(&result)
        case .networkContext: try networkContext(&result)
        case .tipsetCID: try tipsetCID(&arguments, memory, &result)
        case .circulatingSupply: try result.put(machine.context.circulatingSupply)
        case .blockOpen: try blockOpen(&arguments, memory, &result)
        case .blockCreate: try blockCreate(&arguments, memory, &result)
        case .blockRead: try blockRead(&arguments, memory, &result)
        case .blockStat: try blockStat(&arguments, &result)
        case .blockLink: try blockLink(&arguments, memory, &result)
        case .root: try root(&arguments, memory, &result)
        case .setRoot: try setRoot(&arguments, memory)
        case .currentBalance: try result.put(currentBalance())
        case .selfDestruct: try selfDestruct(&arguments)
        case .resolveAddress: try resolveAddress(&arguments, memory, &result)
        case .lookupDelegatedAddress: try lookupDelegatedAddress(&arguments, memory, &result)
        case .actorCode: try actorCode(&arguments, memory, &result)
        case .nextActorAddress: try nextActorAddress(&arguments, memory, &result)
        case .createActor: try createActor(&arguments, memory)
        case .builtinType: try builtinType(&arguments, memory, &result)
        case .codeForType: try codeForType(&arguments, memory, &result)
        case .balanceOf: try balanceOf(&arguments, &result)
        case .emitEvent: try emitEvent(&arguments, memory)
        case .chainRandomness, .beaconRandomness: try randomness(syscall, &arguments, &result)
        case .gasCharge: try chargeGas(&arguments, memory)
        case .gasAvailable: result.put(manager.gas.available / 1000)
        case .send: try send(&arguments, memory, &result)
        case .debugLog: try debugLog(&arguments, memory)
        case .debugEnabled: result.put(Int32(machine.context.isDebugging ? 0 : -1))
        case .storeArtifact: try storeArtifact(&arguments, memory)
        default: try dispatchCrypto(syscall, &arguments, memory, &result)
        }
    }
}
