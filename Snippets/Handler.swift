import SluiceJSON

// snippet.show
/// Sums every number of a document as it passes by, in pieces of any size.
struct Sum: JSON.ContentHandler {
    var total = 0.0
    mutating func number(_ number: JSON.NumberText) { total += Double(String(number)) ?? 0 }
}

func sum(_ pieces: [[UInt8]]) throws -> Double {
    var parser = JSON.Parser(handler: Sum())
    for piece in pieces { try parser.feed(piece) }
    return try parser.finish().total
}

// snippet.hide
print(try sum(["[1, 2.", "5, 3]"].map { Array($0.utf8) }))
