import SluiceTestSupport
import Testing

@testable import SluiceJSON

@Suite struct RecordCutterTests {
    /// What the scanner must find, byte by byte.
    private struct Plain {
        var ends: [Int] = []
        var isClosed = false

        init(elements bytes: [UInt8]) {
            var (depth, isInString, isEscaped) = (0, false, false)
            for (i, byte) in bytes.enumerated() {
                let wasEscaped = isEscaped
                isEscaped = byte == UInt8(ascii: "\\") && !wasEscaped
                if byte == UInt8(ascii: "\""), !wasEscaped { isInString.toggle() }
                if isInString { continue }
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    if depth == 0 {
                        ends.append(i)
                        isClosed = true
                        return
                    }
                    depth -= 1
                case UInt8(ascii: ",") where depth == 0: ends.append(i)
                default: break
                }
            }
        }
    }

    /// Bytes that are mostly structure, sometimes with long stretches of none.
    private func text(_ noise: inout Noise) -> [UInt8] {
        let alphabet = Array(#"\\\""" {{[[]]}},,,ax"#.utf8) + [0x0A, 0xC3, 0xFB, 0xDD, 0x0C]
        var bytes: [UInt8] = []
        for _ in 0..<noise.next() % 20 {
            if noise.next() % 3 == 0 {
                bytes += (0..<noise.next() % 250).map { _ in UInt8(ascii: noise.next() % 60 == 0 ? "\"" : "x") }
            }
            for _ in 0..<noise.next() % 30 { bytes.append(alphabet[Int(noise.next() % UInt64(alphabet.count))]) }
        }
        return bytes
    }

    @Test(arguments: 0..<6)
    func `Elements end where a byte-by-byte scan ends them, however they arrive`(seed: UInt64) {
        var noise = Noise(seed: seed)
        for _ in 0..<500 {
            let bytes = text(&noise)
            let plain = Plain(elements: bytes)
            let window = RecordWindow(capacity: 4096)
            var cutter = RecordCutter(capacity: 1 + Int(noise.next() % 9))
            var ends: [Int] = []
            var isClosed = false
            for piece in Feeding.random(seed: noise.next(), most: 130).pieces(of: bytes) where !isClosed {
                window.append(piece.span)
                repeat {
                    isClosed = cutter.elements(in: window, most: 1 + Int(noise.next() % 9), reach: 64)
                    ends += (0..<cutter.count).map { cutter[$0] }
                } while cutter.count > 0 && !isClosed
            }
            #expect(ends == plain.ends && isClosed == plain.isClosed)
        }
    }

    @Test(arguments: 0..<6)
    func `A value ends where its first bracket is closed, however it arrives`(seed: UInt64) {
        var noise = Noise(seed: 50 + seed)
        for _ in 0..<500 {
            let bytes = [UInt8(ascii: "[")] + text(&noise)
            let plain = Plain(elements: Array(bytes.dropFirst()))
            let window = RecordWindow(capacity: 4096)
            var cutter = RecordCutter(capacity: 1)
            var end: Int?
            for piece in Feeding.random(seed: noise.next(), most: 130).pieces(of: bytes) where end == nil {
                window.append(piece.span)
                end = cutter.value(in: window)
            }
            #expect(end == (plain.isClosed ? plain.ends.last.map { $0 + 2 } : nil))
        }
    }

    @Test func `There is room for few ends, and for more where there were more`() {
        let window = RecordWindow(capacity: 4096)
        window.append(Array(String(repeating: "1\n", count: 300).utf8).span)
        var cutter = RecordCutter(capacity: 200)
        var counts: [Int] = []
        repeat {
            let found = cutter.lines(in: window, separator: 0x0A, reach: 4096)
            window.consume(to: found.next, lines: found.passed)
            counts.append(cutter.count)
        } while cutter.count > 0
        #expect(counts == [32, 128, 140, 0])
        #expect(cutter.heldBytes == 800)
        cutter.release()
        #expect(cutter.heldBytes == 0)
        for end in 0..<200 { cutter.append(end) }
        #expect((0..<cutter.count).map { cutter[$0] } == Array(0..<200))
    }

    @Test(arguments: 0..<6)
    func `Lines end at every separator, and those that leave something open are known`(seed: UInt64) {
        var noise = Noise(seed: 90 + seed)
        for _ in 0..<500 {
            let bytes = text(&noise)
            let window = RecordWindow(capacity: 4096)
            var cutter = RecordCutter(capacity: 1 + Int(noise.next() % 9))
            var ends: [Int] = []
            var isIrregular = false
            var lines = 0
            for piece in Feeding.random(seed: noise.next(), most: 300).pieces(of: bytes) {
                window.append(piece.span)
                repeat {
                    let found = cutter.lines(in: window, separator: 0x0A, reach: 64 + Int(noise.next() % 200))
                    isIrregular = isIrregular || found.irregular
                    ends += (0..<cutter.count).map { cutter[$0] }
                    lines += found.passed
                    window.consume(to: found.next, lines: found.passed)
                } while cutter.count > 0
            }
            var expected: [Int] = []
            var isExpected = false
            var start = 0
            for (i, byte) in bytes.enumerated() where byte == 0x0A {
                let line = Array(bytes[start..<i])
                start = i + 1
                if !line.allSatisfy({ $0 == 0x20 }) { expected.append(i) }
                // Only ever closed with a bracket too many counts as closed, so a balance is all that is promised.
                isExpected = isExpected || Self.leavesOpen(line)
            }
            #expect(ends == expected && isIrregular == isExpected)
            // The window knows where it stands without counting them again.
            #expect(lines == bytes.count { $0 == 0x0A })
            window.settle()
            #expect(window.tracker.position == TextPosition(offset: start, line: lines + 1, column: 1))
        }
    }

    private static func leavesOpen(_ line: [UInt8]) -> Bool {
        var (depth, isInString, isEscaped) = (0, false, false)
        for byte in line {
            let wasEscaped = isEscaped
            isEscaped = byte == UInt8(ascii: "\\") && !wasEscaped
            if byte == UInt8(ascii: "\""), !wasEscaped { isInString.toggle() }
            if isInString { continue }
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
        }
        return isInString || depth != 0
    }
}
