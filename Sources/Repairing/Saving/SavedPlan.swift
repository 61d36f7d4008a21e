import Auditing
import Documents
import Estate
import Schema
import Signing

/// A plan on disk, so that what was reviewed is what is applied: its steps with the values that were read, why each is
/// there, and what it depends on. Like a journal it holds no secret value.
///
/// Its digest tells damage. Somebody who changes the file can write a digest that fits, which is why whoever applies it
/// pins the digest that was reviewed.
public struct SavedPlan: Sendable {
  /// The version of the format that this tool writes and reads.
  public static let schemaVersion = "2"

  /// What a plan was made from.
  public struct Inputs: Sendable, Hashable {
    /// The SHA-256 of the rules and the configuration.
    public var rules: String
    /// The SHA-256 of the baselines, the Terraform documents and the templates.
    public var baselines: String
    /// The options that name these, as a shell takes them.
    public var options: [String]
    /// What of it was chosen.
    public var choice: Choice

    /// Inputs of these digests.
    public init(rules: String, baselines: String, options: [String] = [], choice: Choice = Choice()) {
      self.rules = rules
      self.baselines = baselines
      self.options = options
      self.choice = choice
    }
  }

  /// Which rules a plan is of, and which resources: what is left out is not looked at when it is applied either.
  public struct Choice: Sendable, Hashable {
    /// The rules that are evaluated, or patterns; empty for all.
    public var only: [String]
    /// The rules that are left out.
    public var skip: [String]
    /// The resources that are judged; empty for all.
    public var resource: [String]

    /// A choice; of all where nothing is said.
    public init(only: [String] = [], skip: [String] = [], resource: [String] = []) {
      (self.only, self.skip, self.resource) = (only, skip, resource)
    }

    /// The options that say it, as a person writes them.
    public var options: [String] {
      [("--only", only), ("--skip", skip), ("--resource", resource)].flatMap { name, values in
        values.map { "\(name) \($0)" }
      }
    }
  }

  /// The account that it is for.
  public let account: String
  /// When the values had been read, in RFC 3339.
  public let readAt: String
  /// The version of the tool that made it.
  public let version: String
  /// What it was made from.
  public let inputs: Inputs
  /// The steps, what is left, and the findings behind both.
  public let plan: Plan
  /// What is done once the steps are made, a sentence each.
  public let aftercare: [String]

  /// A plan with what it depends on.
  public init(
    _ plan: Plan, entailing postApply: PostApply, account: String, readAt: String, version: String, inputs: Inputs
  ) {
    self.account = account
    self.readAt = readAt
    self.version = version
    self.inputs = inputs
    self.plan = plan
    aftercare = postApply.sentences
  }

  /// The SHA-256 of all that it says, as 64 lower-case hexadecimal digits: the same however the file is laid out.
  public var digest: String { Self.digest(of: content) }

  /// The digest of a document without its own.
  public static func digest(of content: JSONValue) -> String { Digest.sha256Hex(JSONWriter().bytes(content)) }
}

// MARK: The document

extension SavedPlan {
  /// The plan as a document.
  public var document: JSONValue {
    .object((content.object ?? [:]).merging(["digest": .string(digest)]))
  }

  private var content: JSONValue {
    [
      "kind": "audit plan", "schemaVersion": .string(Self.schemaVersion), "account": .string(account),
      "readAt": .string(readAt), "version": .string(version), "rules": .string(inputs.rules),
      "baselines": .string(inputs.baselines), "options": .strings(inputs.options),
      "choice": [
        "only": .strings(inputs.choice.only), "skip": .strings(inputs.choice.skip),
        "resource": .strings(inputs.choice.resource),
      ],
      "steps": .array(plan.steps.map(\.planned)),
      "findings": .array(plan.findings.sorted { $0.key < $1.key }.map(\.value.planned)),
      "left": .array(
        plan.refusals.map { ["finding": $0.finding.planned, "reason": .string($0.reason)] }),
      "then": .strings(aftercare),
    ]
  }

  /// Reads a plan.
  ///
  /// - Throws: ``SavedPlanError`` where the document is none, or one of a version that this tool does not know, or where
  ///   it is not what was written.
  public init(document: JSONValue) throws(SavedPlanError) {
    guard let members = document.object, document["kind"] == "audit plan" else {
      throw SavedPlanError("This is no plan: `audit fix --dry-run -o FILE` writes one.")
    }
    guard document["schemaVersion"].string == Self.schemaVersion else {
      throw SavedPlanError("This plan has another format than this version of audit reads: make it again.")
    }
    let content = JSONObject(members.filter { $0.name != "digest" }.map { ($0.name, $0.value) })
    guard document["digest"].string == Self.digest(of: .object(content)) else {
      throw SavedPlanError("This plan is not as it was written: its digest does not fit what it says. Make it again.")
    }
    func text(_ name: String) throws(SavedPlanError) -> String {
      guard let text = document[name].string else { throw SavedPlanError("The plan does not say \(name).") }
      return text
    }
    account = try text("account")
    readAt = try text("readAt")
    version = try text("version")
    let choice = document["choice"]
    inputs = Inputs(
      rules: try text("rules"), baselines: try text("baselines"), options: document["options"].texts,
      choice: Choice(only: choice["only"].texts, skip: choice["skip"].texts, resource: choice["resource"].texts))
    aftercare = document["then"].texts
    var plan = Plan()
    for step in document["steps"].array ?? [] { plan.steps.append(try Step(planned: step)) }
    for finding in document["findings"].array ?? [] {
      let finding = try Finding(planned: finding)
      plan.findings[finding.fingerprint] = finding
    }
    for left in document["left"].array ?? [] {
      plan.refusals.append(
        Plan.Refusal(finding: try Finding(planned: left["finding"]), reason: left["reason"].string ?? ""))
    }
    self.plan = plan
    // What this version does not know would not be shown, and not be done.
    guard digest == document["digest"].string else {
      throw SavedPlanError("The plan says something that this version of audit does not understand: make it again.")
    }
  }
}

