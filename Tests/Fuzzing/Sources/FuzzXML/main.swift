import Fuzzing

fuzz { bytes, options, sizes in
    let document = XMLDocument(bytes, options: options, sizes: sizes)
    document.checkEvents()
    document.checkTree()
    document.checkRecords()
    document.checkWriter()
}
