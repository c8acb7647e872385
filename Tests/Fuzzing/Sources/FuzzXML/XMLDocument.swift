import Fuzzing
import SluiceCore
import SluiceXML

/// Bytes that may be XML, and how they are to be read.
struct XMLDocument {
    let bytes: [UInt8]
    let options: XML.ParserOptions
    /// What external entities are, if they are read.
    let resolver: Resolver?
    /// Bytes of the pieces that it comes in.
    let piece: Int
    let selection: XML.RecordSelection

    init(_ bytes: [UInt8], options choice: UInt8, sizes: UInt8) {
        self.bytes = bytes
        piece = Int(sizes % 32) + 1
        selection = ["//a", "/*/a", "/*/*", "//b", "/a/b", ["/*/a/b", "//c"], "//{u}a", "/*"][Int(sizes / 32)]
        var options = XML.ParserOptions()
        options.processesNamespaces = choice & 1 == 0
        options.coalescesText = choice & 2 != 0
        options.validates = choice & 4 != 0
        options.reportsNamespaceAttributes = choice & 8 != 0
        if choice & 16 != 0 {
            options.readsExternalGeneralEntities = true
            options.readsExternalParameterEntities = true
        }
        resolver = choice & 16 != 0 ? Resolver() : nil
        if choice & 32 != 0 {
            options.limits.depth = 3
            options.limits.attributesPerElement = 2
            options.limits.startTagBytes = 40
            options.limits.nameBytes = 6
            options.limits.attributeValueBytes = 12
            options.limits.textBytes = 60
            options.limits.recordBytes = 70
            options.limits.entityDepth = 2
        }
        // So that nothing takes long.
        options.limits.entityExpansionBytes = choice & 32 != 0 ? 100 : 10_000
        options.limits.entityExpansionFactor = 2
        self.options = options
    }

    /// What is told of it, fed in pieces of `size` bytes, and its end.
    private func told(_ size: Int, _ options: XML.ParserOptions) -> [UInt8] {
        let log = Log()
        let handlers = XML.Handlers(error: log, lexical: log, resolver: resolver)
        let end = outcome {
            var parser = XML.Parser(handler: log, options: options, handlers: handlers)
            for start in stride(from: 0, to: bytes.count, by: size) {
                try parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            _ = try parser.finish()
            return []
        }
        require(log.isBalanced, "elements do not begin and end in turn")
        return log.text + end
    }

    private func pulled(_ open: () -> XML.Events) -> [UInt8] {
        var events = open()
        var all: [UInt8] = []
        let end = outcome {
            while try events.next() != nil {
                if let event = events.owned { all += "\(event)\n".utf8 }
            }
            return Array("\(events.faultCount) faults".utf8)
        }
        return all + end
    }

    /// Whole and in pieces: the same events, and the same error; recovered, too, and what has no fault is as it is without.
    func checkEvents() {
        var lenient = options
        lenient.recovers = true
        for options in [options, lenient] {
            expect(told(max(1, bytes.count), options), told(piece, options), "in pieces of \(piece)")
            expect(
                pulled { XML.events(bytes, options: options) },
                pulled { XML.events(in: Dribble(bytes: bytes, piece: piece), options: options) }, "pulled by \(piece)")
        }
        let strict = told(piece, options)
        if strict.suffix(4).elementsEqual("\nend".utf8) { expect(strict, told(piece, lenient), "recovered") }
    }

    private func treeOptions(recovers: Bool = false) -> XML.TreeOptions {
        var tree = XML.TreeOptions(
            insertsComments: piece & 1 == 0, insertsProcessingInstructions: piece & 2 == 0)
        tree.parser = options
        tree.parser.recovers = recovers
        return tree
    }

    /// A tree is written and read again as the same, and grows in pieces as it does at once.
    func checkTree() {
        for recovers in [false, true] {
            let options = treeOptions(recovers: recovers)
            let whole = outcome { try XML.ElementTree(bytes, options: options).root.tobytes() }
            let grown = outcome {
                var parser = XML.TreePullParser(events: [.end], options: options)
                for start in stride(from: 0, to: bytes.count, by: piece) {
                    parser.feed(Array(bytes[start..<min(start + piece, bytes.count)]))
                    while try parser.next() != nil {}
                }
                parser.close()
                while try parser.next() != nil {}
                // A tree needs a root; where one grows, there may be none.
                return try parser.root?.tobytes() ?? whole
            }
            expect(whole, grown, "a tree that grows by \(piece)")
        }

        let treeOptions = treeOptions()
        guard let tree = try? XML.ElementTree(bytes, options: treeOptions) else { return }
        var plain = XML.TreeOptions(
            insertsComments: treeOptions.insertsComments,
            insertsProcessingInstructions: treeOptions.insertsProcessingInstructions)
        plain.parser.processesNamespaces = options.processesNamespaces
        for encoding in XML.TreeWritingOptions.Encoding.allCases {
            let writing = XML.TreeWritingOptions(
                encoding: encoding, declaration: encoding == .ascii ? true : nil,
                shortEmptyElements: encoding != .latin1)
            guard let text = try? tree.root.tobytes(writing) else { continue }
            let again = try? XML.ElementTree(text, options: plain)
            require(again?.root == tree.root, "it changed on the way: \(String(decoding: text, as: UTF8.self))")
            require(again?.hashValue == tree.hashValue, "the same has another hash")
        }
        var indented = tree
        indented.indent()
        require(
            (try? indented.root.tobytes()) != nil || (try? tree.root.tobytes()) == nil, "indented it cannot be written")
        // What stands in an instruction is escaped each time, as Python does. (Byte by byte: `?` may have a mark.)
        let hasInstruction = zip(bytes, bytes.dropFirst()).contains {
            $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "?")
        }
        if options.processesNamespaces, !hasInstruction,
            let canonical = try? XML.canonicalize(bytes.span)
        {
            require((try? XML.canonicalize(canonical)) == canonical, "canonical form: \(canonical)")
        }
    }

