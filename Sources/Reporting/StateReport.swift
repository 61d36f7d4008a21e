import Documents
import State

/// What lies in a state, for people and for programs.
public enum StateReport {
  /// For people.
  public static func text(_ info: StateInfo) -> String {
    var page = TextPage(width: 80)
    page.paragraph(StyledText(SafeText.escaped("\(info.path): \(counted(info.size, "byte"))")))
    for account in info.accounts {
      let endpoint = account.account.endpoint.isEmpty ? "" : " (\(account.account.endpoint))"
      page.blank()
      page.paragraph(StyledText(SafeText.escaped("\(account.account.partition) \(account.account.account)\(endpoint)")))
      page.row("runs", StyledText(String(account.runs)))
      page.row("findings", StyledText("\(account.open) open, \(account.gone) gone"))
      let parts = account.parts.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
      page.row("parts", StyledText(parts.isEmpty ? "none" : parts.joined(separator: ", ")))
      if account.bytes > 0 { page.row("taking", StyledText(counted(account.bytes, "byte"))) }
      if let read = account.read {
        page.row(
          "read",
          StyledText("\(Timestamp.rfc3339(read.lowerBound)) to \(Timestamp.rfc3339(read.upperBound))"))
      }
    }
    return page.rendered(isColored: false)
  }

  /// For programs: one JSON object, in which every key is always present.
  public static func json(_ info: StateInfo) -> String {
    let accounts = info.accounts.map { account -> JSONValue in
      [
        "partition": .string(account.account.partition), "id": .string(account.account.account),
        "endpoint": .string(account.account.endpoint), "runs": .integer(account.runs), "open": .integer(account.open),
        "gone": .integer(account.gone),
        "parts": .object(JSONObject(account.parts.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
        "bytes": .integer(account.bytes),
        "oldest": account.read.map { .string(Timestamp.rfc3339($0.lowerBound)) } ?? .null,
        "newest": account.read.map { .string(Timestamp.rfc3339($0.upperBound)) } ?? .null,
      ]
    }
    let object: JSONValue = [
      "schemaVersion": .string(JSONReport.schemaVersion), "path": .string(info.path), "size": .integer(info.size),
      "accounts": .array(accounts),
    ]
    return SafeText.json(JSONWriter(.pretty).string(object)) + "\n"
  }
}
