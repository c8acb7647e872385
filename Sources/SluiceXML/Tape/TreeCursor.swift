internal import SluiceCore

/// Builds a tree step by step, and stops at each event that is asked for.
@safe
final class TreeCursor {
    private let tokenizer: Tokenizer
    private let options: XML.TreeOptions
    private let events: Set<XML.TreeEvent>
    private var builder = ArenaBuilder()
    private var lines = LineCounter()

    // Safe: tokens speak of `chunk`, which stays as it is until the tokenizer asks for more.
    private var batch: TokenBatch?
    private var token: UnsafePointer<UInt64>?
    private var tokensEnd: UnsafePointer<UInt64>?
    private var chunk = unsafe UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    /// Fed while the chunk was not used up.
    private var waiting: [UInt8] = []
    private var isLast = false
    private var isOpen = false
    private(set) var isComplete = false

    /// Of the event that was given last.
    private(set) var element: XML.Element?
    private(set) var prefix = ""
    private(set) var uri = ""
    private(set) var event: XML.TreeEvent?

    init(
        events: Set<XML.TreeEvent>, options: XML.TreeOptions, handlers: XML.Handlers, name: String?
    ) {
        tokenizer = Tokenizer(options: options.parser, handlers: handlers, name: name)
        self.options = options
        self.events = events
        builder.setOptions(options)
    }

    deinit { unsafe chunk.deallocate() }

    func feed(_ bytes: Span<UInt8>) { waiting.append(copying: bytes) }
    func finish() { isLast = true }

    /// The tree, once the document is complete.
    private(set) lazy var root: XML.Element? =
        isComplete ? XML.Element(arena: builder.finish(), node: Arena.root) : nil

    /// The next event; `nil` where more bytes are needed, or behind the last.
    func next() throws -> XML.TreeEvent? {
        event = nil
        element = nil
        while true {
            while let token = unsafe token, unsafe token != tokensEnd {
                if let event = try unsafe take(token) {
                    self.event = event
                    return event
                }
            }
            unsafe token = nil
            guard try nextBatch() else { return nil }
        }
    }

    /// The element that has just ended, with all that is in it.
    func endedElement() throws -> XML.Element? {
        if element == nil, event == .end || event == .comment || event == .processingInstruction {
            do {
                element = XML.Element(arena: try builder.copyOfEnded(), node: Arena.root)
            } catch {
                throw tokenizer.error(error)
            }
        }
        return element
    }

    /// What was wrong, where no error handler heard of it.
    var faults: XML.FaultList? { tokenizer.unheard }

    /// Lets go of what is in the element that has just ended.
    func clear() { if event == .end { builder.clearEnded() } }

    private func nextBatch() throws -> Bool {
        while true {
            if isOpen {
                if let found = try unsafe tokenizer.next() {
                    unsafe batch = found
                    unsafe token = found.tokens
                    unsafe tokensEnd = found.tokens + 4 * found.count
                    lines.begin(tokenizer)
                    return true
                }
                isOpen = false
                if isLast, waiting.isEmpty {
                    isComplete = builder.isComplete
                    return false
                }
            }
            if isComplete || waiting.isEmpty && !isLast { return false }
            if unsafe chunk.count < waiting.count || chunk.baseAddress == nil {
                unsafe chunk.deallocate()
                unsafe chunk = .allocate(capacity: max(waiting.count, 1))
            }
            let count = waiting.count
            unsafe _ = chunk.update(fromContentsOf: waiting)
            waiting.removeAll(keepingCapacity: true)
            isOpen = true
            unsafe tokenizer.open(UnsafeBufferPointer(rebasing: chunk[..<count]), isLast: isLast)
        }
    }

    /// Builds what a token says, and goes on to the next. The event, if it is one that was asked for.
    private func take(_ token: UnsafePointer<UInt64>) throws -> XML.TreeEvent? {
        guard let batch = unsafe batch else { return nil }
        unsafe tokenizer.token = token
        var next = unsafe token
        let kind = unsafe UInt8(truncatingIfNeeded: token[0] &>> 56)
        let event: XML.TreeEvent? =
            switch kind {
            case UInt8(ascii: "S"): .start
            case UInt8(ascii: "E"): .end
            case UInt8(ascii: "C"): .comment
            case UInt8(ascii: "P"): .processingInstruction
            case UInt8(ascii: "N"): .startNamespace
            case UInt8(ascii: "n"): .endNamespace
            default: nil
            }
        let wanted = event.flatMap { events.contains($0) ? $0 : nil }
        if wanted == .startNamespace || wanted == .endNamespace {
            prefix = unsafe String(TokenBatch.text(token))
            uri = wanted == .startNamespace ? unsafe String(TokenBatch.text(token + 4)) : ""
        }
        do {
            if kind == UInt8(ascii: "N") {
                unsafe next += 8
            } else {
                try unsafe builder.take(&next, batch, &lines)
            }
        } catch {
            throw tokenizer.error(error)
        }
        unsafe self.token = next
        if let wanted { unsafe note(wanted, token, batch) }
        return wanted
    }

    /// Makes the element of an event, where it is not one that has been built.
    private func note(_ event: XML.TreeEvent, _ token: UnsafePointer<UInt64>, _ batch: TokenBatch) {
        let text = unsafe TokenBatch.text(token)
        switch event {
        case .start:
            element = unsafe XML.Element(branch: builder.head(of: token, batch, line: lines.line))
        case .comment where !options.insertsComments || builder.depth == 0: element = .comment(String(text))
        case .processingInstruction where !options.insertsProcessingInstructions || builder.depth == 0:
            let split = unsafe Int(truncatingIfNeeded: token[0] & 0xFFFF_FFFF)
            let data = XML.Text(utf8: text.utf8.extracting(droppingFirst: split))
            element = .processingInstruction(
                String(XML.Text(utf8: text.utf8.extracting(first: split))), data.isEmpty ? nil : String(data))
        default: break
        }
    }
}
