#if Services
@testable import SluiceStreaming
import Testing

@Suite struct SourcePlaceTests {
    private static let source = DocumentSource.records((0..<10).map { .json([JSON($0)]) })

    private func next(_ cursor: any DocumentCursor) throws -> String? {
        try cursor.next().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `What was passed over stays so, and a place before begins at the start`() throws {
        let place = SourcePlace(Self.source)
        #expect(place.distance(to: 6) == 6)
        try place.move(to: 4)
        #expect(place.distance(to: 6) == 2)
        #expect(place.distance(to: 3) == 3)
        #expect(try next(place.cursor(behind: 6)) == "[6]")
        // It was given away.
        #expect(place.distance(to: 6) == 6)
        #expect(try next(place.cursor(behind: 2)) == "[2]")
    }

    @Test func `A source that has fewer records than are passed over is another source`() throws {
        let place = SourcePlace(Self.source)
        #expect(
            Result { try place.move(to: 11) }.failureText?.contains(
                "the server has 11 records of this stream, and the source 10: is it another source?") == true)
    }

    @Test func `Who is cancelled passes no more over`() async {
        let never = Watched(false)
        let moving = Task {
            // Until it is cancelled.
            _ = try? await never.wait { $0 }
            return await caught { try SourcePlace(Self.source).move(to: 5) }
        }
        moving.cancel()
        #expect(await moving.value == "CancellationError()")
    }
}
#endif
