import Documents
import Foundation
import JMESPath
import Schema
import Testing
@testable import Auditing

/// The reference of the language of rules: nothing is missing, and every example gives what it says.
@Suite struct LanguagePageTests {
  @Test func `every function that expressions may call has a page, and no other`() {
    #expect(FunctionPage.all.map(\.name).sorted() == FunctionTable.auditing.names)
  }

  @Test(arguments: FunctionPage.all.map(\.name))
  func `the example of a function gives what it says`(name: String) throws {
    let page = try #require(FunctionPage.all.first { $0.name == name })
    #expect(page.expression.contains("\(name)("))
    let expression = try JMESPath(page.expression, functions: .auditing)
    let found = try expression.evaluate(JSONReader.read(Array(page.data.utf8)))
    let wanted = try JSONReader.read(Array(page.result.utf8))
    #expect(found == wanted, "\(JSONWriter().string(found))")
  }

  @Test func `every predicate has a page`() {
    #expect(PredicatePage.all.map(\.predicate) == Auditing.Predicate.allCases)
  }

  @Test(arguments: PredicatePage.all.map(\.predicate))
  func `the examples of a predicate hold and fail`(predicate: Auditing.Predicate) throws {
    let page = try #require(PredicatePage.all.first { $0.predicate == predicate })
    let day = try #require(CalendarDate(PredicatePage.day)).start
    func judgement(_ text: String) throws -> Judgement {
      try predicate.judge(
        JSONReader.read(Array(text.utf8)), against: JSONReader.read(Array(page.operand.utf8)), at: day)
    }
    #expect(predicate.complaint(about: try JSONReader.read(Array(page.operand.utf8))) == nil)
    #expect(try judgement(page.holds) == .holds)
    guard case .fails = try judgement(page.fails) else {
      Issue.record("\(try judgement(page.fails))")
      return
    }
  }
}
