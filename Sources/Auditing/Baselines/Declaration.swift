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
  public var absent: [DocumentPath] = []
  /// Whether no such resource may exist.
  public var isAbsent = false
  /// Places in which nothing may be but what is declared and what AWS fills in; the root for the whole resource.
  public var only: [DocumentPath] = []
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
  /// What a plan of Terraform starts from; `nil` where the declaration is of no plan.
  public var prior: Prior?
  /// The address in Terraform, such as `module.site.aws_cloudfront_distribution.this["a"]`; empty elsewhere.
  public var address = ""
  /// The addresses of other Terraform resources that declare part of it, by the place.
  public var addresses: [DocumentPath: String] = [:]
  /// Whether the resource is in one region, and nothing says in which.
  public var saysNoRegion = false
  /// Places of which what is declared, and what is there, is compared and never shown.
  public var concealed: [DocumentPath] = []
  /// Places of which it cannot be told what is declared, each with why, beginning with a verb.
  public var doubts: [DocumentPath: String] = [:]
  /// What stands at places of which nothing is declared, because what made the resource fills it in; by the names of the
  /// members that lead there.
  public var filledIn: [String: ResourceSchema.CloudFormationNames.Default] = [:]
  /// Places of which something is declared, and not known what: what is there is not compared.
  public var open: [DocumentPath] = []
  /// Places of which what was read says nothing, not even that nothing is there: what is there is no drift.
  public var unsaid: [DocumentPath] = []
  /// The account that the resource is in, where that is declared; else empty.
  public var account = ""
  /// The document that was given, of which the file is a part, as a template is of a folder; else empty.
  public var document = ""
  /// Which accounts the file is for, where it says so.
  public var accounts = AccountPatterns()
  /// Why it cannot be told what is declared, beginning with a verb; empty where it can.
  public var doubt = ""

  /// What Terraform's state holds of a resource, where a plan starts from it.
  public struct Prior: Sendable, Equatable {
    /// Whether the state has the resource.
    public var exists = false
    /// How the resource is, by the state.
    public var expect: JSONObject = [:]
    /// Places where nothing is, by the state.
    public var absent: [DocumentPath] = []

    /// A resource that the state does not have.
    public init() {}

    /// A resource that the state has like this.
    public init(expect: JSONObject, absent: [DocumentPath] = []) {
      (self.expect, self.absent, exists) = (expect, absent, true)
    }
  }

  /// A declaration that these resources are to be like this.
  public init(_ selector: Selector, expect: JSONObject, source: SourceMark) {
    self.selector = selector
    self.expect = expect
    self.source = source
  }

  /// The address of the Terraform resource that declares what is at a place; empty where none does.
  public func address(at place: DocumentPath) -> String {
    let nearest = addresses.keys.filter { $0.contains(place) }.max { $0.steps.count < $1.steps.count }
    return nearest.flatMap { addresses[$0] } ?? address
  }

  /// Whether it says what is to be at a place; at the root, that there is to be such a resource, or none.
  func judges(_ place: DocumentPath) -> Bool {
    if isLeftOpen(place) || unsaid.contains(where: { $0.contains(place) }) { return false }
    return (absent + only).contains { $0.contains(place) }
      || !JSONValue.object(expect)[place, of: selector.type.schema.root].isNull
  }

  /// Whether anything may be at a place: nothing is declared of it, or it is in a list of which only a part is known.
  private func isLeftOpen(_ place: DocumentPath) -> Bool {
    let (document, root) = (JSONValue.object(expect), selector.type.schema.root)
    return open.contains { open in
      open.contains(place) && (document[open, of: root].array != nil || document[place, of: root].isNull)
    }
  }

  /// Whether what is at a place must not be shown.
  func conceals(_ place: DocumentPath) -> Bool {
    concealed.contains { $0.contains(place) || place.contains($0) }
  }

  /// Whether a difference is none: it is what was filled in where nothing is declared, or where it is not known what is.
  func allows(_ difference: Difference) -> Bool {
    if isLeftOpen(difference.place) { return true }
    if difference.change == .extra, unsaid.contains(where: { $0.contains(difference.place) }) { return true }
    guard difference.change == .extra, let filled = filledIn[difference.place.memberNames.joined(separator: ".")] else {
      return false
    }
    return filled.value.map { difference.actual.means($0, as: selector.type.schema.root[difference.place]) } ?? true
  }

  /// This declaration as a file can hold it: with what is filled in written out, and open where nobody knows what that is.
  public var writable: Declaration {
    var declaration = self
    let schema = selector.type.schema.root
    for (path, filled) in filledIn.sorted(by: { $0.key < $1.key }) {
      let names = path.split(separator: ".").map(String.init)
      guard only.contains(DocumentPath(names[0])), let value = declaration.expect[names[0]] else { continue }
      if let known = filled.value {
        declaration.expect[names[0]] = value.fillingIn(known, beside: filled.beside, at: names.dropFirst())
      } else {
        declaration.open += JSONValue.object(expect).places(without: names[...], beside: filled.beside)
          .map { $0.named(in: .object(expect), of: schema) }.filter { place in !open.contains { $0.contains(place) } }
      }
    }
    declaration.filledIn = [:]
    return declaration
  }

  /// This declaration without what must not be shown.
  public var disclosed: Declaration {
    if concealed.isEmpty { return self }
    var declaration = self
    declaration.expect = concealed.reduce(into: expect) { $0.remove($1.memberNames[...]) }
    declaration.only.removeAll(where: conceals)
    declaration.concealed = []
    return declaration
  }
}

extension JSONObject {
  fileprivate mutating func remove(_ path: ArraySlice<String>) {
    guard let name = path.first, let value = self[name] else { return }
    if path.count == 1 {
      self[name] = nil
    } else if var inner = value.object {
      inner.remove(path.dropFirst())
      self[name] = .object(inner)
    }
  }
}

extension JSONValue {
  /// This value with another one at a place where there is none, in each element of the lists on the way there that has a
  /// member beside it.
  fileprivate func fillingIn(_ filled: JSONValue, beside: String?, at names: ArraySlice<String>) -> JSONValue {
    if let elements = array { return .array(elements.map { $0.fillingIn(filled, beside: beside, at: names) }) }
    guard var object, let name = names.first else { return self }
    if names.count > 1 {
      guard let value = object[name] else { return self }
      object[name] = value.fillingIn(filled, beside: beside, at: names.dropFirst())
    } else if object[name] == nil, beside.map({ object[$0] != nil }) ?? true {
      object[name] = filled
    }
    return .object(object)
  }

  /// The places of that name where nothing stands, elements of lists by their numbers.
  fileprivate func places(
    without names: ArraySlice<String>, beside: String?, at place: DocumentPath = DocumentPath()
  ) -> [DocumentPath] {
    if let elements = array {
      return elements.enumerated().flatMap {
        $1.places(without: names, beside: beside, at: place.appending(.index($0)))
      }
    }
    guard let object, let name = names.first else { return [] }
    if let value = object[name] {
      return names.count > 1 ? value.places(without: names.dropFirst(), beside: beside, at: place.member(name)) : []
    }
    return names.count == 1 && beside.map { object[$0] != nil } ?? true ? [place.member(name)] : []
  }
}
