import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

struct JSONEncodingTests {
    private func text(_ value: some Encodable, _ options: JSON.EncodingOptions = .init()) throws -> String {
        String(decoding: try JSON.encode(value, options: options), as: UTF8.self)
    }

    private func fault(_ value: some Encodable, _ options: JSON.EncodingOptions = .init()) -> String {
        do {
            return try text(value, options)
        } catch EncodingError.invalidValue(_, let context) {
            return "[\(pathText(context.codingPath))]: \(context.debugDescription)"
        } catch {
            return "\(error)"
        }
    }

    // MARK: Every kind of value

    private struct Row: Codable, Equatable {
        var z = 1
        var a: Int?
        var text = "né\"\n"
        var flag = true
        var list = [1.5, -0.0]
        var kind = Kind.two
        var inner = [Inner(), Inner(x: nil)]
        enum Kind: Int, Codable {
            case one = 1
            case two
        }
        struct Inner: Codable, Equatable { var x: String? = "" }
    }

    @Test func `Members stand in the order of their declaration, and what is nil is left out`() throws {
        let expected = #"{"z":1,"text":"né\"\n","flag":true,"list":[1.5,-0.0],"kind":2,"inner":[{"x":""},{}]}"#
        #expect(try text(Row()) == expected)
        #expect(try JSON.decode(Row.self, from: expected) == Row())
        #expect(try text([Row(), Row()]) == "[\(expected),\(expected)]")
    }

    @Test func `Any value may be the root`() throws {
        #expect(try text(7) == "7")
        #expect(try text("x") == #""x""#)
        #expect(try text(Int?.none) == "null")
        #expect(try text([Row.Kind?](arrayLiteral: .one, nil)) == "[1,null]")
        #expect(try text([[Int]]()) == "[]")
        #expect(try text([String: Row]()) == "{}")
    }

    @Test func `Integers of all widths are written to the last digit, floats as their shortest text`() throws {
        #expect(try text([Int64.min, .max]) == "[-9223372036854775808,9223372036854775807]")
        #expect(try text(UInt64.max) == "18446744073709551615")
        #expect(try text([Int128.min]) == "[-170141183460469231731687303715884105728]")
        #expect(try text([UInt8.max]) == "[255]")
        #expect(try text([Float(0.1), 1e30]) == "[0.1,1e30]")
        #expect(try text(0.1 + 0.2) == "0.30000000000000004")
    }

    @Test func `Dictionaries are objects where their keys are text or numbers`() throws {
        #expect(try text(["k": [1: "x"]]) == #"{"k":{"1":"x"}}"#)
        #expect(try text(["k": Row.Inner()]) == #"{"k":{"x":""}}"#)
    }

