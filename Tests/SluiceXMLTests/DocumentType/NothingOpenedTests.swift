import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// Nothing outside the document is opened: not without a resolver, and not without the options that ask for it.
@Suite struct NothingOpenedTests {
    private final class Spy: XML.EntityResolver {
        var asked: [String] = []
        func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
            asked.append(systemID)
            return XML.InputSource("LEAK")
        }
    }

    private struct Text: XML.ContentHandler {
        var all = ""
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            for i in attributes.indices { all += String(attributes[i].value) }
        }
        mutating func characters(_ text: XML.Text) { all += String(text) }
        mutating func skippedEntity(_ name: XML.Text) { all += "skipped " + String(name) + " " }
    }

    static func documents(_ path: String) -> [(text: String, delivered: String)] {
        [
            ("<!DOCTYPE r [<!ENTITY x SYSTEM '\(path)'>]><r>&x;</r>", "skipped x "),
            ("<!DOCTYPE r [<!ENTITY x SYSTEM 'file://\(path)'>]><r>&x;</r>", "skipped x "),
            ("<!DOCTYPE r [<!ENTITY x PUBLIC 'p' '\(path)'>]><r>&x;</r>", "skipped x "),
            ("<!DOCTYPE r [<!ENTITY x SYSTEM '\(path)'><!ENTITY y '&x;'>]><r>&y;</r>", "skipped x "),
            ("<!DOCTYPE r [<!ENTITY % x SYSTEM '\(path)'>%x;]><r/>", "skipped %x "),
            ("<!DOCTYPE r SYSTEM '\(path)'><r/>", ""),
            ("<!DOCTYPE r SYSTEM '\(path)' [<!ENTITY x 'y'>]><r>&x;</r>", "y"),
        ]
    }

    private func read(_ text: String, _ options: XML.ParserOptions, _ resolver: (any XML.EntityResolver)?) throws
        -> String
    {
        var handler = Text()
        try XML.parse(
            Array(text.utf8).span, handler: &handler, options: options, entityResolver: resolver)
        return handler.all
    }

    @Test func `A file that is named in a document stays closed`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("<!ATTLIST r leak CDATA 'LEAK'>".utf8), to: "canary.dtd")
        var asking = XML.ParserOptions()
        asking.readsExternalGeneralEntities = true
        asking.readsExternalParameterEntities = true
        for (text, delivered) in Self.documents(path) {
            #expect(try read(text, XML.ParserOptions(), nil) == delivered)
            #expect(try read(text, asking, nil) == delivered)
            let spy = Spy()
            #expect(try read(text, XML.ParserOptions(), spy) == delivered)
            #expect(spy.asked.isEmpty)
        }
        #expect(throws: ParseError.self) {
            try read("<!DOCTYPE r [<!ENTITY x SYSTEM '\(path)'>]><r a='&x;'/>", asking, nil)
        }
    }

    @Test func `A resolver is asked for what the options name, with the identifiers as they are written`() throws {
        var general = XML.ParserOptions()
        general.readsExternalGeneralEntities = true
        let text = "<!DOCTYPE r SYSTEM '../a b.dtd' [<!ENTITY x SYSTEM './x.xml'><!ENTITY z SYSTEM 'z'>]><r>&x;</r>"
        let spy = Spy()
        #expect(try read(text, general, spy) == "LEAK")
        #expect(spy.asked == ["./x.xml"])
    }

    /// Every way into a document.
    private func readEveryWay(_ text: String) {
        let bytes = Array(text.utf8)
        var options = XML.ParserOptions()
        for asks in [false, true] {
            options.readsExternalGeneralEntities = asks
            options.readsExternalParameterEntities = asks
            options.validates = asks
            _ = try? read(text, options, nil)
            var tree = XML.TreeOptions()
            tree.parser = options
            _ = try? XML.ElementTree(bytes, options: tree)
            var records = XML.RecordOptions()
            records.parser = options
            records.workers = asks ? 2 : 1
            if var cursor = try? XML.records(at: "/*/*", in: bytes, options: records) {
                while (try? cursor.next()) != nil {}
            }
            var canonical = XML.CanonicalOptions()
            canonical.parser = options
            _ = try? XML.canonicalize(bytes.span, options: canonical)
        }
    }

    private static func more(_ path: String) -> [String] {
        documents(path).map(\.text) + [
            "<r xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='\(path)'/></r>",
            "<?xml-stylesheet href='\(path)' type='text/xsl'?><r/>",
            "<r xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:noNamespaceSchemaLocation='\(path)'/>",
            "<r xml:base='\(path)' xmlns='\(path)'><a href='\(path)'/></r>",
        ]
    }

    #if os(Linux)
    @Test func `The system sees no file opened`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("<!ATTLIST r leak CDATA 'LEAK'>".utf8), to: "canary.dtd")
        let watch = try OpenWatch(folder.path)
        for text in Self.more(path) + Self.more("file://\(path)") {
            readEveryWay(text)
            #expect(!watch.hasSeen, "\(text)")
        }
        _ = try Corpus.bytes(path)
        #expect(watch.hasSeen, "whoever opens it is seen")
    }
    #endif

    @Test func `Nobody is called over the network`() throws {
        let socket = try ListeningSocket()
        for scheme in ["http", "https", "ftp"] {
            for text in Self.more("\(scheme)://127.0.0.1:\(socket.port)/canary.dtd") {
                readEveryWay(text)
                #expect(!socket.hasSeen, "\(text)")
            }
        }
        #expect(Command.run("bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(socket.port)'") == 0)
        #expect(socket.hasSeen, "whoever calls is seen")
    }
}
