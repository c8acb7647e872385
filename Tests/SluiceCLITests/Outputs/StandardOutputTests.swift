#if Services
import Foundation
import Testing

@testable import SluiceStreamCLI

@Suite struct StandardOutputTests {
    @Test func `Each record stands on a line`() throws {
        let sluice = try Sluice(["out": ""])
        let file = try #require(FileHandle(forWritingAtPath: sluice.folder.appending(path: "out").path))
        let output = StandardOutput(fileDescriptor: file.fileDescriptor)
        for text in ["1", "[]"] { try output.write(line: Array(text.utf8)) }
        #expect(try sluice.text(of: "out") == "1\n[]\n")
    }
}
#endif
