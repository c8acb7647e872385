import SluiceJSON
import Testing

struct JSONDecodingOptionsTests {
    struct User: Decodable, Equatable {
        let screenName: String
        let followersCount: Int
        let labels: [String: Int]
        let nested: [String: Name]
        struct Name: Decodable, Equatable { let firstName: String }
    }

    @Test func `Names in snake case are found, and those in dictionaries stay`() throws {
        let user = try JSON.decode(
            User.self,
            from: """
                {"screen_name": "a", "followers_count": 2, "labels": {"a_b": 1},
                 "nested": {"x_y": {"first_name": "Ada"}}}
                """,
            options: .init(keys: .fromSnakeCase))
        #expect(
            user
                == User(
                    screenName: "a", followersCount: 2, labels: ["a_b": 1], nested: ["x_y": .init(firstName: "Ada")]))
    }

    @Test func `Of names that become the same key the last counts`() throws {
        let name = try JSON.decode(
            User.Name.self, from: #"{"firstName":"a","first_name":"b"}"#, options: .init(keys: .fromSnakeCase))
        #expect(name.firstName == "b")
    }

    @Test func `A function of the path makes keys of names`() throws {
        struct Outer: Decodable {
            let inner: [Inner]
            struct Inner: Decodable { let name: String }
        }
        let options = JSON.DecodingOptions(
            keys: .custom { path in
                AnyKey(path.count == 1 ? path[0].stringValue.lowercased() : pathText(path).contains("0") ? "name" : "?")
            })
        #expect(try JSON.decode(Outer.self, from: #"{"INNER":[{"x":"y"}]}"#, options: options).inner[0].name == "y")
        let error = #expect(throws: DecodingError.self) {
            try JSON.decode(Outer.self, from: #"{"INNER":[{"x":"y"},{"x":"y"}]}"#, options: options)
        }
        guard case .keyNotFound(let key, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(key.stringValue == "name")
        #expect(pathText(context.codingPath) == "inner.Index 1")
    }

    @Test func `Strings may stand for NaN and the infinities`() throws {
        let text = #"["NaN","Infinity","-Infinity",1]"#
        let numbers = try JSON.decode([Double].self, from: text, options: .init(nonFiniteStrings: .init()))
        #expect(numbers[0].isNaN)
        #expect(numbers[1...] == [.infinity, -.infinity, 1])
        let floats = try JSON.decode(
            [Float].self, from: #"["inf"]"#, options: .init(nonFiniteStrings: .init(infinity: "inf")))
        #expect(floats == [.infinity])
        #expect(throws: DecodingError.self) { try JSON.decode([Double].self, from: text) }
        #expect(throws: DecodingError.self) {
            try JSON.decode([Double].self, from: #"["nan"]"#, options: .init(nonFiniteStrings: .init()))
        }
    }

    @Test func `Numbers that JSON lacks are read where the parser lets them pass`() throws {
        var options = JSON.DecodingOptions()
        options.load.parser.allowsNonFinite = true
        let numbers = try JSON.decode([Double].self, from: "[NaN,-Infinity]", options: options)
        #expect(numbers[0].isNaN && numbers[1] == -.infinity)
    }

    @Test func `What the options of loading do to a document is done before it is decoded`() throws {
        var options = JSON.DecodingOptions()
        options.load.duplicateKeys = .first
        #expect(try JSON.decode([String: Int].self, from: #"{"a":1,"a":2}"#, options: options) == ["a": 1])
        options.load.parser.allowsComments = true
        #expect(try JSON.decode([Int].self, from: "[1 /* one */]", options: options) == [1])
    }

    @Test func `The decoder has what the user gave it`() throws {
        struct Told: Decodable {
            let text: String?
            init(from decoder: any Decoder) { text = decoder.userInfo[.init(rawValue: "k")!] as? String }
        }
        let options = JSON.DecodingOptions(userInfo: [.init(rawValue: "k")!: "v"])
        #expect(try JSON.decode([Told].self, from: "[1]", options: options)[0].text == "v")
    }
}
