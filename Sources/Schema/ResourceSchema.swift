import Documents
import Synchronization

/// All that is known of one type of resource: the one place where it stands.
///
/// Each type has one in the folder `Resources`. Paths are dotted names of members from the resource's root, lists passed
/// through: `Origins.CustomHeaders`. A test holds that each leads somewhere, and that no list is left out.
public final class ResourceSchema: Sendable {
  /// The type.
  public let type: ResourceType
  /// How a resource is known.
  public let identity: Identity
  /// How Terraform calls the type, and knows a resource of it.
  public let terraform: TerraformNames
  /// How CloudFormation writes the type; `nil` where its templates are not read.
  public let cloudFormation: CloudFormationNames?
  /// The types of Terraform and CloudFormation that say part of a resource, by their names.
  public let partialTypes: [String: PartialType]
  /// The places that infrastructure as code sets as a whole, so that nothing may be there but what it sets.
  public let wholes: [String]
  /// Whether ids are unique only within a region.
  public let isRegional: Bool
  /// Whether all resources of the type are listed; of the others only those are known that something leads to.
  public let isListed: Bool
  /// Which of the others are listed all the same, by id and region; `nil` for none.
  public let listedOnes: (@Sendable (_ id: String, _ region: String) -> Bool)?
  /// How it is read where a list and a call for each are all there is to it; `nil` where a collector of its own does it.
  public let listing: Listing?
  /// What the API calls the stages of a function; `nil` for what has none.
  public let stages: FunctionStages?
  /// Which distributions have to do with resources of this type, by their members; where none has, nobody asks for any.
  /// `nil` for types that are always asked for.
  public let leads: (@Sendable (_ distribution: JSONObject) -> Bool)?
  /// Where it stands on the way of a request; `nil` for what only says how something is done.
  public let station: Station?
  /// Where the code stands that it runs, and the member that says its digest, where AWS says one.
  public let code: (places: [[String]], digest: String?)
  /// Whether a resource with these members is one that AWS made, the same in every account.
  public let isManaged: (@Sendable (_ members: JSONObject) -> Bool)?
  /// What can be read, the group first that says that a resource is there.
  public let groups: [AttributeGroup]
  /// The groups that have to be read before it is known which resources of this type there are.
  public let knownFrom: [AttributeGroup]
  /// Whether what leads to a resource does not show that it is there, so that one is known only once it has been read.
  public let isKnownOnceRead: Bool
  /// The events of CloudTrail that tell of its changes. Reading leaves none here, and what is written into a key value store
  /// is a data event.
  public let events: [ChangeEvent]
  /// The event of CloudTrail that tells that one is gone.
  public let removal: String
  /// The ties to other resources.
  public let relations: [Relation]
  /// By what the elements of each list are known, and whether their order means something.
  public let lists: [String: ListSemantics]
  /// The members that hold policy documents, which are compared by what they mean.
  public let policies: Set<String>
  /// The members that hold names which are the same in capitals and in small letters: of hosts (RFC 4343) and of HTTP
  /// headers (RFC 9110, section 5.1), which AWS answers as they were written, and words of AWS that it answers otherwise.
  public let caseless: Set<String>
  /// The values that stand where nobody said anything.
  public let defaults: [String: DefaultValue]
  /// Those of them that hang on other members, as the service's model documents them.
  public let dependentDefaults: [String: DependentDefault]
  /// The members whose values are never kept; of an object, each value.
  public let secrets: Set<String>
  /// The members that AWS sets and nobody else: identity, state, times, and what other resources say.
  public let assigned: Set<String>
  /// The members of those in which AWS says how a resource fares.
  public let states: [String: State]
  /// The lists of those that grow by what somebody does: versions that are published.
  public let published: Set<String>
  /// The structures in which AWS answers an `Error` where it could not read the rest for whoever asks, each with the
  /// operation that it was not allowed.
  public let refusals: [String: String]
  /// The structures that go as a whole, as another one takes their place: of an origin CloudFront wants one kind.
  public let exchanged: Set<String>
  /// Members of one structure of which AWS takes one, in groups.
  public let alternatives: [[String]]
  /// What members of one structure ask of each other, by the structure.
  public let dependencies: [String: [MemberDependency]]
  /// What changes with a member, by its path.
  public let companions: [String: [Companion]]
  /// The members that AWS takes only together, or not beside each other: the path of each, and of the one that stands for
  /// all of them.
  let together: [String: [String]]
  /// What AWS does not take of structures, beyond what their members ask of each other by name.
  public let constraints: [Constraint]
  /// The texts that a service took once and takes no more, by the member: why not, on a day.
  public let blockedValues: [String: @Sendable (_ text: String, _ day: CalendarDate) -> String?]
  /// The texts that have to be there, and are empty where nothing is set.
  public let emptied: Set<String>
  /// The numbers that members take, where a service takes no others.
  public let numbers: [String: [ClosedRange<Int>]]
  /// How many elements a list has that is there, or how many characters a text, where a service takes no other number.
  public let lengths: [String: ClosedRange<Int>]
  /// What can be written.
  public let parts: [WritablePart]
  /// The member of a structure that shows that the structure sets something by being there, whatever its members say.
  public let settingMember: String?
  /// Whether it is written as one document, in which nothing is the same as `false`.
  public let isDocument: Bool
  /// The members that a group or a relation brings by name, as dotted paths; all others come with the group that names none.
  public let namedMembers: Set<String>
  /// The paths of ``secrets``, each as the names of its members.
  public let secretPaths: [[String]]
  /// The schema as a tree, made where somebody asks first.
  let compiled = Mutex<SchemaNode?>(nil)

