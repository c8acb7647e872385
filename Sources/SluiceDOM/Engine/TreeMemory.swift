internal import CLibXML2
internal import SluiceCore

/// The memory of a tree's nodes, attributes, namespaces and texts.
///
/// libxml2 takes each from the system's allocator, and gives each back; that is most of what its trees cost. Here they lie
/// side by side in slabs, which go together when the tree goes. Nothing of libxml2 that we call frees or changes a node of
/// a tree; what it makes itself (document, document type, tables) it frees itself.
///
///     slab: | xmlNode | xmlAttr | xmlNode | text NUL | xmlNode | ...            one behind the other, as they are made
///
/// A node, attribute or namespace that is freed is the next of its kind to be made. Texts that are set later on are
/// allocated, one by one, so that they can be given back.
///
/// A handle: its tree ends it. Copies of it are the same memory, and cost nothing.
@safe
struct TreeMemory {
    @unsafe
    private struct State {
        /// What is left of the last slab.
        var next: UnsafeMutableRawPointer
        var left = 0
        /// What was freed, each with the address of the one before it.
        var nodes: UnsafeMutableRawPointer?
        var attributes: UnsafeMutableRawPointer?
        var namespaces: UnsafeMutableRawPointer?
        var slabs: [Memory] = []
        /// Of all of them, and of the next.
        var bytes = 0
        var slabBytes = 4 << 10
        /// Texts that have an allocation of their own.
        var texts: Set<UnsafeMutableRawPointer> = unsafe []
    }

    private let state: UnsafeMutablePointer<State>

    init() {
        unsafe state = .allocate(capacity: 1)
        // Safe: nothing is left of it, so it is not written to.
        unsafe state.initialize(to: State(next: UnsafeMutableRawPointer(state)))
    }

