/// Calls `body` with the texts as C strings, which live until it returns; nil stays nil.
public func withCStrings<Result>(
    _ texts: [String?], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let copies = unsafe texts.map { text -> UnsafePointer<CChar>? in
        guard let text else { return nil }
        let bytes = Array(text.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        unsafe copy.initialize(from: bytes, count: bytes.count)
        return unsafe UnsafePointer(copy)
    }
    defer { unsafe copies.forEach { unsafe $0?.deallocate() } }
    return unsafe copies.withUnsafeBufferPointer { unsafe body($0) }
}
