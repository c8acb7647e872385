import Testing

@testable import SluiceJSON

/// The documents that RFC 8259 leaves to the parser: ours, of each kind that JSONTestSuite has.
@Suite struct DocumentedChoiceTests {
    static let documents: [(name: String, bytes: [UInt8])] = [
        ("i_number_double_huge_neg_exp", text("[7.25e-900]")),
        ("i_number_huge_exp", text("[3e00" + String(repeating: "8", count: 90) + "]")),
        ("i_number_neg_int_huge_exp", text("[-2e+7777]")),
        ("i_number_pos_double_huge_exp", text("[2.5e+7777]")),
        ("i_number_real_neg_overflow", text("[-77e99999]")),
        ("i_number_real_pos_overflow", text("[77e99999]")),
        ("i_number_real_underflow", text("[77e-99999]")),
        ("i_number_too_big_neg_int", text("[-77777777777777777777777777]")),
        ("i_number_too_big_pos_int", text("[77777777777777777777777777]")),
        ("i_number_very_big_negative_int", text("[-" + String(repeating: "7", count: 60) + "]")),
        ("i_object_key_lone_2nd_surrogate", text(#"{"\uDEAD":1}"#)),
        ("i_string_1st_surrogate_but_2nd_missing", text(#"["\uDABC"]"#)),
        ("i_string_1st_valid_surrogate_2nd_invalid", text(#"["\uD801\u0041"]"#)),
        ("i_string_incomplete_surrogate_and_escape_valid", text(#"["\uDABC\t"]"#)),
        ("i_string_incomplete_surrogate_pair", text(#"["\uDD1Ea"]"#)),
        ("i_string_incomplete_surrogates_escape_valid", text(#"["\uDABC\uDABC\t"]"#)),
        ("i_string_invalid_lonely_surrogate", text(#"["\udabc"]"#)),
        ("i_string_invalid_surrogate", text(#"["\udabcxyz"]"#)),
        ("i_string_invalid_utf-8", raw([0xFE])),
        ("i_string_inverted_surrogates_U+1D11E", text(#"["\uDD1E\uD834"]"#)),
        ("i_string_iso_latin_1", raw([0xFC])),
        ("i_string_lone_second_surrogate", text(#"["\uDFBB"]"#)),
        ("i_string_lone_utf8_continuation_byte", raw([0x9F])),
        ("i_string_not_in_unicode_range", raw([0xF4, 0x90, 0x80, 0x80])),
        ("i_string_overlong_sequence_2_bytes", raw([0xC1, 0x81])),
        ("i_string_overlong_sequence_6_bytes", raw([0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF])),
        ("i_string_overlong_sequence_6_bytes_null", raw([0xFC, 0x80, 0x80, 0x80, 0x80, 0x80])),
        ("i_string_truncated-utf-8", raw([0xE1, 0x80])),
        ("i_string_utf16BE_no_BOM", "[\"ü\"]".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
        ("i_string_utf16LE_no_BOM", "[\"ü\"]".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        ("i_string_UTF-16LE_with_BOM", "\u{FEFF}[\"ü\"]".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        ("i_string_UTF-8_invalid_sequence", raw([0xE6, 0x97, 0xA5, 0xD1, 0xFA])),
        ("i_string_UTF8_surrogate_U+D800", raw([0xED, 0xA1, 0x80])),
        ("i_structure_500_nested_arrays", Array(repeating: 0x5B, count: 500) + Array(repeating: 0x5D, count: 500)),
        ("i_structure_UTF-8_BOM_empty_object", text("\u{FEFF}{}")),
    ]

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static func raw(_ bytes: [UInt8]) -> [UInt8] { text("[\"") + bytes + text("\"]") }

    @Test func `Every choice goes as the documentation says, and every row of it is true`() throws {
        let table = try DocumentedChoice.all()
        #expect(Set(table.keys) == Set(Self.documents.map(\.name)))
        for (name, bytes) in Self.documents {
            let choice = try #require(table[name], "\(name) is not documented")
            #expect(try Verdict.agreed(on: bytes, name).code ?? "accepted" == choice.whenFed, "\(name)")
            for reader in [Reader.loads, .loadsByTokenizer, .pull(chunkBytes: 7)] {
                #expect(try Verdict(bytes, reader).code ?? "accepted" == choice.whenRead, "\(name) \(reader)")
            }
        }
    }

    @Test func `Numbers beyond Double keep their text, and those too small for it are zero`() throws {
        for (text, written) in [
            ("-77e99999", "-77e99999"), ("77777777777777777777777777", "77777777777777777777777777"),
            ("77e-99999", "0.0"),
        ] {
            #expect(try JSON.loads(text).dumps() == written)
        }
    }
}
