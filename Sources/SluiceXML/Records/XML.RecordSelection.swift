extension XML {
    /// Which elements of a document are records.
    ///
    ///     "article"                      each element of that name, wherever it stands; the same as "//article"
    ///     "/dblp/article"                those that are children of the root `dblp`
    ///     "/feed/*"                      every child of the root
    ///     ["/dblp/article", "/dblp/www"] several paths in one pass; the cursor tells which one a record matched
    ///     "//{http://www.w3.org/2005/Atom}entry"   by namespace
    ///
    /// A name matches the local part of an element's name in whatever namespace; `{uri}name` in that namespace alone,
    /// `{}name` in none. A record inside another one comes only as part of the outer one; an element that several paths
    /// match comes once, for the first of them.
    public struct RecordSelection: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
        let paths: [String]

        /// Elements that a path leads to. A path that cannot be read is an error where it is used.
        public init(_ path: String) { paths = [path] }
        /// Elements that any of the paths leads to: of at most 64 steps together.
        public init(_ paths: [String]) { self.paths = paths }
        public init(stringLiteral path: String) { self.init(path) }
        public init(arrayLiteral paths: String...) { self.init(paths) }
    }
}
