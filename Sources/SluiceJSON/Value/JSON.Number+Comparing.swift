extension JSON.Number: Hashable, Comparable {
    public static func == (a: Self, b: Self) -> Bool { a.order(against: b) == 0 }
    public static func < (a: Self, b: Self) -> Bool { a.order(against: b) < 0 }

    // Equal numbers have the same nearest Double.
    public func hash(into hasher: inout Hasher) {
        let double = double
        hasher.combine(double.isNaN ? Double.nan.bitPattern : double == 0 ? 0 : double.bitPattern)
    }

    /// Below 0 where this number is the smaller one, above where it is the larger, 0 where both are the same.
    private func order(against other: Self) -> Int {
        let (a, b) = (double, other.double)
        if a.isNaN || b.isNaN { return (a.isNaN ? 0 : 1) - (b.isNaN ? 0 : 1) }
        // Rounding keeps the order: where the nearest Doubles differ they tell.
        if a != b { return a < b ? -1 : 1 }
        switch (value.tag, other.value.tag) {
        case (.double, .double): return 0
        case (.int64, .int64):
            let (a, b) = (Int64(bitPattern: value.bits), Int64(bitPattern: other.value.bits))
            return a < b ? -1 : a == b ? 0 : 1
        case (.uint64, .uint64):
            return value.bits < other.value.bits ? -1 : value.bits == other.value.bits ? 0 : 1
        case (.int64, .double) where a.magnitude < 9_007_199_254_740_992: return 0
        case (.double, .int64) where a.magnitude < 9_007_199_254_740_992: return 0
        default: return Decimal(self).order(against: Decimal(other))
        }
    }
}

extension JSON.Number {
    /// A number as 0.d₁d₂d₃… × 10ⁿ, the first and the last digit not zero.
    struct Decimal {
        private var isNegative = false
        private var digits: [UInt8] = []
        /// Bounded: beyond what any text here can spell out, numbers are all equally large or small.
        private var exponent = 0
        /// -1, 0, 1; times 2 for an infinity.
        private var sign: Int {
            isInfinite ? (isNegative ? -2 : 2) : digits.isEmpty ? 0 : isNegative ? -1 : 1
        }
        private var isInfinite = false

        init(_ number: JSON.Number) {
            if number.value.tag == .double, !number.double.isFinite {
                isInfinite = true
                isNegative = number.double < 0
                return
            }
            if number.value.tag == .numberText {
                read(number.value.borrowedText.utf8)
            } else {
                read(number.description.utf8.span)
            }
        }

        private mutating func read(_ text: Span<UInt8>) {
            var seesFraction = false
            var index = 0
            while index < text.count {
                let byte = text[index]
                index += 1
                switch byte {
                case UInt8(ascii: "-"): isNegative = true
                case UInt8(ascii: "."): seesFraction = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"):
                    exponent = Self.bounded(exponent + Self.exponent(text.extracting(index...)))
                    index = text.count
                default:
                    if byte == UInt8(ascii: "0"), digits.isEmpty {
                        // Zeros before the first digit only move the point.
                        if seesFraction { exponent -= 1 }
                    } else {
                        digits.append(byte &- UInt8(ascii: "0"))
                        if !seesFraction { exponent += 1 }
                    }
                }
            }
            while digits.last == 0 { digits.removeLast() }
            if digits.isEmpty { (isNegative, exponent) = (false, 0) }
        }

        private static func exponent(_ text: Span<UInt8>) -> Int {
            var value = 0
            for i in text.indices where UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[i] {
                value = bounded(value * 10 + Int(text[i] &- UInt8(ascii: "0")))
            }
            return text.count > 0 && text[0] == UInt8(ascii: "-") ? -value : value
        }

        private static func bounded(_ exponent: Int) -> Int { min(max(exponent, -1 << 56), 1 << 56) }

        func order(against other: Decimal) -> Int {
            if sign != other.sign { return sign < other.sign ? -1 : 1 }
            if sign == 0 || isInfinite { return 0 }
            let order: Int
            if exponent != other.exponent {
                order = exponent < other.exponent ? -1 : 1
            } else {
                order =
                    digits == other.digits ? 0 : digits.lexicographicallyPrecedes(other.digits) ? -1 : 1
            }
            return isNegative ? -order : order
        }

        /// The number as an integer, if it is one and fits.
        func integer<Integer: FixedWidthInteger>() -> Integer? {
            if digits.isEmpty { return isInfinite ? nil : 0 }
            // No integer has more digits than bits.
            guard exponent >= digits.count, exponent <= Integer.bitWidth else { return nil }
            var result: Integer = 0
            for i in 0..<exponent {
                let digit = Integer(i < digits.count ? digits[i] : 0)
                let (product, overflow) = result.multipliedReportingOverflow(by: 10)
                let (sum, carry) =
                    isNegative
                    ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
                if overflow || carry { return nil }
                result = sum
            }
            return result
        }
    }
}