  /// What is known of a type; what is left out is not so, or not there.
  init(
    _ type: ResourceType, identity: Identity, terraform: TerraformNames, cloudFormation: CloudFormationNames? = nil,
    partialTypes: [String: PartialType] = [:], wholes: [String] = [], isRegional: Bool = false,
    isListed: Bool = true, listedOnes: (@Sendable (String, String) -> Bool)? = nil, isDocument: Bool = false,
    listing: Listing? = nil, stages: FunctionStages? = nil,
    leads: (@Sendable (JSONObject) -> Bool)? = nil,
    station: Station? = nil, code: (places: [[String]], digest: String?) = ([], nil),
    isManaged: (@Sendable (JSONObject) -> Bool)? = nil,
    groups: [AttributeGroup], knownFrom: [AttributeGroup], isKnownOnceRead: Bool = false, events: [ChangeEvent],
    removal: String,
    relations: [Relation] = [],
    lists: [String: ListSemantics] = [:], policies: Set<String> = [], caseless: Set<String> = [],
    defaults: [String: DefaultValue] = [:], dependentDefaults: [String: DependentDefault] = [:],
    secrets: Set<String> = [], assigned: Set<String> = [],
    states: [String: State] = [:], published: Set<String> = [],
    refusals: [String: String] = [:],
    exchanged: Set<String> = [], alternatives: [[String]] = [],
    dependencies: [String: [MemberDependency]] = [:], companions: [String: [Companion]] = [:],
    constraints: [Constraint] = [],
    blockedValues: [String: @Sendable (_ text: String, _ day: CalendarDate) -> String?] = [:],
    emptied: Set<String> = [],
    numbers: [String: [ClosedRange<Int>]] = [:], lengths: [String: ClosedRange<Int>] = [:],
    parts: [WritablePart] = [], settingMember: String? = nil
  ) {
    self.type = type
    self.identity = identity
    self.terraform = terraform
    self.cloudFormation = cloudFormation
    self.partialTypes = partialTypes
    self.wholes = wholes
    self.isRegional = isRegional
    self.isListed = isListed
    self.isDocument = isDocument
    self.listedOnes = listedOnes
    self.station = station
    self.code = code
    self.isManaged = isManaged
    self.settingMember = settingMember
    self.listing = listing
    self.stages = stages
    self.leads = leads
    self.groups = groups
    self.knownFrom = knownFrom
    self.isKnownOnceRead = isKnownOnceRead
    self.events = events
    self.removal = removal
    self.relations = relations
    namedMembers = Set(groups.flatMap(\.members)).union(relations.lazy.filter(\.path.isEmpty).map(\.name))
    self.lists = lists
    self.policies = policies
    self.caseless = caseless
    self.defaults = defaults
    self.dependentDefaults = dependentDefaults
    self.secrets = secrets
    secretPaths = secrets.sorted().map { $0.split(separator: ".").map(String.init) }
    self.assigned = assigned
    self.states = states
    self.published = published
    self.refusals = refusals
    self.exchanged = exchanged
    self.alternatives = alternatives
    self.dependencies = dependencies
    self.companions = companions
    together = Self.together(companions, dependencies)
    self.constraints = constraints
    self.blockedValues = blockedValues
    self.emptied = emptied
    self.numbers = numbers
    self.lengths = lengths
    self.parts = parts
  }
}

