import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONComparingTests {
    static let equal: [(String, String)] = [
        (#"{"a":1,"b":[2]}"#, #"{"b":[2.0],"a":1e0}"#), (#"{"a":1,"a":2}"#, #"{"a":2}"#), (#""\u00e9""#, #""é""#),
        ("[[],{}]", "[ [ ] , { } ]"), ("1e400", "10e399"), ("-0", "0.0"), ("[null,true]", "[null,true]"),
        (
            #"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"a":0}"#,
            #"{"i":9,"h":8,"g":7,"f":6,"e":5,"d":4,"c":3,"b":2,"a":0}"#
        ),
    ]

    @Test(arguments: equal) func `Values that mean the same are equal, and hash alike`(a: String, b: String) throws {
        let (a, b) = (try JSON.loads(a), try JSON.loads(b))
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
    }

    static let different: [(String, String)] = [
        (#"{"a":1}"#, #"{"b":1}"#), (#"{"a":1}"#, #"{"a":1,"b":1}"#), ("[1,2]", "[2,1]"), ("1", "\"1\""), ("[]", "{}"),
        ("null", "false"), ("true", "false"), (#""é""#, #""e\u0301""#), (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#),
        ("[[1]]", "[[2]]"), ("9007199254740993", "9007199254740992.0"),
    ]

    @Test(arguments: different) func `Values that mean something else are not`(a: String, b: String) throws {
        let (a, b) = (try JSON.loads(a), try JSON.loads(b))
        #expect(a != b)
        #expect(a.hashValue != b.hashValue || a.number != nil)
    }

    @Test func `Edited and parsed values compare with each other`() throws {
        let built: JSON = ["a": [1, "x", nil], "b": ["c": 2.5]]
        let parsed = try JSON.loads(#"{"b":{"c":2.5},"a":[1,"x",null]}"#)
        #expect(built == parsed)
        #expect(built.hashValue == parsed.hashValue)
    }

    private func nested(_ depth: Int) throws -> JSON {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        var options = JSON.LoadOptions()
        options.parser.limits.depth = depth
        return try JSON.loads(text, options: options)
    }

    @Test func `A million nested arrays are loaded, compared, hashed, printed, edited and freed`() throws {
        let a = try nested(1_000_000)
        var b = try nested(1_000_000)
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        #expect(a.description.utf8.count == 2_000_000)
        b.append(1)
        #expect(a != b)
    }

    @Test func `Deep values compare whatever they are made of`() throws {
        let parsed = try nested(100_000)
        var built: JSON = []
        for _ in 1..<100_000 { built = [built] }
        #expect(parsed == built)
        #expect(built.hashValue == parsed.hashValue)
        #expect(built.description == parsed.description)
        #expect(built.detached() == parsed.detached())
    }
}
