#if Services
import Testing

@testable import SluiceStreamCLI

@Suite struct SecondsTests {
    @Test(arguments: [
        ("0", Duration.zero), ("0.5", .milliseconds(500)), ("60", .seconds(60)), ("inf", .seconds(1_000_000_000)),
        ("1e300", .seconds(1_000_000_000)),
    ])
    func `A time is a number of seconds, and no longer than can be reckoned with`(text: String, time: Duration) {
        #expect(Seconds(argument: text)?.duration == time)
    }

    @Test(arguments: ["", "x", "-1", "nan", "-inf"])
    func `What is no time is refused`(text: String) { #expect(Seconds(argument: text) == nil) }

    @Test func `It is shown as it would be written`() {
        #expect("\(Seconds(60))" == "60")
        #expect("\(Seconds(0.5))" == "0.5")
    }
}
#endif
