import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Documents made to break parsers: deep, long, damaged. Every reader comes to the same verdict, and lives.
@Suite struct AttackTests {
    @Test(.enabled(if: Corpus.has("attacks"), "\(Corpus.missing)"))
    func `Hostile documents are accepted, rejected or refused by a limit, as each should be`() throws {
        let attacks = try #require(try JSON.loads(Corpus.bytes("attacks/attacks.json")).array)
        var count = 0
        for attack in attacks {
            guard attack["kind"] == "json", let stored = attack["stored"]?.string ?? attack["file"]?.string else {
                continue
            }
            let bytes = try Corpus.bytes("attacks/\(stored)")
            let verdict = try Verdict.agreed(on: bytes, by: bytes.count > 4096 ? Reader.some : nil, stored)
            switch attack["expect"]?.string {
            case "accept": #expect(verdict.isAccepted, "\(stored): \(verdict)")
            case "reject": #expect(!verdict.isAccepted, "\(stored): \(verdict)")
            default: break
            }
            count += 1
            // What was accepted can be compared, hashed, copied and freed, whatever its shape.
            guard let value = try? JSON.loads(bytes) else { continue }
            let copy = value.detached()
            #expect(copy == value, "\(stored)")
            #expect(copy.hashValue == value.hashValue, "\(stored)")
        }
        #expect(count > 40)
    }
}
