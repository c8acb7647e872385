/// What sets records apart from what is around them.
enum RecordFraming: Sendable {
    /// They are values within one document.
    case paths([RecordPath])
    /// One on each line.
    case lines
    /// One after the other, with or without white space between them.
    case concatenated
    /// Each after a record separator (RFC 7464).
    case textSequence

    static let recordSeparator: UInt8 = 0x1E

    var paths: [RecordPath] {
        if case .paths(let paths) = self { paths } else { [] }
    }

    /// What may stand before a record besides white space.
    var filler: UInt8 {
        if case .textSequence = self { Self.recordSeparator } else { UInt8(ascii: " ") }
    }

    /// Whether other bytes than commas stand between records.
    var needsCommas: Bool {
        if case .paths = self { false } else { true }
    }
}
