import SluiceCore
import Testing

@Suite struct GzipDecoderTests {
    private func compressed(_ text: String) throws -> [UInt8] {
        var sink = GzipSink(MemorySink())
        try sink.write(Array(text.utf8).span)
        try sink.finish()
        return sink.base.bytes
    }

    /// The text of data that is fed in pieces of a size, into rooms of a size; then the error, if there is one.
    private func decode(_ data: [UInt8], pieces: Int = .max, room: Int = 1 << 16) -> String {
        var decoder = GzipDecoder(name: "it")
        var text: [UInt8] = []
        do throws(IOFailure) {
            var rest = data[...]
            while !rest.isEmpty {
                var piece = Array(rest.prefix(pieces))
                rest = rest.dropFirst(piece.count)
                while true {
                    var used = 0
                    let before = text.count
                    try text.append(addingCapacity: room) { output throws(IOFailure) in
                        used = try decoder.decode(piece.span, into: &output)
                    }
                    piece.removeFirst(used)
                    if piece.isEmpty, text.count - before < room { break }
                }
            }
            try decoder.finish()
        } catch {
            return String(decoding: text, as: UTF8.self) + "|\(error)"
        }
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `However it is cut, the text is the same`() throws {
        let long = (0..<2000).map { "line \($0)\n" }.joined()
        let data = try compressed(long) + [0, 0] + compressed("") + compressed("more")
        for pieces in [1, 2, 7, 1000, .max] {
            for room in [1, 13, 1 << 16] { #expect(decode(data, pieces: pieces, room: room) == long + "more") }
        }
    }

    @Test func `What is no gzip, damaged or cut short is an error, at once or at the end`() throws {
        let data = try compressed("some text")
        #expect(decode(Array("{}".utf8)) == "|cannot decompress 'it': it is not gzip")
        #expect(decode([]) == "|cannot decompress 'it': the compressed data is cut short")
        for count in 0..<data.count {
            #expect(
                decode(Array(data.prefix(count)), pieces: 3).hasSuffix(
                    "|cannot decompress 'it': the compressed data is cut short"))
        }
        #expect(decode(data + [1]) == "some text|cannot decompress 'it': what follows the compressed data is not gzip")
        #expect(decode([0x1F, 0x8C]) == "|cannot decompress 'it': damaged gzip data (incorrect header check)")
        var wrong = data
        wrong[wrong.count - 8] ^= 1
        #expect(
            decode(wrong, pieces: 1) == "some text|cannot decompress 'it': damaged gzip data (incorrect data check)")
    }

    @Test func `An error stays`() throws {
        var decoder = GzipDecoder()
        for _ in 0..<2 {
            let failure = #expect(throws: IOFailure.self) {
                var text: [UInt8] = []
                try text.append(addingCapacity: 10) { output throws(IOFailure) in
                    _ = try decoder.decode([1, 2].span, into: &output)
                }
            }
            #expect(failure?.description == "cannot decompress '<stream>': it is not gzip")
        }
        #expect(throws: IOFailure.self) { try decoder.finish() }
    }
}
