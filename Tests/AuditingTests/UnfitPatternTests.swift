import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// Patterns that fit no resource: a slip of the hand must not look like a clean estate.
@Suite struct UnfitPatternTests {
  private static let estate = Estates.estate(
    Estates.distribution("E1", ["Aliases": ["books.example.com"], "Comment": "The books"]),
    Estates.version("guard-books:3", [:]), absences: [.init(.role, "gone")])

  @Test(
    arguments: [
      ("boks.example.com", ["books.example.com"]), ("the books", ["The books"]), ("gaurd-books", ["guard-books"]),
      ("books", ["The books", "books.example.com", "guard-books"]), ("E11", ["E1"]), ("nothing-of-it", []),
      ("?*?-x", []),
    ])
  func `one is named with what was probably meant`(pattern: String, guesses: [String]) {
    let unfit = ResourceFilter([pattern]).unfit(in: Self.estate)
    #expect(unfit.map(\.pattern) == [pattern])
    #expect(unfit.first?.guesses == guesses)
    #expect(unfit.first?.description.contains("Did you mean") == !guesses.isEmpty)
  }

  @Test func `what fits anything is none: a resource, one that is gone, one that is declared`() throws {
    #expect(ResourceFilter(["books*", "gone", "guard-books"]).unfit(in: Self.estate).isEmpty)
    #expect(ResourceFilter().unfit(in: Self.estate).isEmpty)
    let declaration = Declaration(
      .init(.distribution, alias: "films.example.com"), expect: ["Enabled": true],
      source: SourceMark(file: "b.yaml", line: 1))
    let filter = ResourceFilter(["films.example.com", "nope"])
    let auditor = Auditor(rules: [], declarations: [declaration], filter: filter)
    #expect(auditor.unfitPatterns(in: Self.estate).map(\.pattern) == ["nope"])
  }

  @Test func `behind a list that was not read, anything may be meant`() {
    let gap = Estates.gap(
      DistributionSchema.summary, ResourceReference(type: .distribution, id: "*", account: Estates.account))
    #expect(ResourceFilter(["nope"]).unfit(in: Estates.estate(gaps: [gap])).isEmpty)
  }
}
