import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLEventsTests {
    private func describe(_ event: XML.OwnedEvent?) -> String {
        switch event {
        case nil: ""
        case .startPrefixMapping(let prefix, let uri): "+\(prefix)=\(uri)"
        case .startElement(let name, let attributes):
            "<\(name)" + attributes.map { " \($0.name)=\($0.value)" }.joined()
        case .endElement(let name): "</\(name)"
        case .endPrefixMapping(let prefix): "-\(prefix)"
        case .text(let text): "'\(text)"
        case .ignorableWhitespace(let text): "_\(text)"
        case .comment(let text): "#\(text)"
        case .processingInstruction(let target, let data): "?\(target) \(data)"
        case .skippedEntity(let name): "&\(name)"
        }
    }

    private static let text =
        "<?xml version='1.0'?><a xmlns='urn:a' x='1'>t&amp;u<![CDATA[<]]>\n<b/><!--c-->é<?p d?><b>&#65;</b></a>\n"

    @Test(arguments: [1, 2, 3, 5, 64, 4096])
    func `The cursor gives each event with its path and its place`(chunkBytes: Int) throws {
        var events = XML.events(in: MemorySource(Array(Self.text.utf8)), chunkBytes: chunkBytes)
        var seen: [String] = []
        while try events.next() != nil {
            seen.append("\(describe(events.owned)) \(events.path) \(events.position.offset) \(events.depth)")
        }
        #expect(
            seen == [
                "+=urn:a  21 0", "<{urn:a}a x=1 /a 21 1", "'t&u<\n /a 44 1", "<{urn:a}b /a/b[1] 65 2",
                "</{urn:a}b /a/b[1] 65 1", "#c /a 69 1", "'é /a 77 1", "?p d /a 79 1", "<{urn:a}b /a/b[2] 86 2",
                "'A /a/b[2] 89 2", "</{urn:a}b /a/b[2] 94 1", "</{urn:a}a /a 98 0", "-  98 0",
            ])
        #expect(try events.next() == nil)
        #expect(events.owned == nil)
    }

    @Test(arguments: [1, 7, 4096])
    func `Only what an event has is there`(chunkBytes: Int) throws {
        var events = XML.events(
            in: MemorySource(Array("<p:a xmlns:p='u' p:b='1'><?t d?>x</p:a>".utf8)), chunkBytes: chunkBytes)
        #expect(
            events.name.qualified.isEmpty && events.attributes.isEmpty && events.text.isEmpty && events.target.isEmpty)
        #expect(try events.next() == .startPrefixMapping)
        #expect(events.prefix == "p" && events.uri == "u" && events.text.isEmpty && events.name.local.isEmpty)
        #expect(try events.next() == .startElement)
        #expect(events.name.local == "a" && events.name.prefix == "p" && events.name.uri == "u")
        #expect(events.attributes["p:b"] == "1" && events.attributes["b", uri: "u"] == "1" && events.prefix.isEmpty)
        #expect(try events.next() == .processingInstruction)
        #expect(events.target == "t" && events.data == "d" && events.text.isEmpty && events.attributes.isEmpty)
        #expect(try events.next() == .text)
        #expect(events.text == "x" && events.target.isEmpty && events.data.isEmpty && events.uri.isEmpty)
    }

    @Test(arguments: [1, 7, 4096])
    func `Skipping passes over an element, and nothing else`(chunkBytes: Int) throws {
        let text = "<a><b><b>1</b>2</b>3<c/>4</a>"
        var events = XML.events(in: MemorySource(Array(text.utf8)), chunkBytes: chunkBytes)
        var seen: [String] = []
        while let event = try events.next() {
            seen.append(describe(events.owned))
            if event == .startElement, events.name.local != "a" {
                try events.skip()
                seen.append(describe(events.owned))
            }
            if event == .text { try events.skip() }
        }
        #expect(seen == ["<a", "<b", "</b", "'3", "<c", "</c", "'4", "</a"])
    }

    @Test(arguments: [1, 3, 4096])
    func `An error comes behind what was before it, and comes again`(chunkBytes: Int) throws {
        var events = XML.events(in: Named(Array("<a>\nx&amp;y&z;</a>".utf8)), chunkBytes: chunkBytes)
        var seen: [String] = []
        let error = #expect(throws: ParseError.self) {
            while try events.next() != nil { seen.append(describe(events.owned)) }
        }
        #expect(seen == ["<a", "'\nx&y"])
        #expect(error?.description.hasPrefix("bad.xml:2:8: error: the entity 'z' is not declared\n") == true)
        #expect(throws: ParseError.self) { _ = try events.next() }
    }

    private struct Named: ByteSource {
        var source: MemorySource
        var name: String? { "bad.xml" }
        init(_ bytes: [UInt8]) { source = MemorySource(bytes) }
        mutating func read(into chunk: inout OutputSpan<UInt8>) { source.read(into: &chunk) }
    }

    @Test(arguments: [1, 3, 5, 4096])
    func `What was read behind the last event can be had back`(chunkBytes: Int) throws {
        let text = "<a>x&amp;<b c='1'/></a> <z>"
        var events = XML.events(in: MemorySource(Array(text.utf8)), chunkBytes: chunkBytes)
        while let event = try events.next() {
            let rest = String(decoding: events.unconsumed, as: UTF8.self)
            let read = events.depth == 0 ? "<z>" : event == .text ? "<b c='1'/></a> <z>" : ""
            // How far the source has been read is for the size of its chunks to say.
            #expect(text.contains(rest), "\(event) \(rest)")
            if chunkBytes > text.utf8.count, !read.isEmpty { #expect(rest == read) }
            if events.depth == 0 { break }
        }
        #expect(chunkBytes > 1 || events.unconsumed.isEmpty)
    }

    @Test func `A file that is not there is named`() {
        let error = #expect(throws: IOFailure.self) { _ = try XML.events(contentsOf: "/nowhere/x.xml") }
        #expect(error?.description == "cannot open '/nowhere/x.xml': No such file or directory")
    }
}

