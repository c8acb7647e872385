import SluiceStreaming
import Testing

@Suite struct StreamLimitsTests {
    @Test func `A peer may send for ever, and no record beyond all measure`() {
        let limits = StreamLimits()
        #expect(limits == .default && StreamOptions().limits == limits)
        #expect(limits.records == .max && limits.streamBytes == .max && limits.recordBytes == 16 << 20)
        #expect(!StreamOptions().resynchronises)
    }

    @Test func `The stream's limits take the place of the parsers' own`() {
        var options = StreamOptions()
        options.limits.parser.recordBytes = 1
        options.limits.parser.documentBytes = 1
        expectStream("[1]\n[2]\n", as: .ndjson, options: options, ["0@0: [1]", "1@4: [2]"])
        expectStream("<r><a/></r>", as: .xmlStanzas, options: options, ["0@3: <a />"])
        expectStream("<r><a/></r>", as: .wholeDocument(.xml), options: options, ["0@0: <r><a /></r>"])
    }

    @Test func `Comments and instructions are kept if that is asked for`() {
        var options = StreamOptions()
        expectStream("<r><a><!--c--><?p d?></a></r>", as: .xmlStanzas, options: options, ["0@3: <a />"])
        options.insertsComments = true
        options.insertsProcessingInstructions = true
        expectStream(
            "<r><a><!--c--><?p d?></a></r>", as: .xmlStanzas, options: options, ["0@3: <a><!--c--><?p d?></a>"])
        expectStream(
            frame("<a><!--c--></a>"), as: .lengthPrefixed(.uint32BigEndian, content: .xml), options: options,
            ["0@4: <a><!--c--></a>"])
    }
}
