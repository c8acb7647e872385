internal import CScan

extension JSON.TextBuilder {
    /// The options, resolved: which bytes stand where.
    struct Layout {
        let item: [UInt8]
        let key: [UInt8]
        let indent: [UInt8]
        let hasLines: Bool
        let escapes: UInt8
        let doubles: UInt8

        init(_ options: JSON.WriterOptions) {
            hasLines = options.indent != nil && !options.canonical
            indent = hasLines ? Array((options.indent?.text ?? "").utf8) : []
            let (item, key) =
                switch options.canonical ? .automatic : options.separators {
                case .automatic: (",", hasLines ? ": " : ":")
                case .spaced: (hasLines ? "," : ", ", ": ")
                case .custom(let item, let key): (item, key)
                }
            self.item = Array(item.utf8)
            self.key = Array(key.utf8)
            var escapes = 0
            if options.ensureASCII && !options.canonical { escapes |= Int(SLUICE_ESCAPE_NON_ASCII) }
            if options.escapesSlashes && !options.canonical { escapes |= Int(SLUICE_ESCAPE_SLASHES) }
            self.escapes = UInt8(escapes)
            let doubles =
                switch options.canonical ? .ecmaScript : options.numbers {
                case .shortest: SLUICE_DOUBLE_SHORTEST
                case .python: SLUICE_DOUBLE_PYTHON
                case .ecmaScript: SLUICE_DOUBLE_ECMASCRIPT
                }
            self.doubles = UInt8(doubles)
        }
    }
}
