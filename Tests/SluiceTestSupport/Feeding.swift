/// The ways in which bytes may arrive. A parser must answer the same for each.
public struct Feeding: Sendable, CustomStringConvertible {
    public let description: String
    /// How many bytes each piece has; the last one repeats.
    let sizes: [Int]

    public static let whole = Feeding(description: "whole", sizes: [.max])
    public static let bytewise = Feeding(description: "byte by byte", sizes: [1])

    /// Pieces of `count` bytes.
    public static func every(_ count: Int) -> Feeding { Feeding(description: "\(count) at a time", sizes: [count]) }

    /// A first piece of `count` bytes, then the rest.
    public static func split(at count: Int) -> Feeding {
        Feeding(description: "split at \(count)", sizes: [count, .max])
    }

    /// Pieces of 1 to `most` bytes, drawn from a fixed seed.
    public static func random(seed: UInt64, most: Int = 40) -> Feeding {
        var generator = Noise(seed: seed)
        return Feeding(
            description: "random pieces, seed \(seed)",
            sizes: (0..<997).map { _ in Int.random(in: 1...most, using: &generator) })
    }

    /// Whole, byte by byte, at every place (of short input; at some, of long), and randomly.
    public static func all(for count: Int) -> [Feeding] {
        let step = max(1, count / 120)
        return [.whole, .bytewise] + stride(from: 0, through: count, by: step).map { .split(at: $0) }
            + (1...3).map { .random(seed: $0) } + [.random(seed: 4, most: 5)]
    }

    /// The pieces of `bytes`, in order.
    public func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        var i = 0
        while start < bytes.count {
            let size = sizes[i < sizes.count ? i : sizes.count == 2 ? 1 : i % sizes.count]
            let end = size > bytes.count - start ? bytes.count : start + size
            pieces.append(Array(bytes[start..<end]))
            start = end
            i += 1
        }
        return pieces
    }
}
