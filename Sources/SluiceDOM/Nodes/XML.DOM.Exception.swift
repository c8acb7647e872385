public import SluiceXML

extension XML.DOM {
    /// What must not be done to a tree: the W3C's `DOMException`.
    ///
    /// Nothing has changed when it is thrown.
    public struct Exception: Error, Sendable, Hashable, CustomStringConvertible {
        public let code: Code
        /// What was asked for, and why it cannot be.
        public let message: String

        init(_ code: Code, _ message: String) {
            self.code = code
            self.message = message
        }

        public var description: String { "\(code.name): \(message)" }

        /// The W3C's numbers and names.
        public enum Code: Int, Sendable, Hashable, CaseIterable {
            case indexSize = 1
            case domStringSize, hierarchyRequest, wrongDocument, invalidCharacter, noDataAllowed
            case noModificationAllowed, notFound, notSupported, inUseAttribute, invalidState, syntax
            case invalidModification, namespace, invalidAccess, validation

            /// `HIERARCHY_REQUEST_ERR`, as the standard has it.
            public var name: String {
                switch self {
                case .indexSize: "INDEX_SIZE_ERR"
                case .domStringSize: "DOMSTRING_SIZE_ERR"
                case .hierarchyRequest: "HIERARCHY_REQUEST_ERR"
                case .wrongDocument: "WRONG_DOCUMENT_ERR"
                case .invalidCharacter: "INVALID_CHARACTER_ERR"
                case .noDataAllowed: "NO_DATA_ALLOWED_ERR"
                case .noModificationAllowed: "NO_MODIFICATION_ALLOWED_ERR"
                case .notFound: "NOT_FOUND_ERR"
                case .notSupported: "NOT_SUPPORTED_ERR"
                case .inUseAttribute: "INUSE_ATTRIBUTE_ERR"
                case .invalidState: "INVALID_STATE_ERR"
                case .syntax: "SYNTAX_ERR"
                case .invalidModification: "INVALID_MODIFICATION_ERR"
                case .namespace: "NAMESPACE_ERR"
                case .invalidAccess: "INVALID_ACCESS_ERR"
                case .validation: "VALIDATION_ERR"
                }
            }
        }
    }
}
