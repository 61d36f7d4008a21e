import Documents
import Estate
import Schema

extension Declaration.Selector {
  /// Whether a resource is meant.
  enum Meaning {
    case yes, no
    /// What decides was not read; the number names the gap.
    case unread(Int)
  }

  /// What the names of resources have to fit.
  struct Names {
    let type: ResourceType
    let id: Glob?
    let region: Glob?

    func fit(_ reference: ResourceReference) -> Bool {
      reference.type == type && id?.matches(reference.id) ?? true && region?.matches(reference.region) ?? true
    }
  }

  /// What the names of the resources that may be meant have to fit.
  var names: Names { Names(type: type, id: id.map(Glob.init), region: region.map(Glob.init)) }

  /// Whether a resource that may be meant is.
  func means(_ reference: ResourceReference, _ document: JSONValue) -> Meaning {
    var gap: Int?
    func fits(_ value: JSONValue, _ test: (JSONValue) -> Bool) -> Bool {
      if let unread = value.firstGap {
        gap = gap ?? unread
        return true
      }
      return test(value)
    }
    if let alias {
      let host = alias.lowercased()
      let isCalled = fits(document["Aliases"]) { ($0.array ?? []).contains { $0.string?.lowercased() == host } }
      if !isCalled { return .no }
    }
    if let name, !fits(self.name(of: document), { $0.string == name }) { return .no }
    for (key, pattern) in tags {
      let isTagged = fits(document["Tags"]) { tags in
        (tags.array ?? []).contains { $0["Key"].string == key && Glob(pattern).matches($0["Value"].string ?? "") }
      }
      if !isTagged { return .no }
    }
    return gap.map(Meaning.unread) ?? .yes
  }

  /// What has to be read to know which resources are meant.
  public var needs: RequiredAttributes { RequiredAttributes(type, reading: fieldUse) }

  /// The members that decide.
  var fieldUse: FieldUse {
    var members: [String: FieldUse] = [:]
    if alias != nil { members["Aliases"] = .whole }
    if name != nil, let member = type.schema.identity.name.first { members[member] = .whole }
    if !tags.isEmpty { members["Tags"] = .whole }
    return FieldUse(members: members)
  }

  /// The one resource that is meant; `nil` where its id, or the region that it needs, is a pattern or not said.
  var key: ResourceKey? {
    guard let id, !Self.isPattern(id) else { return nil }
    if !type.schema.isRegional { return ResourceKey(type, id) }
    return region.flatMap { Self.isPattern($0) ? nil : ResourceKey(type, id, region: $0) }
  }

  private static func isPattern(_ text: String) -> Bool { text.contains("*") || text.contains("?") }

  /// Whether any number of resources may be meant, none as well.
  var isPattern: Bool {
    Self.isPattern(id ?? "") || Self.isPattern(region ?? "") || !tags.isEmpty
  }

  private func name(of document: JSONValue) -> JSONValue {
    type.schema.identity.name(in: document)
  }
}

extension Estate {
  /// The id of the one resource that is meant; `nil` where there is none, or several, or where what decides was not read.
  public func id(of selector: Declaration.Selector) -> String? {
    let names = selector.names
    var found: [String] = []
    for resource in resources.values where names.fit(resource.reference) {
      switch selector.means(resource.reference, .object(resource.properties)) {
      case .no: continue
      case .unread: return nil
      case .yes: found.append(resource.reference.id)
      }
    }
    return found.count == 1 ? found[0] : nil
  }
}

extension Declaration.Selector: CustomStringConvertible {
  /// The id, or what stands for it.
  public var description: String {
    id ?? alias ?? name ?? tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }
}
