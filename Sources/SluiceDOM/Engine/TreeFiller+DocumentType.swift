internal import CLibXML2
internal import SluiceXML

// What a document type declares, and comments; all else comes as tokens, or is told by name.
extension TreeFiller: XML.LexicalHandler {
    func comment(_ text: XML.Text) { if !isInDocumentType { addComment(text) } }

    func startDTD(_ name: String, publicID: String?, systemID: String?) {
        isInDocumentType = true
        _ = unsafe xmlCreateIntSubset(tree.document, name, publicID, systemID)
    }

    func endDTD() { isInDocumentType = false }
    func startCDATA() { startSection() }
    func endCDATA() { endSection() }
}

extension TreeFiller: XML.InternalSubsetHandler {
    func internalSubset(_ text: String) {
        guard !text.isEmpty else { return }
        tree.writtenSubset = Self.withLineFeeds(text)
    }

    /// Line ends as in all text of a document (XML 1.0, section 2.11).
    private static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isBehindReturn = false
        for byte in text.utf8 {
            let isReturn = byte == UInt8(ascii: "\r")
            if !isBehindReturn || byte != UInt8(ascii: "\n") { bytes.append(isReturn ? UInt8(ascii: "\n") : byte) }
            isBehindReturn = isReturn
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

// What the document type declares, once more as text: without parameter entities, so that libxml2 may read it without
// looking elsewhere.
extension TreeFiller: XML.DTDHandler, XML.DeclHandler {
    func notationDecl(_ name: String, publicID: String?, systemID: String?) {
        declareLine("<!NOTATION \(name) \(Self.identifier(publicID, systemID))>")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddNotationDecl(nil, tree.document.pointee.intSubset, name, publicID, systemID)
    }

    func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) {
        declareLine("<!ENTITY \(name) \(Self.identifier(publicID, systemID)) NDATA \(notation)>")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddDocEntity(
            tree.document, name, Int32(XML_EXTERNAL_GENERAL_UNPARSED_ENTITY.rawValue), publicID, systemID, notation)
    }

    func elementDecl(_ name: String, model: String) {
        declareLine("<!ELEMENT \(name) \(model)>")
        if model.hasPrefix("("), !model.hasPrefix("(#PCDATA") { tree.elementsOnly.insert(name) }
    }

    func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) {
        let mode = mode.map { " " + $0 } ?? ""
        let value = value.map { " \"\(Self.quoted($0))\"" } ?? ""
        declareLine("<!ATTLIST \(element) \(name) \(type)\(mode)\(value)>")
    }

    func internalEntityDecl(_ name: String, value: String) {
        guard !name.hasPrefix("%") else { return }
        declareLine("<!ENTITY \(name) \"\(Self.quoted(value))\">")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddDocEntity(
            tree.document, name, Int32(XML_INTERNAL_GENERAL_ENTITY.rawValue), nil, nil, value)
    }

    func externalEntityDecl(_ name: String, publicID: String?, systemID: String) {
        guard !name.hasPrefix("%") else { return }
        declareLine("<!ENTITY \(name) \(Self.identifier(publicID, systemID))>")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddDocEntity(
            tree.document, name, Int32(XML_EXTERNAL_GENERAL_PARSED_ENTITY.rawValue), publicID, systemID, nil)
    }

    /// Without one, libxml2 has no place for declarations.
    private var hasDocumentType: Bool { unsafe tree.document.pointee.intSubset != nil }

    private func declareLine(_ line: String) { tree.declarations += line + "\n" }

    private static func identifier(_ publicID: String?, _ systemID: String?) -> String {
        let system = systemID.map { $0.utf8.contains(UInt8(ascii: "\"")) ? "'\($0)'" : "\"\($0)\"" }
        guard let publicID else { return "SYSTEM " + (system ?? "\"\"") }
        return "PUBLIC \"\(publicID)\"" + (system.map { " " + $0 } ?? "")
    }

    /// Replacement text as a literal: every reference in it is one again when the literal is read.
    private static func quoted(_ text: String) -> String {
        var quoted: [UInt8] = []
        quoted.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: "\r"),
                UInt8(ascii: "\n"), UInt8(ascii: "\t"):
                quoted += "&#\(byte);".utf8
            default: quoted.append(byte)
            }
        }
        return String(decoding: quoted, as: UTF8.self)
    }
}
