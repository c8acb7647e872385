/// Columns that line up on a terminal: the first to the left, the others to the right.
struct TextTable {
    private var rows: [[String]]

    init(header: [String]) { rows = [header] }

    mutating func append(_ row: [String]) { rows.append(row) }

    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }
            let line = cells.joined(separator: "  ")
            return "  " + line.prefix(line.count - line.reversed().prefix { $0 == " " }.count)
        }.joined(separator: "\n")
    }
}

extension FileReport {
    /// The table for the terminal.
    var text: String {
        var table = TextTable(header: [
            "", "Sluice MB/s", "worst-best", "memory", "Foundation MB/s", "memory", "Sluice is",
        ])
        for row in rows {
            let ours = row.sluice.speeds
            var cells = [
                row.job.title, ours.median.short, "\(ours.worst.short)-\(ours.best.short)",
                ByteSize(bytes: row.sluice.memoryBytes).description,
            ]
            if let foundation = row.foundation, let ratio = row.ratio {
                cells += [
                    foundation.speeds.median.short, ByteSize(bytes: foundation.memoryBytes).description,
                    "\(ratio.short) × as fast",
                ]
            } else {
                cells += ["cannot"]
            }
            table.append(cells)
        }
        let lines = ["\(name), \(ByteSize(bytes: bytes))", table.text] + notes.map { "  " + $0 }
        return lines.joined(separator: "\n")
    }
}
