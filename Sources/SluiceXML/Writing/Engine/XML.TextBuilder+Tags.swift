internal import CScan

extension XML.TextBuilder {
    // MARK: Elements

    /// Opens an element whose name is written as it is.
    @usableFromInline
    mutating func open(_ qualified: Span<UInt8>) throws(WriterError) {
        let colon = try checkQualified(qualified, isAttribute: false)
        try beginElement()
        if colon > 0 { relyOnDeclaration(of: qualified.extracting(..<colon)) }
        buffer.put(UInt8(ascii: "<"))
        putElementName(qualified)
        putWaitingDeclarations()
    }

    private mutating func putElementName(_ name: Span<UInt8>) {
        let start = buffer.count
        buffer.putName(name)
        elements.putName(start..<buffer.count, of: buffer)
    }

    /// Opens an element by namespace and local part; the prefix is a wish.
    @usableFromInline
    mutating func open(_ local: Span<UInt8>, uri: Span<UInt8>, prefix wish: Span<UInt8>) throws(WriterError) {
        try checkParts(local, uri, wish)
        try beginElement()
        openKnown(local, uri: uri, prefix: wish)
    }

    /// Opens an element that a parser found.
    @usableFromInline
    mutating func open(_ name: borrowing XML.Name) throws(WriterError) {
        let qualified = name.qualified.utf8
        if charset != SLUICE_XML_TO_UTF8 { try checkEncodable(qualified) }
        if options.processesNamespaces {
            try beginElement()
            openKnown(name.local.utf8, uri: name.uri.utf8, prefix: name.prefix.utf8)
        } else {
            try beginElement()
            buffer.put(UInt8(ascii: "<"))
            putElementName(qualified)
            putWaitingDeclarations()
        }
    }

    /// The same, of a name that is known to be one.
    @usableFromInline
    mutating func open(
        knownLocal local: Span<UInt8>, uri: Span<UInt8>, prefix wish: Span<UInt8>
    ) throws(WriterError) {
        if charset != SLUICE_XML_TO_UTF8 { try checkEncodable(local) }
        try beginElement()
        openKnown(local, uri: uri, prefix: wish)
    }

    private mutating func beginElement() throws(WriterError) {
        try beginChild("an element", isElement: true)
        elements.open(
            declarations: prefixes.declarations.count - waitingDeclarations, firstPlace: laysOut ? blankText.next : 0)
        stage = .content
        isTagOpen = true
        tag.clear()
    }

    private mutating func openKnown(_ local: Span<UInt8>, uri: Span<UInt8>, prefix wish: Span<UInt8>) {
        let wished = uri.isEmpty ? 0 : prefixes.number(of: wish)
        var prefix = wished
        var isNew = false
        if !prefixes.stands(wished, for: uri) {
            if wish.isEmpty, !uri.isEmpty, let other = prefixes.prefix(of: uri, allowsEmpty: true) {
                prefix = other
            } else if equals(uri, PrefixesInForce.xmlURI) {
                prefix = PrefixesInForce.xmlPrefix
            } else {
                isNew = true
                if !uri.isEmpty, !mayDeclare(wished) { prefix = prefixes.automaticPrefix() }
            }
        }
        buffer.put(UInt8(ascii: "<"))
        let start = buffer.count
        if prefix != 0 {
            prefixes.putText(of: prefix, into: &buffer)
            buffer.put(UInt8(ascii: ":"))
        }
        buffer.putName(local)
        elements.putName(start..<buffer.count, of: buffer)
        putWaitingDeclarations()
        if isNew { declareHere(prefix, uri) }
        tag.use(prefix)
    }

    /// Ends the innermost element.
    @usableFromInline
    mutating func close() throws(WriterError) {
        guard !elements.isEmpty, cdataBrackets == nil, waitingDeclarations == 0 else {
            throw misplaced("the end of an element")
        }
        if isTagOpen, !options.expandsEmptyElements {
            try checkTag()
            if options.spacesEmptyElements { buffer.put(UInt8(ascii: " ")) }
            buffer.put(UInt8(ascii: "/"), UInt8(ascii: ">"))
        } else {
            try closeTag()
            if laysOut, elements.takesLines {
                if elements.hasChildren {
                    blankText.addLine(at: buffer.count, level: elements.count - 1)
                } else {
                    blankText.keepBlanks(from: elements.firstPlace)
                }
            }
            buffer.put(UInt8(ascii: "<"), UInt8(ascii: "/"))
            elements.putName(into: &buffer)
            buffer.put(UInt8(ascii: ">"))
        }
        isTagOpen = false
        prefixes.remove(downTo: elements.outerDeclarations)
        elements.close()
        if elements.isEmpty { stage = .epilog }
    }

    // MARK: Attributes

