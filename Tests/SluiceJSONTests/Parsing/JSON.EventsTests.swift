import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONEventsTests {
    /// Each event, the path and the offset behind it.
    private func walk(_ text: String, chunkBytes: Int) throws -> [String] {
        var events = JSON.events(in: MemorySource(Array(text.utf8)), chunkBytes: chunkBytes)
        var seen: [String] = []
        while try events.next() != nil {
            seen.append("\(describe(events.owned)) \(events.path) \(events.offset)")
        }
        return seen
    }

    private func describe(_ event: JSON.OwnedEvent?) -> String {
        switch event {
        case nil: ""
        case .startObject: "{"
        case .endObject: "}"
        case .startArray: "["
        case .endArray: "]"
        case .key(let name): "k:\(name)"
        case .string(let text): "s:\(text)"
        case .number(let number): "n:\(number)"
        case .boolean(let value): "\(value)"
        case .null: "null"
        }
    }

    @Test(arguments: [1, 2, 3, 5, 64, 4096])
    func `The cursor gives each event with its path and its place`(chunkBytes: Int) throws {
        let text = #"{"a/b": [1, {"x\n": null}, []], "": "é\u00e9", "c": {}, "d": true}"#
        #expect(
            try walk(text, chunkBytes: chunkBytes) == [
                "{  0", "k:a/b /a~1b 1", "[ /a~1b 8", "n:1 /a~1b/0 9", "{ /a~1b/1 12", "k:x\n /a~1b/1/x\n 13",
                "null /a~1b/1/x\n 20", "} /a~1b/1 24", "[ /a~1b/2 27", "] /a~1b/2 28", "] /a~1b 29", "k: / 32",
                "s:éé / 36", "k:c /c 48", "{ /c 53", "} /c 54", "k:d /d 57", "true /d 62", "}  66",
            ])
    }

    @Test(arguments: [1, 7, 4096])
    func `Skipping passes over a member's value, a container, and nothing else`(chunkBytes: Int) throws {
        let text = #"{"a":{"deep":[[1],2]},"b":[1,2],"c":3,"d":4}"#
        var events = JSON.events(in: MemorySource(Array(text.utf8)), chunkBytes: chunkBytes)
        var seen: [String] = []
        while let event = try events.next() {
            seen.append(describe(events.owned))
            if event == .startObject, events.depth > 1 { try events.skip() }
            if event == .key, events.text == "b" || events.text == "c" { try events.skip() }
            if event == .number { try events.skip() }
        }
        #expect(seen == ["{", "k:a", "{", "k:b", "k:c", "k:d", "n:4", "}"])
    }

    @Test(arguments: [1, 7, 4096])
    func `A value is made of what the last event began, and the events go on behind it`(chunkBytes: Int) throws {
        let text = #"{"a":{"x":[1,"é"],"y":{}},"b":[2,[3]],"c":"s","d":4}"#
        var events = JSON.events(in: MemorySource(Array(text.utf8)), chunkBytes: chunkBytes)
        var seen: [String] = []
        while let event = try events.next() {
            if event == .key, events.text == "a" {
                let value = try #require(try events.value()).dumps(.compact)
                #expect(value == #"{"x":[1,"é"],"y":{}}"#)
                #expect(events.path == "/a")
            } else if event == .startArray {
                let value = try #require(try events.value()).dumps(.compact)
                #expect(value == "[2,[3]]")
            } else if event == .string {
                let value = try #require(try events.value()).dumps(.compact)
                #expect(value == #""s""#)
            } else {
                seen.append(describe(events.owned))
            }
        }
        #expect(try events.value() == nil)
        #expect(seen == ["{", "k:b", "k:c", "k:d", "n:4", "}"])
    }

    @Test func `An error comes behind what was before it, and comes again`() throws {
        var events = JSON.events(Array("[1,\n x]".utf8), name: "bad.json")
        var count = 0
        let error = #expect(throws: ParseError.self) {
            while try events.next() != nil { count += 1 }
        }
        #expect(count == 2)
        #expect(error?.description == "bad.json:2:2: error: expected a value but found 'x'\n x]\n ^")
        #expect(throws: ParseError.self) { _ = try events.next() }
    }

    @Test func `A file that is not there is named`() {
        let error = #expect(throws: IOFailure.self) { _ = try JSON.events(contentsOf: "/nowhere/x.json") }
        #expect(error?.description == "cannot open '/nowhere/x.json': No such file or directory")
    }
}
