#if Services
import Subprocess

extension SubprocessOutputSequence.Buffer {
    /// Its bytes, copied.
    func copy() -> [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
#endif
