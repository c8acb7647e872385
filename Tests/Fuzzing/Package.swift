// swift-tools-version: 6.3

import PackageDescription

// Programs that libFuzzer drives. A package of its own: they link only with a sanitizer (see Scripts/fuzz).
let package = Package(
    name: "fuzzing",
    dependencies: [.package(name: "sluice", path: "../..", traits: ["Simdjson"])],
    targets: [
        .executableTarget(
            name: "FuzzJSON", dependencies: ["Fuzzing", .product(name: "SluiceJSON", package: "sluice")],
            swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
        .executableTarget(
            name: "FuzzXML", dependencies: ["Fuzzing", .product(name: "SluiceXML", package: "sluice")],
            swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
        .target(name: "Fuzzing", dependencies: [.product(name: "SluiceCore", package: "sluice")]),
    ]
)
