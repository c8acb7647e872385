public import SluiceXML

extension XML.DOM {
    /// What happened to a node that has user data, with the W3C's numbers.
    public enum UserDataOperation: Int, Sendable, Hashable, CaseIterable {
        /// By ``Node/cloneNode(_:)``, of the node or of one above it.
        case nodeCloned = 1
        /// By ``Document/importNode(_:_:)``.
        case nodeImported
        /// Its memory is freed: nobody holds it and it is in no tree, or its document has gone.
        case nodeDeleted
        /// By ``Document/renameNode(_:_:_:)``.
        case nodeRenamed
        /// By ``Document/adoptNode(_:)``, or since it was put into a tree of another document.
        case nodeAdopted
    }

    /// Hears of what happened to a node that has user data (DOM Level 3 Core, `UserDataHandler`): what it was, the key, what
    /// is kept, the node, which is `nil` when it is deleted, and its copy, where one was made. It may change the trees, but
    /// that of a node that is deleted.
    public typealias UserDataHandler = (
        _ operation: UserDataOperation, _ key: String, _ data: Any, _ source: Node?, _ copy: Node?
    ) -> Void
}
