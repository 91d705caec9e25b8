internal import CProofs
internal import Glibc

/// Where raw bytes come from: fills up to `buffer.count` bytes and says how many; 0 at the end. May block.
public protocol ByteSource: AnyObject {
    /// Reads the next bytes into `buffer`.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Carries a source through a C callback, and its error back.
final class SourceBox {
    let source: any ByteSource
    var failure: (any Error)?

    init(_ source: any ByteSource) { self.source = source }

    /// What C calls. An error is kept here and shown to C as EIO.
    static let callback: qr_read_fn = { context, out, size, got in
        guard let context = unsafe context, let out = unsafe out, let got = unsafe got else { return EINVAL }
        let box = unsafe Unmanaged<SourceBox>.fromOpaque(context).takeUnretainedValue()
        do {
            unsafe got.pointee = try unsafe box.source.read(
                into: UnsafeMutableRawBufferPointer(start: out, count: size))
            return 0
        } catch {
            box.failure = error
            return EIO
        }
    }

    /// Runs `body` with the context pointer of this box; the source's own error wins over the engine's.
    func run<Value>(_ body: (UnsafeMutableRawPointer) throws -> Value) throws -> Value {
        try withExtendedLifetime(self) {
            do {
                return try unsafe body(Unmanaged.passUnretained(self).toOpaque())
            } catch {
                throw failure ?? error
            }
        }
    }
}
