import SluiceJSON
import Testing

@Suite struct JSONAtPointerTests {
    /// The example of RFC 6901, section 5.
    private let example = #"""
        {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}
        """#

    @Test func `The standard's example gives the standard's values`() throws {
        let value = try JSON.loads(example)
        #expect(try value.value(at: JSON.Pointer("")) == value)
        #expect(try value.value(at: JSON.Pointer("/foo")) == ["bar", "baz"])
        for (pointer, expected) in [
            ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5),
            ("/k\"l", 6),
            ("/ ", 7), ("/m~0n", 8),
        ] as [(String, JSON)] {
            #expect(try value[JSON.Pointer(pointer)] == expected)
        }
    }

    @Test(arguments: [
        ("/bar", "pointer '/bar', token 1: there is no member 'bar'"),
        ("/foo/2", "pointer '/foo/2', token 2: there is no element 2 among 2"),
        ("/foo/-", "pointer '/foo/-', token 2: '-' is behind the last element"),
        ("/foo/01", "pointer '/foo/01', token 2: '01' is not the position of an element"),
        ("/foo/x", "pointer '/foo/x', token 2: 'x' is not the position of an element"),
        ("/foo//0", "pointer '/foo//0', token 2: '' is not the position of an element"),
        (
            "/foo/99999999999999999999",
            "pointer '/foo/99999999999999999999', token 2: there is no element 99999999999999999999 among 2"
        ),
        ("/foo/0/a", "pointer '/foo/0/a', token 3: 'a' is looked for in what is neither object nor array"),
    ]) func `A pointer that leads nowhere says which token fails`(text: String, message: String) throws {
        let value = try JSON.loads(example)
        let pointer = try JSON.Pointer(text)
        let error = #expect(throws: JSON.PointerError.self) { try value.value(at: pointer) }
        #expect(error?.description == message)
        #expect(value[pointer] == Optional.none)
    }

    @Test func `Setting replaces, adds and appends, and creates no containers`() throws {
        var value: JSON = ["a": [1, ["b": 2]]]
        try value.set(3, at: JSON.Pointer("/a/1/b"))
        try value.set(4, at: JSON.Pointer("/a/1/c"))
        try value.set(5, at: JSON.Pointer("/a/-"))
        try value.set(6, at: JSON.Pointer("/a/3"))
        try value.set(0, at: JSON.Pointer("/a/0"))
        #expect(value.description == #"{"a":[0,{"b":3,"c":4},5,6]}"#)
        for text in ["/x/y", "/a/9", "/a/0/z", "/a/-/z", "/a/x"] {
            let pointer = try JSON.Pointer(text)
            #expect(throws: JSON.PointerError.self) { try value.set(7, at: pointer) }
        }
        #expect(value.description == #"{"a":[0,{"b":3,"c":4},5,6]}"#)
        try value.set("all", at: JSON.Pointer(""))
        #expect(value == "all")
    }

    @Test func `Removing gives what was there`() throws {
        var value = try JSON.loads(#"{"a":[1,{"b":2}]}"#)
        let copy = value
        #expect(try value.remove(at: JSON.Pointer("/a/1/b")) == 2)
        #expect(try value.remove(at: JSON.Pointer("/a/0")) == 1)
        #expect(value.description == #"{"a":[{}]}"#)
        #expect(copy.description == #"{"a":[1,{"b":2}]}"#)
        let root = JSON.Pointer(tokens: [])
        #expect(throws: JSON.PointerError.self) { try value.remove(at: root) }
    }

    @Test func `A subscript sets and removes where the place is`() throws {
        var value: JSON = ["a": [1, 2]]
        value[try JSON.Pointer("/a/0")] = "x"
        value[try JSON.Pointer("/b/c")] = "y"
        value[try JSON.Pointer("/a/1")] = .none
        #expect(value == ["a": ["x"]])
    }

    @Test func `A pointer of a hundred thousand tokens is followed and changed`() throws {
        var value: JSON = [1]
        for _ in 1..<100_000 { value = [value] }
        let pointer = JSON.Pointer(tokens: Array(repeating: "0", count: 100_000))
        try value.set(2, at: pointer)
        #expect(try value.value(at: pointer) == 2)
    }
}
