/// A page that needs nothing but itself: a chart and a table for each file.
struct HTMLPage {
    let reports: [FileReport]
    let machine: String

    var text: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sluice beside Foundation</title>
        <style>
        :root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --ours: #0a7ea4; --theirs: #e07a3f }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --ours: #38bdf8; --theirs: #f0975f } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.5rem } p, figcaption, footer { color: var(--soft) }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9rem }
        th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line) }
        th:first-child, td:first-child { text-align: left }
        figure { margin: 1rem 0 } svg { width: 100%; height: auto } svg text { font: 13px system-ui, sans-serif; fill: var(--text) }
        .ours { fill: var(--ours) } .theirs { fill: var(--theirs) } .range { stroke: var(--text); opacity: .6 }
        </style>
        </head>
        <body>
        <h1>Sluice beside Foundation</h1>
        <p>\(Self.escaped(machine))</p>
        \(reports.map(section).joined(separator: "\n"))
        <footer>Speeds are medians over repetitions of bytes of the document a second; the thin line in the chart goes from the worst
        to the best. Memory is what the work added at its peak. Every job ran in a process of its own, after one run to warm up.</footer>
        </body>
        </html>

        """
    }

    private func section(_ report: FileReport) -> String {
        let rows = report.rows.map { row in
            let ours = row.sluice.speeds
            let theirs = row.foundation.map { "\($0.speeds.median.short)</td><td>\(ByteSize(bytes: $0.memoryBytes))" }
            return """
                <tr><td>\(row.job.title)</td><td>\(ours.median.short)</td><td>\(ByteSize(bytes: row.sluice.memoryBytes))</td>\
                <td>\(theirs ?? "cannot</td><td>")</td><td>\(row.ratio.map { "\($0.short) ×" } ?? "")</td></tr>
                """
        }
        return """
            <h2>\(Self.escaped(report.name)), \(ByteSize(bytes: report.bytes))</h2>
            <figure>
            \(chart(report))
            <figcaption>MB/s, longer is better</figcaption>
            </figure>
            <table>
            <tr><th></th><th>Sluice MB/s</th><th>memory</th><th>Foundation MB/s</th><th>memory</th><th>Sluice is faster by</th></tr>
            \(rows.joined(separator: "\n"))
            </table>
            \(report.notes.map { "<p>\(Self.escaped($0))</p>" }.joined(separator: "\n"))
            """
    }

    private func chart(_ report: FileReport) -> String {
        let timings = report.rows.flatMap { [$0.sluice] + [$0.foundation].compactMap(\.self) }
        let scale = 430 / max(timings.map(\.speeds.best).max() ?? 1, 1e-9)
        var y = 4
        var bars: [String] = []
        for row in report.rows {
            bars.append("<text x=\"0\" y=\"\(y + 13)\">\(row.job.title)</text>")
            bars.append(bar(row.sluice, "Sluice", "ours", y, scale))
            y += 18
            if let foundation = row.foundation {
                bars.append(bar(foundation, "Foundation", "theirs", y, scale))
                y += 18
            }
            y += 10
        }
        return "<svg viewBox=\"0 0 800 \(y)\" role=\"img\" aria-label=\"speeds\">\(bars.joined())</svg>"
    }

    private func bar(_ timing: JobTiming, _ name: String, _ style: String, _ y: Int, _ scale: Double) -> String {
        let speeds = timing.speeds
        let tenths = { (value: Double) in String((value * 10).rounded() / 10) }
        let end = 210 + max(speeds.best * scale, 1)
        return """
            <rect class="\(style)" x="210" y="\(y)" width="\(tenths(max(speeds.median * scale, 1)))" height="15" rx="2"/>\
            <line class="range" x1="\(tenths(210 + speeds.worst * scale))" x2="\(tenths(end))" y1="\(y + 7)" y2="\(y + 7)"/>\
            <text x="\(tenths(end + 6))" y="\(y + 12)">\(name) \(speeds.median.short)</text>
            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
