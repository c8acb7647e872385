/// What keeps a value's memory alive: a ``Tape`` that was parsed, or a ``Branch`` that was edited.
///
/// One class, so that a value is copied by one retain whatever it is.
@safe
@usableFromInline
class Owner: @unchecked Sendable {
    // Safe: a tape never changes, and a branch changes only while a single value refers to it.
    init() {}
}
