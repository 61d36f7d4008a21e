import AWSCore

/// A part of a resource that is written as one: what one kind of call replaces, as an ``AttributeGroup`` is what one
/// brings.
public struct WritablePart: Sendable {
  /// How a part is written; each has a writer in the room `Repairing`.
  public enum Writer: Sendable, Hashable {
    /// A document of CloudFront, which goes back whole.
    case document(Document)
    /// The two stages of a CloudFront function: DEVELOPMENT is written and then published.
    case stages
    /// The keys and values of a key value store.
    case items
    /// Who may assume a role.
    case trustPolicy
    /// The policies that are written in a role.
    case inlinePolicies
    /// The managed policies that a role names.
    case attachedPolicies
    /// The policy of a bucket.
    case bucketPolicy
    /// The four settings of a bucket.
    case publicAccessBlock
    /// How long a log group keeps its events.
    case retention
    /// Whom a log group feeds.
    case subscriptionFilters
    /// How many of a Lambda function may run at once.
    case reservedConcurrency
    /// The settings of a Lambda function's `$LATEST`.
    case lambdaConfiguration
    /// A version of a Lambda function, published with settings changed.
    case version
  }

  /// A document that is read and replaced.
  public struct Document: Sendable, Hashable {
    /// Its root element.
    public let root: String
    /// Whether an estate has its members by themselves, and not within one that is named as the root is.
    public let isBare: Bool
  }

  /// How AWS says that what was written serves everywhere.
  public struct Waiter: Sendable {
    /// The call that says it.
    public let operation: Operation
    /// The input member that takes the resource's id, and what else is asked for.
    public let input: (id: String, others: [String: String])
    /// Where the state stands in the answer.
    public let state: [String]
    /// The state in which it serves.
    public let done: @Sendable (String) -> Bool
    /// Whether a resource that is not there serves nowhere, and need not be waited for.
    public let mayBeAbsent: Bool
  }

  /// The name, which journals keep: `configuration`.
  public let name: String
  /// How it is written.
  public let writer: Writer
  /// The members of the resource that it holds; empty for a part that holds none, as a version that is published.
  public let members: [String]
  /// Members within those that it does not hold: what a managed policy says is not the role's.
  public let excluded: [String]
  /// The operations that read it before it is written.
  public let reads: [Operation]
  /// The operations that write it.
  public let writes: [Operation]
  /// The operations that only taking it back needs: what was not there before goes again.
  public let undoes: [Operation]
  /// The IAM actions that the writes need beside their own.
  public let alsoAllowed: [String]
  /// What writing it does to what is served, and how long that takes, for whoever has to agree to it.
  public let effect: String
  /// What to wait for until it serves everywhere; `nil` where it does at once.
  public let waiter: Waiter?

  init(
    _ name: String, _ writer: Writer, of members: [String], except excluded: [String] = [], reads: [Operation],
    writes: [Operation],
    undoes: [Operation] = [], alsoAllowed: [String] = [], effect: String, waiter: Waiter? = nil
  ) {
    self.name = name
    self.writer = writer
    self.members = members
    self.excluded = excluded
    self.reads = reads
    self.writes = writes
    self.undoes = undoes
    self.alsoAllowed = alsoAllowed
    self.effect = effect
    self.waiter = waiter
  }
}
