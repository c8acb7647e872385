internal import CLibXML2
internal import SluiceXML

/// Holds a document that passes by to XML Schema.
///
/// libxml2 does that in the callbacks of its own parser, from which it takes lines. So that parser is started on a source
/// that, when it is asked for bytes, has our parser read the document and call those callbacks, and then has no bytes.
@safe
final class XSDStream: SchemaStream {
    private let context: xmlSchemaValidCtxtPtr
    private let trail: ElementTrail
    private var body: ((any SchemaStream) throws -> Void)?
    private var thrown: (any Error)?
    private var isValid = true
    /// Names, for as long as elements that have them are open. Owned.
    private let names: xmlDictPtr
    /// libxml2's parser, while it waits for our bytes.
    private var parser: xmlParserCtxtPtr?
    private var declarations: [UnsafePointer<xmlChar>?] = unsafe []
    private var attributes: [UnsafePointer<xmlChar>?] = unsafe []
    private var values: [UInt8] = []
    private var ends: [Int] = []

    init(_ schema: xmlSchemaPtr, _ trail: ElementTrail) {
        guard let context = unsafe xmlSchemaNewValidCtxt(schema), let names = unsafe xmlDictCreate() else {
            outOfMemory()
        }
        unsafe self.context = context
        unsafe self.names = names
        self.trail = trail
    }

    deinit {
        unsafe xmlSchemaFreeValidCtxt(context)
        unsafe xmlDictFree(names)
    }

    /// Runs what reads the document.
    ///
    /// - Returns: Whether it is valid.
    func run(_ body: @escaping (any SchemaStream) throws -> Void) throws -> Bool {
        self.body = body
        defer { self.body = nil }
        // Safe: the buffer is freed before this call returns, which holds the object.
        let buffer = unsafe xmlParserInputBufferCreateIO(
            readDocument, nil, Unmanaged.passUnretained(self).toOpaque(), XML_CHAR_ENCODING_NONE)
        guard let buffer = unsafe buffer else { outOfMemory() }
        _ = unsafe xmlSchemaValidateStream(context, buffer, XML_CHAR_ENCODING_NONE, nil, nil)
        if let thrown { throw thrown }
        return isValid
    }

    fileprivate func read() {
        guard let body else { return }
        self.body = nil
        unsafe parser = xmlSchemaValidCtxtGetParserCtxt(context)
        do { try body(self) } catch { thrown = error }
        isValid = unsafe xmlSchemaIsValid(context) == 1
        unsafe parser = nil
    }

    // MARK: Events

    func declare(_ prefix: XML.Text, _ uri: XML.Text) {
        unsafe declarations.append(prefix.isEmpty ? nil : name(prefix))
        unsafe declarations.append(name(uri))
    }

    func start(_ name: XML.Name, _ attributes: XML.Attributes) {
        unsafe self.attributes.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for i in attributes.indices {
            append(value: attributes[i].value)
            ends.append(values.count)
        }
        values.append(0)
        tellLine()
        trail.isBeginning = true
        defer { trail.isBeginning = false }
        unsafe values.withUnsafeBufferPointer { bytes in
            var start = 0
            for i in attributes.indices {
                let attribute = attributes[i].name
                unsafe self.attributes.append(self.name(attribute.local))
                unsafe self.attributes.append(attribute.prefix.isEmpty ? nil : self.name(attribute.prefix))
                unsafe self.attributes.append(attribute.uri.isEmpty ? nil : self.name(attribute.uri))
                // Safe: libxml2 copies the values.
                unsafe self.attributes.append(bytes.baseAddress.map { unsafe $0 + start })
                unsafe self.attributes.append(bytes.baseAddress.map { unsafe $0 + ends[i] })
                start = ends[i]
            }
            let (declared, count) = unsafe (Int32(declarations.count / 2), Int32(ends.count))
            unsafe parser?.pointee.sax.pointee.startElementNs?(
                UnsafeMutableRawPointer(context), self.name(name.local), nil,
                name.uri.isEmpty ? nil : self.name(name.uri), declared,
                &declarations, count, 0, &self.attributes)
        }
        unsafe declarations.removeAll(keepingCapacity: true)
    }

    func end(_ name: XML.Name) {
        trail.blameElement()
        tellLine()
        unsafe parser?.pointee.sax.pointee.endElementNs?(
            UnsafeMutableRawPointer(context), self.name(name.local), nil, name.uri.isEmpty ? nil : self.name(name.uri))
    }

    func characters(_ text: XML.Text, inSection: Bool) {
        unsafe text.utf8.withUnsafeBufferPointer { bytes in
            unsafe tell(text: bytes.baseAddress, Int32(bytes.count), inSection: inSection)
        }
    }

    func startSection() { unsafe tell(text: Self.nothing, 0, inSection: true) }

    func leaf() {}

    private func tell(text: UnsafePointer<UInt8>?, _ count: Int32, inSection: Bool) {
        trail.blameElement()
        tellLine()
        trail.isInText = true
        let handler = unsafe parser?.pointee.sax
        let call = unsafe inSection ? handler?.pointee.cdataBlock : handler?.pointee.characters
        unsafe call?(UnsafeMutableRawPointer(context), text, count)
        trail.isInText = false
    }

    /// What libxml2 takes for the line that its parser is on is that of the innermost element.
    private func tellLine() {
        unsafe parser?.pointee.input?.pointee.line = Int32(clamping: trail.innermost?.line ?? 0)
    }

    private func name(_ text: XML.Text) -> UnsafePointer<xmlChar>? {
        unsafe text.utf8.withUnsafeBufferPointer { bytes in
            let start = unsafe bytes.baseAddress ?? Self.nothing
            return unsafe xmlDictLookup(names, start, Int32(bytes.count))
        }
    }

    /// Appends a value as libxml2's parser has it, where `&` is a reference.
    private func append(value: XML.Text) {
        let bytes = value.utf8
        for i in bytes.indices {
            if bytes[i] == UInt8(ascii: "&") {
                values.append(contentsOf: "&#38;".utf8)
            } else {
                values.append(bytes[i])
            }
        }
    }

    // An empty text, which C reads.
    nonisolated(unsafe) private static let nothing: UnsafePointer<UInt8> = {
        let nothing = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
        unsafe nothing.initialize(to: 0)
        return unsafe UnsafePointer(nothing)
    }()
}

/// `xmlInputReadCallback`.
private func readDocument(_ data: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: Int32) -> Int32 {
    // Safe: the data is the stream, which outlives the call into libxml2.
    if let data = unsafe data { unsafe Unmanaged<XSDStream>.fromOpaque(data).takeUnretainedValue().read() }
    return 0
}
