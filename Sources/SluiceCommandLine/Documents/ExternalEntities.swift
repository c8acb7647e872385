#if Services
import SluiceCore
package import SluiceXML

/// Finds what an XML document refers to: the document type in one file, all else in one folder, nothing anywhere else.
package final class ExternalEntities: XML.EntityResolver {
    /// A reference that leads to where nothing may be read.
    package struct Refusal: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    private let document: String
    private let dtd: String?
    private let folder: String?
    private let option: String

    /// - Parameter document: What errors call the document.
    /// - Parameter option: The option that says that files in the folder are read.
    package init(of document: String, dtd: String? = nil, folder: String?, by option: String = "--entities") {
        self.document = document
        self.dtd = dtd
        self.folder = folder
        self.option = option
    }

    package func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
        if name == "[dtd]", let dtd { return try read(dtd) }
        guard let folder else { return nil }
        let what =
            switch name {
            case "[dtd]": "the document type"
            case "[schema]": "a part of the schema"
            default: "the entity '\(name)'"
            }
        func refusal(_ reason: String) -> Refusal {
            Refusal(description: "\(document): \(what) is not read: its system identifier '\(systemID)' \(reason)")
        }
        let path = try Self.decoded(systemID) ?? { throw refusal("has a '%' without two hexadecimal digits") }()
        if path.isEmpty { throw refusal("is empty") }
        if Self.isAddress(path) {
            throw refusal("is an address, and \(option) reads files in '\(folder)' only")
        }
        if path.hasPrefix("/") { throw refusal("is an absolute path, and \(option) reads files in '\(folder)' only") }
        if path.split(separator: "/").contains("..") || path.utf8.contains(0) {
            throw refusal("leads out of the folder '\(folder)' of \(option)")
        }
        guard let root = RealPath.of(folder) else {
            throw IOFailure(.open, folder, reason: "the folder of \(option) is not there")
        }
        let shown = "\(folder)/\(path)"
        guard let real = RealPath.of(shown) else {
            throw IOFailure(.open, shown, reason: "not there, and \(what) of \(document) asks for it")
        }
        guard real.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
            throw refusal("is a link out of the folder '\(folder)' of \(option)")
        }
        guard RealPath.isFile(real) else { throw refusal("is no plain file in the folder '\(folder)' of \(option)") }
        return try read(real, as: shown)
    }

    package func externalSubset(of root: String) throws -> XML.InputSource? { try dtd.map { try read($0) } }

    /// The bytes of a file, decompressed if it is gzip, as long as they are no more than a text may have.
    private func read(_ path: String, as name: String? = nil) throws -> XML.InputSource {
        let limit = ParserLimits.default.textBytes
        var file = try FileSource(path)
        var bytes: [UInt8] = []
        while true {
            let before = bytes.count
            try bytes.append(addingCapacity: 64 << 10) { room throws(IOFailure) in try file.read(into: &room) }
            if bytes.count == before { break }
            guard bytes.count <= limit else {
                throw Refusal(description: "\(name ?? path) is longer than \(limit) bytes (the limit textBytes)")
            }
        }
        return XML.InputSource(bytes, systemID: name ?? path)
    }

    /// A URI's scheme: a letter, more letters, digits, `+`, `-` and `.`, and a colon (RFC 3986).
    private static func isAddress(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), text.first?.isASCII == true, text.first?.isLetter == true else {
            return text.hasPrefix("//") || text.hasPrefix("\\\\")
        }
        return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    /// The text with its percent-encoded bytes; `nil` where a `%` does not encode one.
    private static func decoded(_ text: String) throws -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                rest.first != UInt8(ascii: "+")
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
#endif
