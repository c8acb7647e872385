@_exported public import SluiceCore
@_exported public import SluiceJSON
