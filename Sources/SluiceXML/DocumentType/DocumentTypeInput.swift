internal import SluiceCore

/// The text of a document type: the internal subset or the external one, and the parameter entities that are referred to
/// in it, each in the place of its reference.
///
///     <!ELEMENT a (b, %rest; )>       frame 0, `at` behind the reference
///                     c, d?           frame 1, whose text is read now
///
/// Every fault has a place in frame 0; where that is an external subset, the place of its identifier.
struct DocumentTypeInput {
    /// Where a frame's text comes from.
    struct Origin {
        /// The parameter entity's name; none for the document's own text.
        var name: [UInt8]?
        /// Whether it, or what refers to it, lies outside the document.
        var isExternal = false
        /// Whether the reference stands between declarations, which its text must hold whole (production 28a).
        var isBetweenDeclarations = false
        /// Sections `<![INCLUDE[` that were open before it.
        var sections = 0
    }

    /// The text that is read, and where.
    private(set) var bytes: [UInt8]
    var at = 0
    private(set) var origin: Origin
    /// The number of the frame: none is used again.
    private(set) var frame = 0
    private var entered = 0
    private var outer: [(bytes: [UInt8], at: Int, origin: Origin, frame: Int)] = []
    /// Names of the parameter entities that are open.
    private var open: Set<[UInt8]> = []
    /// The place of the outermost reference, or of all there is.
    private var fixedPlace: Int?
    private var referencePlace = 0

    /// - Parameter place: Where all of it stands, if not in the document's own text.
    init(_ bytes: [UInt8], origin: Origin = Origin(), place: Int? = nil) {
        self.bytes = bytes
        self.origin = origin
        fixedPlace = place
    }

    /// The entities that are open.
    var depth: Int { outer.count }
    var isAtEnd: Bool { at >= bytes.count }
    /// The next byte; 0 at the frame's end, which is no character.
    var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }
    func byte(ahead: Int) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

    /// Where a fault at the next byte is placed.
    var place: Int { place(of: at) }
    func place(of index: Int) -> Int { fixedPlace ?? (outer.isEmpty ? index : referencePlace) }

    /// Whether the next bytes are these.
    func starts(with word: String) -> Bool {
        var index = at
        for byte in word.utf8 {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    func isOpen(_ name: [UInt8]) -> Bool { open.contains(name) }

    /// Goes into an entity whose reference, which began at `start`, has been passed.
    mutating func enter(_ text: [UInt8], origin: Origin, from start: Int) {
        if outer.isEmpty { referencePlace = start }
        outer.append((bytes, at, self.origin, frame))
        entered += 1
        frame = entered
        if let name = origin.name { open.insert(name) }
        bytes = text
        at = 0
        self.origin = origin
    }

    /// Goes on behind the reference.
    mutating func leave() {
        if let name = origin.name { open.remove(name) }
        guard let last = outer.popLast() else { return }
        (bytes, at, origin, frame) = last
    }

    /// Leaves all entities.
    mutating func leaveAll() { while !outer.isEmpty { leave() } }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
}

/// What is wrong with a document type, and where in its text.
struct DocumentTypeFault: Error {
    var code = ParseError.Code.notWellFormed
    var message: String
    var place: Int
}
