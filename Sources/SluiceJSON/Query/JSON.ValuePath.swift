package import SluiceCore

extension JSON {
    /// Leads from a value to values in it, by the same paths that lead to records.
    ///
    ///     try JSON.ValuePath("$.users[*].name").values(in: value)
    ///
    /// Results come in document order; every member of a name that an object has twice is one.
    package struct ValuePath: Sendable {
        private let steps: [Step]

        private struct Step {
            let name: String?
            let index: Int?
            let isWildcard: Bool
        }

        /// - Throws: ``ParseError`` for what is neither JSON Pointer nor a JSONPath of names, indices and wildcards.
        package init(_ text: String) throws(ParseError) {
            steps = try RecordPath(text).steps.map { step in
                Step(
                    name: step.name.map { String(decoding: $0, as: UTF8.self) }, index: step.index,
                    isWildcard: step.isWildcard)
            }
        }

        package func values(in root: JSON) -> [JSON] {
            var values = [root]
            for step in steps {
                var next: [JSON] = []
                for value in values {
                    switch value.kind {
                    case .object(let members):
                        for (name, member) in members where step.isWildcard || step.name.map({ name == $0 }) == true {
                            next.append(member)
                        }
                    case .array(let elements):
                        if step.isWildcard {
                            next += elements
                        } else if let index = step.index, index < elements.count {
                            next.append(elements[index])
                        }
                    default: break
                    }
                }
                values = next
            }
            return values
        }
    }
}
