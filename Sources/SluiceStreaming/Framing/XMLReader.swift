internal import SluiceCore
internal import SluiceXML

/// A document as it arrives: its root, or the children of its root.
final class XMLReader: FrameReader {
    private var parser: XML.RecordParser
    /// Where the root itself is no record: reads its start tag, as long as that has not come.
    private var rootReader: StanzaRootReader?
    private(set) var root: StanzaRoot?
    private let isOfStanzas: Bool
    private var isFound = false
    private var failure: ParseError?

    init(at selection: XML.RecordSelection, options: StreamOptions, name: String?) {
        var recordOptions = options.xmlOptions()
        isOfStanzas = selection == "/*/*"
        rootReader = isOfStanzas ? StanzaRootReader(options: recordOptions.parser) : nil
        if isOfStanzas { recordOptions.nameTableBytes = max(options.limits.nameTableBytes, 1) }
        do { parser = try XML.RecordParser(at: selection, options: recordOptions, name: name) } catch {
            preconditionFailure("these are paths: \(error)")
        }
    }

    func feed(_ bytes: Span<UInt8>) {
        if bytes.isEmpty { return }
        if isOfStanzas, root == nil {
            root = rootReader?.feed(bytes)
            if root != nil { rootReader = nil }
        }
        parser.feed(bytes)
        guard isOfStanzas, root == nil else { return }
        // Nothing can be found yet but a fault, which whoever waits for the root must not wait for.
        do throws(ParseError) { _ = try parser.takeElement() } catch { failure = error }
    }

    func finishInput() { parser.finish() }

    func take() throws(ParseError) -> StreamRecord? {
        if let failure {
            self.failure = nil
            throw failure
        }
        guard let element = try parser.takeElement() else {
            parser.rest()
            return nil
        }
        isFound = true
        return .xml(element)
    }

    var isOver: Bool { parser.isFinished && failure == nil }
    var offset: Int { parser.offset }
    /// A fault ends it, too.
    var isComplete: Bool { parser.isFinished || (isOfStanzas ? root != nil && parser.openElements == 0 : isFound) }
    var isMidRecord: Bool { parser.isMidRecord }
    var heldBytes: Int { parser.heldBytes + (rootReader?.heldBytes ?? 0) }
}
