package import SluiceCore

/// The bytes of standard input as they are stored, of which the first may be looked at and left to another executable.
package struct StandardInput: ~Copyable, ByteSource {
    /// Bytes that are looked at, at most: what every pipe has room for.
    package static let mostTaken = 4096

    private var file: StoredFile
    /// Bytes that were taken from the descriptor before; those up to `next` have been delivered.
    private var ahead: [UInt8] = []
    private var next = 0
    /// All that was taken so far, as long as it is kept for another executable: until more than ``mostTaken`` was.
    package private(set) var taken: [UInt8]?

    /// - Parameter descriptor: Has what another executable took from standard input, if one did. It is closed.
    package init(ahead descriptor: Int32? = nil) throws(IOFailure) {
        file = StoredFile(fileDescriptor: 0, name: "<stdin>", closes: false)
        guard let descriptor else {
            taken = []
            return
        }
        var pipe = StoredFile(fileDescriptor: descriptor, name: "<stdin>", closes: true)
        while true {
            let before = ahead.count
            try ahead.append(addingCapacity: Self.mostTaken) { room throws(IOFailure) in try pipe.read(into: &room) }
            if ahead.count == before { return }
        }
    }

    package var name: String? { file.name }
    package var size: Int? { file.size.map { $0 + ahead.count } }
    package var bytesRead: Int { next + file.bytesRead }

    /// Ends the keeping: nobody else is to read.
    package mutating func forget() { taken = nil }

    package mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        if next < ahead.count {
            next += chunk.append(fitting: ahead.span.extracting(next...))
        } else if let taken, taken.count < Self.mostTaken {
            var bytes: [UInt8] = []
            let capacity = min(chunk.freeCapacity, Self.mostTaken - taken.count)
            try bytes.append(addingCapacity: capacity) { room throws(IOFailure) in try file.read(into: &room) }
            self.taken?.append(contentsOf: bytes)
            chunk.append(fitting: bytes.span)
        } else {
            taken = nil
            try file.read(into: &chunk)
        }
    }
}
