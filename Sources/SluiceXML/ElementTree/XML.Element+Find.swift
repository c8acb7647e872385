extension XML.Element {
    /// The first element that a path selects; `nil` if there is none.
    ///
    ///     root.find("book[@id='b1']/title")?.text
    ///
    /// The search goes no further than the element it finds. What paths there are says ``XML/ElementPath``.
    ///
    /// - Parameter namespaces: URIs by their prefixes in the path; that of the empty prefix is for names without one.
    /// - Precondition: The path is one. For a path that comes from elsewhere, make an ``XML/ElementPath``, which throws.
    public func find(_ path: String, namespaces: [String: String] = [:]) -> XML.Element? {
        iterfind(path, namespaces: namespaces).first { _ in true }
    }

    /// The first element that a path selects; `nil` if there is none.
    public func find(_ path: XML.ElementPath) -> XML.Element? { iterfind(path).first { _ in true } }

    /// All elements that a path selects, in document order.
    public func findall(_ path: String, namespaces: [String: String] = [:]) -> [XML.Element] {
        Array(iterfind(path, namespaces: namespaces))
    }

    /// All elements that a path selects, in document order.
    public func findall(_ path: XML.ElementPath) -> [XML.Element] { Array(iterfind(path)) }

    /// The text of the first element that a path selects: empty if the element has none, `nil` if there is no element.
    public func findtext(_ path: String, namespaces: [String: String] = [:]) -> String? {
        find(path, namespaces: namespaces).map { $0.text ?? "" }
    }

    /// The text of the first element that a path selects: empty if the element has none, `nil` if there is no element.
    public func findtext(_ path: XML.ElementPath) -> String? { find(path).map { $0.text ?? "" } }

    /// The elements that a path selects, each found when it is asked for.
    public func iterfind(_ path: String, namespaces: [String: String] = [:]) -> IterFind {
        do {
            return iterfind(try XML.ElementPath(path, namespaces: namespaces))
        } catch {
            preconditionFailure("\(error): \(path)")
        }
    }

    /// The elements that a path selects, each found when it is asked for.
    public func iterfind(_ path: XML.ElementPath) -> IterFind { IterFind(search: PathSearch(path, from: self)) }

    /// A sequence of what a path selects. It can be gone through once.
    public struct IterFind: Swift.Sequence, IteratorProtocol {
        fileprivate let search: PathSearch
        public mutating func next() -> XML.Element? { search.next() }
    }
}

extension XML.ElementTree {
    /// The first element that a path from the root selects. A path may begin with `/`, too.
    public func find(_ path: String, namespaces: [String: String] = [:]) -> XML.Element? {
        root.find(Self.relative(path), namespaces: namespaces)
    }

    /// All elements that a path from the root selects.
    public func findall(_ path: String, namespaces: [String: String] = [:]) -> [XML.Element] {
        root.findall(Self.relative(path), namespaces: namespaces)
    }

    /// The text of the first element that a path from the root selects.
    public func findtext(_ path: String, namespaces: [String: String] = [:]) -> String? {
        root.findtext(Self.relative(path), namespaces: namespaces)
    }

    /// The elements that a path from the root selects, each found when it is asked for.
    public func iterfind(_ path: String, namespaces: [String: String] = [:]) -> XML.Element.IterFind {
        root.iterfind(Self.relative(path), namespaces: namespaces)
    }

    /// The root and all that is in it, in document order; only those of a name, if one is given.
    public func iter(_ tag: String? = nil) -> XML.Element.Iter { root.iter(tag) }

    private static func relative(_ path: String) -> String { path.hasPrefix("/") ? "." + path : path }
}
