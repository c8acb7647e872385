internal import CLibXML2
internal import SluiceCore
internal import SluiceXML

extension Tree {
    var isHTML: Bool { root.type == XML_HTML_DOCUMENT_NODE }

    /// Reads HTML into this tree, which is empty: libxml2 makes a tree of its own, which is copied.
    func readHTML(
        _ bytes: Span<UInt8>, _ options: XML.DOM.HTMLOptions, _ errorHandler: (any XML.ErrorHandler)?
    ) throws {
        let encoding = try Self.encoding(options.encoding, of: bytes, name)
        guard bytes.count <= Int32.max else { throw fault(.limitExceeded, "HTML of more than 2 GB", 1, 1) }
        guard let context = unsafe htmlNewParserCtxt() else { outOfMemory() }
        defer { unsafe xmlFreeParserCtxt(context) }
        let log = HTMLFaults()
        let flags =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NODEFDTD.rawValue
            | (options.removesBlankText ? HTML_PARSE_NOBLANKS.rawValue : 0)
        let made = unsafe bytes.withUnsafeBufferPointer { bytes in
            // Safe: libxml2 copies the bytes. An empty span has no address.
            unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                unsafe log.collect(context) {
                    unsafe htmlCtxtReadMemory(
                        context, bytes.baseAddress ?? UnsafePointer(Self.nothing), Int32(bytes.count), nil, encoding,
                        Int32(bitPattern: flags))
                }
            }
        }
        if let made = unsafe made {
            take(from: unsafe NodeRef(made))
            unsafe xmlFreeDoc(made)
        }
        if let deep = log.faults.first(where: { $0.message.hasPrefix("Excessive depth") }) {
            throw fault(.limitExceeded, "more than 256 elements within one another", deep.line, deep.column)
        }
        guard let errorHandler else { return }
        for found in log.faults {
            try errorHandler.error(fault(.notWellFormed, found.message, found.line, found.column))
        }
    }

    // An empty text, which C reads.
    nonisolated(unsafe) private static let nothing: UnsafeMutablePointer<CChar> = {
        let nothing = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        unsafe nothing.initialize(to: 0)
        return unsafe nothing
    }()

    private func fault(_ code: ParseError.Code, _ message: String, _ line: Int, _ column: Int) -> ParseError {
        ParseError(
            code, message, at: TextPosition(offset: 0, line: max(line, 1), column: max(column, 1)), sourceName: name)
    }

    /// The encoding that libxml2 is to be told of.
    private static func encoding(_ given: String?, of bytes: Span<UInt8>, _ name: String?) throws -> String? {
        guard let given else { return nil }
        guard let handler = unsafe xmlFindCharEncodingHandler(given) else {
            throw ParseError(
                .encoding, "the encoding '\(given)' is not known", at: TextPosition(offset: 0, line: 1, column: 1),
                sourceName: name)
        }
        _ = unsafe xmlCharEncCloseFunc(handler)
        return given
    }

    /// Copies all that is in a document of libxml2's.
    private func take(from other: NodeRef) {
        if let encoding = unsafe other.pointer.pointee.doc.pointee.encoding {
            self.encoding = unsafe String(cString: encoding)
        }
        var child = other.firstChild
        while let current = child {
            child = current.next
            if current.isDocumentType {
                _ = unsafe xmlCreateIntSubset(
                    document, current.pointer.pointee.name, current.documentType.pointee.ExternalID,
                    current.documentType.pointee.SystemID)
            } else {
                root.append(copy(current, deep: true))
            }
        }
        // Scripts and styles have sections.
        var node: NodeRef? = root
        while let current = node {
            if current.type == XML_CDATA_SECTION_NODE {
                unsafe current.pointer.pointee.type = XML_TEXT_NODE
                unsafe current.pointer.pointee.name = sluice_xml_text_name()
            }
            node = current.following(under: root)
        }
    }
}

/// What libxml2 finds wrong with HTML.
@safe
private final class HTMLFaults {
    var faults: [(message: String, line: Int, column: Int)] = []

    func collect<Result>(_ context: htmlParserCtxtPtr, _ body: () -> Result) -> Result {
        let (handler, data) = unsafe (__xmlStructuredError(), __xmlStructuredErrorContext())
        let (oldHandler, oldData) = unsafe (handler?.pointee, data?.pointee)
        unsafe xmlSetStructuredErrorFunc(Unmanaged.passUnretained(self).toOpaque(), recordHTMLFault)
        let oldPrinter = unsafe sluice_xml_silence()
        defer {
            unsafe xmlSetStructuredErrorFunc(oldData, oldHandler)
            unsafe sluice_xml_unsilence(oldPrinter)
            xmlResetLastError()
        }
        return withExtendedLifetime(self, body)
    }
}

/// `xmlStructuredError`.
private func recordHTMLFault(_ data: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let data = unsafe data, let error = unsafe error else { return }
    // Safe: the data outlives the call into libxml2.
    let log = unsafe Unmanaged<HTMLFaults>.fromOpaque(data).takeUnretainedValue()
    let words = unsafe NodeRef.string(error.pointee.message) ?? ""
    log.faults.append(
        unsafe (
            words.split(whereSeparator: \.isWhitespace).joined(separator: " "), Int(error.pointee.line),
            Int(error.pointee.int2)
        ))
}
