#if Services
import ArgumentParser

/// `prefix=uri`
package struct NamespaceBinding: ExpressibleByArgument {
    package let prefix: String
    package let uri: String

    package init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
        prefix = String(argument[..<equals])
        uri = String(argument[argument.index(after: equals)...])
        if uri.isEmpty || prefix.contains(":") { return nil }
    }
}
#endif
