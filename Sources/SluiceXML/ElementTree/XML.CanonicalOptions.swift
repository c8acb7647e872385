extension XML {
    /// How a document is made canonical: the parameters of Canonical XML 2.0, and what Python's `canonicalize` adds.
    ///
    /// Names of elements and attributes are in James Clark's notation.
    public struct CanonicalOptions: Sendable, Hashable {
        /// Comments stay.
        public var withComments = false
        /// White space at both ends of each text goes, except where `xml:space` is `preserve`.
        public var stripText = false
        /// Prefixes become `n0`, `n1`, ... in the order in which namespaces are used. Elements in no namespace get one,
        /// too, as the test cases of the W3C have it, though no document may declare it so.
        public var rewritePrefixes = false
        /// Elements whose text is a name with a prefix, which is then declared.
        public var qnameAwareTags: Set<String> = []
        /// Attributes whose value is a name with a prefix, which is then declared.
        public var qnameAwareAttributes: Set<String> = []
        /// Elements whose text is an XPath expression: the prefixes in it are declared.
        public var xpathAwareTags: Set<String> = []
        /// Attributes that are left out.
        public var excludeAttributes: Set<String> = []
        /// Elements that are left out with all that is in them.
        public var excludeTags: Set<String> = []
        /// How the document is read.
        public var parser = ParserOptions()

        public init() {}
    }
}
