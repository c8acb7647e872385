/// XML: events, trees, records and writing.
public enum XML {}
