import Documents
import Estate
import PolicyLanguage
import Schema

extension ResourceSchema {
  /// What AWS does not take of a value, as far as its models say which it takes, each with its place and why. What is there
  /// already it has taken.
  ///
  /// - Parameters:
  ///   - place: The value's, with the names of elements in it.
  ///   - isCopied: Whether AWS has it elsewhere already and takes it over from there: members in it that are not known are
  ///     its own.
  public func refusals(
    of value: JSONValue, besides found: JSONValue = .null, at place: DocumentPath, isCopied: Bool = false
  ) -> [(place: DocumentPath, reason: String)] {
    if let name = root.unknownMember(on: place), !(found.string != nil && value.string != nil) {
      return value == found ? [] : [(place, RefusedValues.reason(againstUnknown: name))]
    }
    var search = RefusedValues(schema: self, isCopied: isCopied)
    search.look(at: value, besides: found, root[place], place, named: place)
    return search.refusals
  }
}

/// Looks through a value for what AWS does not take.
private struct RefusedValues {
  let schema: ResourceSchema
  let isCopied: Bool
  private(set) var refusals: [(place: DocumentPath, reason: String)] = []

  init(schema: ResourceSchema, isCopied: Bool) { (self.schema, self.isCopied) = (schema, isCopied) }

  /// - Parameters:
  ///   - place: Where the value is, by the numbers of elements.
  ///   - name: What a person calls that place.
  mutating func look(
    at value: JSONValue, besides found: JSONValue, _ node: SchemaNode, _ place: DocumentPath, named name: DocumentPath
  ) {
    if value == found || value.isEmpty(in: .writes) { return }
    switch (node.shape, value) {
    case (.list(_, let element), .array(let elements)):
      let there = Set(found.array ?? [])
      for (index, value) in elements.enumerated() where !there.contains(value) {
        look(at: value, besides: .null, element, place.appending(.index(index)), named: name)
      }
    case (.structure, .object(let object)):
      for member in object {
        if !node.names.contains(member.name) {
          let (old, new) = (found[member.name], member.value)
          if !isCopied, old != new, old.string == nil || new.string == nil, !new.isEmpty(in: .writes) {
            refusals.append((place.member(member.name), Self.reason(againstUnknown: member.name)))
          }
          continue
        }
        look(
          at: member.value, besides: found[member.name], node.member(member.name), place.member(member.name),
          named: name.member(member.name))
      }
    default: if let reason = reason(against: value, besides: found, node, name) { refusals.append((place, reason)) }
    }
  }

  /// A text that is there may be another one; in which form anything else is written nobody knows.
  static func reason(againstUnknown name: String) -> String {
    "\(name) is no member that is known, so that nobody knows in which form AWS takes it. Change it by hand."
  }

  private func reason(
    against value: JSONValue, besides found: JSONValue, _ node: SchemaNode, _ place: DocumentPath
  ) -> String? {
    switch node.shape {
    case .open: return nil
    case .policy: return reason(againstPolicy: value, besides: found, place)
    // A secret that is there, and a text by its digest, are for others to refuse.
    case .scalar where value.object?["sha256"] != nil: return nil
    case .list, .structure: return "AWS takes no value of this kind for \(place). Change what is declared."
    case .scalar, .number, .boolean:
      guard let value = node.fitted(value) else {
        return "AWS takes no value of this kind for \(place). Change what is declared."
      }
      return value.string.flatMap { reason(againstText: $0, node, place) } ?? reason(againstNumber: value, node, place)
    }
  }

  private func reason(againstText text: String, _ node: SchemaNode, _ place: DocumentPath) -> String? {
    let count = text.unicodeScalars.count
    if let most = node.lengths?.upperBound, count > most {
      return "AWS takes \(most) characters for \(place), and these are \(count). Change what is declared."
    }
    guard case .scalar(let values) = node.shape, !values.isEmpty, !values.contains(text) else { return nil }
    return
      "AWS knows no \(text) for \(place), by \(SchemaOrigin.source): it takes \(values.joined(separator: ", ")). "
      + "Change what is declared."
  }

  private func reason(againstNumber value: JSONValue, _ node: SchemaNode, _ place: DocumentPath) -> String? {
    guard case .number = node.shape, let number = value.double,
      let ranges = schema.numbers[node.path.joined(separator: ".")],
      !ranges.contains(where: { Double($0.lowerBound) <= number && number <= Double($0.upperBound) })
    else { return nil }
    let texts = ranges.map { range in
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound)"
        : range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    }
    return
      "AWS takes no \(JSONWriter().string(value)) for \(place): it takes \(texts.joined(separator: ", ")). "
      + "Change what is declared."
  }

  /// What a policy has that the language has not, and what IAM refuses though its meaning is plain.
  private func reason(againstPolicy value: JSONValue, besides found: JSONValue, _ place: DocumentPath) -> String? {
    do {
      let known = Set((try? PolicyDocument(found))?.problems.map(\.reason) ?? [])
      let problem = try PolicyDocument(value).problems.first { !known.contains($0.reason) }
      return problem.map { "AWS takes no such policy for \(place): \($0). Change what is declared." }
    } catch {
      return "AWS takes no such policy for \(place): \(error).\(error.suggestion) Change what is declared."
    }
  }
}

extension SchemaNode {
  /// The first member on a path that no structure has; `nil` where all are known, or belong to their owner alone.
  fileprivate func unknownMember(on path: DocumentPath) -> String? {
    var node = self
    for step in path.steps {
      switch (step, node.shape) {
      case (.member(let name), .structure(let members)):
        guard let member = members[name] else { return name }
        node = member
      case (.index, .list(_, let element)), (.element, .list(_, let element)): node = element
      case (.member, _), (.index, _), (.element, _): return nil
      }
    }
    return nil
  }
}
