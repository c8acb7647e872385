import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Containers within containers, a million deep: nothing here may recurse.
@Suite struct DepthTests {
    static let depth = 1_000_000

    /// What opens a level, what stands innermost, what closes a level.
    static let shapes = [("[", "", "]"), ("{\"a\":", "1", "}"), ("[{\"a\":", "null", "}]"), ("[0,", "0", ",[]]")]

    private static let readers: [Reader] = [
        .loads, .loadsByTokenizer, .plainIndexer(.whole), .pieces(.random(seed: 1, most: 5000)),
        .pull(chunkBytes: 1 << 10),
    ]

    private func document(_ shape: (String, String, String), levels: Int) -> [UInt8] {
        [UInt8](repeating: shape.0, times: levels) + shape.1.utf8 + [UInt8](repeating: shape.2, times: levels)
    }

    @Test(arguments: shapes)
    func `The limit stops at its place, long before the end`(shape: (String, String, String)) throws {
        let bytes = document(shape, levels: Self.depth)
        let verdict = try Verdict.agreed(on: bytes, by: Self.readers)
        let opening = shape.0.utf8.filter { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }.count
        #expect(verdict.code == "limitExceeded")
        #expect(verdict.fault?.contains("more than 1024 containers are open (the limit depth)") == true)
        #expect(verdict.offset == 1024 / opening * shape.0.utf8.count)
    }

    @Test(arguments: shapes)
    func `Depth at the limit passes, one level more does not`(shape: (String, String, String)) throws {
        guard shape.0 != "[{\"a\":", shape.0 != "[0," else { return #expect(shape.2.count > 1) }
        #expect(try Verdict.agreed(on: document(shape, levels: 1024), by: Self.readers).isAccepted)
        #expect(try Verdict.agreed(on: document(shape, levels: 1025), by: Self.readers).code == "limitExceeded")
    }

    @Test(arguments: shapes)
    func `With the limit raised, deep values are read, written, compared, hashed and freed`(
        shape: (String, String, String)
    ) throws {
        // Comparing and hashing take their time where nothing is optimized: once in full is enough.
        let bytes = document(shape, levels: shape.0 == "[" ? Self.depth : Self.depth / 5)
        var options = JSON.ParserOptions()
        options.limits.depth = .max
        let value = try JSON.loads(bytes, options: JSON.LoadOptions(parser: options))
        let text = try value.dumpsBytes()
        #expect(text == bytes)
        let pulled = try Reader.pull(chunkBytes: 1 << 16).read(bytes, options)
        let isEqual = value == pulled
        #expect(isEqual)
        #expect(value.hashValue == pulled.hashValue)
    }

    @Test(arguments: shapes)
    func `A million levels that nobody closes are truncated, at the end`(shape: (String, String, String)) throws {
        var options = JSON.ParserOptions()
        options.limits = .unlimited
        let bytes = document((shape.0, shape.1, ""), levels: Self.depth)
        let verdict = try Verdict.agreed(on: bytes, by: Self.readers, options: options)
        #expect(verdict.code == "truncated")
        #expect(verdict.offset == bytes.count)
    }
}
