import AWSCore
import Documents

/// A part of a resource that is written as one: what one kind of call replaces, as an ``AttributeGroup`` is what one
/// brings.
public struct WritablePart: Sendable {
  /// The names of parts, which journals keep. Each has a writer in the room `Repairing`.
  public enum Name: String, Sendable, CaseIterable {
    /// A document of CloudFront, which goes back whole.
    case configuration
    /// The two stages of a function of viewer events or connections: DEVELOPMENT is written and then published.
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
    /// What becomes of events that a Lambda function could not be called for.
    case eventInvokeConfig
    /// The settings of a Lambda function's `$LATEST`.
    case lambdaConfiguration
    /// A version of a Lambda function, published with settings changed.
    case version
  }

  /// A document of CloudFront that is read and replaced.
  public struct Document: Sendable, Hashable {
    /// Its root element.
    public let root: String
    /// Whether an estate has its members by themselves, and not within one that is named as the root is.
    public let isBare: Bool
    /// The root of what is sent, where that is another one, with the part's members alone.
    public let request: String?

    init(root: String, isBare: Bool, request: String? = nil) {
      self.root = root
      self.isBare = isBare
      self.request = request
    }
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

  /// The name.
  public let name: Name
  /// What it is, for a person: `trust policy`.
  public let words: String
  /// The document that is replaced, for parts that are one.
  public let document: Document?
  /// The members of the resource that it holds; empty for a part that holds none, as a version that is published.
  public let members: [String]
  /// Members within those that it does not hold: what a managed policy says is not the role's.
  public let excluded: [String]
  /// The operations that read it before it is written.
  public let reads: [Operation]
  /// The operations that write it.
  public let writes: [Operation]
  /// The operations that take away the part, or an element of it that has a call of its own.
  public let removals: [Operation]
  /// What members are while nobody sets them: answers may say so or say nothing, and calls may want it said or left out.
  public let unset: [String: DefaultValue]
  /// Whether each element of it has a call of its own.
  public let isWrittenByElement: Bool
  /// Whether what changes in it is published, all of it at once.
  public let isPublished: Bool
  /// Whether CloudFront takes minutes until what changes in it is so everywhere, and edges ask others as before until then.
  public let isDeployed: Bool
  /// Whether writing it may end what a distribution does: read a bucket, run a function.
  public let mayShutOut: Bool
  /// The IAM actions that the writes need beside their own.
  public let alsoAllowed: [String]
  /// What writing it does to what is served, and how long that takes, for whoever has to agree to it.
  public let effect: String
  /// The same for taking it away, where that is another one.
  public let effectOfRemoval: String
  /// The member that says for how many days what the resource holds is kept; nothing there is for ever. What is older than a
  /// shorter time is deleted, and no undo brings it back.
  public let daysKept: String?
  /// What owns the setting at a place above the resource, so that writing it would be in vain, with what a person can do;
  /// `nil` for parts that nothing owns.
  public let owner: (@Sendable (_ members: JSONObject, _ place: DocumentPath) -> String?)?
  /// What to wait for until it serves everywhere; `nil` where it does at once.
  public let waiter: Waiter?

  init(
    _ name: Name, _ words: String, document: Document? = nil, of members: [String], except excluded: [String] = [],
    reads: [Operation], writes: [Operation], removals: [Operation] = [],
    unset: [String: DefaultValue] = [:], isWrittenByElement: Bool = false,
    isPublished: Bool = false, isDeployed: Bool = false, mayShutOut: Bool = false, alsoAllowed: [String] = [],
    effect: String, effectOfRemoval: String? = nil, daysKept: String? = nil,
    owner: (@Sendable (JSONObject, DocumentPath) -> String?)? = nil, waiter: Waiter? = nil
  ) {
    self.name = name
    self.words = words
    self.document = document
    self.members = members
    self.excluded = excluded
    self.reads = reads
    self.writes = writes
    self.removals = removals
    self.unset = unset
    self.isWrittenByElement = isWrittenByElement
    self.isPublished = isPublished
    (self.isDeployed, self.mayShutOut) = (isDeployed, mayShutOut)
    self.alsoAllowed = alsoAllowed
    self.effect = effect
    self.effectOfRemoval = effectOfRemoval ?? effect
    self.daysKept = daysKept
    self.owner = owner
    self.waiter = waiter
  }
}
