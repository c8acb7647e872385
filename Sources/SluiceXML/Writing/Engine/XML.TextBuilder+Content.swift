internal import CScan

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension XML.TextBuilder {
    /// Bytes of text that are written at a time.
    @usableFromInline static var pieceCount: Int { 16 << 10 }

    // MARK: Text

    /// Writes text; in a CDATA section as it is. Says whether it is time to pass on what there is.
    @usableFromInline @discardableResult
    mutating func text(_ utf8: Span<UInt8>) throws(WriterError) -> Bool {
        guard waitingDeclarations == 0 else { throw misplaced("text") }
        if cdataBrackets != nil { return try cdataText(utf8) }
        if utf8.isEmpty { return false }
        if elements.isEmpty, options.roots == .one {
            guard Self.isBlank(utf8) else { throw misplaced("text") }
            if laysOut { return false }
        } else if laysOut, elements.takesLines, Self.isBlank(utf8) {
            try closeTag()
            blankText.add(utf8, at: buffer.count, level: elements.count)
            // So many blanks are no layout.
            if blankText.heldCount >= Self.fullCount { textCame() }
            return isFull
        }
        let (mark, wasOpen) = (buffer.count, isTagOpen)
        try closeTag()
        do {
            try write(utf8, SLUICE_XML_AS_TEXT)
        } catch {
            buffer.truncate(to: mark)
            isTagOpen = wasOpen
            throw error
        }
        textCame()
        return isFull
    }

    /// Text that comes in pieces: refused before the first of them.
    @usableFromInline
    func checkLong(_ utf8: Span<UInt8>) throws(WriterError) {
        guard replacement == nil else { return }
        let fault = Self.textFault(utf8)
        if fault < utf8.count { throw Self.illegal(utf8, at: fault) }
    }

    /// Carriage returns are none: in a document they stand as references, which nobody writes for looks.
    private static func isBlank(_ text: Span<UInt8>) -> Bool {
        for i in text.indices {
            switch text[i] {
            case 0x20, 0x09, 0x0A: continue
            default: return false
            }
        }
        return true
    }

    @usableFromInline
    mutating func startCDATA() throws(WriterError) {
        guard cdataBrackets == nil, waitingDeclarations == 0, !elements.isEmpty || options.roots == .any else {
            throw misplaced("a CDATA section")
        }
        try closeTag()
        textCame()
        buffer.put("<![CDATA[")
        cdataBrackets = 0
    }

    @usableFromInline
    mutating func endCDATA() throws(WriterError) {
        guard cdataBrackets != nil else { throw misplaced("the end of a CDATA section") }
        buffer.put("]]>")
        cdataBrackets = nil
    }

    /// Text of a CDATA section. `]]>` is split over two sections, wherever it was cut.
    private mutating func cdataText(_ utf8: Span<UInt8>) throws(WriterError) -> Bool {
        let mark = buffer.count
        var from = 0
        var at = 0
        do {
            while let end = Self.place(of: UInt8(ascii: ">"), in: utf8, from: at) {
                at = end + 1
                guard brackets(before: end, in: utf8, from: from) == 2 else { continue }
                try write(utf8.extracting(from..<end), SLUICE_XML_AS_CDATA)
                buffer.put("]]><![CDATA[")
                from = end
            }
            try write(utf8.extracting(from...), SLUICE_XML_AS_CDATA)
        } catch {
            buffer.truncate(to: mark)
            throw error
        }
        cdataBrackets = brackets(before: utf8.count, in: utf8, from: from)
        return isFull
    }

    private static func place(of byte: UInt8, in text: Span<UInt8>, from start: Int) -> Int? {
        unsafe text.withUnsafeBufferPointer { text in
            guard start < text.count, let base = text.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), text.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(base).distance(to: found)
        }
    }

    /// How many `]` stand before a place, two at most; those that came before `text`, too.
    private func brackets(before end: Int, in text: Span<UInt8>, from start: Int) -> Int {
        var count = 0
        while count < 2, end - count > start, text[end - count - 1] == UInt8(ascii: "]") { count += 1 }
        return count == end ? min(count + (cdataBrackets ?? 0), 2) : count
    }

    /// Writes a reference to a general entity.
    @usableFromInline
    mutating func reference(_ name: Span<UInt8>) throws(WriterError) {
        guard cdataBrackets == nil, waitingDeclarations == 0, !elements.isEmpty || options.roots == .any else {
            throw misplaced("a reference")
        }
        guard Self.isName(name, allowsColons: !options.processesNamespaces) else { throw Self.noName(name) }
        try checkEncodable(name)
        try closeTag()
        buffer.put(UInt8(ascii: "&"))
        buffer.putName(name)
        buffer.put(UInt8(ascii: ";"))
        textCame()
    }

    /// Writes bytes as they are.
    @usableFromInline
    mutating func raw(_ bytes: Span<UInt8>) throws(WriterError) {
        guard cdataBrackets == nil, waitingDeclarations == 0 else { throw misplaced("raw text") }
        try closeTag()
        if elements.isEmpty, needsLine { buffer.put(UInt8(ascii: "\n")) }
        buffer.put(bytes)
        textCame()
    }

    // MARK: What is not text

    @usableFromInline
    mutating func comment(_ text: Span<UInt8>) throws(WriterError) {
        if options.closingText == .reject { try Self.checkComment(text) }
        let opens = Self.places(of: ("-", "-"), in: text, alsoAtEnd: true)
        try checkPlain(text)
        try beginChild("a comment")
        buffer.put("<!--")
        try write(text, SLUICE_XML_AS_IS, blanksAt: opens)
        buffer.put("-->")
    }

    @usableFromInline
    mutating func instruction(_ target: Span<UInt8>, _ data: Span<UInt8>) throws(WriterError) {
        let closes = Self.places(of: ("?", ">"), in: data, alsoAtEnd: false)
        try Self.checkInstruction(
            target, options.closingText == .reject ? data : data.extracting(..<0),
            allowsColons: !options.processesNamespaces)
        try checkEncodable(target)
        try checkPlain(data)
        try beginChild("a processing instruction")
        buffer.put("<?")
        buffer.putName(target)
        if !data.isEmpty {
            buffer.put(UInt8(ascii: " "))
            try write(data, SLUICE_XML_AS_IS, blanksAt: closes)
        }
        buffer.put("?>")
    }

    static func checkComment(_ text: Span<UInt8>) throws(WriterError) {
        guard places(of: ("-", "-"), in: text, alsoAtEnd: true).isEmpty else {
            throw WriterError(.text, "a comment has '--' or ends in '-', which only its end may have")
        }
    }

    static func checkInstruction(
        _ target: Span<UInt8>, _ data: Span<UInt8>, allowsColons: Bool
    ) throws(WriterError) {
        guard isName(target, allowsColons: allowsColons) else { throw noName(target) }
        if target.count == 3, target[0] | 0x20 == UInt8(ascii: "x"), target[1] | 0x20 == UInt8(ascii: "m"),
            target[2] | 0x20 == UInt8(ascii: "l")
        {
            throw WriterError(.name, "the target '\(XML.shown(target))' is XML's own")
        }
        guard places(of: ("?", ">"), in: data, alsoAtEnd: false).isEmpty else {
            throw WriterError(.text, "a processing instruction has '?>', which only ends it")
        }
    }

    /// Where the second byte of each pair stands; and the end, if a first byte stands there.
    private static func places(
        of pair: (Unicode.Scalar, Unicode.Scalar), in text: Span<UInt8>, alsoAtEnd: Bool
    ) -> [Int] {
        var places: [Int] = []
        var isOpen = false
        for i in text.indices {
            if isOpen, text[i] == UInt8(ascii: pair.1) { places.append(i) }
            isOpen = text[i] == UInt8(ascii: pair.0)
        }
        if isOpen, alsoAtEnd { places.append(text.count) }
        return places
    }

    /// Writes text that has been checked, with a blank before each of some places.
    private mutating func write(
        _ text: Span<UInt8>, _ writing: sluice_xml_writing, blanksAt places: [Int]
    ) throws(WriterError) {
        var from = 0
        for place in places {
            try write(text.extracting(from..<place), writing)
            buffer.put(UInt8(ascii: " "))
            from = place
        }
        try write(text.extracting(from...), writing)
    }

    // MARK: Before the root

    @usableFromInline
    mutating func declaration(isStandalone: Bool?) throws(WriterError) {
        guard stage == .start else {
            throw WriterError(.misuse, "expected the XML declaration at the very beginning only")
        }
        let encoding: StaticString =
            switch options.encoding {
            case .utf8: "UTF-8"
            case .usASCII: "US-ASCII"
            case .latin1: "ISO-8859-1"
            }
        buffer.put("<?xml version=\"1.0\" encoding=\"")
        buffer.put(encoding)
        if let isStandalone { buffer.put(isStandalone ? "\" standalone=\"yes" : "\" standalone=\"no") }
        buffer.put("\"?>")
        stage = .prolog
        needsLine = true
    }

    mutating func doctype(
        _ name: String, publicID: String?, systemID: String?, internalSubset: String?
    ) throws(WriterError) {
        guard stage == .start || stage == .prolog, elements.isEmpty, options.roots == .one else {
            throw WriterError(.misuse, "expected a document type once, before the root element")
        }
        guard Self.isName(name.utf8.span, allowsColons: true) else { throw Self.noName(name.utf8.span) }
        try checkEncodable(name.utf8.span)
        if publicID != nil, systemID == nil {
            throw WriterError(.misuse, "expected a system identifier with the public identifier")
        }
        if let publicID, !publicID.utf8.allSatisfy(Self.isPublic) {
            throw WriterError(.text, "the public identifier '\(publicID)' is not allowed")
        }
        if let systemID {
            try checkPlain(systemID.utf8.span)
            if systemID.utf8.contains(UInt8(ascii: "\"")), systemID.utf8.contains(UInt8(ascii: "'")) {
                throw WriterError(.text, "a system identifier has both quotation marks and apostrophes")
            }
        }
        if let internalSubset { try checkPlain(internalSubset.utf8.span) }
        try beginChild("a document type")
        buffer.put("<!DOCTYPE ")
        buffer.putName(name.utf8.span)
        if let publicID {
            buffer.put(" PUBLIC \"")
            buffer.put(publicID.utf8.span)
            buffer.put("\"")
        } else if systemID != nil {
            buffer.put(" SYSTEM")
        }
        if let systemID {
            let quote: StaticString = systemID.utf8.contains(UInt8(ascii: "\"")) ? "'" : "\""
            buffer.put(" ")
            buffer.put(quote)
            try write(systemID.utf8.span, SLUICE_XML_AS_IS)
            buffer.put(quote)
        }
        if let internalSubset {
            buffer.put(" [")
            try write(internalSubset.utf8.span, SLUICE_XML_AS_IS)
            buffer.put("]")
        }
        buffer.put(">")
        stage = .behindDoctype
        needsLine = true
    }

    /// XML 1.0, production 13.
    private static func isPublic(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x0D, UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "'")...UInt8(ascii: "9"):
            true
        default: ":=?;!#@$_%".utf8.contains(byte)
        }
    }

    // MARK: Characters

    /// Writes text, with what the options say in the place of characters that XML does not allow.
    @inline(__always)
    mutating func write(_ text: Span<UInt8>, _ writing: sluice_xml_writing) throws(WriterError) {
        guard text.count <= Self.pieceCount else { return try writeRest(text, writing, from: 0) }
        let written = buffer.write(text, writing)
        if written < text.count { try writeRest(text, writing, from: written) }
    }

    private mutating func writeRest(
        _ text: Span<UInt8>, _ writing: sluice_xml_writing, from start: Int
    ) throws(WriterError) {
        var at = start
        while at < text.count {
            let piece = text.extracting(at..<Self.pieceEnd(of: text, from: at))
            let written = buffer.write(piece, writing)
            at += written
            if written == piece.count { continue }
            let (value, bytes) = Self.character(of: text, at: at)
            let isText = value != 0xFFFD || bytes == 3
            if isText, Self.isCharacter(value) {
                guard writing == SLUICE_XML_AS_CDATA else { throw notEncodable(value) }
                buffer.put("]]>&#")
                buffer.put(String(value).utf8.span)
                buffer.put(";<![CDATA[")
            } else {
                guard let replacement else { throw Self.illegal(text, at: at) }
                try writeRest(replacement.span, writing, from: 0)
            }
            at += bytes
        }
    }

    /// Where a piece ends: not within a character.
    @usableFromInline
    static func pieceEnd(of text: Span<UInt8>, from start: Int) -> Int {
        var end = min(start + pieceCount, text.count)
        while end < text.count, end > start + 1, text[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}
