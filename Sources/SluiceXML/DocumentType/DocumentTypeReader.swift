internal import SluiceCore

/// Reads `<!DOCTYPE name ExternalID? [internal subset]>` (XML 1.0, productions 28 to 82), and what it refers to outside
/// the document if there is a resolver.
///
/// No call stands on another's stack: groups, sections and entities are counted. The work is linear in the text and in
/// what parameter entities make of it, which is bounded as the expansion of general entities is.
struct DocumentTypeReader {
    var input: DocumentTypeInput
    let options: XML.ParserOptions
    let isStandalone: Bool
    /// What is to be told; and to the scanner, what it must know of the declarations.
    let scanner: DeclarationScanner
    let listens: Listeners
    let resolver: (any XML.EntityResolver)?

    var type = DocumentType()
    var events: [(event: DocumentTypeEvent, place: Int)] = []
    /// Declarations of entities and attributes count, until a parameter entity was not read (section 5.1).
    var isProcessing = true
    var hasUnread = false
    /// Whether the declaration refers to a parameter entity that was not read: what it declares is not known.
    var hasHole = false
    private var invalidCount = 0
    /// Where the declaration begins that is being read.
    private(set) var declarationPlace = 0
    /// Sections `<![INCLUDE[` that are open.
    var sections = 0
    /// Bytes of what is read, and of what parameter entities make of it.
    var received: Int
    var expanded = 0

    /// Who wants to hear of what.
    struct Listeners {
        var lexical = false
        var dtd = false
        var decl = false
        var validates = false
        /// Of the internal subset as it is written.
        var subset = false
    }

    init(
        _ text: [UInt8], options: XML.ParserOptions, isStandalone: Bool, scanner: DeclarationScanner,
        listens: Listeners, resolver: (any XML.EntityResolver)?
    ) {
        input = DocumentTypeInput(text)
        self.options = options
        self.isStandalone = isStandalone
        self.scanner = scanner
        self.listens = listens
        self.resolver = resolver
        received = text.count
    }

    /// Reads all of it: the text between `<!DOCTYPE` and the last `>`.
    mutating func read() throws {
        try requireSpace("behind '<!DOCTYPE'")
        type.root = try name()
        let hasSpace = skipBlanks()
        let idPlace = input.place
        if input.starts(with: "PUBLIC") || input.starts(with: "SYSTEM") {
            guard hasSpace else { throw unexpected("white space before the external identifier") }
            (type.publicID, type.systemID) = try externalID(isNotation: false)
            _ = skipBlanks()
        }
        if listens.lexical {
            tell(.start(string(type.root), publicID: type.publicID, systemID: type.systemID), at: 0)
        }
        if type.systemID != nil { leaveUnknown() }
        if input.byte == UInt8(ascii: "[") {
            input.at += 1
            let start = input.at
            try readDeclarations()
            guard input.byte == UInt8(ascii: "]") else { throw unexpected("a declaration or ']'") }
            if listens.subset { tell(.internalSubset(string(Array(input.bytes[start..<input.at]))), at: 0) }
            input.at += 1
            _ = skipBlanks()
        }
        guard input.isAtEnd else { throw unexpected("'>'") }
        try readExternalSubset(at: idPlace)
        if listens.validates { judgeDeclarations() }
        if listens.lexical { tell(.end, at: input.place) }
    }

    /// Reads what a resolver has for a document without a type, whose root's name is the text: whether it has anything.
    mutating func readImplied() throws -> Bool {
        type.root = input.bytes
        guard try readExternalSubset(at: 0) else { return false }
        if listens.validates { judgeDeclarations() }
        return true
    }

