import Glibc

/// libFuzzer's way in. One program for all parsers of bytes from outside that are written in Swift; QUARRY_FUZZ_TARGET
/// names the one that this run feeds. A parser may refuse its input; it may not crash, hang, or give what does not
/// read back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    target(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

private let target: @Sendable ([UInt8]) -> Void = {
    let name = getenv("QUARRY_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = targets[name] else {
        fatalError("QUARRY_FUZZ_TARGET: one of \(targets.keys.sorted().joined(separator: " "))")
    }
    return target
}()

private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "cbor": fuzzCBOR, "links": fuzzLinks, "hamt": fuzzHAMT, "amt": fuzzAMT, "kamt": fuzzKAMT, "car": fuzzCAR,
    "header": fuzzHeader, "message": fuzzMessage, "ethereum": fuzzEthereum, "address": fuzzAddress,
    "cid": fuzzCID, "bitfield": fuzzBitField, "number": fuzzNumber, "wasm": fuzzWasm,
]

/// Stops where a promise is broken.
func require(_ condition: Bool, _ promise: String) {
    precondition(condition, promise)
}
