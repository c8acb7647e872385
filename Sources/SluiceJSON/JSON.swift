public import SluiceCore

/// A JSON value, and the room for everything that speaks JSON (RFC 8259).
public struct JSON: Sendable {
}
