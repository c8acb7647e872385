// swift-tools-version: 6.3

import PackageDescription

/// Every Swift target is held to these.
let strict: [SwiftSetting] =
    [
        .strictMemorySafety(),  // SE-0458: each unsafe use is marked where it stands
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335: `any` shows the dynamic call
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409: C modules stay out of the API
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444: no member by a stranger's import
        .enableExperimentalFeature("Lifetimes"),  // borrowed text and events cannot outlive their bytes
        .enableExperimentalFeature("SuppressedAssociatedTypes"),  // filters of handlers that are not copied
    ]
    // Only where we test: a warning of a newer compiler must not break those who depend on us, whose tests set CI too.
    + (Context.environment["SLUICE_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A product of another package, which is linked where the trait `Services` is on.
func service(_ product: String, of package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: ["Services"]))
}

let package = Package(
    name: "sluice",
    products: [
        .library(name: "Sluice", targets: ["Sluice"]),
        .library(name: "SluiceCore", targets: ["SluiceCore"]),
        .library(name: "SluiceJSON", targets: ["SluiceJSON"]),
        .library(name: "SluiceXML", targets: ["SluiceXML"]),
        .library(name: "SluiceDOM", targets: ["SluiceDOM"]),
        .library(name: "SluiceThreading", targets: ["SluiceThreading"]),
        .library(name: "SluiceNetwork", targets: ["SluiceNetwork"]),
        .library(name: "SluiceStreaming", targets: ["SluiceStreaming"]),
        .library(name: "SluiceStreamingHTTP", targets: ["SluiceStreamingHTTP"]),
        .executable(name: "sluice", targets: ["SluiceCLI"]),
        .executable(name: "sluice-dom", targets: ["SluiceDOMCLI"]),
        .executable(name: "sluice-stream", targets: ["SluiceStreamCLI"]),
        .executable(name: "sluice-bench", targets: ["SluiceBenchCLI"]),
    ],
    traits: [
        .default(enabledTraits: ["Simdjson", "Services"]),
        .trait(name: "Simdjson", description: "Parse JSON that is wholly in memory with the system's simdjson."),
        .trait(name: "Services", description: "All that needs a Swift package: queues, servers, the command line."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.9.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
    ],
    targets: [
        // The system's zlib, for .gz in and out.
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        // The system's libxml2: the tree of XML.DOM, and what works on it.
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),

        // Our own scanners: tokens, record ends, escapes, numbers. C and C++ of the standard library only.
        .target(name: "CScan"),

        // A C face on the system's simdjson; empty where the trait is off.
        .target(
            name: "CSimdjson",
            cxxSettings: [.define("SLUICE_SIMDJSON", .when(traits: ["Simdjson"]))],
            linkerSettings: [.linkedLibrary("simdjson", .when(traits: ["Simdjson"]))]),

        // Bytes, positions, errors, limits.
        .target(
            name: "SluiceCore", dependencies: ["CZlib", "CScan"], swiftSettings: strict,
            // Elsewhere it is in the C library.
            linkerSettings: [
                .linkedLibrary("iconv", .when(platforms: [.macOS, .iOS, .tvOS, .watchOS, .visionOS]))
            ]),

        // Events, values, records and writing of JSON.
        .target(
            name: "SluiceJSON",
            dependencies: [
                "SluiceCore", "CScan", .target(name: "CSimdjson", condition: .when(traits: ["Simdjson"])),
            ],
            swiftSettings: strict),

        // Events, trees, records and writing of XML.
        .target(name: "SluiceXML", dependencies: ["SluiceCore", "CScan"], swiftSettings: strict),

        // Trees of libxml2's structs, made of the tokenizer's tokens.
        .target(name: "CDOM", dependencies: ["CScan", "CLibXML2"]),

        // The document object model. A target of its own, since libxml2 brings ICU and the C++ library with it.
        .target(
            name: "SluiceDOM", dependencies: ["SluiceXML", "SluiceCore", "CDOM", "CLibXML2"], swiftSettings: strict),

        // The umbrella: one import for all formats.
        .target(
            name: "Sluice", dependencies: ["SluiceCore", "SluiceJSON", "SluiceXML", "SluiceDOM"], swiftSettings: strict),

        // What the C library shows of threads to C only. C of the standard library only.
        .target(name: "CThreads"),

        // Threads, locks, queues.
        .target(
            name: "SluiceThreading",
            dependencies: [
                "CThreads",
                service("DequeModule", of: "swift-collections"),
                service("HeapModule", of: "swift-collections"),
            ],
            swiftSettings: strict),

        // What Swift cannot reach of the system's sockets.
        .target(name: "CSockets"),

        // Sockets, and servers on them.
        .target(
            name: "SluiceNetwork", dependencies: ["SluiceCore", "SluiceThreading", "CSockets"], swiftSettings: strict),

        // Documents out of streams that others send, and into them.
        .target(
            name: "SluiceStreaming",
            dependencies: [
                "SluiceCore", "SluiceJSON", "SluiceXML",
                service("NIOCore", of: "swift-nio"),
                service("NIOPosix", of: "swift-nio"),
                service("NIOTLS", of: "swift-nio"),
                service("NIOSSL", of: "swift-nio-ssl"),
                service("Logging", of: "swift-log"),
                service("Metrics", of: "swift-metrics"),
                service("ServiceLifecycle", of: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // The same over HTTP. A target of its own, since an HTTP server is much to build for those who need none.
        .target(
            name: "SluiceStreamingHTTP",
            dependencies: [
                "SluiceStreaming",
                service("Hummingbird", of: "hummingbird"),
                service("HummingbirdCore", of: "hummingbird"),
                service("NIOCore", of: "swift-nio"),
                service("Logging", of: "swift-log"),
                service("ServiceLifecycle", of: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // What the commands have in common: documents that come in, what is said of them.
        .target(
            name: "SluiceCommandLine",
            dependencies: [
                "SluiceCore", "SluiceJSON", "SluiceXML",
                service("ArgumentParser", of: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // The `sluice` command.
        .executableTarget(
            name: "SluiceCLI",
            dependencies: [
                "SluiceCommandLine", "SluiceCore", "SluiceJSON", "SluiceXML",
                service("ArgumentParser", of: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // XPath, schemas and HTML for `sluice`: an executable of its own, since it alone links libxml2.
        .executableTarget(
            name: "SluiceDOMCLI",
            dependencies: [
                "SluiceCommandLine", "SluiceCore", "SluiceJSON", "SluiceXML", "SluiceDOM",
                service("ArgumentParser", of: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // `sluice serve` and `sluice send`: an executable of its own, since it alone links a network stack.
        .executableTarget(
            name: "SluiceStreamCLI",
            dependencies: [
                "SluiceCommandLine", "SluiceCore", "SluiceJSON", "SluiceXML", "SluiceStreaming", "SluiceStreamingHTTP",
                service("ArgumentParser", of: "swift-argument-parser"),
                service("Logging", of: "swift-log"),
                service("ServiceLifecycle", of: "swift-service-lifecycle"),
                service("UnixSignals", of: "swift-service-lifecycle"),
                service("Subprocess", of: "swift-subprocess"),
                service("Hummingbird", of: "hummingbird"),
            ],
            swiftSettings: strict),

        // `sluice bench`: an executable of its own, since it alone links Foundation.
        .executableTarget(
            name: "SluiceBenchCLI",
            dependencies: [
                "SluiceCommandLine", "SluiceCore", "SluiceJSON", "SluiceXML",
                service("ArgumentParser", of: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .target(
            name: "SluiceTestSupport", dependencies: ["SluiceCore", "SluiceJSON", "SluiceXML"],
            path: "Tests/SluiceTestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "SluiceCoreTests", dependencies: ["SluiceCore", "SluiceTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "SluiceJSONTests", dependencies: ["SluiceJSON", "SluiceCore", "SluiceTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "SluiceXMLTests", dependencies: ["SluiceXML", "SluiceCore", "SluiceTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "SluiceDOMTests", dependencies: ["SluiceDOM", "SluiceXML", "SluiceCore", "SluiceTestSupport"],
            swiftSettings: strict),
        .testTarget(name: "SluiceThreadingTests", dependencies: ["SluiceThreading"], swiftSettings: strict),
        .testTarget(
            name: "SluiceNetworkTests",
            dependencies: [
                "SluiceNetwork", "SluiceThreading", "SluiceCore", "SluiceJSON", "SluiceXML", "SluiceTestSupport",
                "SocketSubject",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SluiceStreamingTests",
            dependencies: [
                "SluiceStreaming", "SluiceCore", "SluiceJSON", "SluiceXML", "SluiceTestSupport", "StreamSubject",
                service("NIOCore", of: "swift-nio"),
                service("NIOEmbedded", of: "swift-nio"),
                service("NIOPosix", of: "swift-nio"),
                service("NIOSSL", of: "swift-nio-ssl"),
                service("Logging", of: "swift-log"),
                service("Metrics", of: "swift-metrics"),
                service("MetricsTestKit", of: "swift-metrics"),
                service("ServiceLifecycle", of: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SluiceStreamingHTTPTests",
            dependencies: [
                "SluiceStreamingHTTP", "SluiceStreaming", "SluiceCore", "SluiceTestSupport",
                service("Hummingbird", of: "hummingbird"),
                service("NIOCore", of: "swift-nio"),
                service("Logging", of: "swift-log"),
                service("ServiceLifecycle", of: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        // A server in a process of its own: one without descriptors, one that is a worker.
        .executableTarget(
            name: "SocketSubject",
            dependencies: ["SluiceNetwork", "SluiceThreading", "SluiceCore", "SluiceTestSupport"],
            path: "Tests/SocketSubject", swiftSettings: strict),
        // One side of a stream in a process of its own: one without descriptors, one that is killed.
        .executableTarget(
            name: "StreamSubject", dependencies: ["SluiceStreaming", "SluiceCore", "SluiceTestSupport"],
            path: "Tests/StreamSubject", swiftSettings: strict),
        // What others expect of a JSON parser: their suites, hostile documents, and documents changed at random.
        .testTarget(
            name: "ConformanceTests",
            dependencies: ["SluiceJSON", "SluiceXML", "SluiceDOM", "SluiceCore", "SluiceTestSupport", "AttackSubject"],
            swiftSettings: strict),
        // Reads one hostile document, and says what that took.
        .executableTarget(
            name: "AttackSubject", dependencies: ["SluiceJSON", "SluiceXML", "SluiceCore", "SluiceTestSupport"],
            path: "Tests/AttackSubject", swiftSettings: strict),
        .testTarget(
            name: "SluiceCLITests",
            dependencies: [
                "SluiceCLI", "SluiceDOMCLI", "SluiceStreamCLI", "SluiceStreaming", "SluiceCommandLine", "SluiceCore",
                "SluiceJSON", "SluiceXML", "SluiceDOM",
                service("Logging", of: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SluiceBenchCLITests", dependencies: ["SluiceBenchCLI", "SluiceJSON"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
