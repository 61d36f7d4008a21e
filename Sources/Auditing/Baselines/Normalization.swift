import Documents
import Estate
import Schema

/// What AWS says of a resource beside what somebody set: identity, state and times, and the values it fills in.
struct Normalization: Sendable {
  let type: ResourceType
  /// The resource, as far as it was read: some values hang on others.
  private let members: JSONValue
  /// Whether only those values count that AWS documents.
  private let onlyProven: Bool

  /// What AWS fills in for a kind of resource.
  ///
  /// - Parameters:
  ///   - members: Those of the resource, as far as they were read.
  ///   - onlyProven: Whether only those values count that AWS documents: what a repair may put back though nobody declares
  ///     it.
  init(_ type: ResourceType, in members: JSONValue = .null, onlyProven: Bool = false) {
    self.type = type
    self.members = members
    self.onlyProven = onlyProven
  }

  /// Whether a value at a place is one that AWS fills in by itself.
  func contains(_ value: JSONValue, at path: DocumentPath) -> Bool {
    if ignores(path) { return true }
    if let setting = type.schema.settingMember, !value[setting].isNull { return false }
    let node = type.schema[path.memberNames]
    if let known = defaultValue(at: path.memberNames) {
      if known.value == value { return known.isProven || !onlyProven }
      // Where the value is true unless somebody says otherwise, somebody has said false.
      if value == false { return false }
    }
    if node.isSwitch { return value.isNull }
    if value.isEmpty(in: .answers) { return true }
    return value.object.map { object in
      object.allSatisfy { contains($0.value, at: path.appending(.member($0.name))) }
    } ?? false
  }

  /// The value that AWS fills in at a place; `nil` where none is known.
  func filledIn(at place: DocumentPath) -> JSONValue? {
    guard case .member? = place.steps.last else { return nil }
    return defaultValue(at: place.memberNames)?.value
  }

  private func defaultValue(at names: [String]) -> DefaultValue? { type.schema.defaultValue(at: names, in: members) }

  /// The value that undoes a difference: what is declared; and for what is not, nothing, or the value of which AWS says
  /// that it holds where none is set, since not each of its calls fills it in.
  ///
  /// - Throws: ``Unrestorable`` where a value would have to be made up: the service wants one, and it is neither declared
  ///   nor documented.
  func restoring(_ difference: Difference) throws(Unrestorable) -> JSONValue {
    guard difference.expected.isNull, case .member? = difference.place.steps.last else { return difference.expected }
    let names = difference.place.memberNames
    // Whether another one takes its place is seen when all that is to be done is known.
    if isExchanged(names) { return .null }
    let node = type.schema[names]
    let value = try filling(difference.actual, of: node, at: difference.place)
    // A switch that is turned off goes with its structure; by itself it says whether a site is served, or how.
    let isMadeUp = value == false && defaultValue(at: names) == nil && (node.isRequired || names.count == 1)
    if isDocument, isMadeUp || value.isNull && node.isRequired {
      let missing = node.isRequired ? [difference.place.lastMember] : []
      throw Unrestorable(
        place: difference.place, structure: DocumentPath(difference.place.steps.dropLast()), missing: missing)
    }
    return value
  }

  private func filling(_ value: JSONValue, of node: SchemaNode, at place: DocumentPath) throws(Unrestorable)
    -> JSONValue
  {
    if let known = defaultValue(at: node.path) {
      guard known.isProven else { throw Unrestorable(place: place, structure: place, missing: []) }
      return known.value
    }
    if type.schema.emptied.contains(node.path.joined(separator: ".")) { return "" }
    switch value {
    case .bool where isDocument: return false
    case .object(let object) where isDocument && type.schema.settingMember == nil:
      var filled: [(String, JSONValue)] = []
      for member in object {
        let value = try filling(member.value, of: node.member(member.name), at: place.member(member.name))
        if !value.isNull { filled.append((member.name, value)) }
      }
      if filled.isEmpty { return .null }
      let missing = node.requiredMembers.filter { name in !filled.contains { $0.0 == name } }
      if !missing.isEmpty { throw Unrestorable(place: place, structure: place, missing: missing) }
      return .object(JSONObject(filled))
    default: return .null
    }
  }

  /// That what was not declared cannot be taken away without making a value up.
  struct Unrestorable: Error {
    /// What cannot be taken away.
    let place: DocumentPath
    /// The structure that would not be whole.
    let structure: DocumentPath
    /// The members that AWS wants in it; none where AWS has a value of its own that it does not document.
    let missing: [String]

    /// Why, and what a person can do.
    var reason: String {
      let why =
        missing.isEmpty
        ? "No document of AWS says which value of \(place) holds where none is set"
        : "AWS has no value that turns \(place) off: \(structure.steps.isEmpty ? "the resource" : "\(structure)") has to have "
          + missing.joined(separator: ", ")
      return "\(why), and nothing is written that was neither read nor declared. "
        + "Declare \(place), or change it by hand."
    }
  }

  /// Whether a structure goes as a whole, as another one takes its place.
  func isExchanged(_ names: [String]) -> Bool { type.schema.exchanged.contains(names.joined(separator: ".")) }

  /// Whether a place says nothing, and AWS does not take what is around it without that: of a document `false`, of an
  /// element an empty text.
  func isWanted(_ value: JSONValue, at path: DocumentPath) -> Bool {
    let isInElement = path.steps.contains { if case .index = $0 { true } else { false } }
    guard value == false && isDocument && path.steps.count > 1 || value == "" && isInElement else { return false }
    return !ignores(path) && type.schema[path.memberNames].isRequired
  }

  /// Whether it is written as one document, where nothing is the same as `false`.
  private var isDocument: Bool { type.schema.isDocument }

  /// Whether a place holds nothing that anybody sets: identity, state, times, and what other resources say.
  func ignores(_ path: DocumentPath) -> Bool { type.schema[path.memberNames].isAssigned }

  /// Every member that somebody may set.
  var fieldUse: FieldUse {
    let groups = type.schema.groups.flatMap(\.members).compactMap { $0.split(separator: ".").first.map(String.init) }
    // Whatever no group names comes from the one that names nothing.
    let members = Set(groups + (type.schema.groups.contains { $0.members.isEmpty } ? ["*"] : []))
      .subtracting(type.schema.assigned)
    return FieldUse(members: Dictionary(uniqueKeysWithValues: members.map { ($0, .whole) }))
  }
}
