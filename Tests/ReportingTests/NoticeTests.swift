import Auditing
import Documents
import Estate
import Foundation
import Testing

@testable import Reporting
@testable import State

/// What is told of a run to those who do not read its report.
@Suite struct NoticeTests {
  private static func finding(
    _ rule: String, _ severity: Severity, of account: String, isUnread: Bool = false, message: String = "wrong"
  ) -> RecordedFinding {
    let time = Date(timeIntervalSince1970: 1_800_000_000)
    return RecordedFinding(
      seen: SeenFinding(
        fingerprint: "\(rule) \(account)", rule: rule, severity: severity.rawValue, status: isUnread ? .unknown : .fail,
        isUnknown: isUnread, isUnread: isUnread,
        resource: ResourceReference(type: .distribution, id: "E1", account: account), path: "", message: message,
        file: "rules.yaml"),
      account: StateAccount(partition: "aws", account: account), firstSeen: time, since: time, lastSeen: time,
      goneAt: nil, returns: 0)
  }

  private static func notice(_ change: (inout HistoryChanges) -> Void) -> Notice {
    var changes = HistoryChanges()
    change(&changes)
    return Notice(of: SampleReport.nothingWrong, changes)
  }

  @Test func `the worst is named, whichever account was done first`() {
    let notice = Self.notice { changes in
      changes.appeared = (10..<70).map { Self.finding("rule-\($0)", .low, of: "222233334444") }
      changes.appeared.append(Self.finding("pinned", .critical, of: "333344445555"))
    }
    #expect(notice.text.split(separator: "\n").dropFirst().first?.hasPrefix("+ critical pinned E1") == true)
    #expect(notice.document["appeared"][0]["rule"] == "pinned")
    #expect(notice.document["appeared"].array?.count == 50 && notice.document["summary"]["appeared"] == 61)
    #expect(notice.text.contains("and 51 more"))
  }

  @Test func `what could not be read is a line for each call, behind what is wrong`() {
    let denied = "Could not be judged: cloudfront:ListDistributions failed (AccessDenied)."
    let notice = Self.notice { changes in
      changes.unread = (10..<77).map { Self.finding("rule-\($0)", .critical, of: "1", isUnread: true, message: denied) }
      changes.appeared = [Self.finding("dates", .high, of: "1")]
    }
    let lines = notice.text.split(separator: "\n")
    #expect(lines[0].contains("1 finding appeared, 0 are gone"))
    #expect(lines[1].hasPrefix("+ high dates E1"))
    #expect(lines[2] == "? \(denied) (67 verdicts)" && lines.count == 3)
    #expect(notice.document["summary"]["appeared"] == 1 && notice.document["appeared"].array?.count == 1)
    #expect(notice.document["notes"].array?.count == 1 && !notice.isEmpty)
    let again = Self.notice { changes in
      changes.readAgain = (10..<77).map { Self.finding("rule-\($0)", .critical, of: "1", isUnread: true) }
    }
    #expect(again.text.contains("0 findings appeared, 0 are gone") && again.text.hasSuffix("again (67 verdicts)."))
    #expect(!again.text.contains("critical"))
  }
}
