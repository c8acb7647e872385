internal import CScan

extension JSON.TextBuilder {
    /// The options, resolved: which texts stand where.
    struct Layout {
        let item: String
        let key: String
        let indent: String
        let hasLines: Bool
        let escapes: UInt8
        let doubles: UInt8

        init(_ options: JSON.WriterOptions) {
            hasLines = options.indent != nil && !options.canonical
            indent = hasLines ? options.indent?.text ?? "" : ""
            (item, key) =
                switch options.canonical ? .automatic : options.separators {
                case .automatic: (",", hasLines ? ": " : ":")
                case .spaced: (hasLines ? "," : ", ", ": ")
                case .custom(let item, let key): (item, key)
                }
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
