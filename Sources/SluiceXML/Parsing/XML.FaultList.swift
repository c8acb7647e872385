public import SluiceCore

extension XML {
    /// An error handler that keeps what it hears of, and lets the parse go on: for documents that are recovered, or not
    /// valid.
    ///
    ///     let faults = XML.FaultList()
    ///     let counter = try XML.parse(contentsOf: path, handler: Counter(), options: options, errorHandler: faults)
    ///     for fault in faults.faults { print(fault) }
    ///
    /// What ends the parse is thrown, and not kept here. Memory is bounded: of more faults than ``limit``, only the number
    /// is known.
    public final class FaultList: ErrorHandler {
        /// The first faults, in order.
        public private(set) var faults: [ParseError] = []
        /// How many there were.
        public private(set) var total = 0
        /// How many are kept.
        public let limit: Int

        public init(limit: Int = 1000) { self.limit = max(limit, 0) }

        public func error(_ error: ParseError) {
            total += 1
            if !isFull { faults.append(error) }
        }

        var isFull: Bool { faults.count >= limit }

        func count() { total += 1 }
    }
}
