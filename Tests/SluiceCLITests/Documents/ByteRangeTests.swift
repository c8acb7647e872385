#if Services
import Testing

@testable import SluiceCLI

@Suite struct ByteRangeTests {
    @Test(arguments: [("0-10", 0..<10), ("5-5", 5..<5), ("7-", 7..<Int.max)])
    func `A range is its first byte and the one after its last`(text: String, expected: Range<Int>) {
        #expect(ByteRange(argument: text)?.bytes == expected)
    }

    @Test(arguments: ["", "-", "-5", "5", "6-5", "a-b", "1-2-3", "-1-5", "9223372036854775808-"])
    func `Anything else is no range`(text: String) {
        #expect(ByteRange(argument: text) == nil)
    }
}
#endif
