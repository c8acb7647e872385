public import SluiceCore
public import SluiceJSON

/// A handler that writes down what it is told, one word an event.
public struct EventLog: JSON.ContentHandler {
    public var events: [String] = []
    public init() {}

    public mutating func startObject() { events.append("{") }
    public mutating func key(_ name: JSON.Text) { events.append("k:\(String(name))") }
    public mutating func endObject() { events.append("}") }
    public mutating func startArray() { events.append("[") }
    public mutating func endArray() { events.append("]") }
    public mutating func string(_ text: JSON.Text) { events.append("s:\(String(text))") }
    public mutating func number(_ number: JSON.NumberText) { events.append("n:\(String(number))") }
    public mutating func boolean(_ value: Bool) { events.append(value ? "true" : "false") }
    public mutating func null() { events.append("null") }
}

/// What a parser made of a document: what it delivered, and the error if it threw one.
public struct Outcome: Equatable, CustomStringConvertible {
    public var events: [String]
    public var code: String?
    public var message: String?
    public var position: TextPosition?
    public var path: String?

    /// Parses `bytes` in the pieces of `feeding`.
    public init(_ bytes: [UInt8], _ feeding: Feeding, options: JSON.ParserOptions = JSON.ParserOptions()) throws {
        var parser = JSON.Parser(handler: EventLog(), options: options)
        var seen: [String] = []
        do {
            for piece in feeding.pieces(of: bytes) {
                do { try parser.feed(piece) } catch {
                    seen = parser.handler.events
                    throw error
                }
            }
            seen = parser.handler.events
            events = try parser.finish().events
        } catch let error as ParseError {
            events = seen
            code = error.code.description
            message = error.message
            position = error.position
            path = error.path
        }
    }

    public var description: String {
        guard let position else { return events.joined(separator: " ") }
        return events.joined(separator: " ")
            + " !\(code ?? "") \(position.offset) \(position.line):\(position.column) \(path ?? "") \(message ?? "")"
    }
}
