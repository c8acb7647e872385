// The records are values and elements, and the errors those of their parsers.
@_exported public import SluiceCore
@_exported public import SluiceJSON
@_exported public import SluiceXML
