/// The report as a picture: a bar for each contestant, longer is faster, one scale for each kind of work.
enum Chart {
    private static let width = 860
    private static let labelWidth = 330
    private static let barWidth = 400.0
    private static let rowHeight = 20

    static func svg(of report: Report) -> String {
        var body: [String] = []
        var y = 34
        body.append(
            text("MB/s, higher is better; the thin line goes from the worst round to the best", 10, y - 12, "note"))
        for (work, results) in report.byWork {
            y += 18
            body.append(text(work.title.replacing("`", with: ""), 10, y, "title"))
            let scale = barWidth / (results.flatMap(\.figures).map(\.best).max() ?? 1)
            for result in results {
                y += 22
                body.append(text(result.document, 10, y, "document"))
                y += 8
                for figure in result.figures {
                    body.append(bar(figure, ours: result.ours, y: y, scale: scale))
                    y += rowHeight
                }
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(y + 10)" width="\(width)" height="\(y + 10)" role="img">
            <title>Sluice beside other JSON libraries</title>
            <style>
            text { font: 12px system-ui, sans-serif; fill: #24292f }
            .title { font-size: 15px; font-weight: 600 } .document { font-weight: 600 } .note, .value { fill: #57606a }
            .sluice { fill: #0a7ea4 } .floor { fill: #8c959f } .foundation { fill: #e07a3f } .peer { fill: #b8a13a }
            .range { stroke: #24292f; stroke-width: 1; opacity: .55 }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .note, .value { fill: #9198a1 } .range { stroke: #e6edf3 } .sluice { fill: #38bdf8 }
            }
            </style>
            \(body.joined(separator: "\n"))
            </svg>

            """
    }

    private static func bar(
        _ figure: ContestResult.Figure, ours: ContestResult.Figure?, y: Int, scale: Double
    ) -> String {
        let length = max(1, figure.median * scale)
        let middle = y + rowHeight / 2 - 1
        let ratio =
            ours.flatMap { figure.name == $0.name ? nil : " · Sluice ×\($0.ratio(to: figure).short)" } ?? ""
        let start = Double(labelWidth)
        return """
            \(text(figure.name, 24, middle + 4, "name"))
            <rect class="\(figure.side.rawValue)" x="\(labelWidth)" y="\(y)" width="\(tenths(length))" height="\(rowHeight - 5)" rx="2"/>
            <line class="range" x1="\(tenths(start + figure.worst * scale))" x2="\(tenths(start + figure.best * scale))" y1="\(middle)" y2="\(middle)"/>
            \(text(figure.median.short + ratio, labelWidth + Int(max(length, figure.best * scale)) + 6, middle + 4, "value"))
            """
    }

    private static func text(_ text: String, _ x: Int, _ y: Int, _ style: String) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(escaped)</text>"
    }

    private static func tenths(_ value: Double) -> String { String((value * 10).rounded() / 10) }
}
