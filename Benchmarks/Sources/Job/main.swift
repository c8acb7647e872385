import CFloors
import SluiceJSON
import SluiceXML

// job load|records|records-2|yajl|xml-tree|xml-records|xml-records-2|xml-count|libxml2-tree FILE: does one piece of work and prints the memory that it took.

guard CommandLine.arguments.count == 3 else { throw WrongUse() }
let path = CommandLine.arguments[2]
switch CommandLine.arguments[1] {
case "load":
    try withExtendedLifetime(JSON.load(contentsOf: path)) { report() }
case "records": report(records: try records(workers: 1))
case "records-2": report(records: try records(workers: 2))
case "yajl":
    var totals = floor_totals()
    guard floor_yajl_count_file(path, 64 << 10, &totals) else { throw WrongUse() }
    report()
case "xml-tree": try withExtendedLifetime(XML.ElementTree(contentsOf: path)) { report() }
case "xml-records": report(records: try xmlRecords(workers: 1))
case "xml-records-2": report(records: try xmlRecords(workers: 2))
case "xml-count":
    var counter = ElementCounter()
    try XML.parse(contentsOf: path, handler: &counter)
    report(records: counter.elements)
case "libxml2-tree":
    guard let tree = floor_libxml2_tree_of_file(path) else { throw WrongUse() }
    report()
    floor_libxml2_free(tree)
default: throw WrongUse()
}

func records(workers: Int) throws -> Int {
    var options = JSON.RecordOptions()
    options.workers = workers
    var rows = try JSON.records(at: "$.statuses[*]", contentsOf: path, options: options)
    var count = 0
    while let row = try rows.next() {
        keep(row)
        count += 1
    }
    return count
}

func xmlRecords(workers: Int) throws -> Int {
    var options = XML.RecordOptions()
    options.workers = workers
    var rows = try XML.records(at: "/dblp/*", contentsOf: path, options: options)
    var count = 0
    while let row = try rows.next() {
        keep(row)
        count += 1
    }
    return count
}

struct ElementCounter: XML.ContentHandler {
    var elements = 0
    var textBytes = 0
    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        elements += 1
        for i in attributes.indices { textBytes += attributes[i].value.count }
    }
    mutating func characters(_ text: XML.Text) { textBytes += text.count }
}

struct WrongUse: Error {}

/// Takes a value so that the compiler cannot leave out the work that made it.
@inline(never)
func keep<T>(_ value: borrowing T) {}

func report(records: Int = 0) {
    print("{\"peak\":\(floor_peak_memory()),\"records\":\(records)}")
}
