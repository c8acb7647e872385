import CFloors
import CRapidJSON
import Foundation

/// The C++ floors whose code is in headers, as one compiler made them. The target is the faster one's figure.
struct CompilerFloors {
    /// `clang` or `g++`.
    let compiler: String
    private let countByRapidJSON: RapidJSONCount
    private let newParser: NewParser
    private let freeParser: FreeParser
    private let walkBySimdjson: SimdjsonWalk

    private typealias RapidJSONCount =
        @convention(c) (
            UnsafePointer<CChar>?, Bool, UnsafeMutablePointer<UInt64>?, UnsafeMutablePointer<UInt64>?
        ) -> Bool
    private typealias NewParser = @convention(c) () -> OpaquePointer?
    private typealias FreeParser = @convention(c) (OpaquePointer?) -> Void
    private typealias SimdjsonWalk =
        @convention(c) (
            OpaquePointer?, UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<floor_totals>?
        ) -> Bool

    /// The floors that this package was built with.
    static let clang = CompilerFloors(
        compiler: "clang", countByRapidJSON: floor_rapidjson_count, newParser: floor_simdjson_new,
        freeParser: floor_simdjson_free, walkBySimdjson: floor_simdjson_walk)

    /// The same sources in a shared library, which Scripts/bench makes with g++; `nil` where it did not.
    static func gcc(_ package: String) -> CompilerFloors? {
        guard let library = dlopen(package + "/.build/floors-gcc.so", RTLD_NOW | RTLD_LOCAL),
            let count = dlsym(library, "floor_rapidjson_count"), let new = dlsym(library, "floor_simdjson_new"),
            let free = dlsym(library, "floor_simdjson_free"), let walk = dlsym(library, "floor_simdjson_walk")
        else { return nil }
        return CompilerFloors(
            compiler: "g++", countByRapidJSON: unsafeBitCast(count, to: RapidJSONCount.self),
            newParser: unsafeBitCast(new, to: NewParser.self), freeParser: unsafeBitCast(free, to: FreeParser.self),
            walkBySimdjson: unsafeBitCast(walk, to: SimdjsonWalk.self))
    }

    static func rapidJSONName(_ compiler: String) -> String { "RapidJSON SAX (\(compiler))" }
    static func walkName(_ compiler: String) -> String { "simdjson dom walk (\(compiler))" }

    func walk(_ document: Document) -> Contestant {
        let parser = Parser(floors: self)
        return Contestant(Self.walkName(compiler), .floor) { keep(try parser.walk(document)) }
    }

    /// - Parameter strict: UTF-8 is validated and numbers stay text, as Sluice does it.
    func rapidJSON(_ document: Document, strict: Bool = false, expected: floor_totals) -> Contestant {
        let name = strict ? "RapidJSON SAX, as strict as Sluice (\(compiler))" : Self.rapidJSONName(compiler)
        return Contestant(name, .floor) {
            var totals = floor_totals()
            let isValid = document.padded.withUnsafeBytes {
                countByRapidJSON(
                    $0.baseAddress?.assumingMemoryBound(to: CChar.self), strict, &totals.events, &totals.text_bytes)
            }
            try check(isValid && totals.agrees(with: expected), "RapidJSON: \(document.name)")
        }
    }

    /// One of simdjson's parsers, warm from one document to the next.
    private final class Parser {
        private let floors: CompilerFloors
        private let parser: OpaquePointer?

        init(floors: CompilerFloors) {
            self.floors = floors
            parser = floors.newParser()
        }

        deinit { floors.freeParser(parser) }

        func walk(_ document: Document) throws -> floor_totals {
            var totals = floor_totals()
            let isValid = floors.walkBySimdjson(parser, document.padded, document.bytes.count, &totals)
            try check(isValid, "simdjson: \(document.name)")
            return totals
        }
    }
}
