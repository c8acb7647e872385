extension JSON {
    /// A number that loses nothing: an integer of 64 bits, a Double, or else the text that it has in the document.
    ///
    /// Numbers compare and hash by their value, to the last digit of the text: `1 == 1.0`, `1e2 == 100`. A Double stands
    /// for the shortest decimal number that reads back as it, which is also how it is written; NaN equals itself and
    /// comes first.
    public struct Number: Sendable {
        /// A value that is a number.
        @usableFromInline let value: JSON

        @inlinable @inline(__always)
        init(value: JSON) { self.value = value }

        private init(_ tag: Tape.Tag, _ bits: UInt64) { self.init(value: JSON(owner: nil, bits: bits, tag: tag)) }

        /// An integer of any width. One beyond 64 bits is kept as text.
        public init<Integer: BinaryInteger>(_ integer: Integer) {
            if let integer = Int64(exactly: integer) {
                self.init(.int64, UInt64(bitPattern: integer))
            } else if let integer = UInt64(exactly: integer) {
                self.init(.uint64, integer)
            } else {
                self.init(value: JSON(text: integer.description.utf8.span, tag: .numberText))
            }
        }

        public init(_ double: Double) { self.init(.double, double.bitPattern) }

        /// A floating-point number of any width, by the shortest decimal that tells it from its neighbours: `0.1 as Float`
        /// is 0.1.
        public init<Float: BinaryFloatingPoint>(_ float: Float) {
            guard float.isFinite else {
                self.init(float.isNaN ? Double.nan : float < 0 ? -Double.infinity : Double.infinity)
                return
            }
            let text = "\(float)"
            if Float.significandBitCount <= Double.significandBitCount, let double = Double(text) {
                self.init(double)
            } else {
                self = Number(text) ?? Number(Double(float))
            }
        }

        /// A number by its text, to the letter of RFC 8259; `nil` where it is none. Nothing of it is lost.
        public init?(_ text: String) {
            guard JSON.isNumber(text.utf8.span) else { return nil }
            guard Self.isPlainInteger(text.utf8.span), let integer = Int64(text) else {
                self.init(value: JSON(text: text.utf8.span, tag: .numberText))
                return
            }
            self.init(.int64, UInt64(bitPattern: integer))
        }

        /// Whether 64 bits may tell all of it: digits alone, and no `-0`.
        static func isPlainInteger(_ text: Span<UInt8>) -> Bool {
            if text.count == 2, text[0] == UInt8(ascii: "-"), text[1] == UInt8(ascii: "0") { return false }
            for i in text.indices where i > 0 && !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[i]) { return false }
            return true
        }

        /// Whether it is `NaN`, `Infinity` or `-Infinity`, and not a number at all.
        static func isConstant(_ text: Span<UInt8>) -> Bool {
            text.count > 2 && text[text.count - 1] > UInt8(ascii: "9")
        }
    }
}

extension JSON.Number {
    /// The nearest Double; an infinity where it is beyond all of them.
    @inlinable @inline(__always)
    public var double: Double {
        switch value.tag {
        case .int64: Double(Int64(bitPattern: value.bits))
        case .uint64: Double(value.bits)
        case .double: Double(bitPattern: value.bits)
        default: value.doubleOfText
        }
    }

    /// The number, if it is an integer and an Int holds it: `7`, `7.0` and `7e0` alike.
    public var int: Int? { integer() }

    /// The number, if it is an integer and a UInt holds it.
    public var uint: UInt? { integer() }

    /// The number as an integer of any width, if it is one and fits.
    public func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Integer.self) -> Integer? {
        switch value.tag {
        case .int64: Integer(exactly: Int64(bitPattern: value.bits))
        case .uint64: Integer(exactly: value.bits)
        case .double where double.magnitude < 9_007_199_254_740_992: Integer(exactly: double)
        case .double where !double.isFinite: nil
        default: Decimal(self).integer()
        }
    }
}

extension JSON.Number: CustomStringConvertible, CustomReflectable {
    /// The number as it stands in JSON.
    public var description: String { value.description }

    public var customMirror: Mirror { Mirror(reflecting: description) }
}

extension JSON.Number: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(integerLiteral value: Int64) { self.init(value) }
    public init(floatLiteral value: Double) { self.init(value) }
}

extension JSON.Number: Codable {
    /// Takes the number as it stands in JSON; other decoders are asked for an integer of 64 bits, or else a Double.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? ValueDecoder {
            self = try decoder.decode(JSON.Number.self)
            return
        }
        let container = try decoder.singleValueContainer()
        if let integer = try? container.decode(Int64.self) {
            self.init(integer)
        } else if let integer = try? container.decode(UInt64.self) {
            self.init(integer)
        } else {
            self.init(try container.decode(Double.self))
        }
    }

    /// Writes the number: into JSON as it is, with other encoders as an integer of 64 bits, or else a Double.
    ///
    /// - Throws: EncodingError where another encoder is used and neither holds the number.
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? ValueEncoder { return try encoder.encode(self) }
        var container = encoder.singleValueContainer()
        switch value.tag {
        case .int64: try container.encode(Int64(bitPattern: value.bits))
        case .uint64: try container.encode(value.bits)
        case .double: try container.encode(double)
        default:
            if let integer = integer(as: Int64.self) { return try container.encode(integer) }
            guard double.isFinite, JSON.Number(double) == self else {
                let context = EncodingError.Context(
                    codingPath: encoder.codingPath, debugDescription: "The number \(self) is beyond UInt64 and Double.")
                throw EncodingError.invalidValue(self, context)
            }
            try container.encode(double)
        }
    }
}
