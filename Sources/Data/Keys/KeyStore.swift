public import Primitives
internal import System

/// Keys in a directory, as Lotus keeps them: a file a key, named by the upper-case base 32 of `wallet-<address>`, that
/// holds the key's JSON; `default` is a copy of the chosen key, `trash-<address>` one that was deleted. Lotus's own
/// `keystore` directory can be opened.
///
/// The directory is its owner's alone (0700), the files too (0600): others are refused. A file appears whole or not
/// at all. Writers hold the directory's lock, a second one is told to wait.
public struct KeyStore: Sendable {
    /// Where the files are.
    public let directory: String
    /// The letter of addresses in names that are written; either is found.
    public let network: AddressNetwork

    private static let keyPrefix = "wallet-"
    private static let trashPrefix = "trash-"
    private static let defaultName = "default"

    /// A store at `directory`, which is made by the first key that is put there.
    public init(directory: String, network: AddressNetwork) {
        self.directory = directory
        self.network = network
    }

    // MARK: Reading

    /// Addresses of all keys, in order of their text.
    public func list() throws -> [Address] {
        guard File.exists(directory) else { return [] }
        try PrivateFile.checkDirectory(directory)
        var found: Set<Address> = []
        for file in try Directory.list(directory) {
            // Lotus keeps other keys here too, and other programs may leave files.
            guard let name = Self.name(ofFile: file), name.hasPrefix(Self.keyPrefix) else { continue }
            found.insert(try Address(String(name.dropFirst(Self.keyPrefix.count))))
        }
        return found.sorted { $0.description < $1.description }
    }

    /// The key of an address.
    public func key(_ address: Address) throws -> PrivateKey {
        guard let file = try file(of: address) else { throw KeyError.notFound(address, directory) }
        let key = try read(file)
        let found = try key.address()
        guard found == address else { throw KeyError.wrongName(file: file, holds: found) }
        return key
    }

    /// The address of the chosen key; nil if none is.
    public func defaultAddress() throws -> Address? {
        let file = path(Self.defaultName)
        guard File.exists(file) else { return nil }
        try PrivateFile.checkDirectory(directory)
        return try read(file).address()
    }

    /// The file of an address under either network's letter.
    private func file(of address: Address) throws -> String? {
        guard File.exists(directory) else { return nil }
        try PrivateFile.checkDirectory(directory)
        let others = AddressNetwork.allCases.filter { $0 != network }
        return ([network] + others).map { path(Self.keyPrefix + address.text($0)) }.first(where: File.exists)
    }

    private func read(_ file: String) throws -> PrivateKey {
        let text = try SecretBytes(capacity: PrivateKey.keyInfoLimit) { space in
            try unsafe PrivateFile.read(file, into: space.raw)
        }
        return try PrivateKey(keyInfo: text)
    }

    // MARK: Writing

    /// Stores a key. The first one becomes the default.
    @discardableResult
    public func add(_ key: PrivateKey) throws -> Address {
        let address = try key.address()
        try locked {
            guard try file(of: address) == nil else { throw KeyError.exists(address) }
            try write(key, Self.keyPrefix + address.text(network), replacing: false)
            if !File.exists(path(Self.defaultName)) { try write(key, Self.defaultName, replacing: true) }
        }
        return address
    }

    /// Chooses the key that is used where none is named.
    public func setDefault(_ address: Address) throws {
        try locked { try write(key(address), Self.defaultName, replacing: true) }
    }

    /// Takes a key out of use; no other becomes the default. As in Lotus it is kept as `trash-<address>`: returns that
    /// file.
    @discardableResult
    public func delete(_ address: Address) throws -> String {
        let trash = Self.trashPrefix + address.text(network)
        try locked {
            try write(key(address), trash, replacing: true)
            if try defaultAddress() == address { try File.remove(path(Self.defaultName)) }
            while let file = try file(of: address) { try File.remove(file) }
            try File.syncDirectory(directory)
        }
        return path(trash)
    }

    private func locked(_ body: () throws -> Void) throws {
        try PrivateFile.createDirectory(directory)
        try Self.holding(FileLock(directory + "/.lock"), body)
    }

    private static func holding(_ lock: borrowing FileLock, _ body: () throws -> Void) throws { try body() }

    private func write(_ key: PrivateKey, _ name: String, replacing: Bool) throws {
        try key.keyInfo().withBytes { bytes in
            try unsafe PrivateFile.write(path(name), bytes.raw, replacing: replacing)
        }
    }

    // MARK: Names

    private func path(_ name: String) -> String { directory + "/" + Self.file(named: name) }

    static func file(named name: String) -> String { Base32.encode(Array(name.utf8)).uppercased() }

    private static func name(ofFile file: String) -> String? {
        guard file == file.uppercased(), let bytes = try? Base32.decode(file.lowercased()) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