/// Why a plan cannot be used.
public struct SavedPlanError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what to do, for a person.
  public let description: String

  init(_ description: String) { self.description = description }
}

// MARK: Whether it may be applied

extension SavedPlan {
  /// Makes sure that it is the plan that was reviewed, and made from the same rules and baselines a short while ago.
  ///
  /// - Parameters:
  ///   - inputs: The rules and baselines of now.
  ///   - pin: The digest that was reviewed; `nil` where nobody says.
  ///   - age: How many seconds ago its values were read; `nil` where it names no time.
  ///   - most: The most seconds that it may be old.
  /// - Throws: ``SavedPlanError`` where it is not.
  public func expect(
    _ inputs: Inputs, pin: String?, age: Double?, atMost most: Double
  ) throws(SavedPlanError) {
    if let pin, pin.lowercased() != digest {
      throw SavedPlanError("This is another plan than the one that is asked for: its digest is \(digest).")
    }
    // Clocks of two machines differ by a little.
    guard let age, age > -300 else {
      throw SavedPlanError("The plan does not say when it was made, or at a time that is yet to come. Make it again.")
    }
    if age > most {
      throw SavedPlanError("The values of this plan were read at \(readAt), which is too long ago. Make it again.")
    }
    if inputs.choice != self.inputs.choice {
      let own = self.inputs.choice.options
      throw SavedPlanError(
        "The plan was made with\(own.isEmpty ? "out that" : " \(own.joined(separator: " "))"), and a plan is applied "
          + "whole: leave \(inputs.choice.options.joined(separator: " ")) away, or make it again.")
    }
    if inputs.rules != self.inputs.rules {
      throw SavedPlanError(
        "The plan was made by other rules, or another configuration. Give it those, or make it again.")
    }
    if inputs.baselines != self.inputs.baselines {
      throw SavedPlanError(
        "The plan was made for other baselines, Terraform documents, templates or stacks. Give it those, or make it "
          + "again.")
    }
  }

  /// Makes sure that it is for an account.
  ///
  /// - Throws: ``SavedPlanError`` where it is for another one.
  public func expect(account: String) throws(SavedPlanError) {
    if self.account.isEmpty {
      throw SavedPlanError("The plan does not say for which account it is. Make it again, from the live estate.")
    }
    guard account == self.account else {
      throw SavedPlanError("The plan is for account \(self.account), and these credentials are of \(account).")
    }
  }
}

// MARK: Parts of the document

extension Step {
  fileprivate var planned: JSONValue {
    [
      "part": part.json, "changes": .array(changes.map(\.json)), "base": base.map(JSONValue.string) ?? .null,
      "after": .array(after.sorted { $0.description < $1.description }.map(\.json)),
      "findings": .strings(findings.sorted()), "shown": .strings(shown),
    ]
  }

  fileprivate init(planned json: JSONValue) throws(SavedPlanError) {
    let changes = (json["changes"].array ?? []).map(Change.init(json:))
    let after = (json["after"].array ?? []).map(Part.init(json:))
    guard let part = Part(json: json["part"]), part.definition != nil, !changes.contains(where: { $0 == nil }),
      !after.contains(where: { $0 == nil })
    else { throw SavedPlanError("A step of the plan cannot be understood: make it again.") }
    self.init(
      part, changes: changes.compactMap(\.self), base: json["base"].string, after: Set(after.compactMap(\.self)),
      findings: Set(json["findings"].texts))
    shown = json["shown"].texts
  }
}

extension Finding {
  /// Enough of it to say why a step is there.
  fileprivate var planned: JSONValue {
    [
      "fingerprint": .string(fingerprint), "rule": .string(rule), "title": .string(title),
      "severity": .string(severity.rawValue), "resource": resource.json, "place": place.json,
      "message": .string(message), "why": .string(why),
    ]
  }

  fileprivate init(planned json: JSONValue) throws(SavedPlanError) {
    guard let fingerprint = json["fingerprint"].string, let rule = json["rule"].string,
      let severity = json["severity"].string.flatMap(Severity.init), let place = DocumentPath(json: json["place"]),
      let resource = ResourceReference(json: json["resource"])
    else { throw SavedPlanError("A finding of the plan cannot be understood: make it again.") }
    self.init(
      fingerprint: fingerprint, rule: rule, title: json["title"].string ?? "", severity: severity, status: .fail,
      resource: resource, place: place, expected: .null, actual: .null, message: json["message"].string ?? "",
      why: json["why"].string ?? "", remediation: "", repair: .none, source: SourceMark(file: "", line: 0))
  }
}

extension JSONValue {
  fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  fileprivate var texts: [String] { (array ?? []).compactMap(\.string) }
}

extension PostApply {
  /// What is done, a sentence each.
  public var sentences: [String] {
    invalidations.map { plan in
      let cost =
        "\(plan.cost) path\(plan.cost == 1 ? "" : "s") (the first \(DistributionSchema.freePathsPerMonth) of a month are free)"
      let sentence = "Caches of \(plan.distribution) are emptied of \(cost): \(plan.paths.joined(separator: " "))."
      return ([sentence] + plan.remarks).joined(separator: " ")
    } + probes.map { "\($0.url) is asked until \($0.expectation) comes \($0.times) times in a row." }
  }
}
