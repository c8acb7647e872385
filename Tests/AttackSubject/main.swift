import SluiceTestSupport

// Reads one hostile document in many ways, in a process of its own, so that what it takes can be measured.
//     AttackSubject json|xml FILE
// One line a way: its name, seconds of processor time, and what came of it; then the bytes that memory grew by.

let bytes = try Corpus.bytes(CommandLine.arguments[2])
let before = MemoryUse.peak
if CommandLine.arguments[1] == "xml" { XMLAttack(bytes: bytes).measure() } else { JSONAttack(bytes: bytes).measure() }
print("memory\t\(MemoryUse.peak - before)")
