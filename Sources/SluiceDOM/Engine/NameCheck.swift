internal import CLibXML2
internal import SluiceXML

/// Whether names are those of XML.
enum NameCheck {
    static func checkName(_ name: String) throws(XML.DOM.Exception) {
        guard !name.utf8.contains(0), unsafe xmlValidateName(name, 0) == 0 else {
            throw XML.DOM.Exception(.invalidCharacter, "'\(name)' is not a name of XML")
        }
    }

    static func isQualified(_ name: String) -> Bool { unsafe xmlValidateQName(name, 0) == 0 }
}
