public import SluiceXML

extension XML.DOM {
    /// What has text of its own: text, CDATA sections, comments (DOM Level 3 Core, `CharacterData`).
    ///
    /// Places and counts are in characters of Unicode (scalars), as in Python; not UTF-16 units as in the standard.
    public class CharacterData: Node {
        /// The text. U+0000, which XML cannot hold, is taken as U+FFFD.
        public final var data: String {
            get { ref.data }
            set { tree.change(ref, to: newValue) }
        }

        public final override var nodeValue: String? {
            get { data }
            set { data = newValue ?? "" }
        }

        public final override var textContent: String? {
            get { data }
            set { data = newValue ?? "" }
        }

        public final var length: Int { data.unicodeScalars.count }

        /// Up to `count` characters from a place on.
        ///
        /// - Throws: `indexSize` where the place is beyond the text, or one of both is negative.
        public final func substringData(_ offset: Int, _ count: Int) throws(Exception) -> String {
            let scalars = data.unicodeScalars
            return String(scalars[try range(offset, count, in: scalars)])
        }

        public final func appendData(_ text: String) { data += text }

        /// - Throws: `indexSize` where the place is beyond the text.
        public final func insertData(_ offset: Int, _ text: String) throws(Exception) {
            try replaceData(offset, 0, text)
        }

        /// - Throws: As ``substringData(_:_:)``.
        public final func deleteData(_ offset: Int, _ count: Int) throws(Exception) {
            try replaceData(offset, count, "")
        }

        /// - Throws: As ``substringData(_:_:)``.
        public final func replaceData(_ offset: Int, _ count: Int, _ text: String) throws(Exception) {
            var scalars = data.unicodeScalars
            scalars.replaceSubrange(try range(offset, count, in: scalars), with: text.unicodeScalars)
            data = String(scalars)
        }

        private func range(
            _ offset: Int, _ count: Int, in text: String.UnicodeScalarView
        ) throws(Exception) -> Range<String.Index> {
            guard offset >= 0, count >= 0,
                let start = text.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
            else { throw Exception(.indexSize, "the text has \(text.count) characters, not \(offset)") }
            let end = text.index(start, offsetBy: count, limitedBy: text.endIndex)
            return start..<(end ?? text.endIndex)
        }
    }

    /// Text of an element or attribute.
    public class Text: CharacterData {
        public override var nodeType: NodeType { .text }
        public override var nodeName: String { "#text" }

        /// Cuts the text in two, and gives the second one, which stands behind this.
        ///
        /// - Throws: `indexSize` where the place is beyond the text.
        @discardableResult
        public final func splitText(_ offset: Int) throws(Exception) -> Text {
            let rest = try substringData(offset, .max)
            try deleteData(offset, .max)
            return tree.insertText(rest, behind: ref)
        }

        /// The text of all texts that stand side by side with this one.
        public final var wholeText: String {
            var first = ref
            while let previous = first.previous, previous.isText { first = previous }
            var text = ""
            var node: NodeRef? = first
            while let current = node, current.isText {
                text += current.data
                node = current.next
            }
            return text
        }

        /// Puts one text in the place of all that stand side by side with this one: this one, or none where it is empty.
        @discardableResult
        public final func replaceWholeText(_ text: String) -> Text? {
            while let previous = ref.previous, previous.isText { tree.detach(previous) }
            while let next = ref.next, next.isText { tree.detach(next) }
            data = text
            if text.isEmpty { tree.detach(ref) }
            return text.isEmpty ? nil : self
        }

        /// Whether it is white space in an element whose declared content has no text.
        public final var isWhitespaceInElementContent: Bool { ref.isBlank && tree.hasElementContent(ref.parent) }
    }

    /// Text whose markup counts for nothing: `<![CDATA[a < b]]>`.
    public final class CDATASection: Text {
        public override var nodeType: NodeType { .cdataSection }
        public override var nodeName: String { "#cdata-section" }
    }

    public final class Comment: CharacterData {
        public override var nodeType: NodeType { .comment }
        public override var nodeName: String { "#comment" }
    }

    /// An instruction for a program: `<?target data?>`.
    public final class ProcessingInstruction: Node {
        public override var nodeType: NodeType { .processingInstruction }
        public var target: String { ref.localName }

        public var data: String {
            get { ref.data }
            set { tree.change(ref, to: newValue) }
        }

        public override var nodeValue: String? {
            get { data }
            set { data = newValue ?? "" }
        }

        public override var textContent: String? {
            get { data }
            set { data = newValue ?? "" }
        }
    }

    /// Nodes that belong together and are in no tree; put somewhere, its children go there.
    public final class DocumentFragment: Node {
        public override var nodeType: NodeType { .documentFragment }
        public override var nodeName: String { "#document-fragment" }
    }
}
