extension XML {
    /// A name to keep: namespace, local part and prefix.
    ///
    /// Equal are names of the same namespace and local part, whatever their prefix.
    public struct QName: Sendable, Hashable, CustomStringConvertible {
        /// The URI of its namespace; empty where it is in none.
        public var uri: String
        public var local: String
        /// Empty where there is none.
        public var prefix: String

        public init(_ local: String, uri: String = "", prefix: String = "") {
            self.uri = uri
            self.local = local
            self.prefix = prefix
        }

        /// A copy of a name that passes by.
        public init(_ name: borrowing Name) {
            self.init(String(key: name.local), uri: String(key: name.uri), prefix: String(key: name.prefix))
        }

        /// Out of `{uri}local` or `local`.
        public init(clark: String) {
            if clark.hasPrefix("{"), let end = clark.firstIndex(of: "}") {
                self.init(
                    String(clark[clark.index(after: end)...]),
                    uri: String(clark[clark.index(after: clark.startIndex)..<end]))
            } else {
                self.init(clark)
            }
        }

        /// As it is written: `prefix:local`.
        public var qualified: String { prefix.isEmpty ? local : prefix + ":" + local }
        /// In James Clark's notation, which Python's ElementTree uses: `{uri}local`, or `local` in no namespace.
        public var description: String { uri.isEmpty ? local : "{" + uri + "}" + local }

        public static func == (a: QName, b: QName) -> Bool { a.local == b.local && a.uri == b.uri }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(local)
            hasher.combine(uri)
        }
    }
}
