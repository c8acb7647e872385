#if Services
import SluiceCommandLine
import Testing

@Suite struct NamespaceBindingTests {
    @Test func `It is a prefix and a URI, which may have further signs of equality`() throws {
        let binding = try #require(NamespaceBinding(argument: "p=http://x/?a=b"))
        #expect(binding.prefix == "p")
        #expect(binding.uri == "http://x/?a=b")
    }

    @Test(arguments: ["p", "=u", "p=", "a:b=u", ""])
    func `Anything else is wrong usage`(argument: String) throws {
        #expect(NamespaceBinding(argument: argument) == nil)
    }
}
#endif
