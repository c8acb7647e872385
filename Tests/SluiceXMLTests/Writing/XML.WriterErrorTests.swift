import SluiceCore
import SluiceXML
import Testing

@Suite struct XMLWriterErrorTests {
    /// The code of the error that some events end in.
    private func code(
        _ options: XML.WriterOptions = .verbatim, _ events: (inout XML.Writer<MemorySink>) throws -> Void
    ) -> XML.WriterError.Code? {
        do {
            _ = try written(options, events)
            return nil
        } catch {
            let error = error as? XML.WriterError
            #expect(error?.description == error?.message)
            return error?.code
        }
    }

    @Test func `The code tells the kind of fault`() {
        #expect(code { try $0.endElement() } == .misuse)
        #expect(code { try $0.startElement("") } == .name)
        #expect(code { try $0.element("a", "\u{1}") } == .text)
        #expect(code(.init(encoding: .usASCII)) { try $0.element("é") } == .encoding)
        #expect(code { try $0.element("a") } == nil)
        #expect("\(XML.WriterError.Code.misuse)" == "misuse")
    }
}
