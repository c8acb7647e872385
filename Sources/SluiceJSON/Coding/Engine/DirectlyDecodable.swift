/// A type that is read from the tape without a decoder: numbers, text, flags, values, and what is made of them.
protocol DirectlyDecodable {
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> Self
}

/// What stands at a place of a tape is not what was wanted.
struct Mismatch: Error {
    let index: Int
    let expected: any Any.Type
}

extension Bool: DirectlyDecodable {
    @inline(__always)
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> Bool {
        switch document.tape.tag(at: index) {
        case .true: true
        case .false: false
        default: throw Mismatch(index: index, expected: Bool.self)
        }
    }
}

extension String: DirectlyDecodable {
    @inline(__always)
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> String {
        let tape = document.tape
        guard tape.tag(at: index) == .string else { throw Mismatch(index: index, expected: String.self) }
        return String(tape.text(atOffset: tape.payload(at: index)))
    }
}

extension Double: DirectlyDecodable {
    @inline(__always)
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> Double {
        let tape = document.tape
        switch tape.tag(at: index) {
        case .double: return Double(bitPattern: tape.bits(at: index))
        case .int64: return Double(Int64(bitPattern: tape.bits(at: index)))
        default: return try readSlowly(document, at: index)
        }
    }

    @inline(never)
    private static func readSlowly(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> Double {
        let value = JSON(tape: document.tape, index: index)
        if let double = value.double, double.isFinite { return double }
        if let double = document.nonFinite(value) { return double }
        throw Mismatch(index: index, expected: Double.self)
    }
}

extension Float: DirectlyDecodable {
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> Float {
        guard let double = try? Double.read(document, at: index) else {
            throw Mismatch(index: index, expected: Float.self)
        }
        let float = Float(double)
        if double.isFinite && !float.isFinite { throw Mismatch(index: index, expected: Float.self) }
        return float
    }
}

extension DirectlyDecodable where Self: FixedWidthInteger {
    @inline(__always)
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> Self {
        let tape = document.tape
        if tape.tag(at: index) == .int64 {
            if let integer = Self(exactly: Int64(bitPattern: tape.bits(at: index))) { return integer }
        } else if let integer = JSON(tape: tape, index: index).number?.integer(as: Self.self) {
            return integer
        }
        throw Mismatch(index: index, expected: Self.self)
    }
}

extension Int: DirectlyDecodable {}
extension Int8: DirectlyDecodable {}
extension Int16: DirectlyDecodable {}
extension Int32: DirectlyDecodable {}
extension Int64: DirectlyDecodable {}
extension Int128: DirectlyDecodable {}
extension UInt: DirectlyDecodable {}
extension UInt8: DirectlyDecodable {}
extension UInt16: DirectlyDecodable {}
extension UInt32: DirectlyDecodable {}
extension UInt64: DirectlyDecodable {}
extension UInt128: DirectlyDecodable {}

extension JSON: DirectlyDecodable {
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> JSON {
        JSON(tape: document.tape, index: index)
    }
}

extension JSON.Number: DirectlyDecodable {
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> JSON.Number {
        guard let number = JSON(tape: document.tape, index: index).number else {
            throw Mismatch(index: index, expected: JSON.Number.self)
        }
        return number
    }
}

extension Optional: DirectlyDecodable where Wrapped: DirectlyDecodable {
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> Wrapped? {
        document.tape.tag(at: index) == .null ? nil : try Wrapped.read(document, at: index)
    }
}

extension Array: DirectlyDecodable where Element: DirectlyDecodable {
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> [Element] {
        let tape = document.tape
        guard tape.tag(at: index) == .startArray else { throw Mismatch(index: index, expected: [Element].self) }
        var elements: [Element] = []
        elements.reserveCapacity(tape.count(at: index))
        var (place, end) = (index + 1, tape.next(after: index) - 1)
        while place < end {
            elements.append(try Element.read(document, at: place))
            place = tape.next(after: place)
        }
        return elements
    }
}

extension Dictionary: DirectlyDecodable where Key == String, Value: DirectlyDecodable {
    static func read(_ document: DecodedDocument, at index: Int) throws(Mismatch) -> [String: Value] {
        let tape = document.tape
        guard tape.tag(at: index) == .startObject else { throw Mismatch(index: index, expected: [String: Value].self) }
        var members: [String: Value] = [:]
        members.reserveCapacity(tape.count(at: index))
        var (place, end) = (index + 1, tape.next(after: index) - 1)
        while place < end {
            members[String(tape.text(atOffset: tape.payload(at: place)))] = try Value.read(document, at: place + 1)
            place = tape.next(after: place + 1)
        }
        return members
    }
}
