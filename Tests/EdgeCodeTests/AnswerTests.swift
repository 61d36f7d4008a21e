import Testing

@testable import EdgeCode

@Suite struct AnswerTests {
  @Test func anAnswerIsCertainOnlyWhereNothingIsUndecided() {
    let found = Found(404, at: CodeLocation(file: "index.js", line: 2, column: 3))
    #expect(Answer<Int>().state == .none)
    #expect(Answer(found: [found, found]).found.count == 1)
    #expect(Answer(found: [found]).state == .known)
    #expect(Answer(found: [found], undecided: [Undecided("a call that is not read")]).state == .undecided)
  }

  @Test func possibleValuesAreOneValueOnlyWhereThereIsNoOther() {
    #expect(Possible(["a", "a"]).only == "a")
    #expect(Possible(["a"], isComplete: false).only == nil)
    #expect(Possible(["a", "b"]).only == nil)
  }
}
