#if Services
import Hummingbird
import SluiceStreamingHTTP
import Testing

@Suite struct ProblemTests {
    @Test func `A problem is an object of JSON, whatever stands in it`() throws {
        var problem = Problem(.badRequest, "a \u{1}\"b\"")
        problem.members = [Problem.Member("code", "x"), Problem.Member("record", 7)]
        #expect(
            try problem.json.dumps()
                == #"{"title":"Bad Request","status":400,"detail":"a \u0001\"b\"","code":"x","record":7}"#)
        #expect(problem.description == "400 Bad Request: a \u{1}\"b\"")
    }

    @Test func `Of a stream's error it tells all places`() throws {
        var decoder = DocumentDecoder(.ndjson)
        decoder.feed(Array("1\n{\"a\":[1,}\n".utf8))
        _ = try decoder.next()
        var error: StreamError?
        do throws(StreamError) { _ = try decoder.next() } catch let found { error = found }
        #expect(
            try error.map { try Problem($0).json.dumps() }
                == #"{"title":"Bad Request","status":400,"detail":"expected a value but found '}'","code":"syntax","#
                + #""record":1,"offset":10,"line":2,"column":9,"path":"/a/1"}"#)
    }
}
#endif