    /// Writes an attribute whose name is written as it is.
    @usableFromInline
    mutating func attribute(_ qualified: Span<UInt8>, _ value: Span<UInt8>) throws(WriterError) {
        try expectAttribute()
        if options.processesNamespaces {
            if equals(qualified, "xmlns") { return try declare(Span(), value) }
            if qualified.count > 6, equals(qualified.extracting(..<6), "xmlns:") {
                return try declare(qualified.extracting(6...), value)
            }
        }
        let colon = try checkQualified(qualified, isAttribute: true)
        guard !tag.has(qualified) else { throw Self.twice(qualified) }
        var prefix = 0
        if colon > 0 {
            prefix = prefixes.number(of: qualified.extracting(..<colon))
        }
        try put(qualified, value)
        if colon > 0 { relyOnDeclaration(of: qualified.extracting(..<colon)) }
        tag.insert(qualified, localStart: colon > 0 ? colon + 1 : 0, prefix: prefix)
    }

    /// Writes an attribute by namespace and local part; the prefix is a wish.
    @usableFromInline
    mutating func attribute(
        _ local: Span<UInt8>, uri: Span<UInt8>, prefix wish: Span<UInt8>, _ value: Span<UInt8>
    ) throws(WriterError) {
        try expectAttribute()
        try checkParts(local, uri, wish)
        if uri.isEmpty { return try attribute(local, value) }
        let prefix = attributePrefix(uri, wish)
        let qualified = prefixes.qualified(prefix, local)
        let localStart = qualified.count - local.count
        guard !tag.has(qualified.span) else { throw Self.twice(qualified.span) }
        try put(qualified.span, value)
        tag.insert(qualified.span, localStart: localStart, prefix: prefix)
    }

    /// Writes an attribute that a parser found in this tag. It has checked that there is none twice.
    @usableFromInline
    mutating func attribute(_ name: borrowing XML.Name, _ value: Span<UInt8>) throws(WriterError) {
        try expectAttribute()
        let qualified = name.qualified.utf8
        if charset != SLUICE_XML_TO_UTF8 { try checkEncodable(qualified) }
        let uri = name.uri.utf8
        if uri.isEmpty || !options.processesNamespaces {
            if options.processesNamespaces, equals(qualified, "xmlns") { return try declare(Span(), value) }
            return try put(qualified, value)
        }
        let wish = name.prefix.utf8
        if equals(uri, PrefixesInForce.xmlnsURI) {
            return try declare(wish.isEmpty ? Span() : name.local.utf8, value)
        }
        let prefix = attributePrefix(uri, wish)
        if prefixes.isText(of: prefix, wish) { return try put(qualified, value) }
        let other = prefixes.qualified(prefix, name.local.utf8)
        try put(other.span, value)
    }

    /// The same, of a name that is known to be one, and to be there once.
    @usableFromInline
    mutating func attribute(
        knownLocal local: Span<UInt8>, uri: Span<UInt8>, prefix wish: Span<UInt8>, _ value: Span<UInt8>
    ) throws(WriterError) {
        try expectAttribute()
        if charset != SLUICE_XML_TO_UTF8 { try checkEncodable(local) }
        if uri.isEmpty { return try put(local, value) }
        let prefix = attributePrefix(uri, wish)
        try put(prefixes.qualified(prefix, local).span, value)
    }

    /// The prefix that an attribute of a namespace gets, which is declared here if it must be.
    private mutating func attributePrefix(_ uri: Span<UInt8>, _ wish: Span<UInt8>) -> Int {
        if equals(uri, PrefixesInForce.xmlURI) { return PrefixesInForce.xmlPrefix }
        let wished = prefixes.number(of: wish)
        var prefix = wished
        if wished == 0 || !prefixes.stands(wished, for: uri) {
            if let other = prefixes.prefix(of: uri, allowsEmpty: false) {
                prefix = other
            } else {
                if wished == 0 || !mayDeclare(wished) { prefix = prefixes.automaticPrefix() }
                declareHere(prefix, uri)
            }
        }
        tag.use(prefix)
        return prefix
    }

    private func expectAttribute() throws(WriterError) {
        guard isTagOpen else {
            throw WriterError(
                .misuse, "expected the start of an element, or content, but found an attribute behind the start tag")
        }
    }

    private static func twice(_ name: Span<UInt8>) -> WriterError {
        WriterError(.name, "the element has the attribute '\(XML.shown(name))' twice")
    }

