internal import CLibXML2
internal import SluiceXML

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Gives libxml2 what schemas include and import, from the resolver alone.
///
/// libxml2 has one function for all threads that opens what it is to read. Ours answers threads that compile a schema of
/// ours, and leaves others to the function that was there before.
@safe
final class ForeignInputs {
    private let resolver: (any XML.EntityResolver)?
    var thrown: (any Error)?
    /// What was asked for and not found.
    var missing: [String] = []

    private let identities: Identities?

    init(_ resolver: (any XML.EntityResolver)?, _ identities: Identities? = nil) {
        self.resolver = resolver
        self.identities = identities
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        guard unsafe pthread_key_create(&key, nil) == 0 else { outOfMemory() }
        return key
    }()

    // Set once, before it is first called.
    fileprivate static let others: xmlExternalEntityLoader? = {
        let others = unsafe xmlGetExternalEntityLoader()
        unsafe xmlSetExternalEntityLoader(loadForeign)
        return unsafe others
    }()

    /// What this thread reads with.
    fileprivate static var current: ForeignInputs? {
        // Safe: set for the time of a call, which holds the object.
        unsafe pthread_getspecific(key).map { unsafe Unmanaged<ForeignInputs>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Reads with this resolver, and nothing else, as long as `body` runs.
    func serve<Result>(_ body: () throws -> Result) throws -> Result {
        _ = unsafe Self.others
        let outer = unsafe pthread_getspecific(Self.key)
        unsafe pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque())
        defer { unsafe pthread_setspecific(Self.key, outer) }
        let result = try withExtendedLifetime(self) { try body() }
        if let thrown { throw thrown }
        return result
    }

    /// The document of an address, read by our own parser and written anew, so that no entity is left in it.
    fileprivate func text(of address: String) -> String? {
        guard thrown == nil else { return nil }
        do {
            guard let source = try resolver?.resolveEntity("[schema]", publicID: nil, systemID: address) else {
                missing.append(address)
                return nil
            }
            let document = try XML.DOM.Document(source)
            identities?.look(at: document.tree)
            guard let root = document.documentElement else { return nil }
            // Lines of faults are counted from the beginning of the text.
            return try String(repeating: "\n", count: max((root.sourceLine ?? 1) - 1, 0)) + root.toxml()
        } catch {
            thrown = error
            return nil
        }
    }
}

/// `xmlExternalEntityLoader`.
private func loadForeign(
    _ address: UnsafePointer<CChar>?, _ id: UnsafePointer<CChar>?, _ context: xmlParserCtxtPtr?
) -> xmlParserInputPtr? {
    guard let inputs = ForeignInputs.current else { return unsafe ForeignInputs.others?(address, id, context) }
    guard let address = unsafe address, var text = inputs.text(of: unsafe String(cString: address)) else { return nil }
    // Safe: the buffer copies the bytes.
    let buffer = text.withUTF8 { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) {
            unsafe xmlParserInputBufferCreateMem($0.baseAddress, Int32(clamping: $0.count), XML_CHAR_ENCODING_NONE)
        }
    }
    guard let buffer = unsafe buffer,
        let input = unsafe xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE)
    else { return nil }
    // libxml2 frees it with the input.
    unsafe input.pointee.filename = UnsafePointer(strdup(address))
    return unsafe input
}
