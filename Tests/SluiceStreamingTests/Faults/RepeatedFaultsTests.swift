#if Services
import SluiceStreaming
import SluiceTestSupport
import Testing

/// Each fault again and again, against a server in a process of its own: afterwards it has as many descriptors and as much
/// memory as before, and somebody else was served all the while.
///
/// Ten thousand in all; with `SLUICE_REPEATS=10000` so many of each.
@Suite(.timeLimit(.minutes(30)), .serialized) struct RepeatedFaultsTests {
    private static let repeats = Corpus.number("SLUICE_REPEATS") ?? 10_000 / RepeatedFault.allCases.count

    @Test(arguments: RepeatedFault.allCases)
    func `Whatever is done again and again, descriptors and memory are where they were`(
        fault: RepeatedFault
    ) async throws {
        let certificates = fault.isOfTLS ? try Certificates.shared : nil
        let folder = try TemporaryDirectory()
        let (arguments, prefix) = fault.options(certificates, folder: folder.path)
        // One arena of the C library: what threads keep for themselves of what was freed is not counted.
        try await Subject.serving(arguments, prefix: "export MALLOC_ARENA_MAX=1; \(prefix)") { subject, calls in
            guard let client = try fault.client(of: subject, certificates) else {
                return try await repeated(fault, against: subject, calls, others: 0)
            }
            try await client.withConnection { good in
                var answers = good.records.makeAsyncIterator()
                for number in 0..<2 {
                    try await good.writer.write([JSON(number)])
                    let answer = try await answers.next()
                    #expect(answer?.json == [JSON(number)])
                    if number == 0 { try await repeated(fault, against: subject, calls, others: 1) }
                }
            }
        }
    }

    /// - Parameter others: Connections that there are beside those of the fault.
    private func repeated(
        _ fault: RepeatedFault, against subject: Subject, _ calls: RPCClient, others: Int
    ) async throws {
        func round(_ count: Int) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<fault.lanes {
                    group.addTask {
                        for _ in stride(from: lane, to: count, by: fault.lanes) {
                            let answer = try await fault.commit(against: subject)
                            if let wanted = fault.answer { #expect(answer == wanted) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        // What the C library sets aside for the most peers at once is there when these have come once.
        try await round(Self.repeats)
        let before = try await settled(calls, others, descriptors: .max)
        try await round(Self.repeats)
        let after = try await settled(calls, others, descriptors: before.descriptors)
        // Sanitizers keep what was freed.
        guard Corpus.number("SLUICE_SANITIZED") == nil else { return }
        #expect(Double(after.resident) < Double(before.resident) * 1.05, "\(before.resident) \(after.resident)")
    }

    /// What the server has when the fault's connections are gone, and no more descriptors are there than were.
    private func settled(_ calls: RPCClient, _ others: Int, descriptors: Int) async throws -> Subject.Report {
        while true {
            let report = try await Subject.report(calls)
            if report.open == others, report.descriptors <= descriptors { return report }
        }
    }
}
#endif
