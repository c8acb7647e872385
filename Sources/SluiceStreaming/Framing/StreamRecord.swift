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

    /// The element; `nil` if it is JSON.
    public var xml: XML.Element? {
        if case .xml(let element) = self { element } else { nil }
    }
}
