extension JSON {
    /// The place of a value in a document: names of members and positions of elements, from the root (RFC 6901).
    ///
    ///     let pointer = try JSON.Pointer("/statuses/0/user")
    ///     let name = try value.value(at: pointer.appending("name"))
    ///
    /// In text `~0` stands for `~` and `~1` for `/`. Whether a token is a name or a position depends on the value that
    /// it meets: `0` may be either.
    public struct Pointer: Sendable, Hashable {
        /// Names and positions, unescaped.
        public var tokens: [String]

        public init(tokens: [String]) { self.tokens = tokens }

        /// Reads a pointer: empty for the whole document, else each token after a `/`.
        ///
        /// - Throws: ``PointerError``.
        public init(_ text: String) throws(PointerError) {
            tokens = []
            guard !text.isEmpty else { return }
            guard text.utf8.first == UInt8(ascii: "/") else {
                throw PointerError(text, token: nil, "a pointer is empty or begins with '/'")
            }
            for escaped in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst() {
                guard let token = Self.unescaped(escaped) else {
                    throw PointerError(text, token: tokens.count, "'~' stands before '0' or '1' only")
                }
                tokens.append(token)
            }
        }

        /// Reads a pointer in the form of a URI fragment, without or with the `#`: percent-encoded UTF-8.
        ///
        /// - Throws: ``PointerError``.
        public init(fragment: String) throws(PointerError) {
            var bytes: [UInt8] = []
            var rest = Substring(fragment.first == "#" ? fragment.dropFirst() : fragment[...]).utf8
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "%") else {
                    bytes.append(byte)
                    continue
                }
                guard let high = rest.popFirst().flatMap(Self.hexDigit),
                    let low = rest.popFirst().flatMap(Self.hexDigit)
                else { throw PointerError(fragment, token: nil, "'%' stands before two hexadecimal digits") }
                bytes.append(high << 4 | low)
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw PointerError(fragment, token: nil, "the decoded text is not UTF-8")
            }
            try self.init(text)
        }

        /// The place of a member within this one.
        public func appending(_ name: String) -> Pointer { Pointer(tokens: tokens + [name]) }

        /// The place of an element within this one.
        public func appending(_ position: Int) -> Pointer { appending(String(position)) }

        /// The pointer as a URI fragment, with the `#`.
        public var fragment: String {
            var text = "#"
            for byte in description.utf8 {
                // What a fragment holds as it is (RFC 3986, section 3.5).
                switch UInt8(byte) {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    text.unicodeScalars.append(Unicode.Scalar(byte))
                case _ where "-._~!$&'()*+,;=:@/?".utf8.contains(byte):
                    text.unicodeScalars.append(Unicode.Scalar(byte))
                default:
                    text +=
                        "%" + String(byte >> 4, radix: 16, uppercase: true)
                        + String(byte & 15, radix: 16, uppercase: true)
                }
            }
            return text
        }

        private static func unescaped(_ text: some Sequence<UInt8>) -> String? {
            var bytes: [UInt8] = []
            var isEscape = false
            for byte in text {
                switch (isEscape, byte) {
                case (true, UInt8(ascii: "0")): bytes[bytes.count - 1] = UInt8(ascii: "~")
                case (true, UInt8(ascii: "1")): bytes[bytes.count - 1] = UInt8(ascii: "/")
                case (true, _): return nil
                default: bytes.append(byte)
                }
                isEscape = !isEscape && byte == UInt8(ascii: "~")
            }
            return isEscape ? nil : String(decoding: bytes, as: UTF8.self)
        }

        private static func hexDigit(_ byte: UInt8) -> UInt8? {
            Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
        }
    }

    /// A pointer that cannot be read, or that leads nowhere: which token fails, and why.
    public struct PointerError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The pointer, as text.
        public let pointer: String
        /// The first token that fails, counted from 0; `nil` where the fault is not one token's.
        public let token: Int?
        /// What is wrong with it.
        public let reason: String

        init(_ pointer: String, token: Int?, _ reason: String) {
            self.pointer = pointer
            self.token = token
            self.reason = reason
        }

        /// `pointer '/a/x/0', token 2: there is no member 'x'`
        public var description: String {
            "pointer '\(pointer)'" + (token.map { ", token \($0 + 1)" } ?? "") + ": \(reason)"
        }
    }
}

extension JSON.Pointer: CustomStringConvertible {
    /// The pointer as text, escaped.
    public var description: String {
        tokens.map { "/" + JSON.referenceToken($0) }.joined()
    }
}
