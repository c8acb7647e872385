#if Services
import SluiceCore
import SluiceJSON

/// Writes each event of a document as a JSON array on a line of its own.
struct EventLines: ~Copyable, JSON.ContentHandler {
    var writer: JSON.Writer<DescriptorSink>

    init(to sink: consuming DescriptorSink) { writer = JSON.Writer(to: sink, options: .lines) }

    /// Writes what is left.
    consuming func finish() throws -> DescriptorSink { try writer.finish() }

    mutating func startObject() throws { try line("startObject") }
    mutating func endObject() throws { try line("endObject") }
    mutating func startArray() throws { try line("startArray") }
    mutating func endArray() throws { try line("endArray") }
    mutating func null() throws { try line("null") }

    mutating func key(_ name: JSON.Text) throws {
        try begin("key")
        try writer.string(name)
        try writer.endArray()
    }

    mutating func string(_ text: JSON.Text) throws {
        try begin("string")
        try writer.string(text)
        try writer.endArray()
    }

    mutating func number(_ number: JSON.NumberText) throws {
        try begin("number")
        try writer.string(JSON.Text(utf8: number.utf8))
        try writer.endArray()
    }

    mutating func boolean(_ value: Bool) throws {
        try begin("boolean")
        try writer.boolean(value)
        try writer.endArray()
    }

    private mutating func line(_ event: String) throws {
        try begin(event)
        try writer.endArray()
    }

    private mutating func begin(_ event: String) throws {
        try writer.startArray()
        try writer.string(event)
    }
}
#endif
