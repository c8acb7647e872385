internal import CLibXML2
internal import SluiceCore

enum IncludeAddress {
    /// An address as it is from where another one points (RFC 3986, 5.2).
    static func join(_ base: String, _ address: String) -> String {
        guard !base.isEmpty, let joined = unsafe xmlBuildURI(address.withoutNul, base.withoutNul) else {
            return address
        }
        defer { unsafe sluice_xml_free(joined) }
        return unsafe String(cString: joined)
    }

    /// A text in an encoding that the system knows; `nil` where it is none.
    static func text(_ bytes: [UInt8], _ encoding: String) -> String? {
        let name = encoding.uppercased()
        if name == "UTF-8" || name == "UTF8" {
            let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            return String(validating: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        }
        guard let decoder = SystemDecoder(encoding) else { return nil }
        var text: [UInt8] = []
        do {
            try decoder.feed(bytes.span, into: &text)
            try decoder.finish(into: &text)
        } catch { return nil }
        return String(validating: text, as: UTF8.self)
    }
}

extension NodeRef {
    /// How many nodes there are at and under it, attributes left out.
    var countOfNodes: Int {
        var count = 1
        var node = following(under: self)
        while let current = node {
            count += 1
            node = current.following(under: self)
        }
        return count
    }
}
