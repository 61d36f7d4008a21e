import Documents
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("Commnet", "Comment" as String?), ("comment", "Comment"), ("Comments", "Comment"), ("Id", "Id"),
    ("Compres", "Compress"),
    ("Elephant", nil), ("", nil),
  ])
  func findsWhatWasMeant(word: String, meant: String?) {
    #expect(Suggestion.nearest(to: word, among: ["Comment", "Compress", "Id"]) == meant)
  }

  @Test func aWordThatIsLongerThanAnyNameIsNoSlipOfTheHand() {
    let known = String(repeating: "a", count: Suggestion.longest)
    #expect(Suggestion.nearest(to: String(known.dropLast()), among: [known]) == known)
    #expect(Suggestion.nearest(to: known + "a", among: [known]) == nil)
    #expect(Suggestion.nearest(to: String(repeating: "a", count: 10_000_000), among: [known]) == nil)
  }
}
