/// What a document's type declares: names are as they are written, in UTF-8.
struct DocumentType {
    /// A general or parameter entity.
    struct Entity {
        /// The replacement text; `nil` where it is external.
        var text: [UInt8]?
        var publicID: String?
        var systemID: String?
        /// Of an unparsed entity.
        var notation: [UInt8]?
        /// Whether it was declared outside the document, or behind a parameter entity.
        var isDeclaredOutside = false
    }

    struct Attribute {
        enum Mode { case required, implied, fixed, defaulted }
        var name: [UInt8]
        var type: XML.AttributeType
        /// What an enumeration or a notation type allows.
        var tokens: [[UInt8]] = []
        var mode: Mode
        /// The default, as an attribute has it.
        var value: [UInt8]?
        var isDeclaredOutside = false
    }

    struct Element {
        var model: ContentModel
        var isDeclaredOutside = false
    }

    var root: [UInt8] = []
    var publicID: String?
    var systemID: String?
    var elements: [[UInt8]: Element] = [:]
    /// By the element's name, in their order.
    var attributes: [[UInt8]: [Attribute]] = [:]
    var entities: [[UInt8]: Entity] = [:]
    var parameterEntities: [[UInt8]: Entity] = [:]
    var notations: Set<[UInt8]> = []
    /// What may only be judged when all was declared: names of notations that are used, and where.
    var usedNotations: [(name: [UInt8], place: Int)] = []
}

/// What those hear who listen to a document's type, in order.
enum DocumentTypeEvent {
    case start(String, publicID: String?, systemID: String?)
    case end
    /// As it is written.
    case internalSubset(String)
    /// What comes next, up to the end of it, is outside the document.
    case startExternalSubset, endExternalSubset
    case comment([UInt8])
    case instruction(target: [UInt8], data: [UInt8])
    case skipped([UInt8])
    case notation(String, publicID: String?, systemID: String?)
    case unparsedEntity(String, publicID: String?, systemID: String, notation: String)
    case element(String, model: String)
    case attribute(String, String, type: String, mode: String?, value: String?)
    case internalEntity(String, value: String)
    case externalEntity(String, publicID: String?, systemID: String)
    /// The document is not valid.
    case invalid(String)
}
