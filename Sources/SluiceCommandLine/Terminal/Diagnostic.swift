package import SluiceCore

/// A message for the person at the terminal, with colours where they are welcome.
package enum Diagnostic {
    /// `FILE:LINE:COLUMN: error: MESSAGE`, then the line and a caret.
    package static func text(_ error: ParseError, coloured: Bool) -> String {
        guard coloured else { return "\(error)\n" }
        let name = error.sourceName.map { "\($0):" } ?? ""
        let place = "\(name)\(error.position.line):\(error.position.column):"
        var text = "\(bold)\(place) \(red)error:\(plain) \(bold)\(error.message)\(plain)\n"
        if let line = error.sourceLine {
            text += "\(line.text)\n" + String(repeating: " ", count: line.caret) + "\(green)^\(plain)\n"
        }
        return text
    }

    /// What may help: a second document that begins a line looks like NDJSON without a name that says so, and text that is
    /// missing is declared elsewhere.
    package static func hint(_ error: ParseError) -> String? {
        if error.code == .unsupported, error.message.contains("was not read, so that its text is missing") {
            return """
                sluice: note: --dtd FILE reads the document type from FILE, --entities FOLDER what else the document refers to

                """
        }
        let isSecondDocument = ["{", "["].contains {
            error.message == "expected the end of the text after a value but found '\($0)'"
        }
        guard isSecondDocument, error.position.column == 1 else { return nil }
        return "sluice: note: one document a line is read with --format ndjson\n"
    }

    /// `sluice: error: cannot open 'a.json': No such file or directory`
    package static func text(_ failure: any Error, coloured: Bool) -> String {
        coloured ? "\(bold)sluice: \(red)error:\(plain) \(failure)\n" : "sluice: error: \(failure)\n"
    }

    /// What is worth saying and stops nothing.
    package static func warning(_ text: String, coloured: Bool) -> String {
        coloured ? "\(bold)sluice: \(yellow)warning:\(plain) \(text)\n" : "sluice: warning: \(text)\n"
    }

    private static let plain = "\u{1B}[0m"
    private static let bold = "\u{1B}[1m"
    private static let red = "\u{1B}[1;31m"
    private static let green = "\u{1B}[1;32m"
    private static let yellow = "\u{1B}[1;33m"
}
