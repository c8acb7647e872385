package import SluiceCore

extension JSON {
    /// Builds the value of a document as its bytes arrive: what they mean is kept, and not the bytes.
    ///
    /// A fault shows with the byte that is one, and not when the rest has come. The text is UTF-8, with or without a byte
    /// order mark; a value in memory as a whole is read faster by ``loads(_:options:name:)``. Memory for parsing is taken
    /// with the first byte, and given up with the value.
    package struct ValueParser: ~Copyable {
        private let options: ParserOptions
        private let name: String?
        private var work: Work?
        private var isTaken = false
        /// Stands where the next byte will, while nothing is being parsed.
        private var tracker: PositionTracker

        private final class Work {
            let tokenizer: Tokenizer
            var builder = TapeBuilder()

            init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }
        }

        /// - Parameters:
        ///   - start: Where the first byte stands. Only at the beginning of all may it be one of a byte order mark.
        ///   - name: What errors call the document.
        package init(
            options: ParserOptions = ParserOptions(), at start: TextPosition = TextPosition(), name: String? = nil
        ) {
            self.options = options
            self.name = name
            tracker = PositionTracker(startingAt: start)
        }

        /// Takes the next bytes of the document. They are borrowed for the call.
        ///
        /// - Throws: ``ParseError``; then the parser is spent.
        package mutating func feed(_ bytes: Span<UInt8>) throws(ParseError) {
            if !bytes.isEmpty { try feed(bytes, isLast: false) }
        }

        /// Says that the document ends here. A number that ends with it is complete only now.
        ///
        /// - Throws: ``ParseError`` with the code `truncated` where the document is not complete.
        package mutating func finish() throws(ParseError) { try feed(Span(), isLast: true) }

        /// The value, once its last byte is there (of a number or word, the byte behind it). It is given once; what follows
        /// it is still checked.
        package mutating func take() throws(ParseError) -> JSON? {
            guard let work, work.builder.isComplete else { return nil }
            isTaken = true
            // Comments may follow, of which the tokenizer alone knows.
            if !options.allowsComments, let place = work.tokenizer.standing {
                tracker = PositionTracker(startingAt: place)
                self.work = nil
            }
            do { return JSON(tape: try work.builder.finish(), index: 1) } catch { throw Self.fault(error) }
        }

        /// Bytes of memory that go with the value, at least; 0 where there are none.
        package var heldBytes: Int { work == nil ? 0 : 1024 }

        private mutating func feed(_ bytes: Span<UInt8>, isLast: Bool) throws(ParseError) {
            if isTaken, work == nil { return try check(bytes) }
            if work == nil { work = try begin() }
            guard let work else { return }
            do { try work.tokenizer.feed(bytes, isLast: isLast, to: &work.builder) } catch { throw Self.fault(error) }
        }

        private func begin() throws(ParseError) -> Work {
            let work = Work(Tokenizer(options: options, name: name))
            var start = tracker.position
            guard start.offset > 0 else { return work }
            // A mark that follows something is none.
            start.offset -= 1
            start.column -= 1
            work.tokenizer.reset(at: start)
            let blank: InlineArray<1, UInt8> = [0x20]
            do { try work.tokenizer.feed(blank.span, isLast: false, to: &work.builder) } catch {
                throw Self.fault(error)
            }
            return work
        }

        /// Behind the value there is white space, and nothing else.
        private mutating func check(_ bytes: Span<UInt8>) throws(ParseError) {
            var blanks = 0
            while blanks < bytes.count, RecordWindow.isBlank(bytes[blanks]) { blanks += 1 }
            tracker.advance(over: bytes.extracting(first: blanks))
            guard blanks < bytes.count else { return }
            let context = RecordContext(prefix: Array("0 ".utf8), start: tracker.position)
            var check = RecordCheck(after: context, options: options)
            if let fault = check.feed(bytes.extracting(droppingFirst: blanks)) {
                throw fault.error(within: [], name: name)
            }
        }

        private static func fault(_ error: any Error) -> ParseError {
            // What else the builder throws is that a tape cannot hold it.
            error as? ParseError ?? ParseError(.limitExceeded, "the value does not fit memory", at: TextPosition())
        }
    }
}
