extension XML {
    /// The name of an element or attribute as it passes by, in its namespace; borrowed from the parser.
    ///
    /// A parser stores each name once, so that two of its names are compared by number. `QName(name)` is one to keep.
    @safe
    public struct Name: ~Escapable, BitwiseCopyable {
        // Safe: a record of the parser's names, which stays where it is until the next batch; names do not outlive the
        // call that hands them over. Four words: address of the qualified name; its bytes and where the local part
        // starts; address of the URI; its bytes and the name's number.
        @usableFromInline let record: UnsafePointer<UInt64>

        @inlinable
        @_lifetime(immortal)
        package init(record: UnsafePointer<UInt64>) { unsafe self.record = record }

        @inlinable
        @_lifetime(copy self)
        func text(at address: UInt64, from start: Int, count: Int) -> Text {
            // Safe: what the record says is in the parser's memory.
            let base = unsafe UnsafePointer<UInt8>(bitPattern: UInt(address)).unsafelyUnwrapped
            let span = unsafe Span(_unsafeStart: base + start, count: count)
            return unsafe _overrideLifetime(Text(utf8: span), copying: self)
        }

        /// As it is written, with its prefix: `xs:element`.
        @inlinable
        public var qualified: Text {
            @_lifetime(copy self)
            get { unsafe text(at: record[0], from: 0, count: Int(truncatingIfNeeded: record[1] & 0xFFFF_FFFF)) }
        }

        /// The part behind the prefix; the whole name where namespaces are not processed.
        @inlinable
        public var local: Text {
            @_lifetime(copy self)
            get {
                let start = unsafe Int(truncatingIfNeeded: record[1] >> 32)
                return unsafe text(
                    at: record[0], from: start, count: Int(truncatingIfNeeded: record[1] & 0xFFFF_FFFF) - start)
            }
        }

        /// The part before the colon; empty where there is none.
        @inlinable
        public var prefix: Text {
            @_lifetime(copy self)
            get { unsafe text(at: record[0], from: 0, count: max(Int(truncatingIfNeeded: record[1] >> 32) - 1, 0)) }
        }

        /// The URI of its namespace; empty where it is in none.
        @inlinable
        public var uri: Text {
            @_lifetime(copy self)
            get { unsafe text(at: record[2], from: 0, count: Int(truncatingIfNeeded: record[3] & 0xFFFF_FFFF)) }
        }

        /// The same for all names of this namespace and local part, whatever their prefix, in one parse.
        @inlinable
        public var number: Int { unsafe Int(truncatingIfNeeded: record[3] >> 32) }

        /// Whether both mean the same name: namespace and local part. Both must come from one parse.
        @inlinable
        public static func == (a: borrowing Name, b: borrowing Name) -> Bool { a.number == b.number }
    }
}
