public import SluiceCore

extension XML {
    /// Who else hears of a document, besides its content handler; and who finds what it refers to.
    ///
    ///     let handlers = XML.Handlers(error: log, lexical: comments)
    ///     var parser = XML.Parser(handler: counter, handlers: handlers)
    ///
    /// They are held as long as the parser is. One object may be several of them, and the content handler, too.
    public struct Handlers {
        public var error: (any ErrorHandler)?
        public var lexical: (any LexicalHandler)?
        public var dtd: (any DTDHandler)?
        public var decl: (any DeclHandler)?
        public var resolver: (any EntityResolver)?

        public init(
            error: (any ErrorHandler)? = nil, lexical: (any LexicalHandler)? = nil, dtd: (any DTDHandler)? = nil,
            decl: (any DeclHandler)? = nil, resolver: (any EntityResolver)? = nil
        ) {
            self.error = error
            self.lexical = lexical
            self.dtd = dtd
            self.decl = decl
            self.resolver = resolver
        }
    }

    /// Receives what a document's meaning does not depend on: comments, and where CDATA sections, the document type and
    /// entities begin and end. SAX2's extension handler of the same name.
    ///
    /// A class, so that it may be the content handler, too. Every requirement has a default that does nothing.
    public protocol LexicalHandler: AnyObject {
        func comment(_ text: XML.Text) throws
        /// The name is the root element's.
        func startDTD(_ name: String, publicID: String?, systemID: String?) throws
        func endDTD() throws
        func startCDATA() throws
        func endCDATA() throws
        /// The external part of the document type is `[dtd]`, where it is read.
        func startEntity(_ name: XML.Text) throws
        func endEntity(_ name: XML.Text) throws
    }

    /// A lexical handler that hears of what stands between the brackets of the document type, as it is written.
    package protocol InternalSubsetHandler: LexicalHandler {
        func internalSubset(_ text: String)
    }

    /// Receives what a document type declares of what is not XML. Every requirement has a default that does nothing.
    public protocol DTDHandler: AnyObject {
        func notationDecl(_ name: String, publicID: String?, systemID: String?) throws
        func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) throws
    }

    /// Receives what else a document type declares. Every requirement has a default that does nothing.
    public protocol DeclHandler: AnyObject {
        /// The model as it is written, white space removed: `(a,(b|c)*)`, `EMPTY`, `ANY`.
        func elementDecl(_ name: String, model: String) throws
        /// The type is one of ``AttributeType``'s words, or for an enumeration or notations as it is written: `(a|b)`.
        /// The mode is `#REQUIRED`, `#IMPLIED`, `#FIXED` or `nil`.
        func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) throws
        /// Parameter entities have a name that starts with `%`.
        func internalEntityDecl(_ name: String, value: String) throws
        func externalEntityDecl(_ name: String, publicID: String?, systemID: String) throws
    }

    /// Receives what is wrong with a document.
    public protocol ErrorHandler: AnyObject {
        /// By default nothing happens.
        func warning(_ error: ParseError) throws
        /// A document that is well-formed, but not valid, or not quite right. By default it is thrown.
        func error(_ error: ParseError) throws
        /// A document that is not well-formed. It is thrown when this returns, if this has not thrown another.
        func fatalError(_ error: ParseError) throws
    }

    /// Finds what a document refers to. Without one, nothing outside the document is ever opened; and nothing is with one,
    /// unless ``ParserOptions`` say that external entities are read.
    public protocol EntityResolver: AnyObject {
        /// The text of an external entity; `nil` to leave it out. Parameter entities have a name that starts with `%`, the
        /// external part of the document type is `[dtd]`. The system identifier is what is written.
        func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> InputSource?
        /// The external part of a document type that names none, or of a document that has no type; `nil`, as by default,
        /// if it is to have none. SAX2's `EntityResolver2.getExternalSubset`; of a document without a type, only
        /// declarations are told, and no `startDTD`.
        func externalSubset(of root: String) throws -> InputSource?
    }
}

extension XML.LexicalHandler {
    public func comment(_ text: XML.Text) {}
    public func startDTD(_ name: String, publicID: String?, systemID: String?) {}
    public func endDTD() {}
    public func startCDATA() {}
    public func endCDATA() {}
    public func startEntity(_ name: XML.Text) {}
    public func endEntity(_ name: XML.Text) {}
}

extension XML.DTDHandler {
    public func notationDecl(_ name: String, publicID: String?, systemID: String?) {}
    public func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) {}
}

extension XML.DeclHandler {
    public func elementDecl(_ name: String, model: String) {}
    public func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) {}
    public func internalEntityDecl(_ name: String, value: String) {}
    public func externalEntityDecl(_ name: String, publicID: String?, systemID: String) {}
}

extension XML.EntityResolver {
    public func externalSubset(of root: String) -> XML.InputSource? { nil }
}

extension XML.ErrorHandler {
    public func warning(_ error: ParseError) {}
    public func error(_ error: ParseError) throws { throw error }
    public func fatalError(_ error: ParseError) throws { throw error }
}
