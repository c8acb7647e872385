#if Services
import SluiceCommandLine
import SluiceCore
import SluiceDOM
import SluiceJSON
import SluiceXML

/// Writes results of XPath to standard output, each with a line break behind it.
struct QueryOutput: ~Copyable {
    /// Results written so far.
    private(set) var count = 0
    private let layout: QueryOptions.Layout?
    private let isHTML: Bool
    /// One of the two has something to write.
    private var text = BufferedSink(DescriptorSink.standardOutput)
    private var json = JSON.Writer(to: DescriptorSink.standardOutput, options: .lines)
    private var members = ElementMembers()

    init(_ layout: QueryOptions.Layout?, isHTML: Bool) {
        self.layout = layout
        self.isHTML = isHTML
    }

    mutating func write(_ node: XML.DOM.Node) throws {
        count += 1
        switch layout {
        case nil: try line(isTree(node) ? markup(of: node) : Self.text(of: node))
        case .text: try line(Self.text(of: node))
        case .xml:
            if let attribute = node as? XML.DOM.Attr {
                try line("\(attribute.name)=\(XML.quoteattr(attribute.value))")
            } else {
                try line(Self.trimmed(node.toxml()))
            }
        case .json:
            if let element = node as? XML.DOM.Element ?? (node as? XML.DOM.Document)?.documentElement {
                try members.write(XML.fromstring(element.toxml()), to: &json)
            } else {
                try json.string(Self.text(of: node))
            }
        }
    }

    mutating func write(_ string: String) throws {
        count += 1
        switch layout {
        case .json: try json.string(string)
        case .xml: try line(XML.escape(string))
        case .text, nil: try line(string)
        }
    }

    mutating func write(_ truth: Bool) throws {
        count += 1
        if layout == .json { try json.boolean(truth) } else { try line("\(truth)") }
    }

    /// A number as XPath writes it; JSON has no infinities, and nothing that is no number.
    mutating func write(_ number: Double) throws {
        count += 1
        guard layout == .json else {
            let words = try XML.DOM.XPath("string($number)")
            return try line(words.string(in: XML.DOM.Document(), variables: ["number": .number(number)]))
        }
        if !number.isFinite {
            try json.null()
        } else if let integer = Int(exactly: number) {
            try json.number(integer)
        } else {
            try json.number(number)
        }
    }

    mutating func flush() throws {
        try text.flush()
        try json.flush()
    }

    private mutating func line(_ result: String) throws {
        try text.write(result.utf8.span)
        try text.write("\n".utf8.span)
        if Terminal.showsOutput { try text.flush() }
    }

    /// Whether it is more than its text.
    private func isTree(_ node: XML.DOM.Node) -> Bool {
        switch node.nodeType {
        case .attribute, .text, .cdataSection: false
        default: true
        }
    }

    private func markup(of node: XML.DOM.Node) throws -> String {
        try Self.trimmed(isHTML ? node.tohtml() : node.toxml())
    }

    private static func text(of node: XML.DOM.Node) -> String {
        node.nodeValue ?? node.textContent ?? (node as? XML.DOM.Document)?.documentElement?.textContent ?? ""
    }

    /// Without the line break at the end of a document.
    private static func trimmed(_ text: String) -> String {
        text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
#endif
