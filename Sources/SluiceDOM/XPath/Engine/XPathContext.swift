internal import CLibXML2
internal import SluiceCore

/// Where expressions are evaluated: libxml2's context, which knows XPath's functions.
///
/// To make one costs more than to compile an expression, so those of expressions that went serve again.
enum XPathContext {
    // Not a `Mutex`, which the thread sanitizer does not know.
    private static let spare = Monitor<[Spare]>([])
    private static let mostSpare = 16

    // Safe: one that is spare belongs to nobody, and has nothing of a thread or a document.
    @safe private struct Spare: @unchecked Sendable {
        let context: xmlXPathContextPtr
    }

    static func take() -> xmlXPathContextPtr {
        if let spare = spare.update({ $0.popLast() }) { return unsafe spare.context }
        guard let context = unsafe xmlXPathNewContext(nil) else { outOfMemory() }
        // Values that are done with serve again: to allocate them is most of what a small evaluation costs.
        guard unsafe xmlXPathContextSetCache(context, 1, -1, 0) == 0 else { outOfMemory() }
        return unsafe context
    }

    /// Takes back one that is done with. Whatever was evaluated in it is freed.
    /// - Parameter isPlain: Whether no functions were registered in it: libxml2 can forget all, or none.
    static func give(_ context: xmlXPathContextPtr, isPlain: Bool) {
        unsafe xmlXPathRegisteredNsCleanup(context)
        unsafe xmlXPathRegisteredVariablesCleanup(context)
        unsafe xmlResetError(&context.pointee.lastError)
        unsafe context.pointee.doc = nil
        unsafe context.pointee.node = nil
        unsafe context.pointee.userData = nil
        unsafe context.pointee.error = nil
        let spare = unsafe Spare(context: context)
        let isKept =
            isPlain
            && Self.spare.update { all in
                guard all.count < mostSpare else { return false }
                all.append(spare)
                return true
            }
        if !isKept { unsafe xmlXPathFreeContext(context) }
    }
}
