@_exported public import SluiceCore
@_exported public import SluiceDOM
@_exported public import SluiceJSON
@_exported public import SluiceXML
