internal import CScan
internal import SluiceCore

extension Tokenizer {
    /// What a document type brings: tokens to deliver, then an error if it has one.
    final class Declared {
        let type: DocumentType
        private(set) var tokens: DocumentTypeTokens?
        private var fault: (any Error)?
        private var isTold = false

        init(type: DocumentType, tokens: DocumentTypeTokens, fault: (any Error)?) {
            self.type = type
            self.tokens = tokens
            self.fault = fault
        }

        /// What is still to be delivered.
        func next() throws -> TokenBatch? {
            if !isTold {
                isTold = true
                if let batch = unsafe tokens?.batch { return unsafe batch }
            }
            tokens = nil
            defer { fault = nil }
            if let fault { throw fault }
            return nil
        }
    }

    /// Reads the text between `<!DOCTYPE` and its `>`, and what it refers to.
    ///
    /// - Parameter isImplied: The document has none, and the text is its root's name: a resolver may know one for it.
    func readDocumentType(_ text: Span<UInt8>, isImplied: Bool) {
        let listens = DocumentTypeReader.Listeners(
            lexical: handlers.lexical != nil && !isImplied, dtd: handlers.dtd != nil, decl: handlers.decl != nil,
            validates: options.validates, subset: handlers.lexical is any XML.InternalSubsetHandler)
        let bad = badCharacter(in: text)
        var reader = DocumentTypeReader(
            [UInt8](copying: text.extracting(first: bad?.place ?? text.count)), options: options,
            isStandalone: isStandalone, scanner: unsafe DeclarationScanner(scanner), listens: listens,
            resolver: handlers.resolver)
        var fault: (any Error)?
        let start = isImplied ? 0 : Self.typeStart
        do {
            if isImplied {
                guard try reader.readImplied() else { return }
            } else {
                try reader.read()
            }
            if let bad { throw bad }
        } catch let found as DocumentTypeFault {
            let found = bad.map { found.place >= $0.place ? $0 : found } ?? found
            fault = error(found.code, found.message, at: start + found.place)
        } catch {
            fault = error
        }
        // What has begun ends, where the document goes on.
        if fault != nil, options.recovers, listens.lexical, !reader.events.isEmpty {
            reader.tell(.end, at: reader.input.place)
        }
        let tokens = DocumentTypeTokens(reader.events, start: stopPlace + start)
        declared = Declared(type: reader.type, tokens: tokens, fault: fault)
        if options.validates { validation = makeValidation() }
    }

    /// The first byte that is no text.
    func badCharacter(in text: Span<UInt8>) -> DocumentTypeFault? {
        let bytes = [UInt8](copying: text)
        let bad = DeclarationScanner.textFault(bytes)
        guard bad < bytes.count else { return nil }
        let (code, message) = TokenizerFault.badCharacter(at: bad, in: bytes)
        return DocumentTypeFault(code: code, message: message, place: bad)
    }

    /// What the document type still has to tell.
    func nextDeclared() throws -> TokenBatch? {
        do {
            guard let batch = try unsafe declared?.next() else { return nil }
            unsafe batchEnd = batch.tokens + 4 * batch.count
            batchNumber &+= 1
            unsafe deliveryEnd = batchEnd
            return unsafe batch
        } catch let error as ParseError {
            guard try recovers(from: error) else { throw fail(error) }
            return nil
        }
    }

    /// Tokens that are not the content handler's.
    @usableFromInline
    func report(_ token: UnsafePointer<UInt64>) throws {
        let kind = unsafe UInt8(truncatingIfNeeded: token[0] >> 56)
        if kind == UInt8(ascii: "d") { return try report(declaration: unsafe Int(token[0] & 0xFFFF_FFFF)) }
        guard let handler = handlers.lexical else { return }
        switch kind {
        case UInt8(ascii: "C"): try handler.comment(unsafe TokenBatch.text(token))
        case UInt8(ascii: "["): try handler.startCDATA()
        case UInt8(ascii: "]"): try handler.endCDATA()
        case UInt8(ascii: "("): try handler.startEntity(unsafe TokenBatch.text(token))
        case UInt8(ascii: ")"): try handler.endEntity(unsafe TokenBatch.text(token))
        default: break
        }
    }

    /// Bytes of `<!DOCTYPE`.
    static var typeStart: Int { 9 }

    /// Delivers what is not a content handler's: see `DocumentTypeTokens`.
    func report(declaration number: Int) throws {
        guard let (event, _) = declared?.tokens?.events[number] else { return }
        switch event {
        case .start(let name, let publicID, let systemID):
            try handlers.lexical?.startDTD(name, publicID: publicID, systemID: systemID)
        case .end: try handlers.lexical?.endDTD()
        case .internalSubset(let text):
            (handlers.lexical as? any XML.InternalSubsetHandler)?.internalSubset(text)
        case .startExternalSubset: try handlers.lexical?.startEntity(XML.Text(utf8: "[dtd]".utf8.span))
        case .endExternalSubset: try handlers.lexical?.endEntity(XML.Text(utf8: "[dtd]".utf8.span))
        case .notation(let name, let publicID, let systemID):
            try handlers.dtd?.notationDecl(name, publicID: publicID, systemID: systemID)
        case .unparsedEntity(let name, let publicID, let systemID, let notation):
            try handlers.dtd?.unparsedEntityDecl(name, publicID: publicID, systemID: systemID, notation: notation)
        case .element(let name, let model): try handlers.decl?.elementDecl(name, model: model)
        case .attribute(let element, let name, let type, let mode, let value):
            try handlers.decl?.attributeDecl(element, name, type: type, mode: mode, value: value)
        case .internalEntity(let name, let value): try handlers.decl?.internalEntityDecl(name, value: value)
        case .externalEntity(let name, let publicID, let systemID):
            try handlers.decl?.externalEntityDecl(name, publicID: publicID, systemID: systemID)
        case .invalid(let message): try report(unsafe invalidity(message, at: token, path: path))
        case .comment, .instruction, .skipped: break
        }
    }

    // MARK: External general entities

    /// There is no text for it.
    func skipEntity(_ name: Span<UInt8>) {
        let name = [UInt8](copying: name)
        unsafe sluice_xml_skip(scanner, name, name.count)
    }

    /// The reference that stopped the scan gets its text, or is skipped.
    func readExternalEntity(_ name: Span<UInt8>) throws {
        let name = [UInt8](copying: name)
        guard options.readsExternalGeneralEntities, let resolver = handlers.resolver,
            let entity = declared?.type.entities[name], let systemID = entity.systemID
        else { return unsafe sluice_xml_skip(scanner, name, name.count) }
        let shown = String(decoding: name.prefix(100), as: UTF8.self)
        let source = try resolver.resolveEntity(
            String(decoding: name, as: UTF8.self), publicID: entity.publicID, systemID: systemID)
        guard let source else { return unsafe sluice_xml_skip(scanner, name, name.count) }
        do throws(ExternalText.Fault) {
            let text = try ExternalText.read(source)
            guard unsafe sluice_xml_set_text(scanner, name, name.count, text, text.count) else {
                fatalError("sluice_xml_set_text: out of memory")
            }
        } catch {
            throw self.error(error.code, "in the entity '\(shown)': \(error.message)", at: 0)
        }
    }
}
