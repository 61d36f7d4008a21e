import Documents
import Estate
import JMESPath
import Schema

/// One thing that has to hold on every resource of a kind: what is selected, what is expected of it, and what to say
/// where it does not hold.
public struct Rule: Sendable {
  /// A value that users may set.
  public struct Parameter: Sendable {
    /// Its name.
    public let name: String
    /// What it is where nobody sets it.
    public let defaultValue: JSONValue
    /// What it means, with its unit.
    public let description: String
    /// The smallest number that it takes; `nil` where it takes any, or is none.
    public let atLeast: Int?
  }

  /// What `audit fix` can do where the rule does not hold.
  public struct Repair: Sendable {
    /// Who decides that it is done.
    public enum Mode: String, Sendable, CaseIterable {
      /// Done under `fix --yes`.
      case auto
      /// Done only when named with `--only`.
      case asked
      /// There is no safe repair.
      case none
    }

    /// Who decides that it is done.
    public let mode: Mode
    /// What is done; `nil` where there is nothing.
    public let action: Action?
    /// On which of the elements that are judged there is a repair; `nil` for all.
    public let condition: JMESPath?
    /// Why the others are left to a person, and what that person can do; `nil` where there is nothing to say.
    public let otherwise: MessageTemplate?
    /// What is done, in one sentence; empty where nothing can be.
    public let summary: String
  }

  /// What a person can do where the rule does not hold.
  public struct Remediation: Sendable {
    /// What to do, in a sentence or two.
    public let recommendation: String
    /// The commands of the AWS CLI that do it; empty where none do.
    public let cli: String
    /// What to write in Terraform; empty where nothing helps there.
    public let terraform: String
  }

  /// One expectation of a rule; one object, as it is handed on for each resource.
  public final class Check: Sendable {
    /// What is judged: what this selects in the resource; of a list, each element.
    public let select: JMESPath
    /// The value that is judged, within each selected element.
    public let value: JMESPath
    /// The place within the element that a finding names; `nil` for that of the value, as far as it has one.
    public let path: DocumentPath?
    /// Where AWS is still at it, so that nobody can tell yet; `nil` for nowhere.
    public let transition: JMESPath?
    /// What is expected of it.
    public let predicate: Predicate
    /// What it is held against.
    public let operand: Operand
    /// What to say where it is not as expected.
    public let message: MessageTemplate
    /// What `audit fix` can do where it is not as expected; `nil` for what the rule says.
    public let repair: Repair?

    init(
      select: JMESPath, value: JMESPath, path: DocumentPath?, transition: JMESPath?, predicate: Predicate,
      operand: Operand, message: MessageTemplate, repair: Repair?
    ) {
      self.select = select
      self.value = value
      self.path = path
      self.transition = transition
      self.predicate = predicate
      self.operand = operand
      self.message = message
      self.repair = repair
    }
  }

  /// The stable id.
  public let id: String
  /// What holds, in a few words.
  public let title: String
  /// How much it matters.
  public internal(set) var severity: Severity
  /// The kinds of resource it is about.
  public let resources: [ResourceType]
  /// Whether it is evaluated where nobody asks for it by name.
  public internal(set) var isEnabled: Bool
  /// Which resources of these kinds it is about; `nil` for all.
  public let condition: JMESPath?
  /// What is expected; the rule holds where all of them do.
  public let checks: [Check]
  /// What users may set.
  public internal(set) var parameters: [Parameter]
  /// Why it matters.
  public let why: String
  /// How it breaks in the field, and what is then seen of it.
  public let symptoms: String
  /// What to do where it does not hold.
  public let remediation: Remediation
  /// Where to read on.
  public let references: [String]
  /// What `audit fix` can do.
  public let repair: Repair
  /// Where it is written.
  public let source: SourceMark
  /// Whether repairs may break it: it only says what is left over or behind.
  public let isBreakable: Bool
  /// Which members of the resource, and of those it is tied to, the rule reads.
  public let fieldUse: FieldUse
  /// Two documents of which this holds are judged alike.
  let sameReading: SameReading

  init(
    id: String, title: String, severity: Severity, resources: [ResourceType], isEnabled: Bool, condition: JMESPath?,
    checks: [Check], parameters: [Parameter], why: String, symptoms: String, remediation: Remediation,
    references: [String], repair: Repair, source: SourceMark, isBreakable: Bool = false
  ) {
    (self.id, self.title, self.severity, self.resources) = (id, title, severity, resources)
    (self.isEnabled, self.condition, self.checks, self.parameters) = (isEnabled, condition, checks, parameters)
    (self.why, self.symptoms, self.remediation, self.references) = (why, symptoms, remediation, references)
    (self.repair, self.source, self.isBreakable) = (repair, source, isBreakable)
    let judged = checks.reduce(condition?.fields(continuing: .itself) ?? .itself) { use, check in
      use.union(check.select.fields(continuing: check.judgedUse))
    }
    sameReading = SameReading(of: judged)
    fieldUse = checks.reduce(judged) { $0.union($1.fieldUse(repairedBy: $1.repair ?? repair)) }
  }
}

extension Rule {
  /// What has to be read so that it can be judged.
  public var needs: RequiredAttributes {
    let use = fieldUse
    return resources.reduce(into: RequiredAttributes()) { $0.formUnion(RequiredAttributes($1, reading: use)) }
  }
}

extension Rule.Check {
  /// What is read of each element that is selected, to see whether the check holds.
  fileprivate var judgedUse: FieldUse { value.fields.union(operand.fieldUse) }

  fileprivate func fieldUse(repairedBy repair: Rule.Repair) -> FieldUse {
    var use = judgedUse.union(message.fieldUse)
    if let transition { use = use.union(transition.fields(continuing: .itself)) }
    if let condition = repair.condition { use = use.union(condition.fields(continuing: .itself)) }
    if let otherwise = repair.otherwise { use = use.union(otherwise.fieldUse) }
    if case .set(let operand)? = repair.action { use = use.union(operand.fieldUse) }
    return select.fields(continuing: use)
  }
}

/// What a value is held against.
public indirect enum Operand: Sendable {
  /// A value written in the rule.
  case literal(JSONValue)
  /// The value of a parameter.
  case parameter(String)
  /// The value of an expression on the same element.
  case expression(JMESPath)
  /// A mapping of which some members are parameters or expressions.
  case parts([(name: String, operand: Operand)])
}

extension Operand {
  /// The members of the element that it reads.
  fileprivate var fieldUse: FieldUse {
    switch self {
    case .literal, .parameter: .itself
    case .expression(let expression): expression.fields
    case .parts(let parts): parts.reduce(.itself) { $0.union($1.operand.fieldUse) }
    }
  }

  /// The parameters that it names.
  var parameterNames: [String] {
    switch self {
    case .literal, .expression: []
    case .parameter(let name): [name]
    case .parts(let parts): parts.flatMap(\.operand.parameterNames)
    }
  }
}
