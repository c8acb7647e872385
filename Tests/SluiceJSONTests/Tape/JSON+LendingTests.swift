import SluiceJSON
import Testing

@Suite struct JSONLendingTests {
    private struct Stop: Error {}

    private static let text = #"{"a":[1,"x",[2.5],{}],"b":null,"a":18446744073709551616}"#

    /// As it was parsed, and as it is once it has been edited.
    private func both() throws -> [JSON] {
        let parsed = try JSON.loads(Self.text)
        var edited = parsed
        edited["new"] = 1
        edited["new"] = nil
        return [parsed, edited]
    }

    @Test func `Every member and element comes by, and may be kept`() throws {
        for value in try both() {
            var names: [String] = []
            var kept: [JSON] = []
            try #require(value.object).forEach { member in
                names.append(String(member.key))
                member.value.array?.forEach { kept.append($0) }
                kept.append(member.value)
            }
            #expect(names == ["a", "b", "a"])
            #expect(
                kept.map(\.description) == [
                    "1", "\"x\"", "[2.5]", "{}", #"[1,"x",[2.5],{}]"#, "null", "18446744073709551616",
                ])
        }
    }

    @Test func `What is kept outlives the value it came from`() throws {
        var kept: [JSON] = []
        var value: JSON? = try JSON.loads("[\"a text that is long enough\",[1]]")
        value?.array?.forEach { kept.append($0) }
        value = .none
        #expect(kept[0].string == "a text that is long enough")
        #expect(kept[1] == [1])
    }

    @Test func `An error ends it`() throws {
        for value in try both() {
            var count = 0
            #expect(throws: Stop.self) {
                try value.object?.forEach { _ in
                    count += 1
                    if count == 2 { throw Stop() }
                }
            }
            #expect(count == 2)
        }
    }
}
