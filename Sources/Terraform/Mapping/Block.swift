import Auditing
import Documents
import Estate
import Foundation
import Schema

/// How the attributes of a Terraform block become members of a structure of the API.
struct Block: Sendable {
  /// How one attribute becomes one member; the member may be a dotted path.
  indirect enum Attribute: Sendable {
    /// A text or a boolean; what is not set becomes null, which is nothing.
    case value(String)
    /// A number; where it is not set, this one.
    case number(String, unset: Int? = nil)
    /// A number that the API writes as text, where 0 is none.
    case digits(String)
    /// A list of texts or numbers.
    case list(String)
    /// A list of texts in a block of its own: `[{"items": […]}]`.
    case items(String)
    /// A block, which Terraform writes as a list of one.
    case block(String, Block)
    /// A list of blocks.
    case blocks(String, Block)
    /// A list of blocks in a block of its own.
    case itemBlocks(String, Block)
    /// A policy document, as text.
    case policy(String)
    /// Tags, as a map.
    case tags(String)
    /// A map of which the values are secret.
    case secrets(String)
    /// A text that is secret: of it an estate knows only that it is there.
    case secret(String)
  }

  /// What becomes of a block.
  struct Result {
    var members: JSONObject = [:]
    /// Places where nothing may be.
    var absent: [DocumentPath] = []
    /// Places of which the document says nothing, not even that nothing is set there: it lacks the attribute.
    var unsaid: [DocumentPath] = []
    /// Structures that attributes say more of than is known here, each with the members that are known.
    var partlyKnown: [(place: DocumentPath, members: Set<String>)] = []
    /// Attributes that become no member, and why.
    var notes: [(attribute: String, reason: String)] = []
  }

  let attributes: [(name: String, attribute: Attribute)]
  /// Attributes that are no settings of the resource, or are said by others.
  let ignored: Set<String>
  /// Whether it says something by being there, whatever it says.
  let isSetting: Bool
  /// What follows from several attributes at once.
  let adjust: @Sendable (inout Result, JSONObject) -> Void

  init(
    _ attributes: [(String, Attribute)], ignoring ignored: Set<String> = [], isSetting: Bool = false,
    adjust: @escaping @Sendable (inout Result, JSONObject) -> Void = { _, _ in }
  ) {
    self.attributes = attributes.map { (name: $0, attribute: $1) }
    self.ignored = ignored
    self.isSetting = isSetting
    self.adjust = adjust
  }

  /// What is said of a secret.
  static let secrecy = "is a secret, of which is compared only that it is there"

  /// What a secret is in an estate.
  static let redacted = JSONValue.string(Redacted.mark)

  /// The place of the member that an attribute becomes.
  func place(of name: String) -> DocumentPath? {
    attributes.first { $0.name == name }.map { DocumentPath($0.attribute.member) }
  }

  /// What becomes of a block that stands at a path of the resource.
  func map(_ values: JSONObject, at path: String = "") -> Result {
    var result = Result()
    var known = ignored
    for (name, attribute) in attributes {
      known.insert(name)
      // An older provider does not know the attribute, so it says nothing of the member.
      guard let value = values[name] else {
        result.unsaid.append(DocumentPath(attribute.member))
        continue
      }
      attribute.map(value, at: path + name, into: &result)
    }
    let strange = values.filter { !known.contains($0.name) && !$0.value.isEmpty(in: .blocks) }
    for member in strange { result.notes.append((path + member.name, "has no counterpart in what audit reads")) }
    if !strange.isEmpty {
      result.partlyKnown.append((DocumentPath(), Set(attributes.map { DocumentPath($0.attribute.member).root })))
    }
    // Some members are said by several attributes.
    result.unsaid.removeAll { !JSONValue.object(result.members)[$0, of: .unknown].isNull }
    adjust(&result, values)
    return result
  }
}

