#if Services
import Foundation
import Testing

@Suite struct StandardInputTests {
    private let long = "\n<a>" + String(repeating: "<b>text</b>", count: 20_000) + "</a>"

    @Test func `What was read of a pipe to see what it is comes to the executable that reads on`() throws {
        let sluice = try Sluice(["a": long])
        #expect(try sluice.shell("cat a | sluice query 'count(//b)'") == .init(output: "20000\n"))
        #expect(try sluice.shell("gzip -c a | sluice query 'count(//b)'") == .init(output: "20000\n"))
        #expect(try sluice.shell("sluice query 'count(//b)' < a") == .init(output: "20000\n"))
        #expect(try sluice.shell("gzip -c a > a.gz; sluice query 'count(//b)' < a.gz") == .init(output: "20000\n"))
    }

    @Test func `Bytes may come one by one`() throws {
        let line = "(for part in '' '<' '!doc' 'type HTML>' '<p>One'; do printf '%s' \"$part\"; sleep 0.01; done)"
        #expect(try Sluice().shell("\(line) | sluice query //p") == .init(output: "<p>One</p>\n"))
        #expect(try Sluice().shell("(printf '<'; printf 'a/>') | sluice query 'name(/*)'") == .init(output: "a\n"))
    }

    @Test func `What is not known after long is to be named`() throws {
        let sluice = try Sluice(["a": String(repeating: " ", count: 5000) + "<a/>"])
        #expect(try sluice.shell("cat a | sluice query --format xml 'name(/*)'") == .init(output: "a\n"))
    }
}
#endif
