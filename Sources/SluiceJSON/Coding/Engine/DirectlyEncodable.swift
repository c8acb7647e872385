/// A type that is written without an encoder: numbers, text, flags, values, and what is made of them.
protocol DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError)
}

extension Bool: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) {
        try document.text.literal(self ? .true : .false)
    }
}

extension String: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) {
        try document.text.wholeString(utf8.span, isName: false)
    }
}

extension Double: DirectlyEncodable {
    @inline(__always)
    func write(to document: EncodedDocument) throws(WriterError) {
        if isFinite { try document.text.double(self) } else { try document.writeNonFinite(self) }
    }
}

extension Float: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) {
        // The few digits that tell a Float from its neighbours are the shortest for the Double that they make.
        try (Double(description) ?? Double(self)).write(to: document)
    }
}

extension DirectlyEncodable where Self: FixedWidthInteger {
    @inline(__always)
    func write(to document: EncodedDocument) throws(WriterError) {
        if let integer = Int64(exactly: self) {
            try document.text.integer(integer)
        } else if let integer = UInt64(exactly: self) {
            try document.text.integer(integer)
        } else {
            try document.text.number(description.utf8.span)
        }
    }
}

extension Int: DirectlyEncodable {}
extension Int8: DirectlyEncodable {}
extension Int16: DirectlyEncodable {}
extension Int32: DirectlyEncodable {}
extension Int64: DirectlyEncodable {}
extension Int128: DirectlyEncodable {}
extension UInt: DirectlyEncodable {}
extension UInt8: DirectlyEncodable {}
extension UInt16: DirectlyEncodable {}
extension UInt32: DirectlyEncodable {}
extension UInt64: DirectlyEncodable {}
extension UInt128: DirectlyEncodable {}

extension JSON: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) {
        var walk = ValueWalk(self)
        _ = try walk.write(into: &document.text, untilFull: false)
    }
}

extension JSON.Number: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) { try value.write(to: document) }
}

extension Optional: DirectlyEncodable where Wrapped: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) {
        if let self { try self.write(to: document) } else { try document.text.literal(.null) }
    }
}

extension Array: DirectlyEncodable where Element: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) {
        try document.text.open(object: false)
        for element in self { try element.write(to: document) }
        try document.text.close(object: false)
    }
}

extension Dictionary: DirectlyEncodable where Key == String, Value: DirectlyEncodable {
    func write(to document: EncodedDocument) throws(WriterError) {
        try document.text.open(object: true)
        for (key, value) in self {
            try document.text.wholeString(key.utf8.span, isName: true)
            try value.write(to: document)
        }
        try document.text.close(object: true)
    }
}
