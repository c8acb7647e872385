/// Threads of the system, and what they wait on: locks, conditions, queues.
///
/// The names are those of Python's `threading` and `queue`, in a namespace of their own: Foundation has a `Thread` too.
public enum Threading {}
