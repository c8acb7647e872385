internal import CLibXML2
internal import SluiceXML

extension XML.DOM.XPathError {
    /// - Parameter namespaces: The prefixes that are known.
    /// - Parameter variables: Their names.
    init(_ error: xmlError, _ expression: String, namespaces: Set<String>, variables: Set<String>) {
        let number = unsafe UInt32(clamping: Int(error.code) - Int(XML_XPATH_EXPRESSION_OK.rawValue))
        let (code, message) = Self.words(for: xmlXPathError(number))
        let offset = unsafe code == .syntax || error.int1 > 0 ? min(Int(error.int1), expression.utf8.count) : nil
        let names = Self.names(in: expression)
        let culprit: Name? =
            switch code {
            case .unknownPrefix: names.first { $0.kind == .prefix && !namespaces.contains($0.text) }
            case .unknownVariable: names.first { $0.kind == .variable && !variables.contains($0.text) }
            default: nil
            }
        let named = culprit.map { message.replacing("NAME", with: $0.text) }
        self.init(code, named ?? message.replacing(" 'NAME'", with: ""), expression, at: culprit?.offset ?? offset)
    }

    // libxml2 keeps its own words to itself.
    private static func words(for error: xmlXPathError) -> (Code, String) {
        switch error {
        case XPATH_UNDEF_PREFIX_ERROR: (.unknownPrefix, "the prefix 'NAME' stands for no namespace")
        case XPATH_UNKNOWN_FUNC_ERROR: (.unknownFunction, "a function is not known")
        case XPATH_UNDEF_VARIABLE_ERROR: (.unknownVariable, "the variable 'NAME' has no value")
        case XPATH_INVALID_ARITY: (.type, "a function has too few or too many arguments")
        case XPATH_INVALID_TYPE, XPATH_INVALID_OPERAND: (.type, "an operand or argument is of a type that does not fit")
        case XPATH_OP_LIMIT_EXCEEDED: (.limitExceeded, "the evaluation takes more steps than it may")
        case XPATH_RECURSION_LIMIT_EXCEEDED, XPATH_STACK_ERROR: (.limitExceeded, "the expression is nested too deeply")
        case XPATH_MEMORY_ERROR: (.limitExceeded, "the evaluation takes more memory than it may")
        case XPATH_NUMBER_ERROR: (.syntax, "this is no number")
        case XPATH_UNFINISHED_LITERAL_ERROR: (.syntax, "a text in quotes has no end")
        case XPATH_VARIABLE_REF_ERROR: (.syntax, "expected the name of a variable")
        case XPATH_INVALID_PREDICATE_ERROR: (.syntax, "expected ']' behind a condition")
        case XPATH_UNCLOSED_ERROR: (.syntax, "expected ')'")
        case XPATH_INVALID_CHAR_ERROR: (.syntax, "a character that XML has not")
        default: (.syntax, "expected an expression of XPath")
        }
    }

    private struct Name {
        enum Kind { case prefix, variable }
        let kind: Kind
        let text: String
        let offset: Int
    }

    /// The prefixes and variables of an expression, in order.
    private static func names(in expression: String) -> [Name] {
        var names: [Name] = []
        let bytes = Array(expression.utf8)
        var at = 0
        func isPart(_ byte: UInt8) -> Bool {
            byte >= 0x80 || "-._".utf8.contains(byte) || (0x30...0x39).contains(byte)
                || (0x41...0x5A).contains(byte & 0xDF)
        }
        while at < bytes.count {
            let start = at
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                while at < bytes.count, bytes[at] != byte { at += 1 }
                at += 1
            } else if byte == UInt8(ascii: "$") || isPart(byte) {
                while at < bytes.count, isPart(bytes[at]) { at += 1 }
                let isVariable = byte == UInt8(ascii: "$")
                let text = String(decoding: bytes[(isVariable ? start + 1 : start)..<at], as: UTF8.self)
                let isFollowedByColon = at < bytes.count && bytes[at] == UInt8(ascii: ":")
                let isAxis = isFollowedByColon && at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: ":")
                if isFollowedByColon, !isAxis {
                    names.append(Name(kind: .prefix, text: text, offset: isVariable ? start + 1 : start))
                } else if isVariable {
                    names.append(Name(kind: .variable, text: text, offset: start))
                }
            }
        }
        return names
    }
}
