#if Services
import SluiceJSON
import SluiceXML

extension JSON {
    /// An element as a value: attributes are members `@name`, text is `#text`, elements of one name are an array.
    ///
    /// An element that has nothing but text is that text, an empty one null. Names are written with the prefix that they
    /// have in the document; white space between elements is left out.
    init(_ element: XML.Element) {
        var members: [(key: String, value: JSON)] = []
        for (name, value) in element.attributes { members.append(("@" + Self.key(name, element), JSON(value))) }
        var places: [String: Int] = [:]
        var repeated: [Int: [JSON]] = [:]
        var text = element.text ?? ""
        for child in element.children {
            if child.kind == .element {
                let key = child.qname.qualified
                let value = JSON(child)
                if let place = places[key] {
                    repeated[place, default: [members[place].value]].append(value)
                } else {
                    places[key] = members.count
                    members.append((key, value))
                }
            }
            text += child.tail ?? ""
        }
        for (place, values) in repeated { members[place].value = JSON(values) }
        let isText = !text.utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if members.isEmpty {
            self = text.isEmpty ? nil : JSON(text)
        } else {
            if isText { members.append(("#text", JSON(text))) }
            self.init(members: members)
        }
    }

    /// An attribute's name in Clark's notation, without its namespace: attributes of two namespaces and one local name
    /// are rare enough to keep both names apart by the URI.
    private static func key(_ name: String, _ element: XML.Element) -> String {
        let local = XML.QName(clark: name).local
        let isAmbiguous = element.attributes.contains { $0.key != name && XML.QName(clark: $0.key).local == local }
        return isAmbiguous ? name : local
    }
}
#endif
