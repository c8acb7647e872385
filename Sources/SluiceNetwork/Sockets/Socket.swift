/// A socket of the system: one end of a conversation, or an ear for new ones.
public final class Socket: Sendable {}
