#if Services
import ServiceLifecycle

/// Ends when whoever reads standard output has gone away: then there is nothing more to serve for.
struct OutputWatch: Service {
    private let output: LineOutput

    init(_ output: LineOutput) { self.output = output }

    func run() async { await cancelWhenGracefulShutdown { await output.end() } }
}
#endif
