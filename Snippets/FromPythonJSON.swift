// The lines that "From Python's json" names, in the order of its tables.
import SluiceJSON

struct Row: Codable { var id = 1 }
struct Point { var x = 1, y = 2 }

func reading(_ text: String, path: String) throws {
    print(try JSON.loads(text))
    print(try JSON.load(contentsOf: path))

    var options = JSON.LoadOptions()
    options.objectHook = { object in object["type"] == nil ? object : JSON(object.description) }
    options.objectPairsHook = { members in JSON(members: members.reversed()) }
    options.parseInt = { digits in JSON(digits) }
    options.parseFloat = { digits in JSON(digits) }
    options.numbers = .exact
    options.parseConstant = { name in JSON(name) }
    options.parser.allowsControlCharacters = true
    options.duplicateKeys = .last
    options.parser.allowsNonFinite = true
    options.parser.unpairedSurrogates = .replace
    print(try JSON.decode([Row].self, from: Array(#"[{"id": 1}]"#.utf8)))
    print(try JSON.loads(text, options: options))
    print(try JSON.loadPrefix(text))
    do {
        print(try JSON.loads("[1, }"))
    } catch let error as ParseError {
        print(error.message, error.position.offset, error.position.line, error.position.column)
    }
}

func writing(_ value: JSON, path: String) throws {
    print(try value.dumps(.python))
    print(try JSON.dumps(any: ["born": 1815, "tags": ("a", 1.5)] as [String: Any], .init(sortKeys: true)))
    try value.dump(toFile: path, .python)

    var options = JSON.WriterOptions.python
    options.indent = 4
    options.indent = "\t"
    options.separators = .custom(item: ",", key: ":")
    options.sortKeys = true
    options.ensureASCII = false
    options.nonFinite = .reject
    print(try value.dumps(options))
    print(try JSON(any: [[1]: "no name", "a": 1] as [AnyHashable: Any], skipKeys: true))
    print(try JSON(any: Point(), default: { ($0 as? Point).map { ["x": $0.x, "y": $0.y] } }))
    print(String(decoding: try JSON.encode([Row()]), as: UTF8.self))

    var writer = JSON.Writer(to: MemorySink(), options: options)
    try writer.startArray()
    try writer.endArray()
    print(try writer.finish().bytes.count)
}

func values(_ text: String) throws {
    var value = try JSON.loads(text)
    if let name = value["user"]?["name"]?.string, let first = value["list"]?[0] { print(name, first) }
    if let members = value.object {
        for (key, member) in members { print(key, member) }
    }
    value["a"] = ["b": 1, "c": [true, nil]]
    value["list"]?.append(4)
    value.remove("a")
    print(value.array?.count ?? 0, value.string ?? "no string")
    let (a, b) = (try JSON.loads("1"), try JSON.loads("1.0"))
    print(a == b)
}

let text = #"{"user": {"name": "Ada"}, "list": [1, 2.50]}"#
let path = "/tmp/from-python.json"
try writing(JSON.loads(text), path: path)
try reading(text, path: path)
try values(text)
