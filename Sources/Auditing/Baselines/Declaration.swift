import Documents
import Estate
import Schema

/// What somebody declares of resources: how they are to be.
///
/// Baseline files, captured estates and Terraform documents all become declarations, and are judged alike.
public struct Declaration: Sendable, Equatable {
  /// The id that findings about declarations have in place of a rule's.
  public static let rule = "baseline"

  /// Which resources are meant. All that is given has to fit.
  public struct Selector: Sendable, Hashable {
    /// The kind.
    public var type: ResourceType
    /// The id, `*` and `?` as in file names.
    public var id: String?
    /// One of a distribution's aliases.
    public var alias: String?
    /// The name, where it is not the id: a policy's `Name`, a distribution's `Comment`.
    public var name: String?
    /// Tags, with patterns for their values.
    public var tags: [String: String]
    /// The region of a regional resource, `*` and `?` as in file names; `nil` for any.
    public var region: String?

    /// The resources of a kind that fit all of these.
    public init(
      _ type: ResourceType, id: String? = nil, alias: String? = nil, name: String? = nil, tags: [String: String] = [:],
      region: String? = nil
    ) {
      self.type = type
      self.id = id
      self.alias = alias
      self.name = name
      self.tags = tags
      self.region = region
    }
  }

  /// Which resources are meant.
  public var selector: Selector
  /// How they are to be: a partial document in the members' names, of which all has to be so.
  public var expect: JSONObject
  /// Places where nothing may be, such as `CacheBehaviors[/old/*]`.
  public var absent: [Place] = []
  /// Whether no such resource may exist.
  public var isAbsent = false
  /// Places in which nothing may be but what is declared and what AWS fills in; the root for the whole resource.
  public var only: [Place] = []
  /// What viewers have to be answered after a repair.
  public var probes: [Probe] = []
  /// What is taken out of a distribution's caches after a repair that changes what viewers get.
  public var invalidation: Invalidation?
  /// What the code does, where reading it does not tell.
  public var assumption: Assumption?
  /// Events, and what the function has to make of them.
  public var tests: [FunctionTest] = []
  /// How much drift matters, where the declaration says so.
  public var severity: Severity?
  /// Where it is written.
  public var source: SourceMark
  /// Where parts of `expect` are written, by their place in it.
  public var marks: [DocumentPath: SourceMark] = [:]
  /// What Terraform's state holds, where the declaration is of a plan.
  public var held: JSONObject?
  /// The address in Terraform, such as `module.site.aws_cloudfront_distribution.this["a"]`; empty elsewhere.
  public var address = ""
  /// The account that the resource is in, where that is declared; else empty.
  public var account = ""
  /// Why it cannot be told what is declared, beginning with a verb; empty where it can.
  public var doubt = ""

  /// A declaration that these resources are to be like this.
  public init(_ selector: Selector, expect: JSONObject, source: SourceMark) {
    self.selector = selector
    self.expect = expect
    self.source = source
  }
}
