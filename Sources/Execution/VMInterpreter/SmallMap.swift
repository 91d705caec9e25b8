/// A map that is small nearly always: searched from the front until it has grown, then by hash. Nothing is taken out.
struct SmallMap<Key: Hashable, Value> {
    private var keys: [Key] = []
    private var values: [Value] = []
    /// Places by key, once there are too many to search.
    private var places: [Key: Int] = [:]

    private static var searched: Int { 12 }

    init() {}

    private func place(of key: Key) -> Int? {
        keys.count <= Self.searched ? keys.firstIndex(of: key) : places[key]
    }

    subscript(key: Key) -> Value? { place(of: key).map { values[$0] } }

    /// Sets the value of a key; the one it had.
    @discardableResult
    mutating func set(_ key: Key, _ value: Value) -> Value? {
        if let place = place(of: key) {
            let old = values[place]
            values[place] = value
            return old
        }
        keys.append(key)
        values.append(value)
        if keys.count == Self.searched + 1 {
            for (place, key) in keys.enumerated() { places[key] = place }
        } else if keys.count > Self.searched {
            places[key] = keys.count - 1
        }
        return nil
    }
}
