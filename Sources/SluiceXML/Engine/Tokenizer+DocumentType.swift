internal import CScan
internal import SluiceCore

extension Tokenizer {
    func readDocumentType(_ text: Span<UInt8>) throws {
        throw error(.unsupported, "document types are not read yet", at: 0)
    }

    func readExternalEntity(_ name: Span<UInt8>) throws {
    }
}
