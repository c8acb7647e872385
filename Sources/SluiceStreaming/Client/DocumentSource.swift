#if Services
internal import SluiceCore
public import SluiceJSON
public import SluiceXML

/// Documents to be sent, which can be read again from the start.
///
///     try await connection.writer.send(.json("events.ndjson", at: .lines))
///     try await connection.writer.send(.xml("dblp.xml.gz", at: "/dblp/article"))
///
/// Each is checked before it is sent; memory is one record, however large the file. `.gz` is read as it is.
public struct DocumentSource: Sendable {
    let open: @Sendable () throws -> any DocumentCursor

    /// The records of a file of JSON. Each is sent as it stands there, number for number.
    public static func json(
        _ path: String, at selection: JSON.RecordSelection = .lines, options: JSON.RecordOptions = JSON.RecordOptions()
    ) -> DocumentSource {
        DocumentSource { try JSONFileCursor(path, selection, options) }
    }

    /// Elements of a file of XML.
    public static func xml(
        _ path: String, at selection: XML.RecordSelection, options: XML.RecordOptions = XML.RecordOptions()
    ) -> DocumentSource {
        DocumentSource { try XMLFileCursor(path, selection, options) }
    }

    /// Records in memory.
    public static func records(_ records: [StreamRecord]) -> DocumentSource {
        DocumentSource { RecordCursor(records) }
    }
}

/// Gives the texts of documents, one after the other, each checked.
protocol DocumentCursor: AnyObject {
    func next() throws -> [UInt8]?
    /// Bytes of the source before the last document, where that is known.
    var offset: Int { get }
}

private final class JSONFileCursor: DocumentCursor {
    private var records: JSON.Records<FileSource>

    init(_ path: String, _ selection: JSON.RecordSelection, _ options: JSON.RecordOptions) throws {
        records = try JSON.records(at: selection, contentsOf: path, options: options)
    }

    func next() throws -> [UInt8]? { try records.next() == nil ? nil : records.rawBytes }
    var offset: Int { records.offset }
}

private final class XMLFileCursor: DocumentCursor {
    private var records: XML.Records<FileSource>

    init(_ path: String, _ selection: XML.RecordSelection, _ options: XML.RecordOptions) throws {
        records = try XML.records(at: selection, contentsOf: path, options: options)
    }

    func next() throws -> [UInt8]? {
        try records.next().map { try StreamRecord.xml($0).text() }
    }
    var offset: Int { records.offset }
}

private final class RecordCursor: DocumentCursor {
    private let records: [StreamRecord]
    private(set) var offset = 0

    init(_ records: [StreamRecord]) { self.records = records }

    func next() throws -> [UInt8]? {
        guard offset < records.count else { return nil }
        defer { offset += 1 }
        return try records[offset].text()
    }
}
#endif
