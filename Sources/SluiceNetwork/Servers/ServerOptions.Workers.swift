#if Services
extension ServerOptions {
    /// Programs that serve connections in place of threads: each of them one at a time.
    ///
    /// They are started once, when the server is activated, and again when they end by themselves. A connection is passed
    /// to one of them; the program calls ``WorkerProcess/serve(handler:onError:)``, or does as much in another language:
    /// receive a descriptor over the socket that is its descriptor 3 (`SCM_RIGHTS`, beside one byte), serve it, close it,
    /// send one byte back; end where there is nothing more to receive.
    public struct Workers: Sendable {
        /// The program, found by the PATH, and its arguments.
        public var command: [String]
        /// How many are started. Python's `max_children` is 40.
        public var count: Int

        public init(command: [String], count: Int = 4) {
            self.command = command
            self.count = max(count, 1)
        }
    }
}
#endif
