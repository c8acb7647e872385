extension JSON {
    /// What becomes of a record that is not JSON, or larger than allowed.
    ///
    /// This is about what stands inside a record. A document that is broken between its records, or that ends too early,
    /// is an error whatever the policy. In an array the end of a bad record is found by its brackets and quotes: where
    /// those do not match, it may take the records behind it with it. Lines and text sequences start afresh after each.
    public struct BadRecords: Sendable, Hashable {
        enum Policy: Sendable, Hashable {
            case stop
            case skip
            case collect(Int)
            case tell
        }

        let policy: Policy

        /// The error is thrown where the record would be delivered; the records before it have been. No more come.
        public static let stop = BadRecords(policy: .stop)
        /// It is left out, and counted.
        public static let skip = BadRecords(policy: .skip)
        /// The error is thrown where the record would be delivered, and the next call goes on behind it. Only where one
        /// thread parses.
        package static let tell = BadRecords(policy: .tell)

        /// It is left out, and its error kept for later.
        public static let collect = collect(atMost: 1000)

        /// It is left out, and its error kept for later; beyond `limit` errors they are only counted.
        public static func collect(atMost limit: Int) -> BadRecords { BadRecords(policy: .collect(limit)) }
    }
}
