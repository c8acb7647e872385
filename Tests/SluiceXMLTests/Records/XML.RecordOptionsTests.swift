import SluiceXML
import Testing

@Suite struct XMLRecordOptionsTests {
    private static let text = "<r><!--outside--><a>1<!--inside--><?target data?></a></r>"

    @Test func `Comments and processing instructions inside records are left out by default`() throws {
        var records = try XML.records(at: "a", in: Self.text)
        #expect(try records.collect().map(\.description) == ["<a>1</a>"])
    }

    @Test(arguments: [1, 2])
    func `They come as elements where that is asked for`(workers: Int) throws {
        var options = XML.RecordOptions()
        options.workers = workers
        options.insertsComments = true
        options.insertsProcessingInstructions = true
        var records = try XML.records(at: "a", in: Self.text, options: options)
        let record = try #require(try records.next())
        #expect(record.description == "<a>1<!--inside--><?target data?></a>")
        #expect(record.children.map(\.kind) == [.comment, .processingInstruction])
        #expect(try records.next() == nil)
    }
}
