#if Services
import Testing

@Suite struct DOMExecutableTests {
    @Test func `Where there is no sluice-dom it says how to build it`() throws {
        let sluice = try Sluice(["a.xml": "<a/>"])
        let expected = """
            sluice: error: sluice-dom stands neither beside sluice nor on the PATH
            Build it with: swift build -c release --product sluice-dom

            """
        let outcome = try sluice.shell("cp $(command -v sluice) . && PATH=/nowhere ./sluice query /a a.xml")
        #expect(outcome == .init(complaints: expected, status: 2))
    }

    #if os(Linux)
    @Test func `sluice itself links neither libxml2 nor ICU`() throws {
        let libraries = try Sluice().shell("ldd $(command -v sluice)").output
        #expect(libraries.contains("libc.so"))
        #expect(!libraries.contains("libxml2") && !libraries.contains("libicu"))
        #expect(try Sluice().shell("ldd $(command -v sluice-dom)").output.contains("libxml2"))
    }
    #endif
}
#endif
