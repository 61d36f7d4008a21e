import Documents

/// What AWS does not take of a structure, beyond what its members ask of each other by name (``MemberDependency``).
public struct Constraint: Sendable {
  /// A setting that AWS refuses whatever else is there.
  public typealias Refusal = (place: DocumentPath, reason: String)

  /// How it is seen that AWS refuses a structure.
  enum Check: Sendable {
    /// By the structure as a whole: why, as sentences that name the structure by its place.
    case whole(@Sendable (_ structure: JSONValue, _ place: DocumentPath) -> [String])
    /// By what is said of it alone, whatever else is there: the members, by their places in the structure, and why.
    case said(@Sendable (_ structure: JSONValue) -> [Refusal])
  }

  /// The structures that it is about, as names of members from the resource, lists passed through; empty for the resource.
  let path: [String]
  /// The members of the resource that have to have been read, as nothing is known without them.
  let reading: [String]
  let check: Check

  init(_ path: String = "", reading: [String] = [], whole: @escaping @Sendable (JSONValue, DocumentPath) -> [String]) {
    self.path = path.split(separator: ".").map(String.init)
    self.reading = reading
    check = .whole(whole)
  }

  init(_ path: String, said: @escaping @Sendable (JSONValue) -> [Refusal]) {
    self.path = path.split(separator: ".").map(String.init)
    reading = []
    check = .said(said)
  }
}

extension ResourceSchema {
  /// Why AWS would refuse these members of a resource, and did not refuse those that were found: what does not fit
  /// together.
  public func unmetConstraints(of members: JSONValue, besides found: JSONValue) -> [String] {
    let read = constraints.filter { constraint in
      constraint.reading.allSatisfy { name in
        if case .unread = found[name] { false } else { !found[name].isNull }
      }
    }
    if read.isEmpty { return [] }
    let before = Set(read.flatMap { sentences($0, of: found) })
    return read.flatMap { sentences($0, of: members) }.filter { !before.contains($0) }
  }

  private func sentences(_ constraint: Constraint, of members: JSONValue) -> [String] {
    structures(of: members, at: constraint.path).flatMap { place, structure in
      switch constraint.check {
      case .whole(let check): check(structure, place)
      case .said(let check):
        check(structure).map { "\($0.reason) \(place) would have it. Change what is declared." }
      }
    }
  }

  /// What AWS refuses of what is declared of a resource, whatever else is there, each with its place and why.
  ///
  /// - Parameter day: When; some values are taken until a day.
  public func refusals(ofDeclared members: JSONValue, on day: CalendarDate) -> [Constraint.Refusal] {
    let values = blockedValues.sorted { $0.key < $1.key }.flatMap { path, reason in
      let names = path.split(separator: ".").map(String.init)
      return structures(of: members, at: names.dropLast()).compactMap { place, structure -> Constraint.Refusal? in
        guard let name = names.last, let text = structure[name].string, let reason = reason(text, day) else {
          return nil
        }
        return (place.member(name), reason)
      }
    }
    return values
      + constraints.flatMap { constraint -> [Constraint.Refusal] in
        guard case .said(let check) = constraint.check else { return [] }
        return structures(of: members, at: constraint.path).flatMap { around, structure in
          check(structure).map { (around.appending($0.place), $0.reason) }
        }
      }
  }

  /// The structures that names of members lead to, lists passed through, each with its place.
  private func structures(of members: JSONValue, at names: [String]) -> [(place: DocumentPath, value: JSONValue)] {
    members.structures(at: names, of: root).filter { $0.value.object != nil }
  }
}
