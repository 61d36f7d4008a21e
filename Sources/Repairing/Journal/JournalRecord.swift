import AWSCore
import Documents
import Estate
import Schema

/// A line of a journal. Secret values are in none: of them only their names.
public enum JournalRecord: Sendable {
  /// What a run is.
  public struct Run: Sendable, Hashable {
    /// The run's name: the time at which it began, and a few random digits.
    public var id: String
    /// `fix` or `undo`.
    public var command: String
    /// The run that is taken back, by `undo`.
    public var undone: String?
    /// The account.
    public var account: String
    /// The version of this tool.
    public var version: String
    /// When it began, in RFC 3339.
    public var startedAt: String
    /// The digest of the plan that is applied, where it was saved before.
    public var plan: String?

    /// A run of these parts.
    public init(
      id: String, command: String, undone: String? = nil, account: String, version: String, startedAt: String,
      plan: String? = nil
    ) {
      self.id = id
      self.command = command
      self.undone = undone
      self.account = account
      self.version = version
      self.startedAt = startedAt
      self.plan = plan
    }
  }

  /// The run begins.
  case run(Run)
  /// These changes to a part are about to be made.
  case step(Step)
  /// A call is about to be made. `aside` is what it changes for a while beside the step's changes.
  case call(Part, operation: String, resource: String?, aside: [Change] = [])
  /// A call was answered, with the version of what is there now where the service says it.
  case answer(Part, operation: String, version: String?)
  /// A call failed; whether it may have done its work all the same, its answer being lost.
  case error(Part, operation: String, code: String, message: String, isLost: Bool)
  /// What came of a step.
  case outcome(Part, StepOutcome)
  /// The run is over.
  case end(isComplete: Bool)
}

extension JournalRecord {
  /// The record as JSON.
  var json: JSONValue {
    switch self {
    case .run(let run):
      [
        "record": "run", "run": .string(run.id), "command": .string(run.command),
        "undone": run.undone.map(JSONValue.string) ?? .null, "account": .string(run.account),
        "version": .string(run.version), "startedAt": .string(run.startedAt),
        "plan": run.plan.map(JSONValue.string) ?? .null,
      ]
    case .step(let step):
      [
        "record": "step", "part": step.part.json, "changes": .array(step.changes.map(\.json)),
        "base": step.base.map(JSONValue.string) ?? .null,
        "findings": .array(step.findings.sorted().map(JSONValue.string)),
      ]
    case .call(let part, let operation, let resource, let aside):
      [
        "record": "call", "part": part.json, "operation": .string(operation),
        "resource": resource.map(JSONValue.string) ?? .null, "aside": .array(aside.map(\.json)),
      ]
    case .answer(let part, let operation, let version):
      [
        "record": "answer", "part": part.json, "operation": .string(operation),
        "version": version.map(JSONValue.string) ?? .null,
      ]
    case .error(let part, let operation, let code, let message, let isLost):
      [
        "record": "error", "part": part.json, "operation": .string(operation), "code": .string(code),
        "message": .string(message), "lost": .bool(isLost),
      ]
    case .outcome(let part, let outcome):
      [
        "record": "outcome", "part": part.json, "status": .string(outcome.status.rawValue),
        "message": .string(outcome.message),
        "publishedVersion": outcome.publishedVersion.map(JSONValue.string) ?? .null,
      ]
    case .end(let isComplete): ["record": "end", "complete": .bool(isComplete)]
    }
  }

