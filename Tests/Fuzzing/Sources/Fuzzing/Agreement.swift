import SluiceCore

/// What an attempt came to: text, or the error in full.
public func outcome(_ attempt: () throws -> [UInt8]) -> [UInt8] {
    do { return try attempt() } catch let error as ParseError {
        let place = "\(error.position.offset) \(error.position.line):\(error.position.column)"
        return Array("\(error.code) \(place) '\(error.path)' \(error.message)".utf8)
    } catch { return Array("\(error)".utf8) }
}

/// Ends the program where two outcomes differ.
public func expect(_ a: [UInt8], _ b: [UInt8], _ what: @autoclosure () -> String) {
    require(a == b, "\(what()): \(String(decoding: a, as: UTF8.self)) | \(String(decoding: b, as: UTF8.self))")
}

/// Unlike `precondition`, it says why in an optimized build, too.
public func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