    @Test func `JSON values and numbers are written as they are`() throws {
        let value = try JSON.loads(#"{"b":[1,1e400],"a":{"b":1,"b":2}}"#)
        #expect(try text(value) == #"{"b":[1,1e400],"a":{"b":1,"b":2}}"#)
        #expect(try text(["x": value["b"]]) == #"{"x":[1,1e400]}"#)
        #expect(try text([value["b"]![1]!.number]) == "[1e400]")
    }

    @Test func `A type without anything to say is an object without members`() throws {
        struct Silent: Encodable {
            func encode(to encoder: any Encoder) {}
        }
        #expect(try text([Silent()]) == "[{}]")
        #expect(fault(Silent()) == "[]: expected a value but its encode(to:) wrote none")
    }

    // MARK: Containers

    @Test func `Nested containers and super encoders keep their place, whatever comes after`() throws {
        struct Woven: Encodable {
            func encode(to encoder: any Encoder) throws {
                var root = encoder.container(keyedBy: AnyKey.self)
                try root.encode(1, forKey: AnyKey("first"))
                var nested = root.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey("nested"))
                var list = root.nestedUnkeyedContainer(forKey: AnyKey("list"))
                try root.encode(["x": [1]], forKey: AnyKey("after"))
                try root.encode(Row.Inner(), forKey: AnyKey("inner"))
                try nested.encode("late", forKey: AnyKey("a"))
                try list.encode(1)
                var deep = list.nestedUnkeyedContainer()
                try list.encodeNil()
                var keyed = list.nestedContainer(keyedBy: AnyKey.self)
                try "s".encode(to: list.superEncoder())
                #expect(list.count == 5)
                try keyed.encode(true, forKey: AnyKey("k"))
                try deep.encode(contentsOf: [2, 3])
                try nested.encode(Row.Inner(x: "y"), forKey: AnyKey("b"))
                try root.encodeNil(forKey: AnyKey("nil"))
                try Row.Inner().encode(to: root.superEncoder())
                try 5.encode(to: root.superEncoder(forKey: AnyKey("five")))
                _ = root.superEncoder(forKey: AnyKey("empty"))
                #expect(pathText(keyed.codingPath).hasSuffix("list.Index 3"))
            }
        }
        let expected =
            #"{"first":1,"nested":{"a":"late","b":{"x":"y"}},"list":[1,[2,3],null,{"k":true},"s"],"#
            + #""after":{"x":[1]},"inner":{"x":""},"nil":null,"super":{"x":""},"five":5,"empty":{}}"#
        #expect(try text(Woven()) == expected)
        #expect(try text([Woven(), Woven()]) == "[\(expected),\(expected)]")
        #expect(try JSON.loads(text([Woven()], .init(writer: .pretty))) == JSON.loads("[\(expected)]"))
        #expect(
            try text(Woven(), .init(writer: .canonical)) == JSON.loads(expected).dumps(.canonical))
    }

    @Test func `A class and its super class may share one container`() throws {
        class Base: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: AnyKey.self)
                try container.encode(1, forKey: AnyKey("base"))
            }
        }
        final class Derived: Base {
            override func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: AnyKey.self)
                try super.encode(to: encoder)
                try container.encode(2, forKey: AnyKey("derived"))
            }
        }
        #expect(try text([Derived()]) == #"[{"base":1,"derived":2}]"#)
    }

    // MARK: Errors

    @Test func `A number that has no JSON is named, with its path`() {
        struct Values: Encodable { var list = [["x": 1.0], ["x": Double.nan]] }
        #expect(fault(Values()) == "[list]: expected a finite number but found NaN")
        struct One: Encodable { var x = -Float.infinity }
        #expect(fault([One()]) == "[Index 0.x]: expected a finite number but found -Infinity")
        #expect(fault([1.0, .infinity]) == "[]: expected a finite number but found Infinity")
        struct Late: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: AnyKey.self)
                var nested = container.nestedUnkeyedContainer(forKey: AnyKey("n"))
                try nested.encode(Double.nan)
            }
        }
        #expect(fault([Late()]) == "[Index 0.n.Index 0]: expected a finite number but found NaN")
    }

    private struct Refusal: Error {}
    private struct Refusing: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(1)
            throw Refusal()
        }
    }

    @Test func `An error of the user's passes through, even one that was caught on its way`() {
        struct Catching: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.unkeyedContainer()
                try? container.encode(Refusing())
                try? container.encode(2)
            }
        }
        #expect(throws: Refusal.self) { try JSON.encode([Refusing()]) }
        #expect(throws: Refusal.self) { try JSON.encode(Catching()) }
    }

    @Test func `A value cannot be two things`() {
        struct Two: Encodable {
            func encode(to encoder: any Encoder) throws {
                _ = encoder.unkeyedContainer()
                _ = encoder.container(keyedBy: AnyKey.self)
            }
        }
        #expect(fault([Two()]) == "[Index 0]: a value can be one container or one value, not two")
        struct Twice: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(1)
                try container.encode(2)
            }
        }
        #expect(fault(Twice()) == "[]: a value can be one container or one value, not two")
    }

    @Test func `A container that outlives its value writes nothing`() throws {
        final class Kept: Encodable {
            var container: (any UnkeyedEncodingContainer)?
            func encode(to encoder: any Encoder) throws {
                container = encoder.unkeyedContainer()
                try container?.encode(1)
            }
        }
        let kept = Kept()
        #expect(try text([kept]) == "[[1]]")
        #expect(throws: EncodingError.self) { try kept.container?.encode(2) }
    }

    // MARK: Sinks and values

    @Test func `Text goes to a sink as it is written`() throws {
        let rows = Array(repeating: Row(), count: 3000)
        var sink = CountingSink()
        try JSON.encode(rows, to: &sink)
        #expect(sink.bytes == (try JSON.encode(rows)))
        #expect(sink.largest < 128 << 10)
    }

    @Test func `A sink that fails says so, and is given back`() {
        var sink = CountingSink(room: 1000)
        #expect(throws: IOFailure.self) { try JSON.encode(Array(repeating: Row(), count: 3000), to: &sink) }
        #expect(sink.largest > 1000)
    }

    private struct CountingSink: ByteSink, ~Copyable {
        var bytes: [UInt8] = []
        var largest = 0
        var room = Int.max
        init(room: Int = .max) { self.room = room }
        mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
            largest = max(largest, bytes.count)
            for i in bytes.indices { self.bytes.append(bytes[i]) }
            if self.bytes.count > room { throw IOFailure(.write, "the sink", errno: 28, reason: "no room") }
        }
    }

    @Test func `A Swift value becomes a JSON value`() throws {
        var value = try JSON(encoding: Row())
        #expect(value["inner"]?[0]?["x"]?.string == "")
        #expect(value == (try JSON.loads(text(Row()))))
        value["z"] = 2
        #expect(try value.decode(Row.self).z == 2)
        #expect(try JSON(encoding: 0.1 as Float) == 0.1)
        #expect(try JSON(encoding: JSON.Number("1e400")).description == "1e400")
        #expect(try JSON(encoding: ["a": 1], options: .init(writer: .lines)) == ["a": 1])
        #expect(throws: EncodingError.self) { try JSON(encoding: Double.nan) }
    }

    @Test(.enabled(if: Corpus.has("json-bench"), "\(Corpus.missing)"))
    func `Real documents come back the same from Swift dictionaries and arrays`() throws {
        for name in ["twitter", "github_events"] {
            let bytes = try Corpus.bytes("json-bench/\(name).json")
            let value = try JSON.loads(bytes)
            let tree = try JSON.decode(Tree.self, from: bytes)
            #expect(try JSON(encoding: tree) == value)
        }
    }

    /// Anything, by the means that Codable has.
    private indirect enum Tree: Codable {
        case null
        case flag(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case array([Tree])
        case object([String: Tree])

        init(from decoder: any Decoder) throws {
            let one = try decoder.singleValueContainer()
            if one.decodeNil() {
                self = .null
            } else if let value = try? one.decode(Bool.self) {
                self = .flag(value)
            } else if let value = try? one.decode(Int.self) {
                self = .integer(value)
            } else if let value = try? one.decode(Double.self) {
                self = .number(value)
            } else if let value = try? one.decode(String.self) {
                self = .text(value)
            } else if let value = try? one.decode([Tree].self) {
                self = .array(value)
            } else {
                self = .object(try one.decode([String: Tree].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var one = encoder.singleValueContainer()
            switch self {
            case .null: try one.encodeNil()
            case .flag(let value): try one.encode(value)
            case .integer(let value): try one.encode(value)
            case .number(let value): try one.encode(value)
            case .text(let value): try one.encode(value)
            case .array(let value): try one.encode(value)
            case .object(let value): try one.encode(value)
            }
        }
    }
}
