import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

struct JSONDecodingTests {
    struct Row: Codable, Equatable {
        var id: Int
        var name: String
        var score: Double
        var isOpen: Bool
        var tags: [String]
        var note: String?
        var owner: Owner?
        struct Owner: Codable, Equatable {
            var name: String
            var kind: Kind
        }
        enum Kind: String, Codable {
            case person
            case company
        }
    }

    let text = """
        [{"id": 1, "name": "né\\n", "score": 2, "isOpen": true, "tags": ["a", "b"], "note": null, "extra": {"id": [7]},
          "owner": {"name": "Ada", "kind": "person"}},
         {"tags": [], "isOpen": false, "score": -1.5e3, "name": "", "id": -9}]
        """
    let rows = [
        Row(
            id: 1, name: "né\n", score: 2, isOpen: true, tags: ["a", "b"],
            owner: Row.Owner(name: "Ada", kind: .person)),
        Row(id: -9, name: "", score: -1500, isOpen: false, tags: []),
    ]

    @Test func `Records are decoded from bytes, borrowed bytes and text, members in any order`() throws {
        #expect(try JSON.decode([Row].self, from: Array(text.utf8)) == rows)
        #expect(try JSON.decode([Row].self, from: text.utf8.span) == rows)
        #expect(try JSON.decode(from: text) == rows)
    }

