import CFloors
import SluiceJSON

// job load|records|records-2|yajl FILE: does one piece of work and prints the memory that it took.

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

struct WrongUse: Error {}

/// Takes a value so that the compiler cannot leave out the work that made it.
@inline(never)
func keep<T>(_ value: borrowing T) {}

func report(records: Int = 0) {
    print("{\"peak\":\(floor_peak_memory()),\"records\":\(records)}")
}
