#if Services
import SluiceCommandLine
import SluiceCore
import SluiceDOM
import SluiceXML

/// A schema in a file, with what it includes and imports beside it.
struct SchemaFile {
    let path: String
    /// Where what it asks for may be, and what all errors call that; `nil` for the folder that we are in.
    private let folder: String?
    private let name: String

    init(_ path: String) {
        self.path = path
        guard let slash = path.lastIndex(of: "/") else {
            (folder, name) = (nil, path)
            return
        }
        folder = slash == path.startIndex ? "/" : String(path[..<slash])
        name = String(path[path.index(after: slash)...])
    }

    /// What is wrong with a schema, one fault a line.
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: ``Broken``, with the names of the schema's files; what cannot be read, and what must not be.
    func compile() throws -> XML.DOM.Schema {
        let document = try XML.DOM.Document(contentsOf: path)
        // Addresses in it are relative to its folder.
        document.documentURI = Self.encoded(name)
        let files = ExternalEntities(of: path, folder: folder ?? ".", by: "--schema")
        do { return try XML.DOM.Schema(document, resolver: files) } catch let error as XML.DOM.SchemaError {
            throw Broken(description: error.faults.map(text(of:)).joined(separator: "\n"))
        } catch let error as XML.DOM.Exception {
            throw Broken(description: "\(path): error: \(error.message)")
        }
    }

    private func text(of fault: XML.DOM.ValidationError) -> String {
        let file = fault.sourceName ?? Self.encoded(name)
        let place = file == Self.encoded(name) ? path : folder.map { "\($0)/\(file)" } ?? file
        return "\(place):\(fault.line.map { "\($0):" } ?? "") error: \(fault.message)"
    }

    /// A name as an address has it.
    private static func encoded(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-._~".contains(Character(scalar)))
            text += isPlain ? String(Character(scalar)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}
#endif
