import SluiceJSON
import Testing

@Suite struct JSONEditingTests {
    @Test func `Elements are appended, inserted and removed`() throws {
        var value = try JSON.loads("[1,2]")
        let answer1 = value.append(4)
        #expect(answer1)
        let answer2 = value.insert(3, at: 2)
        #expect(answer2)
        let answer3 = value.remove(at: 0)
        #expect(answer3 == 1)
        #expect(value == [2, 3, 4])
        let answer4 = value.insert(0, at: 9)
        #expect(!answer4)
        let answer5 = value.remove(at: 3)
        #expect(answer5 == nil)
        let answer6 = value.remove("a")
        #expect(answer6 == nil)
    }

    @Test func `Members are appended even under a name that is there, and removed by name or position`() throws {
        var value = try JSON.loads(#"{"a":1}"#)
        let answer7 = value.append(2, named: "a")
        #expect(answer7)
        let answer8 = value.append(3, named: "b")
        #expect(answer8)
        #expect(value.object?.count == 3)
        #expect(value["a"] == 2)
        let answer9 = value.remove(at: 2)
        #expect(answer9 == 3)
        let answer10 = value.remove("a")
        #expect(answer10 == 2)
        #expect(value == [:])
    }

    @Test func `What is no container says so and stays what it is`() {
        var value: JSON = 1
        let answer11 = value.append(2)
        #expect(!answer11)
        let answer12 = value.append(2, named: "a")
        #expect(!answer12)
        #expect(value == 1)
        var null: JSON = nil
        let answer13 = null.append(2)
        #expect(answer13)
        #expect(null == [2])
    }

    @Test func `A million arrays around each other are made, changed and freed`() {
        var value: JSON = []
        for _ in 0..<1_000_000 { value = [value] }
        let copy = value
        value.append(1)
        #expect(value.array?.count == 2)
        #expect(copy.array?.count == 1)
    }
}
