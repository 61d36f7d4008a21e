import Documents
import Foundation
import PolicyLanguage
import Schema
import Testing

@testable import Auditing

/// What rules ask of what is known of AWS, and of the date of today.
@Suite struct FactTests {
  @Test func `the managed policies that are known let a function log`() throws {
    let arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    #expect(Facts.managedPolicy(arn: arn) != nil)
    #expect(Facts.managedPolicy(arn: "arn:aws:iam::111122223333:policy/AWSLambdaBasicExecutionRole") == nil)
    #expect(Facts.managedPolicies.count > 5)
    let grant: JSONValue = [
      "actions": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      "on": ["arn:aws:logs:*:111122223333:log-group:/aws/lambda/us-east-1.f:*"],
    ]
    for (path, document) in Facts.managedPolicies.map({ ($0.name, $0.value) }) {
      #expect(Auditing.Predicate.allows.judge([document], against: grant) == .holds, "\(path)")
    }
  }

  @Test func `what depends on today is undecided where nobody says which day it is`() {
    let judgement = Auditing.Predicate.notPast.judge("2027-04-30", against: true)
    guard case .undecided = judgement else {
      Issue.record("\(judgement)")
      return
    }
  }

  @Test(arguments: [
    (Auditing.Predicate.notPast, JSONValue.null, JSONValue.bool(true), false), (.notPast, "2026-11-27", true, true),
    (.notPast, "2026-11-26", true, false), (.notPast, "27.11.2026", true, false),
    (.notWithinDays, "2026-11-27", 0, false),
    (.notWithinDays, "2026-11-28", 0, true), (.notWithinDays, "2026-11-26", 90, true),
    (.notWithinDays, "2026-12-01", -5, true), (.notWithinDays, .null, 90, false),
  ])
  func `dates are judged by the day on which it is done`(
    predicate: Auditing.Predicate, date: JSONValue, operand: JSONValue, holds: Bool
  ) throws {
    let noon = try #require(CalendarDate("2026-11-27")).start.addingTimeInterval(43_200)
    #expect((predicate.judge(date, against: operand, at: noon) == .holds) == holds)
  }
}
