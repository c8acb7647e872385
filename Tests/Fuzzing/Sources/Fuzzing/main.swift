import SluiceCore
import SluiceJSON

// libFuzzer looks for bytes that reach new code. Whatever they are: nothing crashes, and all ways into a document agree.

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
_ = runDriver(&count, &arguments) { start, count in
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    // The first byte chooses the options, the second the sizes of pieces; the rest is the document.
    guard bytes.count >= 2 else { return 0 }
    let document = Document(Array(bytes[2...]), options: bytes[0], sizes: bytes[1])
    document.checkParsing()
    document.checkValue()
    document.checkRecords()
    return 0
}