    /// Declarations up to `]` of the internal subset, or the end of the external one.
    mutating func readDeclarations() throws {
        while true {
            switch input.byte {
            case 0x20, 0x0A, 0x09, 0x0D: input.at += 1
            case UInt8(ascii: "%"): try enterParameterEntity(isBetween: true)
            case UInt8(ascii: "<"): try markup()
            case UInt8(ascii: "]") where sections > 0:
                guard input.starts(with: "]]>") else { throw unexpected("']]>' that ends a section") }
                guard sections > input.origin.sections else { throw unexpected("a declaration") }
                input.at += 3
                sections -= 1
            default:
                if !input.isAtEnd {
                    if input.byte == UInt8(ascii: "]"), input.depth == 0, !input.origin.isExternal { return }
                    throw unexpected(input.origin.isExternal ? "a declaration" : "a declaration or ']'")
                }
                guard sections == input.origin.sections else { throw unexpected("']]>' that ends a section") }
                if input.depth == 0 { return }
                input.leave()
            }
        }
    }

    /// What begins with `<`.
    private mutating func markup() throws {
        let frame = input.frame
        declarationPlace = input.place
        if input.starts(with: "<!--") { return try comment() }
        if input.starts(with: "<?") { return try instruction() }
        if input.starts(with: "<![") { return try section() }
        let depth = input.depth
        hasHole = false
        do {
            try declaration()
        } catch is Hole {
            try skipDeclaration(to: depth)
        }
        if input.frame != frame {
            invalid("a declaration begins and ends in different parameter entities", at: declarationPlace)
        }
    }

    private mutating func declaration() throws {
        if input.starts(with: "<!ELEMENT") {
            input.at += 9
            try elementDeclaration()
        } else if input.starts(with: "<!ATTLIST") {
            input.at += 9
            try attributeDeclarations()
        } else if input.starts(with: "<!ENTITY") {
            input.at += 8
            try entityDeclaration()
        } else if input.starts(with: "<!NOTATION") {
            input.at += 10
            try notationDeclaration()
        } else {
            throw unexpected("a declaration", at: input.at + (input.starts(with: "<!") ? 2 : 1))
        }
    }

    // MARK: What is told

    mutating func tell(_ event: DocumentTypeEvent, at place: Int) { events.append((event, place)) }

    /// The document is not valid; who does not validate does not hear of it.
    mutating func invalid(_ message: String, at place: Int) {
        guard listens.validates, invalidCount < Self.mostInvalid else { return }
        invalidCount += 1
        tell(.invalid(message), at: place)
    }
    /// No more is said of a type that is so wrong.
    private static var mostInvalid: Int { 1000 }

    /// There may be declarations that nobody read: what is not declared may be.
    mutating func leaveUnknown() {
        guard !isStandalone else { return }
        hasUnread = true
        scanner.setUnread()
    }

    // MARK: Faults

    /// An error that says what was expected and what was found.
    func unexpected(_ expected: String, at index: Int? = nil) -> DocumentTypeFault {
        let index = index ?? input.at
        let found = index < input.bytes.count ? TokenizerFault.found(at: index, in: input.bytes) : ending
        return fault("expected \(expected) but found \(found)", at: index)
    }

    private var ending: String {
        if let name = input.origin.name { return "the end of the parameter entity '\(string(name))'" }
        return input.origin.isExternal ? "its end" : "the end of the document type"
    }

    func fault(_ message: String, at index: Int? = nil, code: ParseError.Code = .notWellFormed) -> DocumentTypeFault {
        let index = index ?? input.at
        let isOutside = input.origin.isExternal && input.origin.name == nil
        // The place is that of its identifier: the line in it can only be said in words.
        let line = isOutside ? input.bytes[..<min(index, input.bytes.count)].count { $0 == 0x0A } + 1 : 0
        return DocumentTypeFault(
            code: code, message: isOutside ? "in the external subset, line \(line): \(message)" : message,
            place: input.place(of: index))
    }

    func overLimit(_ message: String, at index: Int? = nil) -> DocumentTypeFault {
        fault(message, at: index, code: .limitExceeded)
    }

    func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A name, or its beginning.
    func shown(_ bytes: [UInt8]) -> String { bytes.count > 100 ? string(Array(bytes[..<100])) + "…" : string(bytes) }
}
