/// Words that sample texts are made of. Each is valid inside a JSON string as it stands: escapes are already written.
struct SampleVocabulary: Sendable {
    /// The language's code, as messages carry it.
    let code: [UInt8]
    /// What stands between two words; nothing in Japanese.
    let gap: [UInt8]
    private let words: [[UInt8]]

    private init(_ code: String, gap: String = " ", _ words: String) {
        self.code = Array(code.utf8)
        self.gap = Array(gap.utf8)
        self.words = words.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
    }

    /// Appends words until `bytes` bytes are passed, here and there with punctuation, an escape or an emoji.
    func append(text bytes: Int, to out: inout [UInt8], random: inout SampleRandom) {
        let end = out.count + bytes
        append(word: &out, random: &random)
        while out.count < end {
            let roll = random.below(128)
            if roll < Self.marks.count { out += Self.marks[roll] }
            out += gap
            append(word: &out, random: &random)
        }
    }

    /// Appends one word.
    func append(word out: inout [UInt8], random: inout SampleRandom) {
        out += words[random.below(words.count)]
    }

    private static let marks: [[UInt8]] = [
        ",", ".", "!", "?", #"\n"#, #"\n\n"#, #" \"\u2026\""#, #" \ud83d\ude80"#, " 🌊", " ✨✨", #" \/"#, #" \\o\/"#,
        " &amp;",
        "…", " —",
    ].map { Array($0.utf8) }

    static let all: [SampleVocabulary] = [
        SampleVocabulary(
            "en",
            """
            a the and of to in we they river bridge morning coffee train window slowly nothing everything maybe tonight
            because without garden library engine copper signal harbour walking reading building parsing streaming
            between mountains seven thousand reasons never always quiet bright northern paper letters found again first
            """),
        SampleVocabulary(
            "ja", gap: "",
            """
            今日は とても 天気が よくて 川沿いを 歩いた 電車の 窓から 山が 見える コーヒーを 飲みながら 本を 読んで いる
            明日も また 早起き しよう 猫が 寝て 静かな 夜 図書館で 手紙を 書いた 新しい 橋が できた らしい 楽しみ すぎる
            おはよう ございます ありがとう 小さな 庭 夏の 終わり 雨の 音 パンを 焼く
            """),
        SampleVocabulary(
            "fr",
            """
            le la les et où à côté été forêt rivière matin café fenêtre déjà jamais peut-être aujourd’hui bibliothèque
            lumière très près élève garçon naïve cœur montagne lettre lire écrire marcher demain soirée tranquille
            """),
        SampleVocabulary(
            "ru",
            """
            и в на не что река мост утро кофе поезд окно медленно сегодня вечером сад библиотека письмо читать гулять
            между горами семь тысяч причин никогда всегда тихо северный бумага снова первый
            """),
        SampleVocabulary(
            "de",
            """
            und der die das über Fluß Brücke Morgen früh Zug Fenster langsam heute Abend Garten Bücherei müde Straße
            größer schön Brief lesen schreiben gehen Gebäude tausend Gründe niemals immer ruhig
            """),
        SampleVocabulary(
            "es",
            """
            y el la en río puente mañana café tren ventana despacio hoy jardín biblioteca carta leer caminar montaña
            señal ningún también después siempre nunca tranquilo pequeño corazón niño año
            """),
        SampleVocabulary(
            "el",
            """
            και το στη ποτάμι γέφυρα πρωί καφές τρένο παράθυρο σιγά σήμερα κήπος βιβλιοθήκη γράμμα διαβάζω περπατώ βουνό
            ποτέ πάντα ήσυχα
            """),
    ]
}
