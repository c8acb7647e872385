internal import CScan
internal import SluiceCore

/// The scanner's verdicts in words: what was expected, what was found.
enum TokenizerFault {
    static func describe(
        _ found: sluice_json_batch, at index: Int, in bytes: UnsafeBufferPointer<UInt8>, limits: ParserLimits
    ) -> (ParseError.Code, String) {
        let here = unsafe self.found(at: index, in: bytes)
        switch unsafe found.fault {
        case SLUICE_FAULT_UNEXPECTED:
            return unsafe (.syntax, "expected \(expected(found.expected)) but found \(here)")
        case SLUICE_FAULT_TRUNCATED:
            return unsafe (.truncated, "expected \(missing(found)) but the text ends")
        case SLUICE_FAULT_UTF8:
            return (.encoding, "expected valid UTF-8 but found \(here)")
        case SLUICE_FAULT_CONTROL:
            return (.syntax, "expected control characters in a string to be escaped but found \(here)")
        case SLUICE_FAULT_ESCAPE:
            return (.syntax, "expected one of \" \\ / b f n r t u after '\\' but found \(here)")
        case SLUICE_FAULT_HEX:
            return (.syntax, "expected four hexadecimal digits after '\\u' but found \(here)")
        case SLUICE_FAULT_SURROGATE:
            return (
                .syntax, "expected both halves of a surrogate pair, each as '\\u' and four digits, but found \(here)"
            )
        case SLUICE_FAULT_NUMBER:
            return (.syntax, "expected a digit in a number but found \(here)")
        case SLUICE_FAULT_LITERAL:
            return unsafe (.syntax, "expected '\(word(found.inside))' but found \(here)")
        case SLUICE_FAULT_DEPTH:
            return (.limitExceeded, "more than \(limits.depth) containers are open (the limit depth)")
        case SLUICE_FAULT_TEXT_LIMIT:
            return (.limitExceeded, "a text is longer than \(limits.textBytes) bytes (the limit textBytes)")
        case SLUICE_FAULT_NUMBER_LIMIT:
            return (
                .limitExceeded,
                "a number is longer than \(limits.numberCharacters) characters (the limit numberCharacters)"
            )
        default:
            return (.limitExceeded, "there is not enough memory for this document")
        }
    }

    /// What may stand where the parser is.
    private static func expected(_ state: sluice_json_expect) -> String {
        switch state {
        case SLUICE_EXPECT_VALUE: "a value"
        case SLUICE_EXPECT_VALUE_OR_END: "a value or ']'"
        case SLUICE_EXPECT_KEY: "a member name in double quotes"
        case SLUICE_EXPECT_KEY_OR_END: "a member name in double quotes or '}'"
        case SLUICE_EXPECT_COLON: "':' after a member name"
        case SLUICE_EXPECT_COMMA_OR_ARRAY_END: "',' or ']' after an element"
        case SLUICE_EXPECT_COMMA_OR_OBJECT_END: "',' or '}' after a member"
        default: "the end of the text after a value"
        }
    }

    /// What would have to follow where the text ends.
    private static func missing(_ found: sluice_json_batch) -> String {
        switch unsafe found.inside {
        case 0: unsafe expected(found.expected)
        case UInt8(ascii: "\""), UInt8(ascii: "k"): "'\"' at the end of a string"
        case UInt8(ascii: "0"): "a digit in a number"
        case UInt8(ascii: "/"): "the end of a comment"
        default: unsafe "'\(word(found.inside))'"
        }
    }

    private static func word(_ first: UInt8) -> String {
        switch first {
        case UInt8(ascii: "t"): "true"
        case UInt8(ascii: "f"): "false"
        case UInt8(ascii: "n"): "null"
        case UInt8(ascii: "N"): "NaN"
        case UInt8(ascii: "I"): "Infinity"
        default: "-Infinity"
        }
    }

    /// The character at `index`, or the byte where it is none.
    private static func found(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard index < bytes.count else { return "nothing more" }
        let byte = unsafe bytes[index]
        switch byte {
        case 0x20..<0x7F: return "'\(Character(UnicodeScalar(byte)))'"
        case 0..<0x80: return "U+" + hex(byte, digits: 4)
        default: return "byte 0x" + hex(byte, digits: 2)
        }
    }

    private static func hex(_ byte: UInt8, digits: Int) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}
