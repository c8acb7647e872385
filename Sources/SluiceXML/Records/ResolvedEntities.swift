internal import Synchronization

/// Asks a resolver, and notes what it answers for readers on other threads: it is the caller's, and asked on the thread of
/// the caller alone.
final class ResolvedEntities: XML.EntityResolver {
    /// What is asked for: an entity, or where there is no system identifier, an external subset.
    struct Question: Hashable {
        let name: String
        let publicID: String?
        let systemID: String?
    }

    /// What has been answered so far.
    final class Answers: Sendable {
        let given = Mutex<[Question: XML.InputSource?]>([:])
    }

    private let resolver: any XML.EntityResolver
    let known = Answers()

    init(_ resolver: any XML.EntityResolver) { self.resolver = resolver }

    func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
        let answer = try resolver.resolveEntity(name, publicID: publicID, systemID: systemID)
        note(answer, to: Question(name: name, publicID: publicID, systemID: systemID))
        return answer
    }

    func externalSubset(of root: String) throws -> XML.InputSource? {
        let answer = try resolver.externalSubset(of: root)
        note(answer, to: Question(name: root, publicID: nil, systemID: nil))
        return answer
    }

    private func note(_ answer: XML.InputSource?, to question: Question) {
        known.given.withLock { $0[question] = .some(answer) }
    }

    /// Answers what has been answered before. Anything else is an error: who asks has to leave it to the caller's thread.
    final class Known: XML.EntityResolver {
        struct Unknown: Error {}

        private let answers: Answers

        init(_ answers: Answers) { self.answers = answers }

        func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
            try answer(to: Question(name: name, publicID: publicID, systemID: systemID))
        }

        func externalSubset(of root: String) throws -> XML.InputSource? {
            try answer(to: Question(name: root, publicID: nil, systemID: nil))
        }

        private func answer(to question: Question) throws -> XML.InputSource? {
            guard let answer = answers.given.withLock({ $0[question] }) else { throw Unknown() }
            return answer
        }
    }
}
