// The records and framings are those of streams.
@_exported public import SluiceStreaming
