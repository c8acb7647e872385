import SluiceJSON
import Testing

@Suite struct JSONLoadOptionsTests {
    @Test func `Exact numbers keep their text where 64 bits of integer do not tell all of it`() throws {
        var options = JSON.LoadOptions()
        options.numbers = .exact
        let text = "[1.50,1e2,-0,12,1.0,-0.0,1e400,0.1]"
        let value = try JSON.loads(text, options: options)
        #expect(value.description == text)
        #expect(value[0]?.double == 1.5)
        #expect(value[1]?.int == 100)
    }

    @Test func `Exact numbers may stand beside the constants that Python writes`() throws {
        var options = JSON.LoadOptions()
        options.numbers = .exact
        options.parser.allowsNonFinite = true
        let value = try JSON.loads("[NaN,-Infinity,1.0]", options: options)
        #expect(value[0]?.double?.isNaN == true)
        #expect(value[1]?.double == -.infinity)
    }
}
