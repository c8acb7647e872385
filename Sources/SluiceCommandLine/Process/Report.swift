#if Services
package import ArgumentParser
package import SluiceCore

/// What there is to say of an error, in the words that suit it.
package enum Report {
    /// Says what is wrong with records that were left out: the first of them, and how many more there are.
    package static func say(_ errors: [ParseError], of count: Int) -> ExitStatus {
        for error in errors { _ = say(error) }
        if count > errors.count { warn("\(count - errors.count) more bad records are not shown") }
        return count > 0 ? .bad : .fine
    }

    /// Says what is worth saying and stops nothing.
    package static func warn(_ text: String) { Terminal.say(Diagnostic.warning(text, coloured: Terminal.isColoured)) }

    /// Says what went wrong, and how the process is to end; `nil` where it is wrong usage, of which the command knows more.
    package static func say(_ error: any Error) -> ExitStatus? {
        switch error {
        case let error as ParseError:
            Terminal.say(Diagnostic.text(error, coloured: Terminal.isColoured))
            if let hint = Diagnostic.hint(error) { Terminal.say(hint) }
            return .bad
        case is WriterError, is ExternalEntities.Refusal:
            Terminal.say(Diagnostic.text(error, coloured: Terminal.isColoured))
            return .bad
        case let failure as IOFailure where failure.isClosedPipe:
            return .fine
        case is IOFailure:
            Terminal.say(Diagnostic.text(error, coloured: Terminal.isColoured))
            return .failed
        case let status as ExitStatus:
            return status
        default:
            return nil
        }
    }
}

extension ParsableCommand {
    /// Runs the command that the arguments name, and ends the process.
    package static func start() -> Never {
        Signals.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            report(error).end()
        }
        ExitStatus.fine.end()
    }

    /// Says what went wrong, and how the process is to end.
    package static func report(_ error: any Error) -> ExitStatus {
        if let status = Report.say(error) { return status }
        // Help, the version and completions are "errors" too, with an exit code of 0.
        let text = fullMessage(for: error)
        guard exitCode(for: error) == .success else {
            Terminal.say(text + "\n")
            return .failed
        }
        print(text)
        return .fine
    }
}

extension AsyncParsableCommand {
    /// Runs the command that the arguments name, and ends the process.
    package static func start() async -> Never {
        Signals.prepare()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch {
            report(error).end()
        }
        ExitStatus.fine.end()
    }
}
#endif
