extension JSON {
    /// How records are read.
    public struct RecordOptions: Sendable, Hashable {
        /// What the parser accepts and tolerates. `recordBytes` of its limits bounds one record. Comments
        /// are refused: their quotes and brackets would be taken for structure.
        public var parser = ParserOptions()
        /// What becomes of a record that is not JSON, or too large.
        public var badRecords = BadRecords.stop
        /// Threads that parse, the caller's included, which alone reads and cuts.
        public var workers = 1
        /// Whether records come in document order where several threads parse. If not, whole groups of them may come
        /// earlier or later, a little faster.
        public var isOrdered = true
        /// Only records that start in these bytes of the text, so that ranges which part a file part its records: each
        /// record is in exactly one. In a file of lines the bytes before the range are not read; elsewhere they are
        /// scanned, not parsed. What follows the range is not read, except for the end of a value that began before.
        public var range: Range<Int>?

        /// Bytes looked at together: what fits the processor's cache.
        package var windowBytes = 256 << 10
        /// Bytes of it that make one batch where one thread parses; `nil` for a quarter. More than the window may have where
        /// it is to be small and is fed much at once.
        package var batchBytes: Int?

        public init() {}
    }
}
