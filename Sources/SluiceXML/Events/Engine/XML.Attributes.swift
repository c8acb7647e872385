extension XML {
    /// The attributes of a start tag, in the order in which they are written, then those that the document type adds;
    /// borrowed from the parser.
    ///
    ///     for i in attributes.indices { print(attributes[i].name.qualified, attributes[i].value) }
    ///     if let id = attributes["id"] { ... }
    @safe
    public struct Attributes: ~Escapable, BitwiseCopyable {
        // Safe: tokens of the batch that is being delivered, four words each, and the parser's names; both stay until the
        // next batch.
        @usableFromInline let first: UnsafePointer<UInt64>
        @usableFromInline let names: UnsafePointer<UInt64>
        /// How many there are.
        public let count: Int

        @inlinable
        @_lifetime(immortal)
        package init(first: UnsafePointer<UInt64>, names: UnsafePointer<UInt64>, count: Int) {
            unsafe self.first = first
            unsafe self.names = names
            self.count = count
        }

        @inlinable public var isEmpty: Bool { count == 0 }
        @inlinable public var indices: Range<Int> { 0..<count }

        /// The attribute at a place.
        @inlinable
        public subscript(index: Int) -> Attribute {
            @_lifetime(copy self)
            get {
                precondition(index >= 0 && index < count, "there is no such attribute")
                return unsafe _overrideLifetime(Attribute(token: first + 4 * index, names: names), copying: self)
            }
        }

        /// The value of the attribute written so, prefix and all; `nil` if there is none. Looks at each.
        public subscript(qualified: String) -> String? {
            for i in 0..<count where self[i].name.qualified == qualified { return String(self[i].value) }
            return nil
        }

        /// The value of an attribute of a namespace; an empty URI means none. Looks at each.
        public subscript(local: String, uri uri: String) -> String? {
            for i in 0..<count where self[i].name.local == local && self[i].name.uri == uri {
                return String(self[i].value)
            }
            return nil
        }

        /// Where the attribute written so stands; `nil` if there is none.
        public func index(of qualified: String) -> Int? {
            for i in 0..<count where self[i].name.qualified == qualified { return i }
            return nil
        }

        /// Where an attribute of a namespace stands; `nil` if there is none.
        public func index(of local: String, uri: String) -> Int? {
            for i in 0..<count where self[i].name.local == local && self[i].name.uri == uri { return i }
            return nil
        }
    }

    /// One attribute of a start tag, borrowed from the parser.
    @safe
    public struct Attribute: ~Escapable, BitwiseCopyable {
        // Safe: see `Attributes`.
        @usableFromInline let token: UnsafePointer<UInt64>
        @usableFromInline let names: UnsafePointer<UInt64>

        @inlinable
        @_lifetime(immortal)
        init(token: UnsafePointer<UInt64>, names: UnsafePointer<UInt64>) {
            unsafe self.token = token
            unsafe self.names = names
        }

        @inlinable
        public var name: Name {
            @_lifetime(copy self)
            get {
                let number = unsafe Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF)
                return unsafe _overrideLifetime(Name(record: names + 4 * number), copying: self)
            }
        }

        /// Its value, references resolved and white space normalised as its type asks (XML 1.0, section 3.3.3).
        @inlinable
        public var value: Text {
            @_lifetime(copy self)
            get {
                let base = unsafe UnsafePointer<UInt8>(bitPattern: UInt(token[2])).unsafelyUnwrapped
                let span = unsafe Span(_unsafeStart: base, count: Int(truncatingIfNeeded: token[3]))
                return unsafe _overrideLifetime(Text(utf8: span), copying: self)
            }
        }

        /// Whether it stands in the document; if not, the document type gave it.
        @inlinable public var isSpecified: Bool { unsafe token[0] >> 48 & 1 == 0 }

        /// Whether its declared type took white space off its value.
        var isCollapsed: Bool { unsafe token[0] >> 49 & 1 == 1 }

        /// Its type as the document type declares it: `cdata` where it says nothing.
        public var type: AttributeType { unsafe AttributeType(number: Int(truncatingIfNeeded: token[0] >> 52 & 15)) }
    }

    /// The type of an attribute (XML 1.0, section 3.3.1).
    public enum AttributeType: String, Sendable, Hashable, CaseIterable {
        case cdata = "CDATA"
        case id = "ID"
        case idref = "IDREF"
        case idrefs = "IDREFS"
        case entity = "ENTITY"
        case entities = "ENTITIES"
        case nmtoken = "NMTOKEN"
        case nmtokens = "NMTOKENS"
        case notation = "NOTATION"
        case enumeration = "ENUMERATION"

        /// The engine counts undeclared ones as 0 and the others from 1.
        init(number: Int) { self = Self.allCases[max(number - 1, 0)] }
        package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
    }
}