  /// The record that a line holds; `nil` for one of a newer version, which says nothing that is needed.
  ///
  /// - Throws: ``JournalError`` where a line says that something was changed, and not what.
  init?(json: JSONValue) throws(JournalError) {
    func text(_ name: String) -> String { json[name].string ?? "" }
    func part() throws(JournalError) -> Part {
      guard let part = Part(json: json["part"]) else { throw JournalError("it names no part of a resource") }
      return part
    }
    func changes(_ name: String) throws(JournalError) -> [Change] {
      let changes = (json[name].array ?? []).map(Change.init(json:))
      guard !changes.contains(where: { $0 == nil }) else { throw JournalError("a change in it cannot be understood") }
      return changes.compactMap(\.self)
    }
    switch json["record"].string {
    case "run":
      self = .run(
        Run(
          id: text("run"), command: text("command"), undone: json["undone"].string, account: text("account"),
          version: text("version"), startedAt: text("startedAt"), plan: json["plan"].string))
    case "step":
      self = .step(
        Step(
          try part(), changes: try changes("changes"), base: json["base"].string,
          findings: Set((json["findings"].array ?? []).compactMap(\.string))))
    case "call":
      self = .call(
        try part(), operation: text("operation"), resource: json["resource"].string, aside: try changes("aside"))
    case "answer": self = .answer(try part(), operation: text("operation"), version: json["version"].string)
    case "error":
      self = .error(
        try part(), operation: text("operation"), code: text("code"), message: text("message"),
        isLost: json["lost"] != false)
    case "outcome":
      guard let status = StepOutcome.Status(rawValue: text("status")) else { return nil }
      self = .outcome(
        try part(),
        StepOutcome(status, text("message"), publishedVersion: json["publishedVersion"].string))
    case "end": self = .end(isComplete: json["complete"] == true)
    default: return nil
    }
  }
}

/// A journal that cannot be read or written.
public struct JournalError: Error, CustomStringConvertible {
  /// What is wrong, for a person.
  public let description: String

  init(_ description: String) { self.description = description }
}

extension Part {
  var json: JSONValue { .object((["kind": .string(name.rawValue)] as JSONObject).merging(resource.json.object ?? [:])) }

  init?(json: JSONValue) {
    guard let name = json["kind"].string.flatMap(WritablePart.Name.init),
      let resource = ResourceReference(json: json)
    else { return nil }
    self.init(name, of: resource)
  }
}

extension ResourceReference {
  var json: JSONValue {
    [
      "type": .string(type.rawValue), "id": .string(id), "arn": .string(arn), "account": .string(account),
      "region": .string(region),
    ]
  }

  init?(json: JSONValue) {
    guard let type = json["type"].string.flatMap(ResourceType.init), let id = json["id"].string else { return nil }
    self.init(
      type: type, id: id, arn: json["arn"].string ?? "", account: json["account"].string ?? "",
      region: json["region"].string ?? "global")
  }
}

extension Change {
  var json: JSONValue {
    var object: JSONObject = [
      "path": .string(place.description), "place": place.json, "from": from,
    ]
    switch to {
    case .value(let value): object["to"] = value
    case .order(let names): object["order"] = .array(names.map(JSONValue.string))
    case .versionPublished(let part): object["publishedBy"] = part.json
    }
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let place = DocumentPath(json: json["place"]), !place.steps.isEmpty else { return nil }
    if !json["publishedBy"].isNull {
      guard let part = Part(json: json["publishedBy"]) else { return nil }
      self.init(place, from: json["from"], to: .versionPublished(part))
    } else if let names = json["order"].array {
      self.init(place, from: json["from"], to: .order(names.compactMap(\.string)))
    } else {
      self.init(place, from: json["from"], to: .value(json["to"]))
    }
  }
}

extension DocumentPath {
  /// The steps as a list, from which the path is made again.
  var json: JSONValue { .array(steps.map(\.json)) }

  /// The path of such a list.
  init?(json: JSONValue) {
    let steps = (json.array ?? []).map(Step.init(json:))
    guard !steps.contains(where: { $0 == nil }) else { return nil }
    self.init(steps.compactMap(\.self))
  }
}

extension DocumentPath.Step {
  fileprivate var json: JSONValue {
    switch self {
    case .member(let name): .string(name)
    case .index(let index): .integer(index)
    case .element(let name): ["element": .string(name)]
    }
  }

  fileprivate init?(json: JSONValue) {
    if let name = json.string {
      self = .member(name)
    } else if case .integer(let index) = json {
      self = .index(index)
    } else if let name = json["element"].string {
      self = .element(name)
    } else {
      return nil
    }
  }
}
