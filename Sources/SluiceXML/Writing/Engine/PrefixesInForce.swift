internal import CScan
internal import SluiceCore

/// Which prefix stands for which namespace while text is under construction.
///
/// A prefix is known by its number, which it keeps. 0 is the empty prefix, 1 is `xml`: with these it begins, and as long
/// as there are no others, all that is kept here is constant, and takes no memory.
struct PrefixesInForce: ~Copyable {
    private var prefixes = Self.firstPrefixes
    /// For more prefixes than a look at each should cost: numbers where the hashes of their texts say, or else the next
    /// that are free, which are -1. At most half are taken.
    private var slots: [Int] = []
    /// The one that was asked for last, as it often is again.
    private var latest = 0
    private var prefixTexts = Self.firstTexts
    private(set) var declarations = Self.firstDeclarations
    private var uris = Self.firstURIs
    /// How many automatic prefixes there have been.
    private var automaticCount = 0

    private struct Prefix {
        var text: Range<Int>
        /// Its declaration in force, or -1.
        var declaration: Int
    }

    struct Declaration {
        let prefix: Int
        let uri: Range<Int>
        /// What it hides: a declaration of the same prefix, or -1.
        let hidden: Int
    }

    static let xmlURI: StaticString = "http://www.w3.org/XML/1998/namespace"
    static let xmlnsURI: StaticString = "http://www.w3.org/2000/xmlns/"
    static let xmlPrefix = 1
    private static let lookedThrough = 8

    private static let firstTexts = Array("xml".utf8)
    private static let firstURIs = Array(xmlURI.description.utf8)
    private static let firstPrefixes = [
        Prefix(text: 0..<0, declaration: -1), Prefix(text: 0..<firstTexts.count, declaration: 0),
    ]
    private static let firstDeclarations = [Declaration(prefix: xmlPrefix, uri: 0..<firstURIs.count, hidden: -1)]

    // MARK: Prefixes

    mutating func number(of prefix: Span<UInt8>) -> Int {
        if latest > 0, isText(of: latest, prefix) { return latest }
        if let number = known(prefix) {
            latest = number
            return number
        }
        let start = prefixTexts.count
        prefixTexts.append(copying: prefix)
        prefixes.append(Prefix(text: start..<prefixTexts.count, declaration: -1))
        if prefixes.count > Self.lookedThrough {
            if 2 * prefixes.count > slots.count {
                slots = Array(repeating: -1, count: max(2 * slots.count, 8 * Self.lookedThrough))
                for number in prefixes.indices { slots[slot(of: text(of: number))] = number }
            } else {
                slots[slot(of: prefix)] = prefixes.count - 1
            }
        }
        return prefixes.count - 1
    }

    /// Where a prefix is, or has its place.
    private func slot(of prefix: Span<UInt8>) -> Int {
        var slot = unsafe prefix.withUnsafeBufferPointer { unsafe Int(sluice_xml_hash($0.baseAddress, $0.count)) }
        while true {
            slot &= slots.count - 1
            if slots[slot] < 0 || isText(of: slots[slot], prefix) { return slot }
            slot += 1
        }
    }

    private func known(_ prefix: Span<UInt8>) -> Int? {
        if prefix.isEmpty { return 0 }
        if prefixes.count > Self.lookedThrough {
            let number = slots[slot(of: prefix)]
            return number < 0 ? nil : number
        }
        return prefixes.indices.first { isText(of: $0, prefix) }
    }

    @_lifetime(borrow self)
    func text(of prefix: Int) -> Span<UInt8> { prefixTexts.span.extracting(prefixes[prefix].text) }

    func putText(of prefix: Int, into text: inout TextBuffer) {
        text.putName(self.text(of: prefix))
    }

    /// The prefix, a colon and `local`.
    func qualified(_ prefix: Int, _ local: Span<UInt8>) -> [UInt8] {
        var name = [UInt8](copying: text(of: prefix))
        name.append(UInt8(ascii: ":"))
        name.append(copying: local)
        return name
    }

    func isText(of prefix: Int, _ text: Span<UInt8>) -> Bool { equals(self.text(of: prefix), text) }

    // MARK: Declarations

    /// The declaration of a prefix that is in force, or `nil`.
    func declaration(of prefix: Int) -> Int? {
        let declaration = prefixes[prefix].declaration
        return declaration < 0 ? nil : declaration
    }

    func isDeclared(_ prefix: Int) -> Bool {
        guard let declaration = declaration(of: prefix) else { return false }
        return !declarations[declaration].uri.isEmpty
    }

    /// Whether a prefix stands for a namespace; the empty URI is none.
    func stands(_ prefix: Int, for uri: Span<UInt8>) -> Bool {
        guard let declaration = declaration(of: prefix) else { return uri.isEmpty }
        return equals(self.uri(of: declaration), uri)
    }

    /// The prefix of a namespace that is in force, the latest first; `nil` where there is none.
    func prefix(of uri: Span<UInt8>, allowsEmpty: Bool) -> Int? {
        for (index, declaration) in declarations.enumerated().reversed() {
            if !allowsEmpty && declaration.prefix == 0 { continue }
            if prefixes[declaration.prefix].declaration == index, stands(declaration.prefix, for: uri) {
                return declaration.prefix
            }
        }
        return nil
    }

    /// `ns0`, `ns1`, ...: one that stands for nothing.
    mutating func automaticPrefix() -> Int {
        while true {
            let text = Array("ns\(automaticCount)".utf8)
            automaticCount += 1
            let number = number(of: text.span)
            if declaration(of: number) == nil { return number }
        }
    }

    mutating func declare(_ prefix: Int, _ uri: Span<UInt8>) {
        let start = uris.count
        uris.append(copying: uri)
        declarations.append(
            Declaration(prefix: prefix, uri: start..<uris.count, hidden: prefixes[prefix].declaration))
        prefixes[prefix].declaration = declarations.count - 1
    }

    func putURI(of declaration: Int, into text: inout TextBuffer) {
        // Its characters have been checked.
        _ = text.write(uri(of: declaration), SLUICE_XML_AS_VALUE)
    }

    /// What a declaration says.
    @_lifetime(borrow self)
    func uri(of declaration: Int) -> Span<UInt8> { uris.span.extracting(declarations[declaration].uri) }

    /// Ends all declarations but the first `count`.
    mutating func remove(downTo count: Int) {
        while declarations.count > count, let last = declarations.popLast() {
            prefixes[last.prefix].declaration = last.hidden
            uris.removeLast(uris.count - last.uri.lowerBound)
        }
    }
}
