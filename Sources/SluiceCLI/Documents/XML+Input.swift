#if Services
import SluiceCore
import SluiceXML

extension XML {
    /// Reads a document to its end and hands its events to `handler`.
    static func parse<Handler: ContentHandler>(
        _ input: consuming Input, handler: inout Handler, lexicalHandler: (any LexicalHandler)? = nil,
        dtdHandler: (any DTDHandler)? = nil, declHandler: (any DeclHandler)? = nil
    ) throws {
        let handlers = Handlers(lexical: lexicalHandler, dtd: dtdHandler, decl: declHandler)
        var parser = XML.Parser(handler: handler, handlers: handlers, name: input.name)
        var chunk: [UInt8] = []
        while true {
            chunk.removeAll(keepingCapacity: true)
            try chunk.append(addingCapacity: 256 << 10) { room throws(IOFailure) in try input.read(into: &room) }
            if chunk.isEmpty { break }
            try parser.feed(chunk.span)
        }
        handler = try parser.finish()
    }
}
#endif
