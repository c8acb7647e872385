extension XML {
    /// How records are read.
    public struct RecordOptions: Sendable, Hashable {
        /// What the parser does and tolerates. `recordBytes` of its limits bounds one record.
        public var parser = ParserOptions()
        /// Threads that parse, the caller's included, which alone reads.
        public var workers = 1
        /// Comments inside records become elements of the kind `comment`. By default they are left out.
        public var insertsComments = false
        /// Processing instructions inside records become elements of the kind `processingInstruction`. By default they are
        /// left out.
        public var insertsProcessingInstructions = false
        /// Only records that start in these bytes of the text, so that ranges which part a file part its records: each
        /// record is in exactly one. What precedes the range is read as events, not built; what follows it is not read.
        public var range: Range<Int>?

        /// Bytes read at once.
        package var chunkBytes = 256 << 10
        /// Bytes that names of children of the root may take; 0 for any. Beyond it they are forgotten between two children.
        package var nameTableBytes = 0

        public init() {}
    }
}