extension Block.Attribute {
  fileprivate func map(_ value: JSONValue, at path: String, into result: inout Block.Result) {
    func set(_ member: String, _ value: JSONValue) {
      result.members.set(value, at: member.split(separator: ".").map(String.init)[...])
    }
    if case .secret = self {
      if !value.isEmpty(in: .blocks) { result.notes.append((path, Block.secrecy)) }
      return set(member, Block.redacted)
    }
    if case .unread = value { return set(member, value) }
    switch self {
    case .secret: break
    case .value: set(member, value.string == "" ? .null : value)
    case .number(_, let unset):
      if let number = value.isNull ? unset.map(JSONValue.integer) : value { set(member, number) }
    case .digits: set(member, value.integer.flatMap { $0 == 0 ? nil : .string(String($0)) } ?? .null)
    case .list: set(member, value.isNull ? [] : value)
    case .items: set(member, value[0]["items"].isNull ? [] : value[0]["items"])
    case .tags:
      let tags = (value.object ?? [:]).sorted { $0.name < $1.name }
      set(member, .array(tags.map { ["Key": .string($0.name), "Value": $0.value] }))
    case .secrets:
      if !value.isEmpty(in: .blocks) {
        result.notes.append((path, "holds secrets, of which only the names are compared"))
      }
      set(member, .object(JSONObject((value.object ?? [:]).map { ($0.name, Block.redacted) })))
    case .policy:
      if let text = value.string, !text.isEmpty {
        guard let policy = PolicyText.read(text) else { return result.notes.append((path, PolicyText.complaint)) }
        set(member, policy)
      } else {
        set(member, .null)
      }
    case .block(_, let block):
      guard let values = value.onlyBlock else { break }
      if case .unread = values { return set(member, values) }
      let inner = JSONValue.object(map(values, block, at: path, as: DocumentPath(member), &result))
      if block.isSetting ? !inner.isEmpty(in: .answers) : !inner.isEmpty(in: .blocks) { set(member, inner) }
    case .blocks(_, let block): set(member, map(list: value, block, at: path, &result))
    case .itemBlocks(_, let block): set(member, map(list: value[0]["items"], block, at: path, &result))
    }
  }

  fileprivate var member: String {
    switch self {
    case .value(let name), .number(let name, _), .digits(let name), .list(let name), .items(let name),
      .block(let name, _), .blocks(let name, _), .itemBlocks(let name, _), .policy(let name), .tags(let name),
      .secrets(let name), .secret(let name):
      name
    }
  }

  private func map(
    _ values: JSONValue, _ block: Block, at path: String, as place: DocumentPath, _ result: inout Block.Result
  ) -> JSONObject {
    let inner = block.map(values.object ?? [:], at: "\(path).")
    result.notes += inner.notes
    result.unsaid += inner.unsaid.map(place.appending)
    result.partlyKnown += inner.partlyKnown.map { (place.appending($0.place), $0.members) }
    return inner.members
  }

  private func map(
    list value: JSONValue, _ block: Block, at path: String, _ result: inout Block.Result
  ) -> JSONValue {
    if case .unread = value { return value }
    var list: [JSONValue] = []
    for (index, element) in (value.array ?? []).enumerated() {
      if case .unread = element {
        list.append(element)
      } else {
        let place = DocumentPath(member).appending(.index(index))
        list.append(.object(map(element, block, at: "\(path)[\(index)]", as: place, &result)))
      }
    }
    return .array(list)
  }
}

extension JSONValue {
  /// The block in a list of one; some layouts write it without the list.
  fileprivate var onlyBlock: JSONValue? {
    switch self {
    case .array(let elements): elements.first
    case .object: self
    default: nil
    }
  }
}

extension JSONObject {
  /// Sets the value at a path of members.
  fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
    guard let name = path.first else { return }
    if path.count == 1 {
      self[name] = value
    } else {
      var inner = self[name]?.object ?? [:]
      inner.set(value, at: path.dropFirst())
      self[name] = .object(inner)
    }
  }
}
