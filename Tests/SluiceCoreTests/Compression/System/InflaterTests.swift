import Testing

@testable import SluiceCore

@Suite struct InflaterTests {
    /// gzip of `abc`.
    private let member: [UInt8] = [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C, 0x4A, 6, 0, 0xC2, 0x41, 0x24, 0x35, 3, 0, 0, 0,
    ]

    private func inflate(_ bytes: [UInt8], with inflater: borrowing Inflater, room: Int = 100)
        -> (text: [UInt8], used: Int, outcome: Inflater.Outcome)
    {
        var step: (used: Int, outcome: Inflater.Outcome)?
        let text = [UInt8](capacity: room) { output in step = inflater.inflate(bytes.span, into: &output) }
        return (text, step?.used ?? 0, step?.outcome ?? .needsInput)
    }

    @Test func `It stops at the end of a member and says how much it used`() {
        let inflater = Inflater()
        let result = inflate(member + [1, 2], with: inflater)
        #expect(result == ([0x61, 0x62, 0x63], member.count, .memberEnd))
    }

    @Test func `Restarted it reads another member`() {
        let inflater = Inflater()
        _ = inflate(member, with: inflater)
        inflater.restart()
        #expect(inflate(member, with: inflater).outcome == .memberEnd)
    }

    @Test func `It says when it needs input, and what is damaged`() {
        let inflater = Inflater()
        #expect(inflate([], with: inflater).outcome == .needsInput)
        #expect(inflate([1, 2, 3], with: inflater).outcome == .damaged("incorrect header check"))
    }
}
