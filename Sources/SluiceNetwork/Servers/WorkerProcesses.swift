#if Services
internal import SluiceCore
internal import SluiceThreading
/// The programs that serve for a server, and what each of them is at.
final class WorkerProcesses: Sendable {
    private let options: ServerOptions.Workers
    private let workers: Locked<[Worker]>

    private struct Worker: Sendable {
        let control: Socket
        let process: ChildProcess
        var conversation: Conversation?
    }

    /// Starts them; where one cannot be started, none is left.
    init(_ options: ServerOptions.Workers) throws(IOFailure) {
        self.options = options
        workers = Locked([])
        do throws(IOFailure) { try refill() } catch {
            _ = end(drain: .zero)
            throw error
        }
    }

    deinit { _ = end(drain: nil) }

    /// Whether some have died and not been started again.
    var isShort: Bool { workers.withLock { $0.count < options.count } }

    /// Starts as many as are missing.
    func refill() throws(IOFailure) {
        let missing = workers.withLock { options.count - $0.count }
        for _ in 0..<max(missing, 0) {
            let (control, other) = try Socket.socketPair()
            defer { other.close() }
            let process = try ChildProcess(options.command, control: other.fileno)
            workers.withLock { $0.append(Worker(control: control, process: process)) }
        }
    }

    /// The descriptors that become readable when one has something to say.
    var descriptors: [Int32] { workers.withLock { $0.map(\.control.fileno) } }

    var busyCount: Int { workers.withLock { $0.count { $0.conversation != nil } } }

    var hasIdle: Bool { workers.withLock { $0.contains { $0.conversation == nil } } }

    /// Passes a connection to an idle worker; `false` where there is none.
    func pass(_ conversation: Conversation) -> Bool {
        workers.withLock { workers in
            for i in workers.indices where workers[i].conversation == nil {
                // One that has died is found out by its descriptor.
                let isPassed = try? workers[i].control.sendFDs(
                    [1], [conversation.request.socket.fileno], flags: .dontWait)
                guard isPassed == 1 else { continue }
                workers[i].conversation = conversation
                return true
            }
            return false
        }
    }

    /// What has come to an end since this was last asked, and how many workers have died.
    func collect() -> (ended: [Conversation], died: Int) {
        workers.withLock { workers in
            var ended: [Conversation] = []
            var died = 0
            for i in workers.indices.reversed() {
                let word: [UInt8]
                do throws(IOFailure) { word = try workers[i].control.recv(16, flags: .dontWait) } catch {
                    if error.wouldBlock { continue }
                    word = []
                }
                if let conversation = workers[i].conversation { ended.append(conversation) }
                workers[i].conversation = nil
                if word.isEmpty {
                    died += 1
                    // It has closed its end, and has no more to do.
                    let worker = workers.remove(at: i)
                    worker.control.close()
                    if !worker.process.hasEnded(waits: false) {
                        worker.process.kill()
                        _ = worker.process.hasEnded(waits: true)
                    }
                }
            }
            return (ended, died)
        }
    }

    /// Lets them end when they have served what they have; those that take longer are killed.
    ///
    /// - Returns: Whether all ended by themselves.
    func end(drain: Duration?) -> Bool {
        let all = workers.withLock { workers in
            defer { workers = [] }
            return workers
        }
        for worker in all { try? worker.control.shutdown(.write) }
        let deadline = Deadline(after: drain)
        var isClean = true
        for worker in all {
            // Its end is closed when it ends.
            worker.control.timeout = drain == nil ? nil : .milliseconds(Int64(max(deadline.milliseconds, 0)))
            do { while try !worker.control.recv(16).isEmpty {} } catch {
                isClean = false
                worker.process.kill()
            }
            _ = worker.process.hasEnded(waits: true)
            worker.control.close()
        }
        return isClean
    }
}
#endif
