import SluiceJSON
import Testing

struct JSONEncodingOptionsTests {
    private struct User: Encodable {
        var imageURL = "u"
        var name = ["someKey": [1]]
        var inner = ["aB": Inner()]
        struct Inner: Encodable { var firstName = 1.5 }
    }

    private func text(_ value: some Encodable, _ options: JSON.EncodingOptions = .init()) throws -> String {
        String(decoding: try JSON.encode(value, options: options), as: UTF8.self)
    }

    @Test func `Keys are written in snake case, and those of dictionaries stay`() throws {
        #expect(
            try text(User(), .init(keys: .toSnakeCase))
                == #"{"image_url":"u","name":{"someKey":[1]},"inner":{"aB":{"first_name":1.5}}}"#)
    }

    @Test func `A function of the path makes names of keys`() throws {
        #expect(
            try text(User.Inner(), .init(keys: .custom { AnyKey("\($0.count)_" + $0[0].stringValue) }))
                == #"{"1_firstName":1.5}"#)
        #expect(
            try text([User.Inner()], .init(keys: .custom { AnyKey(pathText($0)) })) == #"[{"Index 0.firstName":1.5}]"#)
    }

    @Test func `All that the writer can do with layout is done`() throws {
        #expect(
            try text(User(), .init(writer: .pretty)) == """
                {
                  "imageURL": "u",
                  "name": {
                    "someKey": [
                      1
                    ]
                  },
                  "inner": {
                    "aB": {
                      "firstName": 1.5
                    }
                  }
                }
                """)
        #expect(try text(User(), .init(writer: .init(sortKeys: true))).hasPrefix(#"{"imageURL":"u","inner":{"aB""#))
        #expect(
            try text(["é", "/"], .init(writer: .init(ensureASCII: true, escapesSlashes: true))) == #"["\u00e9","\/"]"#)
        #expect(try text(["b": 1e21, "a": 1.0], .init(writer: .canonical)) == #"{"a":1,"b":1e+21}"#)
        #expect(try text(1, .init(writer: .init(trailingNewline: true))) == "1\n")
    }

    @Test func `NaN and the infinities are errors, null or the strings that were chosen`() throws {
        let numbers: [Double?] = [.nan, .infinity, -.infinity, nil]
        #expect(try text(numbers, .init(writer: .init(nonFinite: .null))) == "[null,null,null,null]")
        #expect(try text(numbers, .init(writer: .init(nonFinite: .literal))) == "[NaN,Infinity,-Infinity,null]")
        #expect(
            try text(numbers, .init(nonFiniteStrings: .init(nan: "n", infinity: "i", negativeInfinity: "-i")))
                == #"["n","i","-i",null]"#)
        #expect(throws: EncodingError.self) { try text(numbers) }
    }

    @Test func `The encoder has what the user gave it`() throws {
        struct Told: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(encoder.userInfo[.init(rawValue: "k")!] as? String)
            }
        }
        #expect(try text([Told()], .init(userInfo: [.init(rawValue: "k")!: "v"])) == #"["v"]"#)
    }

    @Test func `Depth is bounded by the option`() throws {
        struct Deep: Encodable {
            let depth: Int
            func encode(to encoder: any Encoder) throws {
                var container = encoder.unkeyedContainer()
                if depth > 1 { try container.encode(Deep(depth: depth - 1)) }
            }
        }
        #expect(try text(Deep(depth: 3), .init(depth: 3)) == "[[[]]]")
        #expect(throws: EncodingError.self) { try text(Deep(depth: 4), .init(depth: 3)) }
        #expect(try text(Deep(depth: 1024)).count == 2048)
        #expect(throws: EncodingError.self) { try text(Deep(depth: 1_000_000)) }
    }
}
