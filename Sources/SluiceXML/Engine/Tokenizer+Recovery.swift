internal import CScan
internal import SluiceCore

// What a scan found wrong.
extension Tokenizer {
    /// Takes note of it: a fault ends the document, or is told before the next tokens are.
    /// - Parameter depth: Elements that were open before the scan.
    func judge(_ found: sluice_xml_batch, from depth: Int) {
        for i in unsafe 0..<found.notes_count {
            let note = unsafe found.notes[i]
            var single = unsafe sluice_xml_batch()
            unsafe single.fault = note.fault
            unsafe single.fault_detail = note.detail
            unsafe single.fault_at = note.at
            unsafe single.fault_name = note.name
            unsafe single.fault_name_count = note.name_count
            if recovery?.onlyCounts == true {
                recovery?.count()
            } else {
                recovery?.add(note: unsafe error(single, depth: depth))
            }
        }
        guard unsafe found.fault != SLUICE_XML_FINE else { return }
        if unsafe !found.is_recoverable {
            fault = unsafe error(found, depth: nil)
        } else if recovery?.onlyCounts == true {
            recovery?.count()
        } else {
            recovery?.add(fault: unsafe error(found, depth: nil))
        }
    }

    private func error(_ found: sluice_xml_batch, depth: Int?) -> ParseError {
        let seen = unsafe self.seen
        var index = unsafe held.tokensFrom + found.fault_at
        var (code, message) = unsafe TokenizerFault.describe(
            found, at: index, in: seen, limits: options.limits, scanner)
        if unsafe found.fault == SLUICE_XML_TRUNCATED && found.fault_detail == SLUICE_XML_IN_DOCTYPE {
            let start = unsafe held.tokensFrom + found.consumed
            let text = unsafe UnsafeBufferPointer(rebasing: seen[start..<index])
            if let fault = unsafe fault(inCutDocumentType: text.span) {
                (code, message, index) = (fault.code, fault.message, start + fault.place)
            }
        }
        let path = unsafe TokenizerFault.path(of: scanner, depth: depth)
        guard let recovery else {
            return tracker.error(code, message, at: index, in: unsafe seen.span, path: path, sourceName: name)
        }
        let place = recovery.locate(index, in: unsafe seen.span, from: tracker, isNote: depth != nil)
        let rest = unsafe UnsafeBufferPointer(rebasing: seen[index...])
        return place.error(code, message, at: 0, in: unsafe rest.span, path: path, sourceName: name)
    }

    /// Whether the parse goes on behind a fault that the scanner does not know of; then it has been told.
    func recovers(from error: ParseError) throws -> Bool {
        guard let recovery, error.code != .limitExceeded else { return false }
        try recovery.tell(error)
        return true
    }

    /// Whether there is more to be had of a document that breaks off here: what is cut, as far as it is there; then its end,
    /// where it goes on in bytes that are no text.
    func goesOn() throws -> Bool {
        guard let recovery else { return false }
        if cut != SLUICE_XML_CUT_NONE, !pending.isEmpty, recovery.triedOffset != scannedOffset {
            recovery.triedOffset = scannedOffset
            forgetCut()
            return true
        }
        guard !isOverLimit, !recovery.endsHere, let problem = decoder.problem else { return false }
        recovery.endsHere = true
        try recovery.tell(error(problem))
        return true
    }

    /// Nothing is recovered from in silence: where nobody listened, the first fault is thrown when all has been delivered.
    @usableFromInline
    func throwUnheard() throws {
        if let first = recovery?.list?.faults.first { throw first }
    }

    /// What was wrong, where nobody listened.
    var unheard: XML.FaultList? { recovery?.list }
}
