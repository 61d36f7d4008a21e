import Documents
import Estate
import Foundation
import Schema

/// The outcome of an audit: what every report format is written from.
public struct AuditReport: Sendable {
  /// The run itself.
  public struct Run: Sendable {
    /// A UUID.
    public var id: String
    /// The version of this tool.
    public var version: String
    /// When collecting began.
    public var startedAt: Date
    /// When the last verdict stood.
    public var finishedAt: Date
    /// The accounts that were read.
    public var accounts: [String]
    /// The regions that were read.
    public var regions: [String]
    /// How many resources were read.
    public var resources: Int
    /// How many rules were evaluated.
    public var rules: Int
    /// How many declarations were.
    public var declarations = 0
    /// How many calls each operation took, attempts that were retried not counted.
    public var callsByOperation: [String: Int]
    /// How many attempts were retried.
    public var retries: Int
    /// When the snapshot was finished that was judged; `nil` where it was the live estate.
    public var snapshot: Date?
    /// What came out of a state; `nil` where there was none.
    public var state: StateUse?

    /// What is to be said of where facts come from, or why they do not, in sentences.
    public var remarks: [String] = []
    /// The part of an audit that it is; `nil` where it is all of it.
    public var shard: Shard?
    /// The digest of how accounts were spread over the parts, where their costs decided; empty where a hash did.
    public var spread = ""
    /// The digest of what was asked, which is the same for all parts of one audit: rules, configuration, what baselines
    /// mean, and what it was narrowed to; behind ``newOnly`` where only what is new is told. Empty where nobody says.
    public var asked = ""
    /// What ``asked`` begins with where only what is new is told, so that a later report takes the place of no earlier one.
    public static let newOnly = "new-"
    /// The digest of the accounts that are spread over the parts of an audit; empty where it is of one account, or no part.
    public var accountList = ""
    /// What only all parts of an audit together can say.
    public var pending = Pending()
    /// What people call the accounts, by number, where it is known.
    public var accountNames: [String: String] = [:]

    /// What only all parts of an audit together can say: it counts where each of them says it.
    public struct Pending: Sendable, Hashable {
      /// Patterns for resources that fit nothing here.
      public var unfit: [UnfitPattern] = []
      /// Waivers and overrides that fit nothing here.
      public var idle: [Warning] = []

      /// Nothing.
      public init() {}
    }

    /// How much was not read again, because it was known to be unchanged.
    public struct StateUse: Sendable, Hashable {
      /// How many parts of resources.
      public var taken: Int
      /// When the oldest of them was read, by the service's clock.
      public var oldest: Date?

      /// So many parts, of which the oldest was read then.
      public init(taken: Int, oldest: Date?) {
        self.taken = taken
        self.oldest = oldest
      }
    }

    /// A run of these parts.
    public init(
      id: String, version: String, startedAt: Date, finishedAt: Date, accounts: [String], regions: [String],
      resources: Int, rules: Int, callsByOperation: [String: Int], retries: Int
    ) {
      self.id = id
      self.version = version
      self.startedAt = startedAt
      self.finishedAt = finishedAt
      self.accounts = accounts
      self.regions = regions
      self.resources = resources
      self.rules = rules
      self.callsByOperation = callsByOperation
      self.retries = retries
    }
  }

  /// A rule that was evaluated.
  public struct EvaluatedRule: Sendable {
    /// The rule as it is written.
    public var rule: Rule
    /// How much it matters, by the configuration.
    public var severity: Severity
    /// On how many resources it held.
    public var passes: Int

    /// A rule with these facts.
    public init(rule: Rule, severity: Severity, passes: Int) {
      self.rule = rule
      self.severity = severity
      self.passes = passes
    }
  }

  /// A part of the estate that could not be read.
  public struct Failure: Sendable, Hashable {
    /// `cloudfront:GetDistributionConfig`.
    public var operation: String
    /// What was asked for; `*` in its id where it was a list.
    public var resource: ResourceReference
    /// The error code.
    public var code: String
    /// What happened, for a person, with the request id where there is one.
    public var message: String
    /// What to do about it.
    public var advice: String
    /// The rules that could not be judged because of it, sorted.
    public var unjudgedRules: [String]