    @Test func `A file is decoded, and errors in its text name it`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array(text.utf8), to: "rows.json")
        #expect(try JSON.decode([Row].self, contentsOf: path) == rows)
        let broken = try folder.write(Array("[1".utf8), to: "broken.json")
        let error = #expect(throws: ParseError.self) { try JSON.decode([Row].self, contentsOf: broken) }
        #expect(error?.sourceName == broken)
        let missing = #expect(throws: IOFailure.self) {
            try JSON.decode([Row].self, contentsOf: folder.file("none.json"))
        }
        #expect(missing?.target == folder.file("none.json"))
    }

    @Test func `Broken text is a ParseError`() {
        let error = #expect(throws: ParseError.self) { try JSON.decode([Int].self, from: "[1,", name: "n") }
        #expect(error?.code == .truncated)
        #expect(error?.sourceName == "n")
    }

    @Test func `A value that was parsed, taken out of a document or made in Swift is decoded alike`() throws {
        let value = try JSON.loads(text)
        #expect(try value.decode([Row].self) == rows)
        #expect(try JSON.decode(Row.self, from: value[1]!) == rows[1])
        var edited = value
        edited[1]?["name"] = "new"
        #expect(try edited.decode([Row].self).map(\.name) == ["né\n", "new"])
        #expect(try (["a": [1, nil]] as JSON).decode([String: [Int?]].self) == ["a": [1, nil]])
        #expect(try (7 as JSON).decode(Int.self) == 7)
        #expect(try (nil as JSON).decode(Int?.self) == nil)
        #expect(try value[0]!["owner"]!["kind"]!.decode(Row.Kind.self) == .person)
    }

    // MARK: Every kind of value

    @Test func `Any value may be the root`() throws {
        #expect(try JSON.decode(Int.self, from: "7") == 7)
        #expect(try JSON.decode(String.self, from: "\"x\"") == "x")
        #expect(try JSON.decode(Bool.self, from: " true ") == true)
        #expect(try JSON.decode(Int?.self, from: "null") == nil)
        #expect(try JSON.decode(Row.Kind.self, from: "\"company\"") == .company)
        #expect(try JSON.decode([Row?].self, from: "[null]") == [nil])
    }

    @Test func `Integers of all widths are read up to their last value, and not beyond`() throws {
        func edges<Integer: FixedWidthInteger & Decodable>(_ type: Integer.Type) throws {
            for edge in [Integer.min, .max] { #expect(try JSON.decode([Integer].self, from: "[\(edge)]") == [edge]) }
            let beyond = ["\(Integer.min)", "\(Integer.max)"].map { text in
                text.hasPrefix("-") ? text + "0" : text == "0" ? "-1" : text + "0"
            }
            for text in beyond {
                #expect(throws: DecodingError.self) { try JSON.decode(Integer.self, from: text) }
            }
        }
        try edges(Int8.self)
        try edges(Int16.self)
        try edges(Int32.self)
        try edges(Int64.self)
        try edges(Int128.self)
        try edges(Int.self)
        try edges(UInt8.self)
        try edges(UInt16.self)
        try edges(UInt32.self)
        try edges(UInt64.self)
        try edges(UInt128.self)
        try edges(UInt.self)
    }

    @Test func `Around 2 to the 63 nothing is rounded`() throws {
        #expect(try JSON.decode(UInt64.self, from: "9223372036854775808") == 1 << 63)
        #expect(try JSON.decode(Int64.self, from: "-9223372036854775808") == .min)
        #expect(throws: DecodingError.self) { try JSON.decode(Int64.self, from: "9223372036854775808") }
        #expect(try JSON.decode(Int128.self, from: "-9223372036854775809") == -(1 << 63) - 1)
        #expect(try JSON.decode(Double.self, from: "9223372036854775808") == 0x1p63)
        #expect(try JSON.decode(JSON.Number.self, from: "18446744073709551616").description == "18446744073709551616")
    }

    @Test func `A whole number is an integer however it is written`() throws {
        #expect(try JSON.decode([Int].self, from: "[1.0, 1e3, -0.0, 12.50e1]") == [1, 1000, 0, 125])
        #expect(try JSON.decode([Float].self, from: "[1, 0.1, 1e-50]") == [1, 0.1, 0])
        #expect(try JSON.decode([Double].self, from: "[1, 0.1, -0.0]").map(\.description) == ["1.0", "0.1", "-0.0"])
    }

    @Test func `Dictionaries have keys of text, numbers and what stands for them`() throws {
        enum Side: String, Codable, CodingKeyRepresentable {
            case left
            case right
        }
        #expect(try JSON.decode([String: Int].self, from: #"{"a":1,"é":2,"a":3}"#) == ["a": 3, "é": 2])
        #expect(try JSON.decode([Int: String].self, from: #"{"1":"x","-2":"y"}"#) == [1: "x", -2: "y"])
        #expect(try JSON.decode([Side: [Int]].self, from: #"{"left":[1],"right":[]}"#) == [.left: [1], .right: []])
        #expect(try JSON.decode([String: Row.Owner].self, from: #"{"x":{"name":"n","kind":"person"}}"#).count == 1)
    }

    @Test func `JSON values and numbers are taken as they are`() throws {
        struct Mixed: Decodable {
            let any: JSON
            let list: [JSON]
            let number: JSON.Number
            let none: JSON?
        }
        let mixed = try JSON.decode(
            Mixed.self, from: #"{"any":{"b":1,"a":[2]},"list":[1,"x"],"number":1e400,"none":null}"#)
        #expect(mixed.any.description == #"{"b":1,"a":[2]}"#)
        #expect(mixed.list == [1, "x"])
        #expect(mixed.number.description == "1e400")
        #expect(mixed.none == nil)
    }

    // MARK: Containers

    @Test func `Of members with the same name the last counts, wherever it stands`() throws {
        struct Pair: Decodable, Equatable {
            let a: Int
            let b: Int
        }
        #expect(try JSON.decode(Pair.self, from: #"{"a":1,"b":2,"a":3}"#) == Pair(a: 3, b: 2))
        #expect(try JSON.decode(Pair.self, from: #"{"b":1,"b":"x","b":2,"a":3}"#) == Pair(a: 3, b: 2))
        let many = (0..<200).map { "\"k\($0)\":0," }.joined()
        #expect(try JSON.decode(Pair.self, from: "{\"a\":1,\(many)\"b\":2,\(many)\"a\":3}") == Pair(a: 3, b: 2))
    }

    @Test func `All keys are told once, in the order of the document`() throws {
        struct Names: Decodable {
            let names: [String]
            struct Key: CodingKey {
                let stringValue: String
                var intValue: Int? { nil }
                init?(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
            init(from decoder: any Decoder) throws {
                names = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
            }
        }
        #expect(try JSON.decode(Names.self, from: #"{"z":1,"é":2,"a":3,"":4}"#).names == ["z", "é", "a", ""])
        #expect(try JSON.decode(Names.self, from: #"{"a":1,"b":2,"a":3}"#).names == ["b", "a"])
        #expect(try JSON.decode(Names.self, from: "{}").names == [])
    }

    @Test func `Names of any length are told apart`() throws {
        let names =
            (0..<40).map { String(repeating: "x", count: $0) + "y" + String(repeating: "x", count: 40 - $0) }
            + (0..<20).map { String(repeating: "z", count: $0) } + ["a", "b", "ab", "ba", "abc", "acb"]
        let text = "{" + names.indices.map { "\"\(names[$0])\":\($0)" }.joined(separator: ",") + "}"
        struct Lookup: Decodable {
            let found: [Int]
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: AnyKey.self)
                let names = decoder.userInfo[.init(rawValue: "names")!] as? [String] ?? []
                found = try names.map { try container.decode(Int.self, forKey: AnyKey($0)) }
            }
        }
        for order in [names, names.reversed()] {
            let options = JSON.DecodingOptions(userInfo: [.init(rawValue: "names")!: order])
            let found = try JSON.decode(Lookup.self, from: text, options: options).found
            #expect(found.map { names[$0] } == order)
        }
    }

    @Test func `Nested containers and super decoders stand where they were asked for`() throws {
        class Animal: Decodable {
            let legs: Int
            enum Keys: String, CodingKey { case legs }
            required init(from decoder: any Decoder) throws {
                legs = try decoder.container(keyedBy: Keys.self).decode(Int.self, forKey: .legs)
            }
        }
        final class Dog: Animal {
            let name: String
            let paths: [String]
            enum Keys: String, CodingKey { case name, deep, list }
            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                let deep = try container.nestedContainer(keyedBy: Keys.self, forKey: .deep)
                name = try deep.decode(String.self, forKey: .name)
                var list = try container.nestedUnkeyedContainer(forKey: .list)
                _ = try list.decode(Int.self)
                var inner = try list.nestedUnkeyedContainer()
                let last = try inner.nestedContainer(keyedBy: Keys.self)
                paths = [deep.codingPath, inner.codingPath, last.codingPath].map(pathText)
                #expect(inner.isAtEnd)
                #expect(try list.decodeNil())
                #expect(list.currentIndex == 3 && list.count == 4)
                #expect(try list.superDecoder().singleValueContainer().decode(String.self) == "end")
                try super.init(from: container.superDecoder())
            }
        }
        let dog = try JSON.decode(
            Dog.self,
            from: #"{"list":[1,[{}],null,"end"],"super":{"legs":4},"deep":{"name":"Rex"}}"#)
        #expect(dog.legs == 4)
        #expect(dog.name == "Rex")
        #expect(dog.paths == ["deep", "list.Index 1", "list.Index 1.Index 0"])
    }

    @Test func `A decoder that is kept goes on being where it was`() throws {
        struct Kept: Decodable {
            let decoder: any Decoder
            init(from decoder: any Decoder) { self.decoder = decoder }
        }
        let kept = try JSON.decode([Kept].self, from: "[1,[2,3],{}]")
        #expect(try Int(from: kept[0].decoder) == 1)
        #expect(try [Int](from: kept[1].decoder) == [2, 3])
        #expect(pathText(kept[2].decoder.codingPath) == "Index 2")
    }

    @Test func `A type may look at the JSON before it knows what it is`() throws {
        enum Shape: Decodable, Equatable {
            case circle(radius: Double)
            case polygon([[Double]])
            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer().decode(JSON.self)
                switch value["type"]?.string {
                case "circle": self = .circle(radius: try value.decode(Circle.self).radius)
                default: self = .polygon(try value["points"]?.decode() ?? [])
                }
            }
            struct Circle: Decodable { let radius: Double }
        }
        let shapes = try JSON.decode(
            [Shape].self, from: #"[{"type":"circle","radius":2},{"type":"polygon","points":[[0,1],[2,3]]}]"#)
        #expect(shapes == [.circle(radius: 2), .polygon([[0, 1], [2, 3]])])
    }

    @Test func `Alternatives may be tried one after the other`() throws {
        enum Either: Decodable, Equatable {
            case number(Int)
            case text(String)
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else {
                    self = .text(try container.decode(String.self))
                }
            }
        }
        #expect(try JSON.decode([Either].self, from: #"[1,"x",2]"#) == [.number(1), .text("x"), .number(2)])
    }

    @Test func `What Swift synthesizes for an enum with values is read`() throws {
        indirect enum Tree: Codable, Equatable {
            case leaf(Int)
            case node(left: Tree, right: Tree)
        }
        let tree = Tree.node(left: .leaf(1), right: .node(left: .leaf(2), right: .leaf(3)))
        #expect(try JSON.decode(Tree.self, from: JSON.encode(tree)) == tree)
    }
}
