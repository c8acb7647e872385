package import SluiceCore

extension JSON {
    /// Builds the value of a document as its bytes arrive: what they mean is kept, and not the bytes.
    ///
    /// A fault shows with the byte that is one, and not when the rest has come. The text is UTF-8, with or without a byte
    /// order mark; a value in memory as a whole is read faster by ``loads(_:options:name:)``.
    package struct ValueParser: ~Copyable {
        private let tokenizer: Tokenizer
        private var builder = TapeBuilder()

        /// - Parameter name: What errors call the document.
        package init(options: ParserOptions = ParserOptions(), name: String? = nil) {
            tokenizer = Tokenizer(options: options, name: name)
        }

        /// Takes the next bytes of the document. They are borrowed for the call.
        ///
        /// - Throws: ``ParseError``; then the parser is spent.
        package mutating func feed(_ bytes: Span<UInt8>) throws(ParseError) { try feed(bytes, isLast: false) }

        /// Says that the document ends here. A number that ends with it is complete only now.
        ///
        /// - Throws: ``ParseError`` with the code `truncated` where the document is not complete.
        package mutating func finish() throws(ParseError) { try feed(Span(), isLast: true) }

        /// The value, once its last byte is there (of a number or word, the byte behind it). It is given once; what follows
        /// it is still checked.
        package mutating func take() throws(ParseError) -> JSON? {
            guard builder.isComplete else { return nil }
            do { return JSON(tape: try builder.finish(), index: 1) } catch { throw Self.fault(error) }
        }

        private mutating func feed(_ bytes: Span<UInt8>, isLast: Bool) throws(ParseError) {
            do { try tokenizer.feed(bytes, isLast: isLast, to: &builder) } catch { throw Self.fault(error) }
        }

        private static func fault(_ error: any Error) -> ParseError {
            // What else the builder throws is that a tape cannot hold it.
            error as? ParseError ?? ParseError(.limitExceeded, "the value does not fit memory", at: TextPosition())
        }
    }
}
