import Auditing
import Documents
import Foundation
import YAMLReading

/// Reads lists of accounts, in YAML or JSON.
///
/// A list, or a mapping with one under `accounts`. Members go by our names or by those of Cloud Custodian's `c7n-org`:
/// `account_id`, `display_name`, `external_id`, `regions`, of which the first counts, a `role` that is a list, which is a
/// chain, and `tags` written as `key:value`; what else stands in such an entry is for other tools.
/// <https://cloudcustodian.io/docs/tools/c7n-org.html>
public enum AccountFile {
  /// The accounts of a file.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in it.
  public static func read(_ text: String, file: String) throws(FileIssues) -> [AccountEntry] {
    let reader = Reader(file: file)
    let accounts = reader.accounts(of: text)
    if !reader.issues.isEmpty { throw FileIssues(issues: reader.issues) }
    return accounts
  }

  private static let names = [
    "id": ["id", "account_id"], "name": ["name"], "displayName": ["display_name"], "role": ["role"],
    "externalId": ["externalId", "external_id"], "sessionName": ["sessionName", "session_name"],
    "profile": ["profile"], "region": ["region", "regions"], "tags": ["tags"], "email": ["email"], "vars": ["vars"],
  ]

  private final class Reader {
    let file: String
    private(set) var issues: [FileIssue] = []

    init(file: String) { self.file = file }

    func accounts(of text: String) -> [AccountEntry] {
      let root: YAMLNode
      do throws(YAMLReadingError) {
        guard let node = try YAMLDocument.read(text) else {
          issues.append(FileIssue(SourceMark(file: file, line: 1), "The file is empty."))
          return []
        }
        root = node
      } catch {
        issues.append(
          FileIssue(
            SourceMark(file: file, line: error.line, column: error.column), "This is not read: \(error.message)."))
        return []
      }
      let listed = root.mapping?.first { $0.key.scalar?.string == "accounts" }?.value ?? root
      guard let elements = listed.sequence, !elements.isEmpty else {
        note(listed, "A list of accounts was expected here, each with `id` and `role` or `profile`.")
        return []
      }
      var seen: Set<String> = []
      return elements.compactMap { element in
        guard let account = account(element) else { return nil }
        if !seen.insert(account.id).inserted { note(element, "The account \(account.id) stands here twice.") }
        return account
      }
    }

    private func account(_ node: YAMLNode) -> AccountEntry? {
      guard let mapping = node.mapping else {
        note(node, "An account was expected here, a mapping with `id`.")
        return nil
      }
      var values: [String: YAMLNode] = [:]
      let isOther = mapping.contains { $0.key.scalar?.string == "account_id" }
      for (key, value) in mapping {
        let name = key.scalar?.string ?? ""
        guard let meant = AccountFile.names.first(where: { $0.value.contains(name) })?.key else {
          if isOther { continue }
          let known = AccountFile.names.values.joined().sorted()
          note(key, "\"\(name)\" means nothing here.\(Suggestion.phrase(for: name, among: known))")
          continue
        }
        if values[meant] != nil { note(key, "\"\(name)\" is said twice.") }
        values[meant] = value
      }
      guard let idNode = values["id"], let id = text(idNode) else {
        note(node, "`id` is missing: the number of the account.")
        return nil
      }
      if id.utf8.count != 12 || !id.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) {
        note(idNode, "\"\(id)\" is no number of an account, which has twelve digits. Put it into quotes.")
      }
      return AccountEntry(
        id: id, name: values["displayName"].flatMap(text) ?? values["name"].flatMap(text) ?? "",
        profile: values["profile"].flatMap(text), roles: values["role"].map(texts) ?? [],
        externalID: values["externalId"].flatMap(text), sessionName: values["sessionName"].flatMap(text),
        region: values["region"].map(regions)?.first { $0 != "all" }, tags: values["tags"].map(tags) ?? [:])
    }

    private func text(_ node: YAMLNode) -> String? {
      guard let text = node.scalar?.string, !text.isEmpty else {
        note(node, "Text was expected here.")
        return nil
      }
      return text
    }

    private func texts(_ node: YAMLNode) -> [String] {
      node.sequence.map { $0.compactMap(text) } ?? [text(node)].compactMap(\.self)
    }

    /// `eu-west-1`, `[eu-west-1, us-east-1]`, or `["eu-west-1,us-east-1"]`.
    private func regions(_ node: YAMLNode) -> [String] {
      texts(node).flatMap { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    /// `{team: books}`, or `[team:books]`.
    private func tags(_ node: YAMLNode) -> [String: String] {
      var tags: [String: String] = [:]
      for (key, value) in node.mapping ?? [] {
        if let key = text(key), let value = text(value) { tags[key] = value }
      }
      guard node.mapping == nil else { return tags }
      for tag in texts(node) {
        let parts = tag.split(separator: ":", maxSplits: 1).map(String.init)
        tags[parts.first ?? ""] = parts.count > 1 ? parts[1] : ""
      }
      return tags
    }

    private func note(_ node: YAMLNode, _ message: String) {
      issues.append(FileIssue(SourceMark(file: file, line: node.line, column: node.column), message))
    }
  }
}
