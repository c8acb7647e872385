import Foundation
import SluiceJSON
import Testing

@Suite struct JSONCodableTests {
    private let text = #"{"a":[1,-2.5,18446744073709551615,true,null,"x",{}],"b":{"c":[]}}"#

    @Test func `A value goes through another library's encoder and decoder`() throws {
        let value = try JSON.loads(text)
        let bytes = try JSONEncoder().encode(value)
        #expect(try JSON.loads([UInt8](bytes)) == value)
        #expect(try JSONDecoder().decode(JSON.self, from: bytes) == value)
    }

    @Test func `A value is a part of a type`() throws {
        struct Envelope: Codable, Equatable {
            var id: Int
            var payload: JSON
            var amount: JSON.Number
        }
        let envelope = Envelope(id: 1, payload: ["k": [1, "two"]], amount: 2.5)
        let bytes = try JSONEncoder().encode(envelope)
        #expect(try JSONDecoder().decode(Envelope.self, from: bytes) == envelope)
    }

    @Test func `A number beyond what coders carry is refused`() throws {
        let value = try JSON.loads("[1e400]")
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(value) }
    }
}
