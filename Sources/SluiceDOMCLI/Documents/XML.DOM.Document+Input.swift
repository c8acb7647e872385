#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceDOM
import SluiceXML

extension XML.DOM.Document {
    /// Reads a document of XML or HTML to its end.
    convenience init(
        _ input: consuming Input, _ format: DocumentFormat, of file: String, _ entities: EntityOptions
    ) throws {
        if format == .html {
            try entities.refuse(for: format)
            let name = input.name
            var bytes: [UInt8] = []
            while true {
                let before = bytes.count
                try bytes.append(addingCapacity: 64 << 10) { room throws(IOFailure) in try input.read(into: &room) }
                if bytes.count == before { break }
            }
            try self.init(html: bytes.span, name: name)
        } else {
            var options = XML.DOM.ParsingOptions()
            options.parser = entities.parserOptions
            try self.init(input, options: options, entityResolver: entities.resolver(for: file))
        }
    }
}
#endif
