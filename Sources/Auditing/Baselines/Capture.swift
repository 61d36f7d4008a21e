import Documents
import Estate
import Schema

/// Declares an estate as it is.
public enum Capture {
  /// What was captured.
  public struct Result: Sendable {
    /// The declarations, by kind and id.
    public var declarations: [Declaration]
    /// What could not be captured, and why, a line each.
    public var notes: [String]
    /// The kinds of which a resource was not captured at all: what is declared of them is not all there is.
    public var unread: Set<ResourceType>
    /// Whether all was read that is captured, and nothing may be there that nobody has seen.
    public var isWhole: Bool
  }

  /// Declares every resource that somebody made, without what AWS fills in; nothing else may be there later on.
  public static func declarations(of estate: Estate, filter: ResourceFilter = ResourceFilter()) -> Result {
    var result = Result(declarations: [], notes: [], unread: [], isWhole: true)
    let view = EstateView(estate, needing: .everything)
    for resource in estate.resources.values where isCaptured(resource) && filter.matches(resource) {
      let type = resource.reference.type
      let document = view.document(of: resource, through: Projection(type, reading: .whole))
      // What a repair could not put back by itself is declared.
      let normalization = Normalization(type, in: document, onlyProven: true)
      var notes: [String] = []
      let name = "\(type.rawValue) \(resource.reference.id)"
      if document.isUnread {
        result.unread.insert(type)
        result.notes.append("\(name) was not read and is left out.")
        continue
      }
      let pruned = normalization.pruned(document, at: DocumentPath()) { path in
        notes.append("\(name): \(path) was not read and is left out.")
      }
      let selector = Declaration.Selector(
        type, id: resource.reference.id, region: type.schema.isRegional ? resource.reference.region : nil)
      result.notes += notes
      // Of a resource of which nothing was read there is nothing to declare.
      if !notes.isEmpty, pruned.object?.isEmpty != false { continue }
      var declaration = Declaration(
        selector, expect: pruned.object ?? [:], source: SourceMark(file: "capture", line: 1))
      declaration.only = notes.isEmpty ? [DocumentPath()] : []
      result.declarations.append(declaration)
    }
    result.isWhole = result.notes.isEmpty && estate.gaps.allSatisfy(\.hides.isEmpty)
    return result
  }

  /// Whether somebody made it in this account; versions come and go with each deployment, and associations name them.
  private static func isCaptured(_ resource: Resource) -> Bool {
    !resource.isManaged && resource.reference.type != .lambdaVersion
      && !BucketSchema.isOfOtherAccount(resource.properties)
  }
}

extension JSONValue {
  /// Whether it was not read at all.
  var isUnread: Bool { if case .unread = self { true } else { false } }
}

extension Normalization {
  /// A value without what AWS fills in; what was not read is left out and told.
  func pruned(_ value: JSONValue, at path: DocumentPath, _ unread: (DocumentPath) -> Void) -> JSONValue {
    switch value {
    case .object(let object):
      let members = object.compactMap { member -> (String, JSONValue)? in
        let inner = path.appending(.member(member.name))
        if case .unread = member.value {
          if !ignores(inner) { unread(inner) }
          return nil
        }
        // What one of several elements is was not read: nobody knows what the list is.
        if member.value.array?.contains(where: \.isUnread) == true {
          unread(inner)
          return nil
        }
        if contains(member.value, at: inner), !isWanted(member.value, at: inner) { return nil }
        // Policies are compared by what they mean: every part of them counts.
        if type.schema[inner.memberNames].isPolicy { return (member.name, member.value) }
        return (member.name, pruned(member.value, at: inner, unread))
      }
      return .object(JSONObject(members))
    case .array(let elements):
      return .array(elements.enumerated().map { pruned($1, at: path.appending(.index($0)), unread) })
    default: return value
    }
  }
}
