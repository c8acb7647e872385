public import SluiceCore
public import SluiceXML

extension XML.DOM.Node {
    /// The node and all that is under it as XML; a document with its XML declaration.
    ///
    ///     print(try document.toxml())
    ///
    /// Declarations of namespaces that are missing are written, also those that stand above the node. Text is written so
    /// that it is read as it was.
    /// - Parameter options: The encoding is only named by the declaration and decides what becomes a reference.
    /// - Throws: `WriterError` for what no XML can say: `--` in a comment, U+0001 in a text; and for an attribute alone.
    public final func toxml(options: XML.WriterOptions = .verbatim) throws -> String {
        String(decoding: try write(to: MemorySink(), options).bytes, as: UTF8.self)
    }

    /// The same with every child on a line of its own. What has text, and all that is in it, stays as it is.
    public final func toprettyxml(indent: String = "\t") throws -> String {
        try toxml(options: XML.WriterOptions(indent: XML.WriterOptions.Indent(indent), trailingNewline: true))
    }

    /// Writes the node to a sink, in pieces of about 64 KiB. The sink is not flushed.
    ///
    /// - Throws: `IOFailure` where the sink fails; `WriterError` as ``toxml(options:)``: what came before has been written.
    public final func writexml(
        to sink: inout some ByteSink & ~Copyable, options: XML.WriterOptions = .verbatim
    ) throws {
        try LentSink.lend(&sink) { _ = try write(to: $0, options) }
    }

    private func write<Sink: ByteSink>(to sink: Sink, _ options: XML.WriterOptions) throws -> Sink {
        guard !ref.isAttribute, !ref.isNamespace else {
            throw XML.DOM.Exception(.notSupported, "an attribute alone is no XML")
        }
        var options = options
        if !ref.isDocument || !ref.hasElement { options.roots = .any }
        return try TreeWriter(tree, to: sink, options).write(ref, declares: ref.isDocument)
    }
}
