/// What was measured on one file.
struct FileReport: Codable, Sendable {
    struct Row: Codable, Sendable {
        let job: Job
        let sluice: JobTiming
        let foundation: JobTiming?

        /// How many times as fast as Foundation Sluice is, byte for byte.
        var ratio: Double? { foundation.map { sluice.speeds.median / max($0.speeds.median, 1e-9) } }
    }

    let path: String
    let bytes: Int
    var rows: [Row] = []
    /// What the reader of the figures should know.
    var notes: [String] = []

    /// The file's name without its folders.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

extension Double {
    /// Three digits or so: `0.85`, `12.3`, `482`, `1,482`.
    var short: String {
        if abs(self) >= 1000 {
            let digits = Array(String(Int(rounded())))
            return digits.indices.reduce("") {
                $0 + ($1 > 0 && (digits.count - $1) % 3 == 0 ? "," : "") + String(digits[$1])
            }
        }
        let scale: Double = abs(self) >= 100 ? 1 : abs(self) >= 10 ? 10 : 100
        let rounded = (self * scale).rounded() / scale
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
