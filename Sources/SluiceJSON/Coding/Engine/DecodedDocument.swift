internal import SluiceCore

/// What all decoders of one document share.
final class DecodedDocument {
    let tape: Tape
    let options: JSON.DecodingOptions
    let renames: Bool
    let depth: Int
    private var routes: [ObjectIdentifier: CodingRoute] = [:]
    private var camelCase: [JSON.LazyString: String] = [:]

    init(_ tape: Tape, _ options: JSON.DecodingOptions) {
        self.tape = tape
        self.options = options
        depth = options.load.parser.limits.depth
        if case .asIs = options.keys { renames = false } else { renames = true }
    }

    /// How values of a type are read; looked up once, since conformances are dear to ask for.
    @inline(__always)
    func route<T>(of type: T.Type) -> CodingRoute {
        if let route = routes[ObjectIdentifier(type)] { return route }
        let route: CodingRoute =
            type is any DirectlyDecodable.Type ? .direct : type is any StringKeyed.Type ? .dictionary : .coded
        routes[ObjectIdentifier(type)] = route
        return route
    }

    /// The coding key that a member name stands for.
    func key(_ name: JSON.LazyString, at path: @autoclosure () -> [any CodingKey]) -> String {
        switch options.keys {
        case .asIs: return String(name)
        case .fromSnakeCase:
            if let known = camelCase[name] { return known }
            let key = SnakeCase.camelCase(of: String(name))
            // Names differ without end only in documents that are no records.
            if camelCase.count < 4096 { camelCase[name] = key }
            return key
        case .custom(let convert): return convert(path() + [PathKey(String(name))]).stringValue
        }
    }

    /// A number that stands there as text, or was let through as none that JSON has.
    func nonFinite(_ value: JSON) -> Double? {
        if value.tag == .double { return options.load.parser.allowsNonFinite ? value.double : nil }
        guard let strings = options.nonFiniteStrings, let text = value.string else { return nil }
        return strings.number(of: text)
    }

    /// The way from the value at `start` down to what stands at `target` within it.
    func path(from start: Int, to target: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var container = start
        while container < target {
            let isObject = tape.tag(at: container) == .startObject
            var (place, position) = (container + 1, 0)
            while true {
                let value = isObject ? place + 1 : place
                let next = tape.next(after: value)
                if target < next {
                    let name = JSON.LazyString(tape: tape, offset: tape.payload(at: place))
                    path.append(isObject ? PathKey(String(name)) : PathKey(position))
                    container = value
                    break
                }
                (place, position) = (next, position + 1)
            }
        }
        return path
    }
}

/// How values of a type are coded.
enum CodingRoute {
    /// Without a decoder or an encoder.
    case direct
    /// By the type's own methods; its keys are data.
    case dictionary
    /// By the type's own methods.
    case coded
}

/// A dictionary whose keys are strings: they are data, which no key strategy touches.
protocol StringKeyed {}
extension Dictionary: StringKeyed where Key == String {}

/// A member name or a position in a coding path.
enum PathKey: CodingKey {
    case name(String)
    case position(Int)

    init(_ name: String) { self = .name(name) }
    init(_ position: Int) { self = .position(position) }
    init?(stringValue: String) { self = .name(stringValue) }
    init?(intValue: Int) { self = .position(intValue) }

    var stringValue: String {
        switch self {
        case .name(let name): name
        case .position(let position): "Index \(position)"
        }
    }

    var intValue: Int? {
        switch self {
        case .name: nil
        case .position(let position): position
        }
    }

    static let superclass = PathKey("super")
}

/// A step of the path from the root to a value.
enum PathStep {
    /// None: the root, or a value within its own container.
    case none
    case key(any CodingKey)
    case position(Int)

    var key: (any CodingKey)? {
        switch self {
        case .none: nil
        case .key(let key): key
        case .position(let position): PathKey(position)
        }
    }
}
