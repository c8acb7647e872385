#if Services
import SluiceCommandLine
import SluiceCore
import SluiceJSON

/// Records as CSV (RFC 4180, with the line ends of Unix).
///
/// The members of the first record are the columns, unless they are given. Arrays are rows by position, without a
/// header. What is nested becomes compact JSON, null an empty field.
struct CSVTable: ~Copyable {
    /// The first member that had no column: it is not in the table.
    var leftOut: String?
    var columns: [String]?
    var hasHeader = false

    // Of elements: see `CSVTable+Element`.
    var elements = ElementMembers()
    /// For each column the first of its name; for each key its column, or -1; for each column a member, or -1.
    var firstColumns: [Int] = []
    var columnsOfKeys: [Int] = []
    var fields: [Int] = []
    var generation = 0
    let nested: CollectingSink.Collected
    var writer: JSON.Writer<CollectingSink>

    /// - Parameter columns: Which members, in which order; `nil` for those of the first record.
    init(columns: [String]? = nil) {
        self.columns = columns
        let nested = CollectingSink.Collected()
        self.nested = nested
        writer = JSON.Writer(to: CollectingSink(collected: nested), options: JSON.WriterOptions(roots: .lines))
    }

    /// The lines of one record, the header before the first.
    mutating func lines(_ record: JSON) throws -> String {
        switch record.kind {
        case .object(let members):
            let columns = columns ?? members.map { String($0.key) }
            self.columns = columns
            var lines = ""
            if !hasHeader { lines = Self.line(columns) }
            hasHeader = true
            if leftOut == nil,
                members.count > columns.count || !members.allSatisfy({ columns.contains(String($0.key)) })
            {
                leftOut = members.lazy.map { String($0.key) }.first { !columns.contains($0) }
            }
            return lines + Self.line(try columns.map { try record[$0].map(Self.field) ?? "" })
        case .array(let elements):
            return Self.line(try elements.map(Self.field))
        default:
            return Self.line([try Self.field(record)])
        }
    }

    private static func field(_ value: JSON) throws -> String {
        switch value.kind {
        case .string(let text): String(text)
        case .null: ""
        default: try value.dumps()
        }
    }

    static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\n" }

    /// Quotes stand where a field would fall apart without them.
    private static func quoted(_ field: String) -> String {
        let isPlain = field.utf8.allSatisfy {
            $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
        }
        if isPlain { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
#endif
