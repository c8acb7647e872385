internal import SluiceCore

/// The text of an external entity or subset: decoded, its text declaration taken off (XML 1.0, section 4.3), line ends
/// made newlines.
enum ExternalText {
    struct Fault: Error {
        let code: ParseError.Code
        let message: String
    }

    static func read(_ source: XML.InputSource) throws(Fault) -> [UInt8] {
        let text: Result<[UInt8], Fault> = unsafe source.bytes.withUnsafeBufferPointer { bytes in
            do {
                return .success(unsafe try decode(bytes, encoding: source.encoding))
            } catch let problem as InputDecoder.Problem {
                return .failure(Fault(code: problem.code, message: problem.message))
            } catch let fault as Fault {
                return .failure(fault)
            } catch {
                return .failure(Fault(code: .encoding, message: "\(error)"))
            }
        }
        let decoded = try text.get()
        let index = DeclarationScanner.textFault(decoded)
        if index < decoded.count {
            throw Fault(
                code: .notWellFormed,
                message: "\(TokenizerFault.found(at: index, in: decoded)) is no character that XML allows")
        }
        return decoded.withPlainLineEnds
    }

    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, encoding: String?) throws -> [UInt8] {
        let decoder = InputDecoder(encoding: encoding)
        let text = unsafe decoder.decode(bytes, isLast: true)
        if let problem = decoder.problem { throw problem }
        guard let end = unsafe declarationEnd(text) else { return unsafe [UInt8](text) }
        let declaration = try XMLDeclaration(unsafe text.span.extracting(5..<end - 2), isEntity: true) { message, _ in
            Fault(code: .notWellFormed, message: message)
        }
        let rest = unsafe UnsafeBufferPointer(rebasing: text[end...])
        guard let name = declaration.encoding, encoding == nil,
            let decoded = try unsafe decoder.declare(name, rest: rest, isLast: true)
        else { return unsafe Array(rest) }
        if let problem = decoder.problem { throw problem }
        return unsafe Array(decoded)
    }

    /// Where the declaration ends that the text begins with.
    private static func declarationEnd(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        let start = Array("<?xml".utf8)
        guard text.count > 5, unsafe text.prefix(5).elementsEqual(start), unsafe DocumentTypeInput.isSpace(text[5])
        else { return nil }
        var i = 5
        while i + 1 < text.count {
            if unsafe text[i] == UInt8(ascii: "?"), unsafe text[i + 1] == UInt8(ascii: ">") { return i + 2 }
            i += 1
        }
        return nil
    }
}
