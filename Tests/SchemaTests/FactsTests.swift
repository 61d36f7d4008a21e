import Documents
import Foundation
import Testing

@testable import Schema

/// What is known of AWS that ages.
@Suite struct FactsTests {
  private static let root = BotocoreModels.root

  @Test func `no part is older than 180 days: run scripts/facts`() {
    let old = Facts.sections(olderThan: 180, at: Date()).map { "\($0.name), read on \($0.read) at \($0.page)" }
    #expect(old.isEmpty)
  }

  @Test(arguments: [(180, 0), (181, 6)])
  func `parts are old from a day on, by whatever clock`(days: Int, count: Int) throws {
    #expect(
      Set(Facts.sections.map(\.name)) == [
        "actions", "functionRuntimes", "limits", "managedPolicies", "runtimes", "securityPolicies",
      ])
    for section in Facts.sections {
      let time = section.read.start.addingTimeInterval(Double(days) * 86_400)
      #expect(Facts.sections(olderThan: 180, at: time).contains(section) == (count > 0))
      #expect(!section.source.isEmpty && section.page.hasPrefix("https://docs.aws.amazon.com/"))
    }
  }

  @Test func `a user hears of a build that is more than a year old, and of no other`() throws {
    let oldest = try #require(Facts.sections.map(\.read.start).min())
    #expect(Facts.warning(at: oldest.addingTimeInterval(365 * 86_400)) == nil)
    let warning = try #require(Facts.warning(at: oldest.addingTimeInterval(366 * 86_400)))
    #expect(warning.contains("\(CalendarDate(of: oldest))"))
  }

  @Test func `the file is the one that is built in`() throws {
    let kept = try Data(contentsOf: Self.root.appending(path: "Sources/Schema/Facts/Facts.json"))
    #expect(Array(kept) == PackageResources.Facts_json)
  }

  @Test func `the security policies of the pinned model are known`() throws {
    let certificate = ResourceType.distribution.schema[["ViewerCertificate", "MinimumProtocolVersion"]]
    guard case .scalar(let names) = certificate.shape else {
      Issue.record("MinimumProtocolVersion is no scalar")
      return
    }
    #expect(names.count > 8)
    for name in names {
      guard case .known(let policy) = Facts.securityPolicy(name) else {
        Issue.record("\(name) is unknown")
        continue
      }
      // Whatever takes TLS 1.2 takes a key exchange that is not post-quantum.
      #expect((policy["isPostQuantum"] == true) == (policy["protocol"] == "TLSv1.3"), "\(name)")
    }
    #expect(Facts.acceptedSecurityPolicies == ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"])
  }

  @Test func `the runtimes of functions in the pinned model are known, and no other`() {
    let runtime = ResourceType.cloudFrontFunction.schema[["LIVE", "FunctionConfig", "Runtime"]]
    guard case .scalar(let names) = runtime.shape, !names.isEmpty else {
      Issue.record("Runtime is no scalar")
      return
    }
    func isKnown(_ name: String) -> Bool { if case .known = Facts.functionRuntime(name) { true } else { false } }
    #expect(names.allSatisfy(isKnown) && !isKnown("cloudfront-js-9.0") && !isKnown(""))
  }

  @Test(arguments: [
    ("nodejs20.x", "2026-04-30"), ("python3.14", "2029-06-30"), ("java21", ""), ("provided.al2023", ""),
    ("nodejs98.x", "unknown"), ("python3.99", "unknown"), ("nodejs21.x", "unknown"), ("", ""),
  ])
  func `a runtime of the edge is known, none of the edge's, or unknown`(name: String, expected: String) {
    let answer =
      switch Facts.supportEnd(ofRuntime: name) {
      case .known(let date): date.description
      case .none: ""
      case .unknown: "unknown"
      }
    #expect(answer == expected)
  }

  @Test func `every time has a day of the calendar`() {
    for (time, day) in [
      (0.0, "1970-01-01"), (-1, "1969-12-31"), (951_868_799, "2000-02-29"), (951_868_800, "2000-03-01"),
    ] {
      let date = CalendarDate(of: Date(timeIntervalSince1970: time))
      #expect(date.description == day)
      #expect(CalendarDate(day) == date)
    }
  }
}
