import Foundation

/// The work done by Foundation, as its documentation suggests.
struct FoundationJobs {
    let input: JobInput
    let clock: JobClock

    /// `nil` where Foundation has nothing of the kind.
    func run(_ job: Job) throws -> JobTiming? {
        let data = try Data(contentsOf: URL(fileURLWithPath: input.path))
        if input.isXML { return try XMLFoundationJobs(data: data, clock: clock).run(job) }
        switch job {
        case .loads:
            return try clock.time(bytes: data.count) {
                keep(try parsed(data))
                return 1
            }
        case .walk:
            return try clock.time(bytes: data.count) { Self.values(in: try parsed(data)) }
        case .records:
            return try clock.time(bytes: data.count) { try records(of: data) }
        case .dumps:
            let value = try parsed(data)
            return try clock.time(bytes: data.count) {
                keep(try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed))
                return 1
            }
        case .events, .recordsOnAllCores: return nil
        }
    }

    /// Lines one by one; a document as a whole, since there is no other way.
    private func records(of data: Data) throws -> Int {
        guard input.isLines else {
            keep(try parsed(data))
            return 0
        }
        var count = 0
        for line in data.split(separator: UInt8(ascii: "\n")) where !line.isEmpty {
            keep(try parsed(line))
            count += 1
        }
        return count
    }

    private func parsed(_ data: Data) throws -> Any {
        try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    }

    /// Counts values, touching each.
    private static func values(in value: Any) -> Int {
        switch value {
        case let members as [String: Any]: members.reduce(1) { $0 + values(in: $1.value) }
        case let elements as [Any]: elements.reduce(1) { $0 + values(in: $1) }
        case let text as String:
            text.utf8.count >= 0 ? 1 : 0
        case let number as NSNumber:
            number.doubleValue.isNaN ? 0 : 1
        default: 1
        }
    }
}