    /// A failure of these parts.
    public init(
      operation: String, resource: ResourceReference, code: String, message: String, advice: String,
      unjudgedRules: [String]
    ) {
      self.operation = operation
      self.resource = resource
      self.code = code
      self.message = message
      self.advice = advice
      self.unjudgedRules = unjudgedRules
    }
  }

  /// What people call a resource: its first alias or domain, else its comment or name; its id where it is not known.
  public func name(of resource: ResourceReference) -> String {
    names[resource.identity] ?? stored?.name(of: resource.identity) ?? resource.id
  }

  /// All findings, wherever they are held.
  public var allFindings: FindingList { FindingList(self) }

  /// Whether everything was read that a verdict needed. What was read and is undecided is no part that is missing.
  public var isComplete: Bool {
    failures.isEmpty && !allFindings.summary.contains { $0.status == .unknown && !$0.isUndecided }
  }

  /// Something that a person should look at and that does not change what the audit says.
  public struct Warning: Sendable, Hashable {
    /// What it is and what to do, in a sentence or two.
    public var message: String
    /// Where it is written.
    public var source: SourceMark

    /// A warning of these parts.
    public init(message: String, source: SourceMark) {
      self.message = message
      self.source = source
    }
  }

  /// Something that was not compared, not mapped or not judged.
  public struct Note: Sendable, Hashable {
    /// What it is of: an address, a type, a resource; empty where it is the whole file.
    public var subject: String
    /// Why it is not, beginning with a verb.
    public var reason: String
    /// Where it is written; `nil` where no file says it, as of what is read and not judged.
    public var source: SourceMark?

    /// A note of these parts.
    public init(_ subject: String, _ reason: String, source: SourceMark?) {
      self.subject = subject
      self.reason = reason
      self.source = source
    }

    /// `module.edge.aws_iam_role.a: Description is sensitive`, in one line.
    public var message: String { subject.isEmpty ? reason : "\(subject) \(reason)" }
  }

  /// What was known to be wrong after a run.
  public struct TrendPoint: Sendable, Hashable {
    /// When the run had read the estate.
    public var time: Date
    /// The failing findings by severity.
    public var bySeverity: [Severity: Int]

    /// What was wrong then.
    public init(time: Date, bySeverity: [Severity: Int]) {
      self.time = time
      self.bySeverity = bySeverity
    }
  }

  /// The run itself.
  public var run: Run
  /// The rules that were evaluated, in the order in which they are written.
  public var rules: [EvaluatedRule]
  /// The findings, worst first, then by resource; none where they are stored.
  public var findings: [Finding]
  /// The findings, where there are too many to be held; `nil` where they are not.
  public var stored: (any StoredFindings)?
  /// How many times a rule held on a resource.
  public var passes: Int
  /// How many times in each account; empty where there is no more than one.
  public var passesByAccount: [String: Int] = [:]
  /// How many failing findings were left out, because they were known before.
  public var leftOut = 0
  /// What could not be read.
  public var failures: [Failure]
  /// What a person should look at besides.
  public var warnings: [Warning]
  /// What was not compared, not mapped or not judged, and why.
  public var notes: [Note] = []
  /// What people call the resources that something was found on, where it is known.
  public var names: [ResourceIdentity: String] = [:]
  /// What was read, for a map; `nil` where nobody draws one.
  public var estate: Estate?
  /// The runs that a state knows, this one included, oldest first.
  public var trend: [TrendPoint] = []

  /// A report of these parts.
  public init(
    run: Run, rules: [EvaluatedRule] = [], findings: [Finding], passes: Int, failures: [Failure],
    warnings: [Warning] = []
  ) {
    self.run = run
    self.rules = rules
    self.findings = findings
    self.passes = passes
    self.failures = failures
    self.warnings = warnings
  }
}
