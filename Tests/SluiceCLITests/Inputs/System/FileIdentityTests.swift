#if Services
import Foundation
import SluiceCore
import Testing

@testable import SluiceStreamCLI

@Suite struct FileIdentityTests {
    @Test func `A file is itself by any path, until it is changed`() throws {
        let sluice = try Sluice(["a.ndjson": "1\n"])
        let path = sluice.folder.path
        let first = try FileIdentity.name(of: "\(path)/a.ndjson")
        #expect(first.size == 2)
        #expect(try FileIdentity.name(of: "\(path)/./a.ndjson").name == first.name)
        try sluice.write(.init("1\n2\n".utf8), to: "a.ndjson")
        #expect(try FileIdentity.name(of: "\(path)/a.ndjson").name != first.name)
        #expect(throws: IOFailure.self) { try FileIdentity.name(of: "\(path)/b.ndjson") }
    }
}
#endif
