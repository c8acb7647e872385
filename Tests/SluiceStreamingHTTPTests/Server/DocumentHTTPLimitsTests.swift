#if Services
@testable import SluiceStreamingHTTP
import Testing

@Suite struct DocumentHTTPLimitsTests {
    @Test func `Timeouts are looked at often enough for the shortest, and not for ever`() {
        #expect(DocumentHTTPLimits.default.checkInterval == .seconds(1))
        var limits = DocumentHTTPLimits()
        limits.bodyTimeout = .milliseconds(400)
        #expect(limits.checkInterval == .milliseconds(100))
        limits.headTimeout = .zero
        #expect(limits.checkInterval == .milliseconds(10))
    }

    @Test func `Dates are those of the calendar`() {
        #expect(HTTPDate(seconds: 784_111_777).description == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate(seconds: 0).description == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate(seconds: 951_782_400).description == "Tue, 29 Feb 2000 00:00:00 GMT")
        #expect(HTTPDate(seconds: 4_102_444_799).description == "Thu, 31 Dec 2099 23:59:59 GMT")
    }
}
#endif