extension ResourceSchema {
  /// Whether AWS sets what stands at a place, or what is around it, and nobody else.
  ///
  /// - Parameter names: The names of the members that lead there, lists passed through.
  public func isAssigned(_ names: [String]) -> Bool {
    names.indices.contains { self[Array(names[...$0])].isAssigned }
  }

  /// How AWS says in a member that something failed.
  public struct State: Sendable {
    /// What it says where nothing is wrong, or is not over yet.
    public let usual: Set<String>
    /// The member beside it that says why.
    public let reason: String?

    init(_ usual: String..., reason: String? = nil) {
      self.usual = Set(usual)
      self.reason = reason
    }

    /// Of what CloudFront deploys to its edges.
    static let deployment = State("Deployed", "InProgress")
  }

  /// How a resource is known.
  public struct Identity: Sendable {
    /// The members that make up the id, with colons between them.
    public let id: [String]
    /// The member that is its ARN, where it has one.
    public let arn: String?
    /// The members that lead to what people call it.
    public let name: [String]
    /// The members that lead to the names of hosts under which viewers know it, lists passed through.
    public let domains: [String]
    /// What its ARN looks like behind the partition: `logs:{region}:{account}:log-group:{id}`.
    let form: String

    init(id: [String], arn: String? = nil, name: [String], domains: [String] = [], form: String) {
      self.id = id
      self.arn = arn
      self.name = name
      self.domains = domains
      self.form = form
    }

    /// The ARN of a resource by its id.
    public func arn(_ id: String, region: String, account: String) -> String {
      let parts = [("{region}", region), ("{account}", account), ("{id}", id)]
      return parts.reduce("arn:aws:\(form)") { $0.replacing($1.0, with: $1.1) }
    }

    /// What people call a resource; null where they call it nothing.
    public func name(in properties: JSONValue) -> JSONValue { name.reduce(properties) { $0[$1] } }

    /// The members that id and ARN say already.
    public func members(id: String, arn: String) -> JSONObject {
      // An id of several parts has its colons between them; one that has more of them in its parts is none.
      let parts = self.id.count == 1 ? [id] : id.split(separator: ":").map(String.init)
      var members = JSONObject(zip(self.id, parts).map { ($0, .string($1)) })
      if let member = self.arn { members[member] = .string(arn) }
      return members
    }
  }

  /// Whether there may be resources of the type though no distribution leads to any; a tenant is one of a distribution.
  public var isOfItsOwn: Bool { leads != nil && type != .distributionTenant }

  /// How Terraform's AWS provider calls a type, and by which attributes it knows a resource.
  public struct TerraformNames: Sendable {
    /// The type: `aws_cloudfront_distribution`.
    public let type: String
    /// The attributes of which the first that is set is the id.
    public let id: [String]
    /// The attribute that lists aliases; a resource that is not made yet has no id.
    public let aliases: String?
    /// The attribute that is its name beside an id that AWS gives.
    public let name: String?

    init(_ type: String, id: [String], aliases: String? = nil, name: String? = nil) {
      self.type = type
      self.id = id
      self.aliases = aliases
      self.name = name
    }
  }

  /// The stations on the way of a request, from viewers on.
  public enum Station: Int, Sendable {
    /// What viewers come to, before the distribution that serves them.
    case entry
    /// The distribution.
    case distribution
    /// Its behaviours, one of which a request falls under.
    case behavior
    /// What a behaviour calls, and where it reads from.
    case edge
    /// What that in turn leans on.
    case support
    /// Where it is told of.
    case log
  }

  /// A list of resources, and how the other groups ask for each of them.
  public struct Listing: Sendable {
    /// The input member that takes the id in the calls of all other groups, whose answers are one structure each.
    let identifier: String

    /// The input that asks for one resource.
    public func input(_ id: String) -> JSONObject { [identifier: .string(id)] }
  }

  /// The group that says that a resource is there.
  public var existence: AttributeGroup? { groups.first }

  /// The part that a member belongs to; `nil` where nothing can be written: what AWS says by itself, and what an API has
  /// no call for.
  ///
  /// - Parameter path: The names of members that lead there, lists passed through.
  public func part(holding path: [String]) -> WritablePart? {
    func holds(_ members: [String]) -> Bool {
      members.contains { path.starts(with: $0.split(separator: ".").map(String.init)) }
    }
    return parts.first { holds($0.members) && !holds($0.excluded) }
  }
}
