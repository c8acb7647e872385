internal import CLibXML2

extension Tree {
    /// A prefix and a URI, as the tree's names have them: two are the same if their addresses are.
    @safe
    struct NamespaceKey: Hashable {
        let prefix: UnsafePointer<xmlChar>?
        let uri: UnsafePointer<xmlChar>

        static func == (a: Self, b: Self) -> Bool { unsafe a.prefix == b.prefix && a.uri == b.uri }
        func hash(into hasher: inout Hasher) {
            unsafe hasher.combine(prefix)
            unsafe hasher.combine(uri)
        }
    }

    /// Whether any element or attribute is, or was, in a namespace.
    var knowsNamespaces: Bool { unsafe !namespaces.isEmpty }

    /// A name as it stands in the tree, once for all nodes. It ends with a NUL.
    func name(_ bytes: Span<UInt8>) -> UnsafePointer<xmlChar> {
        // Safe: libxml2 copies the bytes, or finds them in the table.
        let found = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe bytes.baseAddress.map { unsafe xmlDictLookup(names, $0, Int32(bytes.count)) }
                ?? xmlDictLookup(names, "", 0)
        }
        guard let found = unsafe found else { outOfMemory() }
        return unsafe found
    }

    func name(_ text: String) -> UnsafePointer<xmlChar> {
        unsafe name(text.withoutNul.utf8.span)
    }

    /// The tree's namespace of a prefix, empty for none, and a URI. See rule 3 of ``Tree``.
    func namespace(prefix: Span<UInt8>, uri: Span<UInt8>) -> xmlNsPtr {
        unsafe namespace(prefix: prefix, uri: name(uri))
    }

    /// The same, of a URI that is one of the names.
    func namespace(prefix: Span<UInt8>, uri: UnsafePointer<xmlChar>) -> xmlNsPtr {
        let key = unsafe NamespaceKey(prefix: prefix.isEmpty ? nil : name(prefix), uri: uri)
        if let known = unsafe namespaces[key] { return unsafe known }
        guard let head = unsafe document.pointee.oldNs else { outOfMemory() }
        if let prefix = unsafe key.prefix, unsafe xmlStrEqual(prefix, "xml") == 1,
            unsafe xmlStrEqual(key.uri, head.pointee.href) == 1
        {
            unsafe namespaces[key] = head
            return unsafe head
        }
        let made = unsafe makeNamespace(key.prefix, key.uri)
        unsafe made.pointee.next = head.pointee.next
        unsafe head.pointee.next = made
        unsafe namespaces[key] = made
        return unsafe made
    }

    func namespace(prefix: String?, uri: String) -> xmlNsPtr {
        unsafe namespace(prefix: (prefix ?? "").withoutNul.utf8.span, uri: uri.withoutNul.utf8.span)
    }

    /// The same namespace as `other`, which belongs to another tree, or to an element.
    func namespace(like other: xmlNsPtr) -> xmlNsPtr {
        func span(_ text: UnsafePointer<xmlChar>?) -> UnsafeBufferPointer<UInt8> {
            unsafe UnsafeBufferPointer(start: text, count: text.map { unsafe strlen($0) } ?? 0)
        }
        return unsafe namespace(prefix: span(other.pointee.prefix).span, uri: span(other.pointee.href).span)
    }
}

extension String {
    /// U+0000, which no C string can hold and no XML document may, as U+FFFD.
    var withoutNul: String {
        guard utf8.contains(0) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars { text.append(scalar.value == 0 ? "\u{FFFD}" : scalar) }
        return String(text)
    }
}
