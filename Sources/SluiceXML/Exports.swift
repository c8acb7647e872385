// Errors, limits and sources are part of every call here: who imports this can name them.
@_exported public import SluiceCore
