extension String {
    /// The text with its control characters written out, so that no peer's words can steer a terminal or fake a line of a log.
    ///
    /// C0, DEL and C1: U+009B begins a command of a terminal as ESC and `[` do.
    package var visible: String {
        guard unicodeScalars.contains(where: Self.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if Self.isControl(scalar) {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
