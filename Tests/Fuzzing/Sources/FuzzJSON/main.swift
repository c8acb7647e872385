import Fuzzing

fuzz { bytes, options, sizes in
    let document = JSONDocument(bytes, options: options, sizes: sizes)
    document.checkParsing()
    document.checkValue()
    document.checkRecords()
}
