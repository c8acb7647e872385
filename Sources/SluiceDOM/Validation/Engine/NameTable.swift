internal import CLibXML2
internal import SluiceXML

/// The names of a document that passes by, as libxml2 has them. One that comes again is found by its number.
@safe
final class NameTable {
    /// A name as it is written, in its namespace. Its texts are the table's.
    @safe
    struct Entry: BitwiseCopyable {
        /// `nil` where there is none.
        let prefix: UnsafePointer<xmlChar>?
        let local: UnsafePointer<xmlChar>?
        /// `nil` where there is none.
        let uri: UnsafePointer<xmlChar>?
        /// What elements of this name are counted with in a path; ``NameTable/anyElement`` or behind it.
        let test: Int

        /// What stands in a path.
        var step: String {
            if test == NameTable.anyElement { return "*" }
            guard let prefix = unsafe prefix else { return name }
            return unsafe String(cString: prefix) + ":" + name
        }

        /// The local part.
        var name: String { unsafe local.map { unsafe String(cString: $0) } ?? "" }
    }

    private struct Key: Hashable {
        let number: Int
        let prefix: String
    }

    /// The test of elements in a namespace that have no prefix.
    static let anyElement = 0

    // Owned.
    let texts: xmlDictPtr
    /// By the number that the parser has for a namespace and local part: the name that it had last.
    private var latest: [Entry?] = []
    private var known: [Key: Entry] = [:]
    // Not by libxml2's texts, whose table is slow when it is large.
    private var tests: [String: Int] = [:]

    init() {
        guard let texts = unsafe xmlDictCreate() else { outOfMemory() }
        unsafe self.texts = texts
    }

    deinit { unsafe xmlDictFree(texts) }

    func entry(of name: XML.Name) -> Entry {
        let number = name.number
        if number < latest.count, let entry = latest[number], isPrefix(name.prefix, of: entry) { return entry }
        let entry = find(name)
        while latest.count <= number { latest.append(nil) }
        latest[number] = entry
        return entry
    }

    private func find(_ name: XML.Name) -> Entry {
        let key = Key(number: name.number, prefix: String(name.prefix))
        if let entry = known[key] { return entry }
        var test = Self.anyElement
        if !name.prefix.isEmpty || name.uri.isEmpty {
            let qualified = String(name.qualified)
            test = tests[qualified] ?? Self.anyElement + 1 + tests.count
            tests[qualified] = test
        }
        let entry = unsafe Entry(
            prefix: name.prefix.isEmpty ? nil : text(name.prefix), local: text(name.local),
            uri: name.uri.isEmpty ? nil : text(name.uri), test: test)
        known[key] = entry
        return entry
    }

    private func isPrefix(_ prefix: XML.Text, of entry: Entry) -> Bool {
        guard let known = unsafe entry.prefix else { return prefix.isEmpty }
        let bytes = prefix.utf8
        for i in bytes.indices where unsafe known[i] != bytes[i] { return false }
        // Safe: a NUL ends it, which no prefix has in it.
        return unsafe known[bytes.count] == 0
    }

    /// A text that stays for as long as the table, at one place.
    func text(_ text: XML.Text) -> UnsafePointer<xmlChar> {
        let copy = unsafe text.utf8.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return unsafe xmlDictLookup(texts, "", 0) }
            return unsafe xmlDictLookup(texts, start, Int32(bytes.count))
        }
        guard let copy = unsafe copy else { outOfMemory() }
        return unsafe copy
    }
}
