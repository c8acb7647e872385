#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceXML

/// Writes records to standard output, in one of several layouts.
struct RecordOutput: ~Copyable {
    enum Layout: String, CaseIterable, ExpressibleByArgument {
        /// One value a line.
        case ndjson
        /// One array.
        case json
        /// Rows of a ``CSVTable``.
        case csv
        /// One a line, strings as they are.
        case raw
        /// Elements, within a root of their own.
        case xml
    }

    /// Records written so far.
    private(set) var count = 0
    private(set) var table: CSVTable
    private let layout: Layout
    private let flushesLines: Bool
    /// What is JSON goes through the writer, what is not through the text.
    private var writer: JSON.Writer<DescriptorSink>
    private var elements = ElementMembers()
    private var lines: [UInt8] = []
    private var text = BufferedSink(DescriptorSink.standardOutput)

    /// - Parameter flushesLines: Whether someone waits for every line.
    init(_ layout: Layout, columns: [String]? = nil, flushesLines: Bool = Terminal.showsOutput) throws {
        self.layout = layout
        self.flushesLines = flushesLines
        table = CSVTable(columns: columns)
        var options = JSON.WriterOptions(trailingNewline: layout == .json, roots: layout == .json ? .one : .lines)
        if flushesLines { options.flush = .afterEachRoot }
        writer = JSON.Writer(to: .standardOutput, options: options)
        if layout == .json { try writer.startArray() }
        if layout == .xml { try text.write("<records>\n".utf8.span) }
    }

    mutating func write(_ record: XML.Element) throws {
        count += 1
        switch layout {
        case .ndjson, .json: try elements.write(record, to: &writer)
        case .csv:
            lines.removeAll(keepingCapacity: true)
            try table.append(record, to: &lines)
            let bytes = lines
            try text.write(bytes.span)
            if flushesLines { try text.flush() }
        case .raw where record.count == 0 && record.attributes.isEmpty: try write((record.text ?? "null") + "\n")
        case .raw:
            // Two writers of one output take turns.
            try text.flush()
            try elements.write(record, to: &writer)
            try writer.flush()
        case .xml: try write(record.tostring() + "\n")
        }
    }

    mutating func write(_ record: JSON) throws {
        count += 1
        switch layout {
        case .ndjson, .json: try writer.value(record)
        case .csv: try write(table.lines(record))
        case .raw, .xml: try write((record.string ?? record.dumps()) + "\n")
        }
    }

    /// Hands over what there is: an array stays open.
    mutating func flush() throws {
        try writer.flush()
        try text.flush()
        if layout == .json { Terminal.endLine() }
    }

    consuming func finish() throws {
        if layout == .json { try writer.endArray() }
        if layout == .xml { try text.write("</records>\n".utf8.span) }
        try text.flush()
        _ = try writer.finish()
    }

    private mutating func write(_ lines: String) throws {
        try text.write(lines.utf8.span)
        if flushesLines { try text.flush() }
    }
}
#endif
