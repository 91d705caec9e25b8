public import WasmEngine

/// The functions that actors import, in the order of the runtime's table.
public enum Syscall: Int, CaseIterable, Sendable {
    case exit, messageContext
    case networkContext, tipsetCID, circulatingSupply
    case blockOpen, blockCreate, blockRead, blockStat, blockLink
    case root, setRoot, currentBalance, selfDestruct
    case resolveAddress, lookupDelegatedAddress, actorCode, nextActorAddress, createActor, builtinType
    case codeForType, balanceOf
    case verifySignature, verifyBLSAggregate, recoverPublicKey, hash, unsealedSectorCID, verifyPoSt
    case verifyConsensusFault, verifyAggregateSeals, verifyReplicaUpdate, batchVerifySeals
    case emitEvent
    case chainRandomness, beaconRandomness
    case gasCharge, gasAvailable
    case send
    case debugLog, debugEnabled, storeArtifact

    /// All of them as a runtime takes them.
    public static let functions: [WasmHostFunction] = allCases.map { $0.signature.function }

    /// Bytes written where the first argument points; 0: the first argument is no such place.
    var resultBytes: Int { signature.result }

    private var signature: (function: WasmHostFunction, result: Int) {
        func make(_ module: String, _ name: String, _ parameters: String, _ result: Int) -> (
            WasmHostFunction, Int
        ) { (WasmHostFunction(module, name, parameters), result) }
        switch self {
        case .exit: return make("vm", "exit", "iiii", 0)
        case .messageContext: return make("vm", "message_context", "i", 80)
        case .networkContext: return make("network", "context", "i", 44)
        case .tipsetCID: return make("network", "tipset_cid", "iIii", 4)
        case .circulatingSupply: return make("network", "total_fil_circ_supply", "i", 16)
        case .blockOpen: return make("ipld", "block_open", "ii", 16)
        case .blockCreate: return make("ipld", "block_create", "iIii", 4)
        case .blockRead: return make("ipld", "block_read", "iiiii", 4)
        case .blockStat: return make("ipld", "block_stat", "ii", 12)
        case .blockLink: return make("ipld", "block_link", "iiIiii", 4)
        case .root: return make("self", "root", "iii", 4)
        case .setRoot: return make("self", "set_root", "i", 0)
        case .currentBalance: return make("self", "current_balance", "i", 16)
        case .selfDestruct: return make("self", "self_destruct", "i", 0)
        case .resolveAddress: return make("actor", "resolve_address", "iii", 8)
        case .lookupDelegatedAddress: return make("actor", "lookup_delegated_address", "iIii", 4)
        case .actorCode: return make("actor", "get_actor_code_cid", "iIii", 4)
        case .nextActorAddress: return make("actor", "next_actor_address", "iii", 4)
        case .createActor: return make("actor", "create_actor", "Iiii", 0)
        case .builtinType: return make("actor", "get_builtin_actor_type", "ii", 4)
        case .codeForType: return make("actor", "get_code_cid_for_type", "iiii", 4)
        case .balanceOf: return make("actor", "balance_of", "iI", 16)
        case .verifySignature: return make("crypto", "verify_signature", "iiiiiiii", 4)
        case .verifyBLSAggregate: return make("crypto", "verify_bls_aggregate", "iiiiii", 4)
        case .recoverPublicKey: return make("crypto", "recover_secp_public_key", "iii", 65)
        case .hash: return make("crypto", "hash", "iIiiii", 4)
        case .unsealedSectorCID: return make("crypto", "compute_unsealed_sector_cid", "iIiiii", 4)
        case .verifyPoSt: return make("crypto", "verify_post", "iii", 4)
        case .verifyConsensusFault: return make("crypto", "verify_consensus_fault", "iiiiiii", 20)
        case .verifyAggregateSeals: return make("crypto", "verify_aggregate_seals", "iii", 4)
        case .verifyReplicaUpdate: return make("crypto", "verify_replica_update", "iii", 4)
        case .batchVerifySeals: return make("crypto", "batch_verify_seals", "iii", 0)
        case .emitEvent: return make("event", "emit_event", "iiiiii", 0)
        case .chainRandomness: return make("rand", "get_chain_randomness", "iI", 32)
        case .beaconRandomness: return make("rand", "get_beacon_randomness", "iI", 32)
        case .gasCharge: return make("gas", "charge", "iiI", 0)
        case .gasAvailable: return make("gas", "available", "i", 8)
        case .send: return make("send", "send", "iiiIiIIII", 20)
        case .debugLog: return make("debug", "log", "ii", 0)
        case .debugEnabled: return make("debug", "enabled", "i", 4)
        case .storeArtifact: return make("debug", "store_artifact", "iiii", 0)
        }
    }

    /// Result sizes by number: read at each call.
    static let resultSizes: [Int] = allCases.map(\.resultBytes)
}
