import Documents
import Estate
import Schema
import Foundation
import TestSupport

@testable import State

/// A folder of its own for a test, which goes with it.
final class StateFolder: Sendable {
  private let folder: Folder
  var url: URL { folder.url }

  init() throws { folder = try Folder() }

  /// The path of a file in it.
  func path(_ name: String = "audit.state") -> String { url.appendingPathComponent(name).path }

  /// What lies in it, sorted.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }

  /// A state in it that is to be written.
  func open(_ name: String = "audit.state") throws(StateError) -> StateFile {
    try StateFile.open(path(name), .writing(holder: StateFile.holder("a test")))
  }
}

/// What tests keep.
enum Sample {
  static let account = StateAccount(partition: "aws", account: "111122223333")
  static let key = ResourceKey(.distribution, "E1")
  static let group = "cloudfront:GetDistributionConfig"
  static let members: JSONObject = ["Comment": "a", "Origins": [["Id": "o", "HTTPPort": 80]], "Enabled": true]
  static let readAt = Date(timeIntervalSince1970: 1_800_000_000)

  static func parts(
    in file: StateFile, of account: StateAccount = account, schema: String = "1", refreshing: Bool = false
  )
    -> StoredParts
  {
    StoredParts(in: file, of: account, schema: schema, isRefreshing: refreshing)
  }

  static func finding(
    _ name: String, _ status: SeenFinding.Status = .fail, isUnknown: Bool? = nil, isUnread: Bool = false,
    severity: String = "high", message: String = "wrong"
  ) -> SeenFinding {
    SeenFinding(
      fingerprint: name, rule: "rule-\(name)", severity: severity, status: status,
      isUnknown: isUnknown ?? (status == .unknown), isUnread: isUnread,
      resource: ResourceReference(type: .distribution, id: "E1", account: "111122223333"), path: "P", message: message,
      file: "rules.yaml")
  }
}
