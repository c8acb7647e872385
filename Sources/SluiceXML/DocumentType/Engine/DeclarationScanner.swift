internal import CScan
internal import SluiceCore

/// The scanner, as the reader of a document type sees it: it is told what it must know, and finds the ends of names.
@safe
struct DeclarationScanner {
    // Safe: the tokenizer owns it, and reads document types while it lives.
    private let scanner: OpaquePointer

    init(_ scanner: OpaquePointer) { unsafe self.scanner = scanner }

    /// What is wrong with a default value, and where in it.
    struct DefaultFault: Error {
        let code: ParseError.Code
        let message: String
        let offset: Int
    }

    // MARK: Declarations

    /// Entities that are not declared are skipped from now on.
    func setUnread() { unsafe sluice_xml_set_unread(scanner, true) }

    func define(_ name: [UInt8], _ entity: DocumentType.Entity) {
        let kind =
            entity.text != nil
            ? SLUICE_XML_INTERNAL : entity.notation != nil ? SLUICE_XML_UNPARSED : SLUICE_XML_EXTERNAL_PARSED
        let text = entity.text ?? []
        expectMemory(unsafe sluice_xml_define_entity(scanner, name, name.count, kind, text, text.count))
    }

    func defineChildrenOnly(_ name: [UInt8]) {
        expectMemory(unsafe sluice_xml_define_children_only(scanner, name, name.count))
    }

    /// Declares an attribute; its default, as an attribute has it.
    func define(
        _ name: [UInt8], of element: [UInt8], type: XML.AttributeType, value: [UInt8]?, limits: ParserLimits
    ) throws(DefaultFault) -> [UInt8]? {
        let type = sluice_xml_type(UInt32(type.number))
        guard let value else {
            expectMemory(
                unsafe sluice_xml_define_attribute(scanner, element, element.count, name, name.count, type, nil, 0)
                    .fault
                    != SLUICE_XML_NO_MEMORY)
            return nil
        }
        // Its end is a byte that no value has.
        let ended = value + [0]
        let result: Result<[UInt8], DefaultFault> = unsafe ended.withUnsafeBufferPointer { bytes in
            let found = unsafe sluice_xml_define_attribute(
                scanner, element, element.count, name, name.count, type, bytes.baseAddress, value.count)
            if unsafe found.fault == SLUICE_XML_FINE {
                // Safe: the scanner keeps its copy as long as the document.
                let kept = unsafe UnsafeBufferPointer(start: found.fault_name, count: found.fault_name_count)
                return .success(unsafe Array(kept))
            }
            let offset = unsafe min(found.fault_at, value.count)
            let shown = unsafe UnsafeBufferPointer(rebasing: bytes[..<value.count])
            let (code, message) = unsafe TokenizerFault.describe(found, at: offset, in: shown, limits: limits, scanner)
            let words = message.replacing("the end of the document", with: "the end of the value")
            return .failure(DefaultFault(code: code, message: words, offset: offset))
        }
        return try result.get()
    }

    private func expectMemory(_ isThere: Bool) {
        guard isThere else { fatalError("sluice_xml: out of memory") }
    }

    // MARK: Words

    /// Where the name ends that begins at a place; there, if none does.
    func nameEnd(_ bytes: [UInt8], from start: Int) -> Int {
        unsafe end(bytes, from: start) { unsafe sluice_xml_name_end($0, $1) }
    }

    /// Where the name token ends that begins at a place (production 7).
    func tokenEnd(_ bytes: [UInt8], from start: Int) -> Int {
        unsafe end(bytes, from: start) { unsafe sluice_xml_token_end($0, $1) }
    }

    private func end(
        _ bytes: [UInt8], from start: Int, _ count: (UnsafePointer<UInt8>?, Int) -> Int
    ) -> Int {
        guard start < bytes.count else { return start }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe start + count(buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
        }
    }

    /// Where two bytes begin that are these.
    func firstIndex(of pair: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        let (first, second) = unsafe (pair.utf8Start[0], pair.utf8Start[1])
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var i = start
            while i + 1 < buffer.count {
                if unsafe buffer[i] == first, unsafe buffer[i + 1] == second { return i }
                i += 1
            }
            return nil
        }
    }

    /// The index of the first byte that is not of a character that XML allows; the count, if there is none.
    static func textFault(_ bytes: [UInt8]) -> Int { unsafe sluice_xml_text_fault(bytes, bytes.count) }
}
