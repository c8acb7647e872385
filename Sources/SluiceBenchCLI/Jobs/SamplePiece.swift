import Foundation
import SluiceJSON

/// A complete, smaller document made of a file's first records.
struct SamplePiece {
    let input: JobInput
    /// Its size, at most (but one record at least).
    let bytes: Int

    /// - Returns: how many records it holds.
    func write(to path: String) throws -> Int {
        var rows = try JSON.records(at: input.selection, contentsOf: input.path)
        var text = Data("[".utf8)
        var count = 0
        while try rows.next() != nil {
            let record = rows.rawBytes
            if count > 0, text.count + record.count + 2 > bytes { break }
            if count > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: record)
            count += 1
        }
        text.append(UInt8(ascii: "]"))
        try text.write(to: URL(fileURLWithPath: path))
        return count
    }
}
