/// What keeps an element's memory alive: an ``Arena`` that was parsed, or a ``Branch`` that was made or edited in Swift.
///
/// One class, so that an element is copied by one retain whatever it is.
@safe
class Owner: @unchecked Sendable {
    // Safe: an arena never changes, and a branch changes only while a single element refers to it.
    init() {}
}
