internal import CScan
internal import SluiceCore

/// Tokens on their way through a validator: what is wrong is said when all before it has been delivered.
@safe
final class Validation {
    let validator: Validator
    // Safe: the scanner's, which stays until the next scan; that comes when all of it has been delivered.
    private var batch: TokenBatch?
    private var delivered = 0
    private var checked = 0
    /// Problems of the construct that begins at a token, still to be said.
    private var problems: ArraySlice<Validator.Problem> = []
    private var problemAt = 0
    private var numbers: [UInt64: Int32] = [:]
    private var prefixes: [Validator.Attribute] = []

    init(_ validator: Validator) { self.validator = validator }

    func begin(_ batch: TokenBatch) {
        unsafe self.batch = batch
        delivered = 0
        checked = 0
    }

    /// Forgets what was not delivered: its bytes go.
    func abandon() {
        unsafe batch = nil
        problems = []
    }

    /// What comes next: tokens to deliver, or a problem and its token; `nil` when the batch is used up.
    func next(isReporting namespaceAttributes: Bool) -> Step? {
        guard let batch = unsafe batch else { return nil }
        while problems.isEmpty, unsafe checked < batch.count {
            problemAt = checked
            unsafe check(batch, isReporting: namespaceAttributes)
            problems = validator.takeProblems()[...]
        }
        let end = unsafe problems.isEmpty ? batch.count : problemAt
        if delivered < end {
            defer { delivered = end }
            return unsafe .tokens(
                TokenBatch(tokens: batch.tokens + 4 * delivered, count: end - delivered, names: batch.names))
        }
        if let problem = problems.first { return unsafe .problem(problem, batch.tokens + 4 * problemAt) }
        unsafe self.batch = nil
        return nil
    }

    /// The problem that is next has been said.
    func dropProblem() { problems = problems.dropFirst() }

    @unsafe enum Step {
        case tokens(TokenBatch)
        case problem(Validator.Problem, UnsafePointer<UInt64>)
    }

    /// Checks the construct that begins at `checked`, and passes over it.
    private func check(_ batch: TokenBatch, isReporting namespaceAttributes: Bool) {
        let token = unsafe batch.tokens + 4 * checked
        let word = unsafe token[0]
        checked += 1
        switch UInt8(truncatingIfNeeded: word >> 56) {
        case UInt8(ascii: "S"):
            let name = unsafe number(token[1] & 0xFFFF_FFFF, batch.names)
            let rules = validator.start(name)
            let count = Int(word & 0xFFFF_FFFF)
            var attributes = prefixes
            prefixes = []
            for i in 0..<count {
                let attribute = unsafe XML.Attribute(token: token + 4 * (i + 1), names: batch.names)
                attributes.append(
                    Validator.Attribute(
                        name: [UInt8](copying: attribute.name.qualified.utf8),
                        value: [UInt8](copying: attribute.value.utf8),
                        isSpecified: attribute.isSpecified, isCollapsed: attribute.isCollapsed))
            }
            checked += count
            validator.check(attributes, of: name, rules)
        case UInt8(ascii: "E"): validator.end()
        case UInt8(ascii: "T"): validator.text(isBlank: word >> 48 & 2 != 0)
        case UInt8(ascii: "N"):
            // A namespace's declaration is an attribute, where the document's type is concerned.
            defer { checked += 1 }
            guard !namespaceAttributes else { return }
            let prefix = unsafe [UInt8](copying: TokenBatch.text(token).utf8)
            prefixes.append(
                Validator.Attribute(
                    name: Array("xmlns".utf8) + (prefix.isEmpty ? [] : [UInt8(ascii: ":")] + prefix),
                    value: unsafe [UInt8](copying: TokenBatch.text(token + 4).utf8), isSpecified: true))
        case UInt8(ascii: "K"):
            validator.other()
            validator.skip(unsafe [UInt8](copying: TokenBatch.text(token).utf8))
        case UInt8(ascii: "C"), UInt8(ascii: "P"), UInt8(ascii: "("), UInt8(ascii: "["): validator.other()
        default: break
        }
    }

    private func number(_ name: UInt64, _ names: UnsafePointer<UInt64>) -> Int32 {
        if let number = numbers[name] { return number }
        let number = unsafe validator.number(
            [UInt8](copying: XML.Name(record: names + 4 * Int(name)).qualified.utf8))
        numbers[name] = number
        return number
    }
}

extension Tokenizer {
    /// Passes the tokens of a scan on to the validator.
    func validate(_ batch: TokenBatch) {
        let run = validation ?? makeValidation()
        validation = run
        unsafe run.begin(batch)
    }

    func makeValidation() -> Validation {
        let scanner = unsafe DeclarationScanner(scanner)
        return Validation(
            Validator(
                declared?.type, isStandalone: isStandalone, scanner: scanner,
                allowsColons: !options.processesNamespaces))
    }

    /// The next tokens that are valid, or were said not to be.
    func nextValidated() throws -> TokenBatch? {
        while let step = unsafe validation?.next(isReporting: options.reportsNamespaceAttributes) {
            switch unsafe step {
            case .tokens(let batch): return unsafe batch
            case .problem(let problem, let token):
                // A text that was gathered ends before it: no more tokens say so.
                if isGathering, unsafe !Self.isPartOfText(token) {
                    unsafe self.token = token
                    return unsafe TokenBatch(tokens: token, count: 0, names: token)
                }
                validation?.dropProblem()
                try report(unsafe invalidity(problem.message, at: token, path: problem.path))
            }
        }
        return nil
    }

    /// The document has ended.
    func finishValidation() throws {
        guard let validator = validation?.validator else { return }
        validation = nil
        validator.finish()
        for problem in validator.takeProblems() {
            try report(unsafe invalidity(problem.message, at: nil, path: problem.path))
        }
    }

    /// Tells the error handler that the document is not valid; without one, it is thrown.
    func report(_ error: ParseError) throws {
        do {
            guard let handler = handlers.error else { throw error }
            try handler.error(error)
        } catch {
            validation?.abandon()
            throw error
        }
    }
}
