import SluiceCore
import Testing

@testable import SluiceJSON

/// What is wrong, where, and what was there instead, word for word.
struct ValueDecoderTests {
    /// The kind of the error, its path and its message.
    private func error<Value: Decodable>(
        _ type: Value.Type, _ text: String, _ options: JSON.DecodingOptions = .init()
    ) -> String {
        do {
            _ = try JSON.decode(type, from: text, options: options)
            return "none"
        } catch let error as DecodingError {
            switch error {
            case .typeMismatch(_, let context): return told(as: "typeMismatch", context)
            case .valueNotFound(_, let context): return told(as: "valueNotFound", context)
            case .keyNotFound(let key, let context): return told(as: "keyNotFound(\(key.stringValue))", context)
            case .dataCorrupted(let context): return told(as: "dataCorrupted", context)
            @unknown default: return "unknown"
            }
        } catch {
            return "\(error)"
        }
    }

    private func told(as kind: String, _ context: DecodingError.Context) -> String {
        "\(kind) at [\(pathText(context.codingPath))]: \(context.debugDescription)"
    }

    private struct Row: Decodable {
        let id: Int
        let tags: [String]
        let inner: Inner?
        let far: [String: [[Double]]]?
        struct Inner: Decodable { let small: Int8 }
    }

    @Test func `A number that does not fit is named, with its path`() {
        #expect(
            error([Row].self, #"[{"id":1,"tags":[]},{"id":123.45,"tags":[]}]"#)
                == "dataCorrupted at [Index 1.id]: expected Int but found 123.45, which is no integer")
        #expect(
            error(Row.self, #"{"id":1,"tags":[],"inner":{"small":300}}"#)
                == "dataCorrupted at [inner.small]: expected Int8 but found 300, which is beyond its range -128...127")
        #expect(
            error(UInt.self, "-1")
                == "dataCorrupted at []: expected UInt but found -1, which is beyond its range 0...18446744073709551615"
        )
        #expect(
            error(Int64.self, "9223372036854775808")
                == "dataCorrupted at []: expected Int64 but found 9223372036854775808, which is beyond its range"
                + " -9223372036854775808...9223372036854775807")
        #expect(
            error([Double].self, "[1,1e400]")
                == "dataCorrupted at [Index 1]: expected Double but found 1e400, which is beyond its range")
        #expect(
            error(Float.self, "1e39") == "dataCorrupted at []: expected Float but found 1e39, which is beyond its range"
        )
        #expect(
            error(Int.self, String(repeating: "9", count: 50))
                == "dataCorrupted at []: expected Int but found \(String(repeating: "9", count: 40))..., which is beyond"
                + " its range -9223372036854775808...9223372036854775807")
    }

    @Test func `Another kind of value is named, with its path`() {
        #expect(error(Row.self, "[]") == "typeMismatch at []: expected an object but found an array")
        #expect(error([Row].self, "{}") == "typeMismatch at []: expected an array but found an object")
        #expect(
            error([Row].self, #"[{"id":"1","tags":[]}]"#)
                == "typeMismatch at [Index 0.id]: expected Int but found a string")
        #expect(
            error(Row.self, #"{"id":1,"tags":["a",{}]}"#)
                == "typeMismatch at [tags.Index 1]: expected String but found an object")
        #expect(
            error(Row.self, #"{"id":1,"tags":7}"#)
                == "typeMismatch at [tags]: expected Array<String> but found a number")
        #expect(
            error(Row.self, #"{"id":1,"tags":[],"far":{"a":[],"b":[[1],[2,true]]}}"#)
                == "typeMismatch at [far.b.Index 1.Index 1]: expected Double but found true")
        #expect(error(Bool.self, "1") == "typeMismatch at []: expected Bool but found a number")
        #expect(error(JSON.Number.self, "\"1\"") == "typeMismatch at []: expected Number but found a string")
    }

    @Test func `What is missing or null is named, with its path`() {
        #expect(
            error([Row].self, #"[{"tags":[]}]"#)
                == "keyNotFound(id) at [Index 0]: expected a member \"id\" but the object has none of that name")
        #expect(error(Row.self, #"{"id":null}"#) == "valueNotFound at [id]: expected Int but found null")
        #expect(error(Row.self, "null") == "valueNotFound at []: expected an object but found null")
        #expect(error([Row].self, "[null]") == "valueNotFound at [Index 0]: expected an object but found null")
        struct Pair: Decodable {
            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                _ = try (container.decode(Int.self), container.decode(Int.self))
            }
        }
        #expect(
            error(Pair.self, "[1]")
                == "valueNotFound at [Index 1]: expected Int but found the end of the array, after 1 elements")
        class Base: Decodable {
            required init(from decoder: any Decoder) throws {
                _ = try decoder.container(keyedBy: AnyKey.self).superDecoder()
            }
        }
        #expect(
            error(Base.self, "{}")
                == "keyNotFound(super) at []: expected a member \"super\" but the object has none of that name")
    }

    @Test func `A raw value that no case has is Swift's own error, with its path`() {
        enum Kind: String, Decodable { case a }
        #expect(error([Kind].self, #"["a","b"]"#).hasPrefix("dataCorrupted at [Index 1]: Cannot initialize Kind"))
    }

    private struct Chain: Codable {
        var next: [Chain]
        init(_ next: [Chain]) { self.next = next }
        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            next = []
            while !container.isAtEnd { next.append(try container.decode(Chain.self)) }
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            for each in next { try container.encode(each) }
        }
    }

    @Test func `Values as deep as the limit are read, deeper ones refused`() throws {
        let deep = String(repeating: "[", count: 1024) + String(repeating: "]", count: 1024)
        let chain = try JSON.decode(Chain.self, from: deep)
        #expect(try String(decoding: JSON.encode(chain), as: UTF8.self) == deep)

        var options = JSON.DecodingOptions()
        options.load.parser.limits.depth = 3
        #expect(error(Chain.self, "[[[]]]", options) == "none")
        #expect(error(Chain.self, "[[[[]]]]", options).contains("depth"))
        let value = try JSON.loads("[[[[]]]]")
        #expect(throws: DecodingError.self) { try value.decode(Chain.self, options: options) }
    }

    @Test func `A type that decodes itself without end is refused`() {
        struct Endless: Decodable {
            init(from decoder: any Decoder) throws { self = try decoder.singleValueContainer().decode(Endless.self) }
        }
        #expect(error(Endless.self, "{}").contains("expected at most 1024 values within values but found more"))
        #expect(error(Endless.self, "1").contains("expected at most"))
    }
}
