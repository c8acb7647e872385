import Testing

@testable import SluiceJSON

@Suite struct JSONReferenceTokenTests {
    @Test func `A name is escaped as RFC 6901 asks, and only so`() {
        #expect(JSON.referenceToken("") == "")
        #expect(JSON.referenceToken("a/b~c") == "a~1b~0c")
        #expect(JSON.referenceToken("~1") == "~01")
        #expect(JSON.referenceToken("é \"") == "é \"")
    }
}
