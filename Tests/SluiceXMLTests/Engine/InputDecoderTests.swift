import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct InputDecoderTests {
    /// A text as UTF-16 or UTF-32.
    static func encoded(_ text: String, unitBytes: Int, isLittleEndian: Bool, hasMark: Bool) -> [UInt8] {
        let text = hasMark ? "\u{FEFF}" + text : text
        let units: [UInt32] = unitBytes == 2 ? text.utf16.map { UInt32($0) } : text.unicodeScalars.map { $0.value }
        return units.flatMap { unit in
            let bytes = (0..<unitBytes).map { UInt8(truncatingIfNeeded: unit >> UInt32(8 * $0)) }
            return isLittleEndian ? bytes : bytes.reversed()
        }
    }

    /// What every way of feeding makes of the bytes.
    private func outcome(_ bytes: [UInt8], encoding: String? = nil) throws -> String {
        var options = XML.ParserOptions()
        options.encoding = encoding
        return try XMLOutcome.agreed(bytes, options: options).description
    }

    @Test(arguments: [2, 4], [true, false])
    func `UTF-16 and UTF-32 are known by their mark, or by where their zero bytes stand`(
        unitBytes: Int, isLittleEndian: Bool
    ) throws {
        let name = "UTF-\(8 * unitBytes)"
        for text in [
            "<ä>日本😀</ä>", "<?xml version='1.0'?><ä>日本😀</ä>", "<?xml version='1.0' encoding='\(name)'?><ä>日本😀</ä>",
        ] {
            for hasMark in [true, false] {
                let bytes = Self.encoded(
                    text, unitBytes: unitBytes, isLittleEndian: isLittleEndian, hasMark: hasMark)
                #expect(try outcome(bytes) == "<ä '日本😀 </ä end")
                #expect(try outcome(bytes, encoding: name + (isLittleEndian ? "le" : "be")) == "<ä '日本😀 </ä end")
                #expect(try outcome(bytes, encoding: name) == "<ä '日本😀 </ä end")
            }
        }
    }

    @Test func `Places are those of the text as UTF-8`() throws {
        let bytes = Self.encoded("<ä>\n日<", unitBytes: 2, isLittleEndian: true, hasMark: true)
        #expect(try outcome(bytes) == "<ä '\n日 !truncated 9 2:5 /ä the document ends behind '<'")
        #expect(
            try outcome([0xEF, 0xBB, 0xBF] + Array("<a>\n</b>".utf8))
                == "<a '\n !notWellFormed 7 2:1 /a expected '</a>' but found '</b>'")
    }

    @Test func `ISO-8859-1 and US-ASCII are read where the declaration names them`() throws {
        for name in ["ISO-8859-1", "iso-8859-1", "latin1"] {
            let text =
                Array("<?xml version=\"1.0\" encoding='\(name)'?><a b='".utf8)
                + [0xE9, 0xFF, 0x27, 0x3E, 0x80, 0xA0, 0xE4] + Array("</a>".utf8)
            #expect(try outcome(text) == "<a b=éÿ '\u{80}\u{A0}ä </a end")
        }
        let ascii = Array("<?xml version=\"1.0\" encoding='us-ascii'?><a>x".utf8)
        #expect(try outcome(ascii + Array("&#233;</a>".utf8)) == "<a 'xé </a end")
        #expect(
            try outcome(ascii + [0xE9] + Array("</a>".utf8))
                == "<a 'x !encoding 45 1:46 /a expected valid US-ASCII but found the byte 0xE9")
    }

    @Test func `Other encodings are the system's`() throws {
        func document(_ name: String, _ text: [UInt8]) -> [UInt8] {
            Array("<?xml version='1.0' encoding='\(name)'?>\n<a>".utf8) + text + Array("</a>".utf8)
        }
        #expect(
            try outcome(document("Shift_JIS", [0x93, 0xFA, 0x96, 0x7B, 0xB1, 0x5D, 0x83, 0x5D])) == "<a '日本ｱ]ゾ </a end")
        #expect(
            try outcome(document("GB18030", [0xC8, 0xD5, 0xB1, 0xBE, 0x95, 0x32, 0x82, 0x36])) == "<a '日本𠀀 </a end")
        #expect(try outcome(document("EUC-JP", [0xC6, 0xFC, 0xCB, 0xDC])) == "<a '日本 </a end")
        #expect(
            try outcome(document("ISO-2022-JP", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42]))
                == "<a '日本 </a end")
        #expect(try outcome(document("windows-1252", [0x80, 0xE9])) == "<a '€é </a end")
        #expect(try outcome(document("KOI8-R", [0xC4, 0xC1])) == "<a 'да </a end")
    }

    @Test func `Bytes that are no text in the encoding are an error where they stand`() throws {
        let start = Array("<?xml version='1.0' encoding='Shift_JIS'?>\n<a>x".utf8)
        #expect(
            try outcome(start + [0x93, 0xFA, 0x80, 0x20] + Array("</a>".utf8))
                == "<a 'x日 !encoding 50 2:8 /a expected valid Shift_JIS but found the byte 0x80")
        #expect(
            try outcome(start + [0x93])
                == "<a 'x !truncated 47 2:5 /a the document ends within a character of Shift_JIS")
        let half = Self.encoded("<a>x", unitBytes: 2, isLittleEndian: false, hasMark: true)
        #expect(
            try outcome(half + [0xD8, 0x00, 0x00, 0x41])
                == "<a 'x !encoding 4 1:5 /a UTF-16 text has half a surrogate pair: 0xD800")
        #expect(
            try outcome(half + [0x00])
                == "<a 'x !truncated 4 1:5 /a the text ends in the middle of a UTF-16 unit")
        #expect(
            try outcome(Array("<a>x".utf8) + [0xFF] + Array("</a>".utf8))
                == "<a 'x !encoding 4 1:5 /a expected valid UTF-8 but found the byte 0xFF")
        // What is wrong before it comes first.
        #expect(
            try outcome(start + Array("<b c=d ".utf8) + [0xFF])
                == "<a 'x !notWellFormed 52 2:10 /a expected a quoted value of the attribute 'c' but found 'd'")
    }

    @Test func `A declaration that contradicts the bytes is an error that names both`() throws {
        func declared(_ name: String) -> String { "<?xml version='1.0' encoding='\(name)'?><a/>" }
        #expect(
            try outcome(Array(declared("UTF-16").utf8))
                == " !encoding 30 1:31  the document is encoded in UTF-8, but its declaration says 'UTF-16'")
        #expect(
            try outcome(Array(("\u{FEFF}" + declared("ISO-8859-1")).utf8))
                == " !encoding 33 1:34  the document is encoded in UTF-8, but its declaration says 'ISO-8859-1'")
        for (name, found) in [("UTF-8", "UTF-16LE"), ("UTF-16BE", "UTF-16LE"), ("Shift_JIS", "UTF-16LE")] {
            let bytes = Self.encoded(declared(name), unitBytes: 2, isLittleEndian: true, hasMark: true)
            #expect(
                try outcome(bytes)
                    == " !encoding 30 1:31  the document is encoded in \(found), but its declaration says '\(name)'")
        }
    }

    @Test func `Encodings that cannot be read are named`() throws {
        func declared(_ name: String) -> [UInt8] { Array("<?xml version='1.0' encoding='\(name)'?><a/>".utf8) }
        for name in ["x-nowhere", "UTF-7", "utf-7"] {
            #expect(try outcome(declared(name)) == " !unsupported 30 1:31  the encoding '\(name)' is not known")
            #expect(
                try outcome(Array("<a/>".utf8), encoding: name)
                    == " !unsupported 0 1:1  the encoding '\(name)' is not known")
        }
        #expect(
            try outcome(Array("<a/>".utf8), encoding: "UTF-8//IGNORE")
                == " !unsupported 0 1:1  the encoding 'UTF-8//IGNORE' is not known")
        #expect(
            try outcome(declared("IBM037"))
                == " !encoding 30 1:31  the declaration says 'IBM037', but is not itself encoded so")
    }

    @Test func `EBCDIC is read where its kind is known from elsewhere`() throws {
        // <?xm in EBCDIC, then a root.
        let text: [UInt8] = [
            0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40, 0xA5, 0x85, 0x99, 0xA2, 0x89, 0x96, 0x95, 0x7E, 0x7D, 0xF1,
            0x4B, 0xF0, 0x7D, 0x6F, 0x6E, 0x4C, 0x81, 0x6E, 0xF1, 0x4C, 0x61, 0x81, 0x6E,
        ]
        #expect(try outcome(text, encoding: "IBM037") == "<a '1 </a end")
        #expect(
            try outcome(text)
                == " !unsupported 0 1:1  the document is encoded in EBCDIC, of which there are many: its encoding must be given"
        )
    }

    @Test func `What is known from elsewhere counts more than the declaration`() throws {
        let text = Array("<?xml version='1.0' encoding='Shift_JIS'?><a>".utf8) + [0xC3, 0xA9] + Array("</a>".utf8)
        #expect(try outcome(text, encoding: "UTF-8") == "<a 'é </a end")
        #expect(try outcome(text, encoding: "ISO-8859-1") == "<a 'Ã© </a end")
        #expect(try outcome([0xEF, 0xBB, 0xBF] + text, encoding: "utf-8") == "<a 'é </a end")
    }

    @Test(.enabled(if: Corpus.has("xml-encodings"), "\(Corpus.missing)"))
    func `Documents in forty encodings are the same in every way of feeding, and Unicode is read`() throws {
        var read = 0
        for folder in ["quick-xml", "pugixml", "xom"] {
            for (name, path) in Corpus.files(in: "xml-encodings/\(folder)", suffix: ".xml") {
                let bytes = try Corpus.bytes(path)
                let found = try XMLOutcome.agreed(
                    bytes, feedings: [.every(1), .every(7), .split(at: bytes.count / 3)])
                if name.hasPrefix("utf") || folder == "xom" { #expect(found.error == nil, "\(folder)/\(name)") }
                if let error = found.error, error.code == .encoding || error.code == .unsupported {
                    // The name of the file is that of its encoding.
                    let encoding = name == "latintest_utf8.xml" ? "UTF-8" : String(name.dropLast(4))
                    #expect(error.message.contains(encoding), "\(folder)/\(name): \(error.message)")
                }
                if found.error == nil { read += 1 }
            }
        }
        #expect(read >= 10)
    }
}
