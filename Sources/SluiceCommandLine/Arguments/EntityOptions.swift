#if Services
package import ArgumentParser
package import SluiceXML

/// What of XML may be read besides the document: the files that are named here, and nothing else.
package struct EntityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "XML: the document type's declarations are in this file, whatever the document names.", valueName: "file"),
        completion: .file())
    package var dtd: String?

    @Option(
        help: ArgumentHelp(
            "XML: what the document refers to is read if it is a file in this folder; nothing else is, nor the network.",
            valueName: "folder"),
        completion: .directory)
    package var entities: String?

    package init() {}

    /// Reads them for the document at a path.
    package func resolver(for document: String) -> ExternalEntities? {
        guard dtd != nil || entities != nil else { return nil }
        return ExternalEntities(of: document == "-" ? "<stdin>" : document, dtd: dtd, folder: entities)
    }

    /// A parser's options that have them read.
    package var parserOptions: XML.ParserOptions {
        var options = XML.ParserOptions()
        options.readsExternalGeneralEntities = entities != nil
        options.readsExternalParameterEntities = dtd != nil || entities != nil
        return options
    }

    /// Neither goes with what is not XML.
    package func refuse(for format: DocumentFormat) throws {
        guard format != .xml, dtd != nil || entities != nil else { return }
        throw ValidationError("\(dtd != nil ? "--dtd" : "--entities") goes with XML.")
    }
}
#endif
