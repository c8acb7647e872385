import Testing

@testable import SluiceJSON

@Suite struct TrailTests {
    private func name(_ name: String, _ trail: inout Trail) { trail.name(name.utf8.span) }

    @Test func `It points to the member or element that is being read`() {
        var trail = Trail()
        #expect(trail.pointer(depth: 0) == "")
        trail.open(isObject: true)
        name("a", &trail)
        #expect(trail.isAtName)
        trail.open(isObject: false)
        trail.beginValue()
        trail.beginValue()
        #expect(!trail.isAtName)
        #expect(trail.pointer(depth: 2) == "/a/1")
        #expect(trail.pointer(depth: 1) == "/a")
        trail.close()
        name("long/name", &trail)
        trail.beginValue()
        #expect(trail.pointer(depth: 1) == "/long~1name")
        trail.close()
        #expect(trail.depth == 0)
    }

    @Test func `Names of inner objects go with them`() {
        var trail = Trail()
        trail.open(isObject: true)
        name("outer", &trail)
        trail.open(isObject: true)
        name("x", &trail)
        trail.beginValue()
        name("yy", &trail)
        trail.beginValue()
        #expect(trail.pointer(depth: 2) == "/outer/yy")
        trail.close()
        #expect(trail.pointer(depth: 1) == "/outer")
    }
}
