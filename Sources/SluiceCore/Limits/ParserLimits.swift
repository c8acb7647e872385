/// What a parser tolerates. One value serves both formats; every entry point checks it.
///
/// The defaults are safe for documents from anyone. An error names the limit that was passed, by the name it has here.
public struct ParserLimits: Sendable, Hashable {
    /// Containers or elements open at once.
    public var depth = 1024
    /// Attributes of one element.
    public var attributesPerElement = 1000
    /// Bytes of one start tag.
    public var startTagBytes = 1 << 20
    /// Bytes of one name: of an element, attribute, entity, target or namespace.
    public var nameBytes = 64 << 10
    /// Bytes of one attribute value.
    public var attributeValueBytes = 10_000_000
    /// Bytes of one text, string or member name, as it stands in the document.
    public var textBytes = 64 << 20
    /// Bytes of one record cut out of a stream, white space between it and what ends it included.
    public var recordBytes = 64 << 20
    /// Characters of one number.
    public var numberCharacters = 100_000
    /// Bytes of the whole document.
    public var documentBytes = Int.max
    /// Entities within entities.
    public var entityDepth = 40
    /// Times the input that entities and defaults may expand to, once past ``entityExpansionBytes``.
    public var entityExpansionFactor = 100
    /// Bytes of expansion that are always allowed.
    public var entityExpansionBytes = 8 << 20

    public init() {}

    /// The defaults.
    public static let `default` = ParserLimits()

    /// No limit at all, for documents that you wrote yourself.
    public static let unlimited: ParserLimits = {
        var limits = ParserLimits()
        limits.depth = .max
        limits.attributesPerElement = .max
        limits.startTagBytes = .max
        limits.nameBytes = .max
        limits.attributeValueBytes = .max
        limits.textBytes = .max
        limits.recordBytes = .max
        limits.numberCharacters = .max
        limits.entityDepth = .max
        limits.entityExpansionFactor = .max
        limits.entityExpansionBytes = .max
        return limits
    }()
}
