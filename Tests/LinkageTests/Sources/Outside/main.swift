import SluiceJSON

print(try JSON.loads(#"{"works": [true]}"#)["works"]?[0]?.bool == true ? "works" : "fails")
