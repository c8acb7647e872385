// swift-tools-version: 6.3

import PackageDescription

// Someone else's package, which wants JSON and nothing more.
let package = Package(
    name: "outside",
    dependencies: [.package(name: "sluice", path: "../..", traits: ["Simdjson"])],
    targets: [.executableTarget(name: "Outside", dependencies: [.product(name: "SluiceJSON", package: "sluice")])]
)
