/// A key by any name.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

func pathText(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
