/// `a > b.c`: a compound, and what must stand around what it matches.
struct ComplexSelector {
    /// The compound on the right, which the elements match that are selected.
    var subject: CompoundSelector
    /// The others, from right to left, each with how it stands to the one on its right.
    var steps: [(combinator: Combinator, compound: CompoundSelector)] = []

    enum Combinator {
        case descendant, child, adjacentSibling, sibling
    }
}

/// `b.c[d]`: all that is asked of one element.
struct CompoundSelector {
    var type = TypeTest()
    var conditions: [SelectorCondition] = []
}

/// `p|e`: what is asked of a name.
struct TypeTest {
    var namespace = Namespace.any
    /// `nil` for `*`.
    var local: String?

    enum Namespace {
        case any, none
        case bound(prefix: String, uri: String)
    }
}

/// What is asked of an element beside its name.
enum SelectorCondition {
    case id(String)
    case className(String)
    case attribute(TypeTest, AttributeMatch)
    case not([ComplexSelector])
    case any([ComplexSelector])
    /// At the place `step * n + offset` for some n from 0 on, among its siblings or those of its type.
    case nth(step: Int, offset: Int, fromEnd: Bool, ofType: Bool)
    case root, scope, empty, checked, disabled, enabled
    case contains(String)
    case language(String)
}

/// What is asked of an attribute's value.
enum AttributeMatch {
    case exists
    case equals(String)
    case differs(String)
    case hasWord(String)
    case hasLanguage(String)
    case hasPrefix(String)
    case hasSuffix(String)
    case contains(String)
}