extension XMLEventsTests {
    @Test(arguments: [1, 7, 64, 4096])
    func `An element is had whole where it begins, and the events go on behind it`(chunkBytes: Int) throws {
        let text = """
            <r xmlns='u'><b id='1'>t&amp;<c/>x<![CDATA[y]]></b><b id='2'
            /><s>z</s>
            <b id='3'><!--n--><b>4</b></b></r>
            """
        var events = XML.events(in: MemorySource(Array(text.utf8)), chunkBytes: chunkBytes)
        var seen: [String] = []
        while let event = try events.next() {
            if event == .startElement, events.name.local == "b", let element = try events.expand() {
                let parts = element.itertext().joined()
                seen.append("\(element.tag) \(element.attributes["id"] ?? "") \(parts) \(events.depth) \(events.path)")
                let again = try events.expand()
                #expect(again == nil && events.name.local == "b")
            } else if event == .text {
                seen.append(String(events.text))
            }
        }
        #expect(
            seen == [
                "{u}b 1 t&xy 1 /r/b[1]", "{u}b 2  1 /r/b[2]", "z", "\n", "{u}b 3 4 1 /r/b[3]",
            ])
    }

    @Test func `A fault within an element that is wanted whole is thrown, and again`() throws {
        var events = XML.events(Array("<r><b>1<c></b></r>".utf8))
        _ = try events.next()
        _ = try events.next()
        var messages: [String] = []
        for _ in 0..<2 {
            do { _ = try messages.isEmpty ? events.expand()?.tag : "\(String(describing: events.next()))" } catch let
                error as ParseError
            {
                messages.append(error.message)
            }
        }
        #expect(messages == Array(repeating: "expected '</c>' but found '</b>'", count: 2))
    }
}
