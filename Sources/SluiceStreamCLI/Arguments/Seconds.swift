#if Services
import ArgumentParser

/// A time that is given in seconds: `0.5`, `60`, `inf`.
struct Seconds: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration

    init(_ seconds: Double) { duration = .seconds(min(seconds, Self.longest)) }

    /// `nil` where it is no number, or below zero.
    init?(argument: String) {
        guard let seconds = Double(argument), seconds >= 0 else { return nil }
        self.init(seconds)
    }

    /// `60`, `0.5`
    var description: String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        return seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }

    /// 31 years are for ever, and can be reckoned with.
    private static let longest = 1e9
}
#endif