    /// Records come the same, whatever the source gives at a time and however many read.
    func checkRecords() {
        func text<Source: ByteSource & ~Copyable>(_ open: () throws -> XML.Records<Source>) -> [UInt8] {
            var all: [UInt8] = []
            let end = outcome {
                var records = try open()
                while let record = try records.next() {
                    all += (try? record.tobytes()) ?? []
                    all += "@\(records.offset) \(records.line)\n".utf8
                }
                return []
            }
            return all + end
        }
        var one = XML.RecordOptions()
        one.parser = options
        one.insertsComments = piece & 1 == 0
        one.insertsProcessingInstructions = piece & 2 == 0
        let whole = text { try XML.records(at: selection, in: bytes, options: one) }
        let pieces = text { try XML.records(at: selection, in: Dribble(bytes: bytes, piece: piece), options: one) }
        expect(whole, pieces, "records of a source that gives \(piece)")
    }

    /// What a writer makes of events gives the same events again.
    func checkWriter() {
        var limits = options
        limits.validates = false
        limits.reportsNamespaceAttributes = !options.processesNamespaces
        var layout = XML.WriterOptions(processesNamespaces: options.processesNamespaces)
        layout.encoding = [.utf8, .usASCII, .latin1][piece % 3]
        layout.quotes = piece & 1 == 0 ? .double : .fewest
        layout.expandsEmptyElements = piece & 2 == 0
        func parse<Handler: XML.ContentHandler & ~Copyable>(
            _ bytes: [UInt8], _ handler: consuming Handler, _ options: XML.ParserOptions
        ) throws -> Handler {
            var parser = XML.Parser(handler: handler, options: options, handlers: XML.Handlers(resolver: resolver))
            try parser.feed(bytes)
            return try parser.finish()
        }
        guard
            let text = try? parse(bytes, XML.Generator(to: MemorySink(), options: layout), limits).finish().bytes
        else { return }
        let before = Log()
        let after = Log()
        before.isPlain = true
        after.isPlain = true
        var again = XML.ParserOptions()
        again.processesNamespaces = options.processesNamespaces
        again.reportsNamespaceAttributes = limits.reportsNamespaceAttributes
        let end = outcome {
            _ = try parse(bytes, before, limits)
            _ = try parse(text, after, again)
            return []
        }
        // A reference to an entity is written; what declares it is no event.
        if before.hasSkipped { return }
        expect(before.text, after.text + end, "written as \(String(decoding: text, as: UTF8.self))")
    }
}

/// Gives text for each external entity, made of its name.
final class Resolver: XML.EntityResolver {
    func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
        switch systemID.utf8.count % 4 {
        case 0: nil
        case 1: XML.InputSource("<!ENTITY z '&#60;z/>'><!ATTLIST a z CDATA 'z'>")
        case 2: XML.InputSource("<?xml encoding='UTF-8'?>text<a/>&z;")
        default: XML.InputSource(systemID)
        }
    }
}
