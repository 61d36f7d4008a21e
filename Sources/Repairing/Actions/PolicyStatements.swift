import Auditing
import Documents
import Estate
import Schema

// What the actions on policies have in common.
extension Planner {
  /// The change that adds a statement under a name that is free.
  func addition(of statement: JSONValue, to document: JSONValue, at place: DocumentPath, sid: String) -> Change {
    let taken = Set(document.statements.compactMap { $0["Sid"].string })
    let names = [sid] + (2...).lazy.prefix(1_000).map { "\(sid)\($0)" }
    let name = names.first { !taken.contains($0) } ?? sid
    let named = JSONObject([("Sid", .string(name))]).merging(statement.object ?? [:]).merging(["Sid": .string(name)])
    return Change(place.member("Statement").element(name), from: .null, to: .object(named))
  }

  /// Makes sure that a change does what it is for: a statement that denies stays as strong as it was.
  func verify(
    _ change: Change, in finding: Finding, _ judge: (JSONValue) -> Judgement
  ) throws(Refusal) {
    let document = try members(of: finding.resource)[finding.place, of: finding.resource.type.schema.root]
    let schema = finding.resource.type.schema.root
    let after = change.applied(to: .object([finding.place.root: document.withStatementList]), of: schema)
    switch judge(after[finding.place, of: schema]) {
    case .holds: return
    case .fails: throw Refusal("A statement of \(finding.resource.id)'s policy denies it. Change the policy by hand.")
    case .undecided(let reason): throw Refusal("It may not be enough. \(reason) Change the policy by hand.")
    case .unread: throw Refusal("It may not be enough, as not all was read. Change the policy by hand.")
    }
  }
}

extension JSONValue {
  /// The statements of a policy document; a lone one needs no list.
  var statements: [JSONValue] {
    self["Statement"].array ?? (self["Statement"].isNull ? [] : [self["Statement"]])
  }

  /// A policy document whose statements are a list.
  var withStatementList: JSONValue {
    guard var document = object else { return self }
    document["Statement"] = .array(statements)
    return .object(document)
  }
}
