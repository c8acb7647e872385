import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLRecordsTests {
    private let dblp = """
        <?xml version="1.0"?>
        <dblp note="x > y">
          <!-- <article>no</article> -->
          <article key="a1"><author>Ada &amp; Co</author><title>One</title></article>
          <www key="w1"/>
          <article key="a2"><title>Two <i>more</i> words</title><article key="inner"/></article>
          <![CDATA[<article>no</article>]]>
          <group><article key="deep"/></group>
          <article key="a3"/>
        </dblp>
        """

    /// The records that come when the text is fed in some way, written, and the error at the end.
    private func records(
        at selection: XML.RecordSelection, of text: String, _ feeding: Feeding, options: XML.RecordOptions = .init()
    ) throws -> [String] {
        var parser = try XML.RecordParser(at: selection, options: options, name: "d.xml")
        var found: [String] = []
        func take() {
            do {
                while let record = try parser.next() {
                    try found.append("\(parser.pathIndex) \(parser.offset) \(parser.line) " + record.tostring())
                }
            } catch let error as ParseError {
                found.append(
                    "\(error.code) \(error.position.offset) \(error.position.line) \(error.path) \(error.message)")
            } catch { found.append("\(error)") }
        }
        for piece in feeding.pieces(of: Array(text.utf8)) {
            parser.feed(piece)
            take()
        }
        parser.finish()
        take()
        return found
    }

    private func agreed(
        at selection: XML.RecordSelection, of text: String, options: XML.RecordOptions = .init()
    ) throws -> [String] {
        let whole = try records(at: selection, of: text, .whole, options: options)
        for feeding in Feeding.all(for: text.utf8.count) {
            #expect(try records(at: selection, of: text, feeding, options: options) == whole, "\(feeding)")
        }
        return whole
    }

    @Test func `Records of an absolute path`() throws {
        #expect(
            try agreed(at: "/dblp/article", of: dblp) == [
                #"0 77 4 <article key="a1"><author>Ada &amp; Co</author><title>One</title></article>"#,
                #"0 173 6 <article key="a2"><title>Two <i>more</i> words</title><article key="inner" /></article>"#,
                #"0 337 9 <article key="a3" />"#,
            ])
    }

    @Test func `Records of a name at any depth, the outer one of two`() throws {
        var articles = try XML.records(at: "article", in: dblp)
        let keys = try articles.map { $0.get("key") ?? "" }
        #expect(keys == ["a1", "a2", "deep", "a3"])
    }
    @Test func `Several paths in one pass`() throws {
        #expect(
            try agreed(at: ["/dblp/www", "//group/*"], of: dblp) == [
                #"0 155 5 <www key="w1" />"#, #"1 305 8 <article key="deep" />"#,
            ])
    }

    @Test func `Records are there when their end tag is`() throws {
        var parser = try XML.RecordParser(at: "/stream/message")
        parser.feed(Array("<stream><message>1</message><mess".utf8))
        #expect(try parser.next()?.text == "1")
        #expect(try parser.next() == nil)
        parser.feed(Array("age>2</message>".utf8))
        #expect(try parser.next()?.text == "2")
        let isFinished = parser.isFinished
        #expect(!isFinished)
    }

    @Test func `What is not well-formed ends in an error, after the records before it`() throws {
        #expect(
            try agreed(at: "/a/b", of: "<a><b>1</b>\n<b>2</c></a>") == [
                "0 3 1 <b>1</b>", "notWellFormed 16 2 /a/b[2] expected '</b>' but found '</c>'",
            ])
        #expect(
            try agreed(at: "/a/b", of: "<a><b>1</b><b>2") == [
                "0 3 1 <b>1</b>", "truncated 15 1 /a/b[2] expected '</b>' but the document ends",
            ])
    }

    @Test func `Ranges part the records of a document`() throws {
        var whole = try XML.records(at: "/dblp/article", in: dblp)
        let all = try whole.map { try $0.tostring() }
        for cut in 0...dblp.utf8.count {
            var parts: [String] = []
            for range in [0..<cut, cut..<dblp.utf8.count] where !range.isEmpty {
                var options = XML.RecordOptions()
                options.range = range
                var part = try XML.records(at: "/dblp/article", in: dblp, options: options)
                parts += try part.map { try $0.tostring() }
            }
            #expect(parts == all, "\(cut)")
        }
    }

    /// What a cursor gives: each record with where it stands, and the error at the end.
    private func cursor(
        _ text: String, at selection: XML.RecordSelection, workers: Int, chunk: Int,
        resolver: (any XML.EntityResolver)? = nil
    ) throws -> [String] {
        var options = XML.RecordOptions()
        options.parser.readsExternalGeneralEntities = true
        options.parser.readsExternalParameterEntities = true
        options.workers = workers
        options.chunkBytes = chunk
        var records = try XML.records(
            at: selection, in: text, options: options, name: "d.xml", entityResolver: resolver)
        var found: [String] = []
        do {
            while let record = try records.next() {
                try found.append("\(records.pathIndex) \(records.offset) \(records.line) " + record.tostring())
            }
        } catch let error as ParseError {
            found.append("\(error.code) \(error.position) \(error.path) \(error.message)")
        }
        return found
    }

    @Test(arguments: [
        "<article>no", "</article><article>", "</r>", "</r><r>", "<r>", "<!-- ", "-->", "<![CDATA[", "]]>", "<?p ",
        "?>",
        "<other>", "</other>", "<article x='>'", "<other a='&lt;article >'>", "<article/>", "&e;", "&bad;", "\n\n",
    ])
    func `Several workers give what one gives, wherever a piece is cut and whatever is broken`(hostile: String) throws {
        let record = "<article key='k'>text &e; <i>more</i></article>\n"
        for place in [0, 7, 20, 39] {
            var text = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY e 'an <b>entity</b>'>]><r xmlns:p='urn:p' p:a=''>"
            for i in 0..<40 {
                if i == place { text += hostile }
                text += record
            }
            text += "</r><!-- end -->"
            for selection: XML.RecordSelection in ["/r/article", "//article", ["//other", "/r/*"]] {
                let one = try cursor(text, at: selection, workers: 1, chunk: 1 << 16)
                for workers in [2, 3] {
                    for chunk in [16, 50, 170, 1000] {
                        let several = try cursor(text, at: selection, workers: workers, chunk: chunk)
                        #expect(several == one, "\(hostile) at \(place), \(workers) workers, chunks of \(chunk)")
                    }
                }
            }
        }
    }

    @Test func `Text that is missing is an error in a record, and none between records`() throws {
        let text = """
            <!DOCTYPE a SYSTEM "a.dtd"><a>&between;
            <b>1</b><b>Grüße &uml; da</b></a>
            """
        #expect(
            try agreed(at: "/a/b", of: text) == [
                "0 40 2 <b>1</b>",
                "unsupported 59 2 /a/b[2] the entity 'uml' was not read, so that its text is missing: a tree needs its declaration, or a resolver",
            ])
        #expect(throws: ParseError.self) { try XML.ElementTree(string: text) }
    }

    /// Has texts for what documents refer to, and counts how often it is asked.
    private final class Library: XML.EntityResolver {
        let texts: [String: String]
        var asked = 0
        init(_ texts: [String: String]) { self.texts = texts }
        func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
            asked += 1
            return texts[systemID].map { XML.InputSource($0) }
        }
        func externalSubset(of root: String) -> XML.InputSource? { texts[root].map { XML.InputSource($0) } }
    }

    @Test func `External texts are in force for every worker, and asked for on the caller's thread alone`() throws {
        let library = Library([
            "r.dtd": "<!ENTITY uuml '&#252;'><!ENTITY late SYSTEM 'late.xml'><!ATTLIST article lang CDATA 'de'>",
            "late.xml": "<late>text</late>",
        ])
        var text = "<!DOCTYPE r SYSTEM 'r.dtd'><r>"
        for i in 0..<60 { text += "<article>M&uuml;ller \(i >= 30 && i % 7 == 0 ? "&late;" : "")</article>\n" }
        text += "</r>"
        let one = try cursor(text, at: "/r/article", workers: 1, chunk: 1 << 16, resolver: library)
        #expect(one.count == 60)
        #expect(one[35].hasSuffix("<article lang=\"de\">Müller <late>text</late></article>"), "\(one[35])")
        for workers in [2, 3] {
            for chunk in [16, 170, 1000] {
                library.asked = 0
                let several = try cursor(text, at: "/r/article", workers: workers, chunk: chunk, resolver: library)
                #expect(several == one, "\(workers) workers, chunks of \(chunk)")
                #expect(library.asked == 2)
            }
        }
    }

    @Test func `A document type without an external part, and a document without a type, can be given one`() throws {
        let library = Library(["r": "<!ENTITY e 'given'>"])
        for type in ["", "<!DOCTYPE r>", "<!DOCTYPE r [<!ENTITY f 'own'>]>"] {
            let found = try cursor(
                type + "<r><a>&e;</a></r>", at: "/r/a", workers: 1, chunk: 100, resolver: library)
            #expect(found.first?.hasSuffix("<a>given</a>") == true, "\(found)")
        }
    }
}
