extension XML {
    /// Puts documents and texts in the place of the elements that include them: XInclude, as far as Python's
    /// ElementInclude does it.
    ///
    ///     try XML.ElementInclude(loader: { href, kind in ... }).include(in: &tree.root)
    ///
    /// `<xi:include href="..."/>` becomes the root of that document, with `parse="text"` its text. Nothing is ever opened
    /// but by the loader that you give. Fallbacks and XPointer are not done.
    public struct ElementInclude {
        /// What an include asks for.
        public enum Kind: Sendable, Hashable {
            case xml
            /// With the encoding that the include names, if it does.
            case text(encoding: String?)
        }

        /// What a loader gives.
        public enum Resource: Sendable {
            case element(Element)
            case text(String)
        }

        /// Finds a resource by its reference; `nil` if there is none.
        public typealias Loader = (_ href: String, _ kind: Kind) throws -> Resource?

        static let namespace = "{http://www.w3.org/2001/XInclude}"
        private let loader: Loader
        private let maxDepth: Int?

        /// - Parameter maxDepth: How many documents may include one another; `nil` for any number.
        public init(maxDepth: Int? = 6, loader: @escaping Loader) {
            self.loader = loader
            self.maxDepth = maxDepth
        }

        /// Puts in place what `element` includes, and what that includes.
        ///
        /// - Throws: ``IncludeError`` where a resource is missing, includes itself or goes too deep, and for a misplaced
        ///   `fallback`; whatever the loader throws. The element is then as it was.
        public func include(in element: inout Element) throws {
            var open = [Level(element, documents: [])]
            while var level = open.popLast() {
                guard let child = level.cursor.next() else {
                    let finished = level.finished()
                    guard let last = open.indices.last else {
                        element = finished
                        return
                    }
                    open[last].add(finished)
                    continue
                }
                switch child.tag {
                case Self.namespace + "include":
                    let included = try load(child, in: level.documents)
                    switch included.resource {
                    case .text(let text):
                        level.add(text: text + (child.tail ?? ""))
                        open.append(level)
                    case .element(var root):
                        if let tail = child.tail { root.tail = (root.tail ?? "") + tail }
                        open.append(level)
                        open.append(Level(root, documents: included.documents))
                    }
                case Self.namespace + "fallback":
                    throw IncludeError("xi:fallback tag must be child of xi:include ('\(child.tag)')")
                default:
                    open.append(level)
                    if child.count > 0 {
                        open.append(Level(child, documents: level.documents))
                    } else {
                        open[open.count - 1].add(child)
                    }
                }
            }
        }

        /// What an include asks for, and the documents that it is in then.
        private func load(
            _ include: Element, in documents: [String]
        ) throws -> (resource: Resource, documents: [String]) {
            guard let href = include.get("href") else { throw IncludeError("an include has no href") }
            switch include.get("parse", default: "xml") {
            case "xml":
                if documents.contains(href) { throw IncludeError("recursive include of \(href)") }
                if let maxDepth, documents.count >= maxDepth {
                    throw IncludeError("maximum xinclude depth reached when including file \(href)")
                }
                guard case .element(let root)? = try loader(href, .xml) else {
                    throw IncludeError("cannot load '\(href)' as 'xml'")
                }
                return (.element(root), documents + [href])
            case "text":
                guard case .text(let text)? = try loader(href, .text(encoding: include.get("encoding"))) else {
                    throw IncludeError("cannot load '\(href)' as 'text'")
                }
                return (.text(text), documents)
            case let other: throw IncludeError("unknown parse type in xi:include tag ('\(other)')")
            }
        }

        /// An element whose children are being gone through.
        private struct Level {
            private let element: Element
            /// The documents that were included on the way to it.
            let documents: [String]
            var cursor: Element.Cursor
            private var text: String?
            private var children: ContiguousArray<Element> = []

            init(_ element: Element, documents: [String]) {
                self.element = element
                self.documents = documents
                cursor = Element.Cursor(element)
                text = element.text
            }

            mutating func add(_ child: Element) { children.append(child) }

            mutating func add(text more: String) {
                if let last = children.indices.last {
                    children[last].tail = (children[last].tail ?? "") + more
                } else {
                    text = (text ?? "") + more
                }
            }

            func finished() -> Element {
                var element = element
                let branch = element.edit()
                branch.text = text
                branch.children = children
                return element
            }
        }
    }

    /// An include that cannot be done.
    public struct IncludeError: Error, Hashable, CustomStringConvertible {
        public let description: String
        init(_ message: String) { description = message }
    }
}
