/// Where a start tag begins: line and column, from 1, in bytes of UTF-8; 0 where that is not known.
package struct TagPlace: BitwiseCopyable {
    package var line = 0
    package var column = 0

    package init(line: Int = 0, column: Int = 0) {
        self.line = line
        self.column = column
    }

    package var isKnown: Bool { line > 0 }
}
