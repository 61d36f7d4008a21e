import Documents
import Testing

struct EmptinessTests {
  private static let all: Set<Emptiness> = [.answers, .writes, .blocks]
  private static let hollow: JSONValue = ["A": ["B": .null]]
  private static let cases: [(value: JSONValue, emptiness: Set<Emptiness>)] = [
    (.null, all), ("", all), ([], all), ([:], all),
    (false, [.answers, .blocks]),
    (["A": []], [.writes, .blocks]), (hollow, [.writes, .blocks]),
    (["A": false], [.blocks]),
    (true, []), (0, []), (" ", []), ([.null], []), (["A": 0], []), (.unread(0), []),
  ]

  @Test func `what is nothing depends on who says it`() {
    for (value, emptiness) in Self.cases {
      #expect(Self.all.filter { value.isEmpty(in: $0) } == emptiness, "\(value)")
    }
  }
}
