// swift-tools-version: 6.3

import PackageDescription

// A package of its own: what it needs (the yardsticks, Foundation) never reaches a user of Sluice.

/// The floors are compiled as their authors recommend; SwiftPM alone would use -O2.
let floor: [CXXSetting] = [.unsafeFlags(["-O3"])]

let package = Package(
    name: "sluice-benchmarks",
    dependencies: [
        .package(name: "sluice", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        // The headers of libxml2, which stand in a folder of their own.
        .systemLibrary(name: "CLibXML2Headers", pkgConfig: "libxml-2.0"),

        // simdjson, yajl, libxml2, pthreads and sockets doing the same work in C++ and C.
        .target(
            name: "CFloors", dependencies: ["CLibXML2Headers"], cSettings: [.unsafeFlags(["-O3"])], cxxSettings: floor,
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("yajl")]),

        // RapidJSON chooses its instructions at compile time, our own scanners at run time: so it gets this machine's.
        .target(name: "CRapidJSON", cxxSettings: [.unsafeFlags(["-O3", "-march=native"])]),

        // A plain C++ program that loads one file: the floor of a cold load.
        .executableTarget(
            name: "plain-load", dependencies: ["CFloors"], path: "Sources/PlainLoad", cxxSettings: floor),

        // One piece of work a process, for what must be measured in a fresh one. No Foundation, which would slow its start.
        .executableTarget(
            name: "job",
            dependencies: [
                "CFloors", .product(name: "SluiceJSON", package: "sluice"),
                .product(name: "SluiceXML", package: "sluice"),
            ],
            path: "Sources/Job"),

        // A server with many idle connections, for what memory they take.
        .executableTarget(
            name: "idle-server",
            dependencies: [
                "CFloors", .product(name: "SluiceNetwork", package: "sluice"),
                .product(name: "SluiceThreading", package: "sluice"),
            ],
            path: "Sources/IdleServer"),

        // Documents over the network, and what others make of the same.
        .executableTarget(
            name: "streams",
            dependencies: [
                "CFloors", .product(name: "SluiceStreaming", package: "sluice"),
                .product(name: "SluiceNetwork", package: "sluice"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/Streams"),

        // The driver.
        .executableTarget(
            name: "measure",
            dependencies: [
                "CFloors", "CRapidJSON", .product(name: "Sluice", package: "sluice"),
                .product(name: "SluiceThreading", package: "sluice"),
                .product(name: "SluiceNetwork", package: "sluice"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Measure"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
