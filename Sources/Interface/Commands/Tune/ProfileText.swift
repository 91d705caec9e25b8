import ProofEngine

/// A hardware profile as TOML.
enum ProfileText {
    static func toml(_ profile: HardwareProfile) -> String {
        var text = "name = \(quoted(profile.name))\ndescription = \(quoted(profile.description))\n\n"
        text +=
            "[cores]\nper_group = \(profile.cores.perGroup)                 # 0: all that share an L3 cache\n"
        text += "reserve = \(profile.cores.reserve)\nuse_siblings = \(profile.cores.useSiblings)\n"
        text += "use_efficiency_cores = \(profile.cores.useEfficiencyCores)\n\n"
        text += "[memory]\nhuge_pages = \(quoted(profile.memory.hugePages))\n\n"
        let (prefetch, kernel) = (profile.labels.prefetch, quoted(profile.labels.kernel))
        text += "[labels]\nprefetch = \(prefetch)                  # nodes ahead; 0: the engine's default\n"
        text += "kernel = \(kernel)                   # one for all batches; empty: the engine's mix\n"
        for kernel in profile.labels.kernels {
            text += "\n[[labels.kernels]]\nname = \(quoted(kernel.name))\nsectors = \(kernel.sectors)\n"
            text += "ns_per_label = \(number(kernel.nanosecondsPerLabel))\n"
        }
        text += "\n[poseidon]\nkernel = \(quoted(profile.poseidon.kernel))\n"
        text += "ns_arity_2 = \(number(profile.poseidon.nanosecondsArity2))\n"
        text += "ns_arity_8 = \(number(profile.poseidon.nanosecondsArity8))\n"
        text += "ns_arity_11 = \(number(profile.poseidon.nanosecondsArity11))\n"
        text += "\n[sha256]\ntree_kernel = \(quoted(profile.sha256.treeKernel))\n"
        text += "bytes_per_second = \(number(profile.sha256.bytesPerSecond))\n"
        return text
    }

    private static func number(_ value: Double) -> String { Format.fixed(value, 1) }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            default: scalar.value < 0x20 ? " " : String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
