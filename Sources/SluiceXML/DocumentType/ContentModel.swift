/// What an element may contain (XML 1.0, section 3.2), in the order in which an automaton is built of it.
struct ContentModel {
    enum Kind { case empty, any, mixed, children }

    /// `(a,(b|c)*)` is `a b c choice(2) star sequence(2)`: operands come before what joins them.
    enum Step {
        case name([UInt8])
        case sequence(Int)
        case choice(Int)
        case optional, star, plus
    }

    var kind: Kind
    /// Of mixed content the names alone.
    var steps: [Step] = []
    /// As it is written, white space removed.
    var text: String
}
