#if Services
import Testing

@Suite struct StreamExecutableTests {
    @Test func `Where there is no sluice-stream it says how to build it`() throws {
        let expected = """
            sluice: error: sluice-stream stands neither beside sluice nor on the PATH
            Build it with: swift build -c release --product sluice-stream

            """
        let outcome = try Sluice().shell("cp $(command -v sluice) . && PATH=/nowhere ./sluice serve")
        #expect(outcome == .init(complaints: expected, status: 2))
    }
}
#endif
