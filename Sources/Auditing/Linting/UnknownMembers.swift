import Documents
import Estate
import PolicyLanguage
import Schema

/// Finds members that no schema knows, where people write them: a member that nobody has is compared with nothing, and
/// would be written as it stands.
enum UnknownMembers {
  /// What a file may say of them under `unknownMembers`.
  enum Permission: String, CaseIterable {
    /// They stand, because AWS knows them already.
    case allow
  }

  /// The name of that member.
  static let permissionName = "unknownMembers"

  /// What that member means, for whoever writes files.
  static let permissionSummary =
    "`allow` lets members stand that audit does not know yet; without it they are errors."

  /// How to go on where AWS knows a member all the same.
  static let advice = "Where AWS knows it, `\(permissionName): \(Permission.allow)` lets it stand."

  /// The members in a document that a kind of resource is not known to have, each with what is to be said of it.
  static func issues(in document: JSONObject, of type: ResourceType) -> [(path: DocumentPath, message: String)] {
    var issues: [(DocumentPath, String)] = []
    check(.object(document), .structure(KnownStructure(type, hasRelations: false)), at: DocumentPath(), &issues)
    return issues
  }

  /// What is to be said of a place that a kind of resource is not known to have; `nil` for one that it has.
  static func issue(with place: DocumentPath, of type: ResourceType) -> String? {
    var kind = MemberKind.structure(KnownStructure(type, hasRelations: false))
    for (index, step) in place.steps.enumerated() {
      switch (step, kind) {
      case (_, .open): return nil
      case (_, .policy): return issue(with: place.steps[index...], of: .document)
      case (.element, .list(.scalar)), (.index, .list(.scalar)), (.element, .list(.number)),
        (.index, .list(.number)):
        return "\(place) names an element of a list of plain values, which have no names. Declare what the list holds."
      case (.element, .list(let element)), (.index, .list(let element)): kind = element
      case (.element(let name), _): return "\(place) names the element [\(name)] of what is no list."
      case (.index(let index), _): return "\(place) names the element [\(index)] of what is no list."
      case (.member(let name), .structure(let structure)):
        guard let member = structure[name] else { return message(name, in: structure) }
        kind = member
      case (.member(let name), .list):
        return "\"\(name)\" is no member of a list: name an element first, as in `CacheBehaviors[/api/*].Compress`."
      case (.member(let name), .scalar), (.member(let name), .number), (.member(let name), .boolean):
        return "\"\(name)\" is no member of a plain value."
      }
    }
    return nil
  }

  /// What is to be said of a place in a policy document.
  private static func issue(with steps: ArraySlice<DocumentPath.Step>, of element: PolicyElement) -> String? {
    guard case .member(let name)? = steps.first else { return "A policy document is no list." }
    guard let content = element[name] else {
      return "The policy language has no element \"\(name)\" here.\(Suggestion.phrase(for: name, among: element.names))"
    }
    let rest = steps.dropFirst()
    switch (content, rest.first) {
    case (_, nil), (.conditions, _): return nil
    case (.statements, .element), (.statements, .index):
      return rest.count == 1 ? nil : issue(with: rest.dropFirst(), of: .statement)
    case (.statements, .member): return "Name a statement first, by its Sid, as in `Statement[Read].Condition`."
    case (.principals, .member): return issue(with: rest, of: .principal)
    case (.text, _), (.texts, _), (.principals, _): return "\(name) of a policy has nothing in it that has a name."
    }
  }

  private static func check(
    _ value: JSONValue, _ kind: MemberKind, at path: DocumentPath, _ issues: inout [(DocumentPath, String)]
  ) {
    switch (value, kind) {
    case (_, .open): break
    case (_, .policy) where !value.isEmpty(in: .answers):
      do { _ = try PolicyDocument(value) } catch {
        // Of a policy that is written as a text, the text has the place.
        let inner = value.string == nil ? DocumentPath(path.steps + error.path.steps) : path
        let reason = value.string == nil ? error.reason : "\(error)"
        issues.append((inner, "\(path) is no policy that can be read: \(reason).\(error.suggestion)"))
      }
    // What is empty is the same as what is not there.
    case _ where value.isEmpty(in: .answers): break
    case (.array(let elements), .list(let element)):
      for (index, value) in elements.enumerated() { check(value, element, at: path.appending(.index(index)), &issues) }
    case (.object(let object), .structure(let structure)):
      for member in object {
        let inner = path.appending(.member(member.name))
        if let known = structure[member.name] {
          check(member.value, known, at: inner, &issues)
        } else {
          issues.append((inner, message(member.name, in: structure)))
        }
      }
    case (.object, .list):
      issues.append((path, "A list was expected here. CloudFront's {Quantity, Items} are plain lists."))
    case (_, .list): issues.append((path, "A list was expected here."))
    case (.object(let object), .scalar) where object.count == 1 && object["sha256"] != nil: break
    case (.object, .scalar), (.array, .scalar), (.object, .boolean), (.array, .boolean), (.object, .number),
      (.array, .number):
      issues.append((path, "A plain value was expected here."))
    case (_, .boolean) where value.bool == nil:
      issues.append((path, "`true` or `false` was expected here.\(YAMLReader.remark(onWord: value.string ?? ""))"))
    case (_, .number) where value.double == nil:
      issues.append((path, "A number was expected here."))
    case (_, .structure(let structure)):
      issues.append((path, "A mapping was expected here: \(structure.names.joined(separator: ", "))."))
    case (_, .scalar), (_, .number), (_, .boolean), (_, .policy): break
    }
  }

  private static func message(_ name: String, in structure: KnownStructure) -> String {
    let suggestion = Suggestion.phrase(for: name, among: structure.names)
    return "\"\(name)\" is no member of \(structure) that is known.\(suggestion) \(advice)"
  }
}
