// swift-tools-version: 6.3

import PackageDescription

// A program that libFuzzer drives. A package of its own: it links only with a sanitizer (see Scripts/fuzz).
let package = Package(
    name: "fuzzing",
    dependencies: [.package(name: "sluice", path: "../..", traits: ["Simdjson"])],
    targets: [
        .executableTarget(
            name: "Fuzzing",
            dependencies: [
                .product(name: "SluiceJSON", package: "sluice"), .product(name: "SluiceCore", package: "sluice"),
            ],
            swiftSettings: [.enableExperimentalFeature("Lifetimes")])
    ]
)
