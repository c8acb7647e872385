public import SluiceJSON
public import SluiceXML

/// A document out of a stream.
public enum StreamRecord: Sendable, Hashable {
    case json(JSON)
    case xml(XML.Element)

    /// The value; `nil` if it is XML.
    public var json: JSON? {
        if case .json(let value) = self { value } else { nil }
    }

    /// Its text: of JSON compact, of an element without its tail.
    public func text() throws -> [UInt8] {
        switch self {
        case .json(let value): return try value.dumpsBytes()
        case .xml(var element):
            if element.tail != nil { element.tail = nil }
            return try element.tobytes()
        }
    }

    /// The element; `nil` if it is JSON.
    public var xml: XML.Element? {
        if case .xml(let element) = self { element } else { nil }
    }
}
