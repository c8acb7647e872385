#if Services
import Foundation
import Testing

@Suite struct EventsCommandTests {
    @Test func `Each event is a line`() throws {
        let document = #"{"a\"b": ["x\u00e9", -1.50e+07, true, false, null, {}, []]}"#
        let expected = #"""
            ["startObject"]
            ["key","a\"b"]
            ["startArray"]
            ["string","xé"]
            ["number","-1.50e+07"]
            ["boolean",true]
            ["boolean",false]
            ["null"]
            ["startObject"]
            ["endObject"]
            ["startArray"]
            ["endArray"]
            ["endArray"]
            ["endObject"]

            """#
        #expect(try Sluice.run("events", "-", input: document) == .init(output: expected))
    }

    @Test func `What came before a fault is written`() throws {
        let outcome = try Sluice.run("events", input: "[1, 2\n")
        #expect(outcome.output == "[\"startArray\"]\n[\"number\",\"1\"]\n[\"number\",\"2\"]\n")
        #expect(outcome.complaints.hasPrefix("<stdin>:2:1: error: "))
        #expect(outcome.status == 1)
    }

    @Test func `A reader that has seen enough is no fault`() throws {
        let sluice = try Sluice()
        let numbers = "[" + String(repeating: "1,", count: 500_000) + "1]"
        let outcome = try sluice.shell(
            "{ sluice events; echo $? > status; } | head -n 1; cat status", input: numbers)
        #expect(outcome == .init(output: "[\"startArray\"]\n0\n"))
    }

    @Test func `Ctrl-C ends it with 130 and says nothing`() throws {
        let sluice = try Sluice()
        let (input, output, complaints) = (Pipe(), Pipe(), Pipe())
        let pipes = [input.fileHandleForReading, output.fileHandleForWriting, complaints.fileHandleForWriting]
        let process = try sluice.start(["events"], streams: pipes)
        for pipe in pipes { try pipe.close() }
        // Enough to fill its buffers; that it answers shows that it is past its beginning.
        try input.fileHandleForWriting.write(contentsOf: Data(("[" + String(repeating: "1,", count: 20_000)).utf8))
        #expect(try output.fileHandleForReading.read(upToCount: 1)?.isEmpty == false)
        process.interrupt()
        #expect(process.wait() == 130)
        #expect(try complaints.fileHandleForReading.readToEnd() ?? Data() == Data())
    }
}
#endif
