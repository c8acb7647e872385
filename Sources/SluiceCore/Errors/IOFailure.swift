/// An operation of the system that failed: what was done, to what, and the system's reason.
public struct IOFailure: Error, Sendable, Hashable {
    /// What was being done.
    public var operation: Operation
    /// The path or address it was done to.
    public var target: String
    /// The system's error number, or 0 where the fault is not the system's (a damaged .gz, say).
    public var errno: Int32
    /// The reason in words.
    public var reason: String

    public init(_ operation: Operation, _ target: String, errno: Int32 = 0, reason: String) {
        self.operation = operation
        self.target = target
        self.errno = errno
        self.reason = reason
    }

    /// What was being done. More may come: keep a default case.
    public struct Operation: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        public init(_ description: String) { self.description = description }

        public static let open = Operation("open")
        public static let read = Operation("read")
        public static let write = Operation("write")
        public static let seek = Operation("seek")
        public static let stat = Operation("stat")
        public static let close = Operation("close")
        public static let decompress = Operation("decompress")
        public static let compress = Operation("compress")
    }
}

extension IOFailure: CustomStringConvertible {
    /// `cannot open 'a.json': No such file or directory`
    public var description: String { "cannot \(operation) '\(target)': \(reason)" }
}
