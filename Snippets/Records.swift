import SluiceJSON

// snippet.show
// Records of a file of any size, in constant memory; .gz too.
var statuses = try JSON.records(at: "$.statuses[*]", contentsOf: "statuses.json")
while let status = try statuses.next() {
    print(status["user"]?["name"]?.string ?? "nobody", status["id"]?.int ?? 0)
}

// A value: nothing is converted until it is touched, no number loses a digit that counts, a change copies its path.
var order = try JSON.loads(#"{"items": [{"price": 12.50}], "id": 36893488147419103232}"#)
order["paid"] = true
order["items"]?[0]?["currency"] = "EUR"
print(try order.dumps(.pretty))
