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
    /// libxml2's parser, while it waits for our bytes.
    private var parser: xmlParserCtxtPtr?
    private var declarations: [UnsafePointer<xmlChar>?] = unsafe []
    private var hasDeclarations = false

    init(_ schema: xmlSchemaPtr, _ trail: ElementTrail) {
        guard let context = unsafe xmlSchemaNewValidCtxt(schema) else { outOfMemory() }
        unsafe self.context = context
        self.trail = trail
    }

    deinit { unsafe xmlSchemaFreeValidCtxt(context) }

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
        hasDeclarations = true
        unsafe declarations.append(prefix.isEmpty ? nil : trail.names.text(prefix))
        unsafe declarations.append(trail.names.text(uri))
    }

    func start(_ name: NameTable.Entry, _ attributes: XML.Attributes) {
        tellLine()
        trail.isBeginning = true
        // Of each five: local part, prefix, URI, where the value begins and ends.
        unsafe withUnsafeTemporaryAllocation(
            of: UnsafePointer<xmlChar>?.self, capacity: max(5 * attributes.count, 1)
        ) { words in
            // Values that are not as libxml2's parser has them.
            var copies: [UnsafeMutableBufferPointer<UInt8>] = unsafe []
            for i in attributes.indices {
                let attribute = attributes[i]
                let entry = trail.names.entry(of: attribute.name)
                unsafe words.initializeElement(at: 5 * i, to: entry.local)
                unsafe words.initializeElement(at: 5 * i + 1, to: entry.prefix)
                unsafe words.initializeElement(at: 5 * i + 2, to: entry.uri)
                var value = unsafe attribute.value.utf8.withUnsafeBufferPointer { unsafe $0 }
                if unsafe value.contains(UInt8(ascii: "&")) {
                    unsafe copies.append(Self.escaped(value))
                    unsafe value = UnsafeBufferPointer(copies[copies.count - 1])
                }
                // Safe: values stay for as long as the attributes, and libxml2 copies them.
                let start = unsafe value.baseAddress ?? Self.nothing
                unsafe words.initializeElement(at: 5 * i + 3, to: start)
                unsafe words.initializeElement(at: 5 * i + 4, to: start + value.count)
            }
            unsafe start(name, words.baseAddress, Int32(attributes.count))
            unsafe copies.forEach { unsafe $0.deallocate() }
        }
        trail.isBeginning = false
        if hasDeclarations { unsafe declarations.removeAll(keepingCapacity: true) }
        hasDeclarations = false
    }

    private func start(
        _ name: NameTable.Entry, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int32
    ) {
        let call = unsafe parser?.pointee.sax.pointee.startElementNs
        if !hasDeclarations {
            return unsafe call?(
                UnsafeMutableRawPointer(context), name.local, nil, name.uri, 0, nil, count, 0, attributes)
                ?? ()
        }
        let declared = unsafe Int32(declarations.count / 2)
        unsafe call?(
            UnsafeMutableRawPointer(context), name.local, nil, name.uri, declared, &declarations, count, 0, attributes)
    }

    func end(_ name: NameTable.Entry) {
        trail.blameElement()
        tellLine()
        unsafe parser?.pointee.sax.pointee.endElementNs?(UnsafeMutableRawPointer(context), name.local, nil, name.uri)
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
        unsafe parser?.pointee.input?.pointee.line = Int32(clamping: trail.tag.line)
    }

    /// A value as libxml2's parser has it, where `&` is a reference. The caller's.
    private static func escaped(_ value: UnsafeBufferPointer<UInt8>) -> UnsafeMutableBufferPointer<UInt8> {
        var bytes: [UInt8] = []
        unsafe value.forEach { byte in
            if byte == UInt8(ascii: "&") { bytes += "&#38;".utf8 } else { bytes.append(byte) }
        }
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = unsafe copy.initialize(fromContentsOf: bytes)
        return unsafe copy
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
