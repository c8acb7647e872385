#if Services
import Testing

@Suite struct AnnouncementTests {
    @Test func `Where a page is to be had is said`() throws {
        let outcome = try Sluice().serving(
            "--echo --page tcp://127.0.0.1:0",
            "read -r second <&3; page=${second#*address=}; curl -s ${page%% *}/status | tr , '\\n' | grep -c records")
        #expect(outcome.status == 0)
        #expect((Int(outcome.output.filter(\.isNumber)) ?? 0) > 0)
    }
}
#endif