    /// Writes an attribute whose name is good.
    private mutating func put(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(WriterError) {
        let mark = buffer.count
        buffer.put(UInt8(ascii: " "))
        buffer.putName(name)
        do {
            try putValue(value)
        } catch {
            buffer.truncate(to: mark)
            throw error
        }
        if laysOut, equals(name, "xml:space") {
            if equals(value, "preserve") { elements.preserves(true) }
            if equals(value, "default") { elements.preserves(false) }
        }
    }

    private mutating func putValue(_ value: Span<UInt8>) throws(WriterError) {
        if options.quotes == .fewest, Self.prefersApostrophes(value) {
            buffer.put("='")
            try write(value, SLUICE_XML_AS_APOSTROPHE_VALUE)
            buffer.put(UInt8(ascii: "'"))
        } else {
            buffer.put(UInt8(ascii: "="), UInt8(ascii: "\""))
            try write(value, SLUICE_XML_AS_VALUE)
            buffer.put(UInt8(ascii: "\""))
        }
    }

    private static func prefersApostrophes(_ value: Span<UInt8>) -> Bool {
        var hasQuote = false
        for i in value.indices {
            if value[i] == UInt8(ascii: "'") { return false }
            if value[i] == UInt8(ascii: "\"") { hasQuote = true }
        }
        return hasQuote
    }

    // MARK: Namespaces

    /// A namespace is declared for the next element.
    @usableFromInline
    mutating func declareNext(_ prefix: Span<UInt8>, _ uri: Span<UInt8>) throws(WriterError) {
        guard cdataBrackets == nil, stage != .epilog || options.roots == .any else {
            throw misplaced("the declaration of a namespace")
        }
        try checkDeclaration(prefix, uri)
        try closeTag()
        let number = prefixes.number(of: prefix)
        let first = prefixes.declarations.count - waitingDeclarations
        if let known = prefixes.declaration(of: number), known >= first {
            if prefixes.stands(number, for: uri) { return }
            throw declaredTwice(prefix)
        }
        prefixes.declare(number, uri)
        waitingDeclarations += 1
    }

    /// A namespace is declared in the tag under construction.
    @usableFromInline
    mutating func declare(_ prefix: Span<UInt8>, _ uri: Span<UInt8>) throws(WriterError) {
        try expectAttribute()
        try checkDeclaration(prefix, uri)
        let number = prefixes.number(of: prefix)
        if isDeclaredHere(number) {
            if prefixes.stands(number, for: uri) { return }
            throw declaredTwice(prefix)
        }
        if tag.uses(number), !prefixes.stands(number, for: uri) {
            throw WriterError(
                .name, "the tag already uses \(Self.words(for: prefix)) for another namespace")
        }
        declareHere(number, uri)
    }

    private func declaredTwice(_ prefix: Span<UInt8>) -> WriterError {
        WriterError(.name, "the tag declares \(Self.words(for: prefix)) twice")
    }

    private static func words(for prefix: Span<UInt8>) -> String {
        prefix.isEmpty ? "the default namespace" : "the prefix '\(XML.shown(prefix))'"
    }

    private func isDeclaredHere(_ prefix: Int) -> Bool {
        guard let declaration = prefixes.declaration(of: prefix) else { return false }
        return declaration >= elements.outerDeclarations
    }

    /// Whether a prefix may get another meaning in this tag.
    private func mayDeclare(_ prefix: Int) -> Bool {
        prefix != PrefixesInForce.xmlPrefix && !isDeclaredHere(prefix) && !tag.uses(prefix)
            && !equals(prefixes.text(of: prefix), "xmlns")
    }

    private mutating func declareHere(_ prefix: Int, _ uri: Span<UInt8>) {
        prefixes.declare(prefix, uri)
        putDeclaration(prefixes.declarations.count - 1)
        tag.undeclared.removeAll { $0 == prefix }
    }

    private mutating func putWaitingDeclarations() {
        guard waitingDeclarations > 0 else { return }
        let count = prefixes.declarations.count
        for declaration in count - waitingDeclarations..<count { putDeclaration(declaration) }
        waitingDeclarations = 0
    }

    private mutating func putDeclaration(_ index: Int) {
        let prefix = prefixes.declarations[index].prefix
        buffer.put(" xmlns")
        if prefix != 0 {
            buffer.put(UInt8(ascii: ":"))
            prefixes.putText(of: prefix, into: &buffer)
        }
        buffer.put(UInt8(ascii: "="), UInt8(ascii: "\""))
        prefixes.putURI(of: index, into: &buffer)
        buffer.put(UInt8(ascii: "\""))
    }

    /// A name written as it is has this prefix: it is declared, or will be before the tag ends.
    private mutating func relyOnDeclaration(of prefix: Span<UInt8>) {
        guard options.processesNamespaces else { return }
        let number = prefixes.number(of: prefix)
        if !prefixes.isDeclared(number), !tag.undeclared.contains(number) { tag.undeclared.append(number) }
    }

    /// The tag is complete: whether it can stand so.
    func checkTag() throws(WriterError) {
        guard options.processesNamespaces else { return }
        if let prefix = tag.undeclared.first {
            throw WriterError(.name, "the prefix '\(XML.shown(prefixes.text(of: prefix)))' is not declared")
        }
        if let name = tag.duplicate(in: prefixes) {
            throw WriterError(.name, "the element has the attribute '\(name)' twice")
        }
    }
}
