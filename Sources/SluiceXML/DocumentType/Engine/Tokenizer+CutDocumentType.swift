internal import CScan
internal import SluiceCore

// A document type that never ends may be wrong before the document's end.
extension Tokenizer {
    /// What is wrong with it but that it is cut, and where in `text`, which begins with `<!DOCTYPE`.
    func fault(inCutDocumentType text: Span<UInt8>) -> DocumentTypeFault? {
        guard text.count > Self.typeStart else { return nil }
        let text = text.extracting(droppingFirst: Self.typeStart)
        var bad = badCharacter(in: text)
        let bytes = [UInt8](copying: text.extracting(first: bad?.place ?? text.count))
        if let place = bad?.place, text.count - place < Self.characterBytes(text[place]) { bad = nil }
        // It declares nothing, and nothing is opened for it.
        let apart = Tokenizer(options: options)
        var reader = DocumentTypeReader(
            bytes, options: options, isStandalone: isStandalone, scanner: unsafe DeclarationScanner(apart.scanner),
            listens: DocumentTypeReader.Listeners(), resolver: nil)
        do {
            try reader.read()
        } catch let fault as DocumentTypeFault {
            let isCut = fault.place >= bytes.count || bad == nil && Self.isCutWord(bytes[fault.place...])
            if !isCut, fault.code != .limitExceeded { bad = fault }
        } catch {}
        bad?.place += Self.typeStart
        return bad
    }

    /// Bytes of the character that begins with this one.
    private static func characterBytes(_ byte: UInt8) -> Int {
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    /// Whether more bytes could make a word of it that a document type has.
    private static func isCutWord(_ rest: ArraySlice<UInt8>) -> Bool {
        guard rest.count < 10 else { return false }
        let rest = String(decoding: rest, as: UTF8.self)
        return rest.lowercased() == "<?xml" || words.contains { $0.hasPrefix(rest) }
    }

    private static let words = [
        "ELEMENT", "ATTLIST", "ENTITY", "NOTATION", "-->", "PUBLIC", "SYSTEM", "NDATA", "EMPTY", "ANY", "#PCDATA",
        "CDATA", "IDREFS", "ENTITIES", "NMTOKENS", "#REQUIRED", "#IMPLIED", "#FIXED",
    ]
}