    /// Frees all of it.
    func end() {
        unsafe state.pointee.slabs.forEach { $0.release() }
        unsafe state.pointee.texts.forEach { unsafe $0.deallocate() }
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    /// The slabs of a tree that is not large are such that the allocator keeps what is freed for the next tree; those of a
    /// large one lie in huge pages, since the first touch of a page costs more than filling it.
    private static func slabBytes(after bytes: Int, wanted: Int) -> Int {
        bytes < 32 << 20 ? min(wanted, 1 << 20) : 32 << 20
    }

    /// Makes room for what a document of so many bytes is likely to take.
    func expect(bytes: Int) {
        unsafe state.pointee.slabBytes = Self.slabBytes(
            after: 4 * bytes, wanted: max(state.pointee.slabBytes, 4 * bytes))
    }

    // MARK: Rooms of one size. They are zero.

    @inline(__always)
    func makeNode(_ type: xmlElementType, name: UnsafePointer<xmlChar>?, of document: xmlDocPtr) -> NodeRef {
        let room = unsafe take(\.nodes, MemoryLayout<xmlNode>.stride)
        unsafe memset(room, 0, MemoryLayout<xmlNode>.size)
        let node = unsafe room.assumingMemoryBound(to: xmlNode.self)
        unsafe node.pointee.type = type
        unsafe node.pointee.name = name
        unsafe node.pointee.doc = document
        return unsafe NodeRef(node)
    }

    @inline(__always)
    func makeAttribute(name: UnsafePointer<xmlChar>?, namespace: xmlNsPtr?, of document: xmlDocPtr) -> NodeRef {
        let room = unsafe take(\.attributes, MemoryLayout<xmlAttr>.stride)
        unsafe memset(room, 0, MemoryLayout<xmlAttr>.size)
        let attribute = unsafe room.assumingMemoryBound(to: xmlAttr.self)
        unsafe attribute.pointee.type = XML_ATTRIBUTE_NODE
        unsafe attribute.pointee.name = name
        unsafe attribute.pointee.ns = namespace
        unsafe attribute.pointee.doc = document
        return unsafe NodeRef(attribute)
    }

    func makeNamespace() -> xmlNsPtr {
        let room = unsafe take(\.namespaces, MemoryLayout<xmlNs>.stride)
        unsafe memset(room, 0, MemoryLayout<xmlNs>.size)
        return unsafe room.assumingMemoryBound(to: xmlNs.self)
    }

    func free(_ node: xmlNodePtr) { unsafe give(node, MemoryLayout<xmlNode>.size, \.nodes) }
    func free(_ attribute: xmlAttrPtr) { unsafe give(attribute, MemoryLayout<xmlAttr>.size, \.attributes) }
    func free(_ namespace: xmlNsPtr) { unsafe give(namespace, MemoryLayout<xmlNs>.size, \.namespaces) }

    @inline(__always)
    private func take(
        _ free: WritableKeyPath<State, UnsafeMutableRawPointer?>, _ bytes: Int
    ) -> UnsafeMutableRawPointer {
        // Safe: what was freed begins with the address of what was freed before it.
        if let room = unsafe state.pointee[keyPath: free] {
            unsafe state.pointee[keyPath: free] = room.load(as: UnsafeMutableRawPointer?.self)
            return unsafe room
        }
        return unsafe cut(bytes)
    }

    private func give(
        _ room: UnsafeMutableRawPointer, _ bytes: Int, _ free: WritableKeyPath<State, UnsafeMutableRawPointer?>
    ) {
        // Whoever still uses it stumbles.
        assert(unsafe memset(room, 0xDD, bytes) == room)
        unsafe room.storeBytes(of: state.pointee[keyPath: free], as: UnsafeMutableRawPointer?.self)
        unsafe state.pointee[keyPath: free] = room
    }

    /// What is left of the last slab, for those who cut it themselves. Both are multiples of a word.
    var room: (next: UnsafeMutablePointer<UInt8>?, left: Int) {
        get { unsafe (state.pointee.next.assumingMemoryBound(to: UInt8.self), state.pointee.left) }
        nonmutating set {
            if let next = unsafe newValue.next { unsafe state.pointee.next = UnsafeMutableRawPointer(next) }
            unsafe state.pointee.left = newValue.left
        }
    }

    /// The next bytes of the slab, as many as a multiple of a word.
    @inline(__always)
    private func cut(_ bytes: Int) -> UnsafeMutableRawPointer {
        let taken = (bytes &+ 7) & ~7
        if unsafe state.pointee.left < taken { addSlab(taken) }
        let room = unsafe state.pointee.next
        unsafe state.pointee.next = room + taken
        unsafe state.pointee.left &-= taken
        return unsafe room
    }

    /// Begins another slab, of that many bytes at least.
    @inline(never)
    func addSlab(_ least: Int) {
        let bytes = unsafe (max(least, state.pointee.slabBytes) + 7) & ~7
        unsafe state.pointee.bytes += bytes
        unsafe state.pointee.slabBytes = Self.slabBytes(after: state.pointee.bytes, wanted: 2 * state.pointee.slabBytes)
        guard let slab = Memory(bytes: bytes) else { outOfMemory() }
        unsafe state.pointee.slabs.append(slab)
        unsafe state.pointee.next = slab.base
        unsafe state.pointee.left = bytes
    }

    // MARK: Texts

    /// Room for a text that may go before the tree, and its NUL.
    func makeText(_ count: Int) -> UnsafeMutablePointer<xmlChar> {
        let room = UnsafeMutableRawPointer.allocate(byteCount: count + 1, alignment: 1)
        unsafe state.pointee.texts.insert(room)
        return unsafe room.assumingMemoryBound(to: xmlChar.self)
    }

    /// Gives a text back, if it has an allocation of its own.
    func free(text: UnsafeMutablePointer<xmlChar>) {
        if unsafe state.pointee.texts.isEmpty { return }
        if let room = unsafe state.pointee.texts.remove(UnsafeMutableRawPointer(text)) { unsafe room.deallocate() }
    }
}
