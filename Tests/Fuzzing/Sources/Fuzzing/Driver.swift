// libFuzzer looks for bytes that reach new code. Whatever they are: nothing crashes, and all ways into a document agree.

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

// libFuzzer's callback has no place for a context.
nonisolated(unsafe) private var check: (_ bytes: [UInt8], _ options: UInt8, _ sizes: UInt8) -> Void = { _, _, _ in }

/// Hands libFuzzer's documents to `body`. The first byte chooses the options, the second the sizes of pieces.
public func fuzz(_ body: @escaping (_ bytes: [UInt8], _ options: UInt8, _ sizes: UInt8) -> Void) {
    check = body
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    _ = runDriver(&count, &arguments) { start, count in
        guard count >= 2 else { return 0 }
        check(Array(UnsafeBufferPointer(start: start + 2, count: count - 2)), start[0], start[1])
        return 0
    }
}
