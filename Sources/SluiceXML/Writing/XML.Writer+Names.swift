internal import SluiceCore

// For those whose names are bytes already, and good.
extension XML.Writer where Sink: ~Copyable {
    /// Starts an element by its namespace, as ``startElement(_:)`` does. Its name is not checked.
    @inlinable
    package mutating func startElement(knownLocal local: Span<UInt8>, uri: Span<UInt8>, prefix: Span<UInt8>) throws {
        try text.open(knownLocal: local, uri: uri, prefix: prefix)
        try flushIfFull()
    }

    /// Writes an attribute by its namespace, as ``attribute(_:_:)`` does. Its name is not checked, nor whether it is there
    /// already.
    @inlinable
    package mutating func attribute(
        knownLocal local: Span<UInt8>, uri: Span<UInt8>, prefix: Span<UInt8>, _ value: Span<UInt8>
    ) throws {
        try text.attribute(knownLocal: local, uri: uri, prefix: prefix, value)
    }
}
