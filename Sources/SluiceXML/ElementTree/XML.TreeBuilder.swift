extension XML {
    /// Makes a tree of events: those of a parser, or your own. Python's TreeBuilder.
    ///
    ///     let builder = XML.TreeBuilder()
    ///     try builder.start("a", ["x": "1"])
    ///     try builder.data("text")
    ///     try builder.end("a")
    ///     let a = try builder.close()
    ///
    /// It is a handler, too: one that is given to a parser builds the document's tree, and in a handler of your own it
    /// builds what you pass on to it, an element of a large document say, while the rest streams by. The names that a
    /// parser hands over must come from one document at a time.
    ///
    /// Memory: the tree. Elements have no source line; ``ElementTree`` notes it, and is faster.
    public final class TreeBuilder: ContentHandler, LexicalHandler {
        private var builder = ArenaBuilder()
        /// The names of the open elements.
        private var open: [String] = []
        private let insertsComments: Bool
        private let insertsProcessingInstructions: Bool

        /// - Parameter insertsComments: Whether comments within the root become elements.
        public init(insertsComments: Bool = false, insertsProcessingInstructions: Bool = false) {
            self.insertsComments = insertsComments
            self.insertsProcessingInstructions = insertsProcessingInstructions
        }

        /// Elements that are open.
        public var depth: Int { builder.depth }
        /// Whether an element is there, and has ended.
        public var isComplete: Bool { builder.isComplete }

        // MARK: Your own events

        /// Starts an element.
        /// - Throws: ``TreeBuilderError`` if the root has ended.
        public func start(_ tag: String, _ attributes: Element.Attributes = [:]) throws {
            try begin()
            try fitting { builder throws(ArenaBuilder.Overflow) in
                let name = try builder.add(NodeName(clark: tag))
                let names = try attributes.map { (pair) throws(ArenaBuilder.Overflow) in
                    try builder.add(NodeName(clark: pair.key))
                }
                try builder.start(name, attributes: names.count, line: 0)
                for (name, pair) in zip(names, attributes) { try builder.attribute(name, pair.value.utf8.span) }
            }
            open.append(tag)
        }

        /// Ends the innermost open element.
        /// - Throws: ``TreeBuilderError`` if it has another name, or none is open.
        public func end(_ tag: String) throws {
            guard let last = open.last else { throw TreeBuilderError("the end of '\(tag)', and no element is open") }
            guard last == tag else {
                throw TreeBuilderError("end tag mismatch (expected \(last), got \(tag))")
            }
            open.removeLast()
            builder.end()
        }

        /// Adds text. Outside the root it is left out.
        public func data(_ text: String) throws {
            try fitting { builder throws(ArenaBuilder.Overflow) in try builder.text(text.utf8.span) }
        }

        /// Adds a comment, if comments are kept.
        public func comment(_ text: String) throws {
            guard insertsComments, builder.depth > 0 else { return }
            try fitting { builder throws(ArenaBuilder.Overflow) in try builder.comment(text.utf8.span) }
        }

        /// Adds a processing instruction, if they are kept.
        public func pi(_ target: String, _ data: String? = nil) throws {
            guard insertsProcessingInstructions, builder.depth > 0 else { return }
            let text = data.map { target + " " + $0 } ?? target
            try fitting { builder throws(ArenaBuilder.Overflow) in try builder.instruction(text.utf8.span) }
        }

        /// The element that was built. The builder is ready for another one.
        /// - Throws: ``TreeBuilderError`` if there is none, or it has not ended.
        public func close() throws -> Element {
            guard builder.depth == 0 else { throw TreeBuilderError("missing end tags") }
            guard builder.isComplete else { throw TreeBuilderError("missing toplevel element") }
            return Element(arena: builder.finish(), node: Arena.root)
        }

        // MARK: A parser's events

        public func setDocumentLocator(_ locator: XML.Locator) { builder.forgetNumbers() }

        public func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
            try begin()
            open.append("")
            do throws(ArenaBuilder.Overflow) {
                let number = try number(of: name)
                // A new name may not interrupt the list of attributes.
                for i in attributes.indices { _ = try self.number(of: attributes[i].name) }
                try builder.start(number, attributes: attributes.count, line: 0)
                for i in attributes.indices {
                    let number = try self.number(of: attributes[i].name)
                    try builder.attribute(number, attributes[i].value.utf8)
                }
            } catch {
                throw TreeBuilderError(error.message)
            }
        }

        public func endElement(_ name: XML.Name) throws {
            guard !open.isEmpty else { throw TreeBuilderError("an end tag, and no element is open") }
            open.removeLast()
            builder.end()
        }

        public func characters(_ text: XML.Text) throws {
            do throws(ArenaBuilder.Overflow) { try builder.text(text.utf8) } catch {
                throw TreeBuilderError(error.message)
            }
        }

        public func comment(_ text: XML.Text) throws { try comment(String(text)) }

        public func processingInstruction(target: XML.Text, data: XML.Text) throws {
            try pi(String(target), data.isEmpty ? nil : String(data))
        }

        private func number(of name: borrowing XML.Name) throws(ArenaBuilder.Overflow) -> UInt32 {
            if let known = builder.known(name.number) { return known }
            return try builder.add(name)
        }

        private func begin() throws {
            if builder.isComplete { throw TreeBuilderError("a second root element") }
        }

        private func fitting(_ body: (inout ArenaBuilder) throws(ArenaBuilder.Overflow) -> Void) throws {
            do throws(ArenaBuilder.Overflow) { try body(&builder) } catch { throw TreeBuilderError(error.message) }
        }
    }

    /// Events that make no tree.
    public struct TreeBuilderError: Error, Hashable, CustomStringConvertible {
        public let description: String
        init(_ message: String) { description = message }
    }
}
