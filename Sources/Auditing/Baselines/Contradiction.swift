import Documents
import Estate
import Schema

/// That what is declared of a resource cannot all be: by one declaration, or by two.
struct Contradiction: Sendable, Hashable {
  /// What is the matter.
  enum Kind: Sendable, Hashable {
    /// One place is declared in two ways.
    case different
    /// A list has an element twice.
    case repeated
    /// Something is declared, and declared not to be there.
    case unwanted
    /// Elements of a list are declared in two orders.
    case order
    /// Beside it stands another member, and AWS takes one of them.
    case alternative
  }

  /// What is the matter.
  let kind: Kind
  /// The place; the root where the resource as a whole is meant.
  let place: DocumentPath
  /// Where what is declared is written.
  let marks: [SourceMark]

  init(_ kind: Kind, at place: DocumentPath, _ marks: SourceMark...) {
    (self.kind, self.place) = (kind, place)
    self.marks = Set(marks).sorted { ($0.file, $0.line) < ($1.file, $1.line) }
  }

  /// Why nothing is done about it, and what a person can do.
  var reason: String { "It \(words), so that nobody knows which is meant. Change one of them." }

  /// What is to be said of it in a file that declares these resources.
  func issue(of selector: Declaration.Selector) -> FileIssue {
    let subject = "\(selector.type.rawValue) \(selector)"
    return FileIssue(
      marks[0],
      "\(place.steps.isEmpty ? subject : "\(place) of \(subject)") \(words), so that it never holds. Change one of them."
    )
  }

  private var words: String {
    let places = marks.map { "\($0.file):\($0.line)" }.joined(separator: " and ")
    return switch kind {
    case .different: "is declared differently at \(places)"
    case .repeated: "stands twice in one list, at \(places)"
    case .unwanted: "is declared, and declared to be absent, at \(places)"
    case .order: "is declared in different orders at \(places)"
    case .alternative: "is declared beside another member, at \(places), and AWS takes one of them"
    }
  }

  /// Whether what is done at a place would go by one side of it.
  func concerns(_ place: DocumentPath, by action: RepairAction) -> Bool {
    guard kind == .order else { return self.place.contains(place) || place.contains(self.place) }
    switch action {
    case .order: return self.place == place
    case .insert: return self.place == DocumentPath(place.steps.dropLast())
    case .set, .perform: return place.contains(self.place)
    }
  }
}

extension Declaration {
  private var root: SchemaNode { selector.type.schema.root }

  /// What in this declaration alone cannot be.
  var ownContradictions: [Contradiction] {
    if isAbsent, !expect.isEmpty { return [Contradiction(.unwanted, at: DocumentPath(), source)] }
    return repetitions(in: .object(expect), at: DocumentPath(), DocumentPath(), root) + unwanted(by: self)
  }

  /// What this declaration and another one of the same resource say that cannot both be.
  func contradictions(to other: Declaration) -> [Contradiction] {
    if !doubt.isEmpty || !other.doubt.isEmpty { return [] }
    if isAbsent != other.isAbsent {
      // Who declares only what is not to be in a resource is content with none.
      let isSaid = !expect.isEmpty || !other.expect.isEmpty
      return isSaid ? [Contradiction(.unwanted, at: DocumentPath(), source, other.source)] : []
    }
    if isAbsent { return [] }
    var found: [Contradiction] = []
    for contradiction in differences(from: other) + other.differences(from: self) + unwanted(by: other)
      + other.unwanted(by: self)
    where !found.contains(where: { $0.place == contradiction.place }) { found.append(contradiction) }
    return found
  }

  /// Where this declaration says something else than another one. What it says nothing of is no difference.
  private func differences(from other: Declaration) -> [Contradiction] {
    let document = JSONValue.object(expect)
    let differences = Comparison.differences(
      of: document, from: other.expect, of: selector.type, only: other.only)
    return differences.filter { !other.allows($0) }.compactMap { difference in
      let kind: Contradiction.Kind
      switch difference.change {
      case .changed where difference.actual.isNull || difference.hasSameDigest: return nil
      case .unread, .undecided: return nil
      case .moved: kind = .order
      case .changed, .extra: kind = .different
      }
      return Contradiction(
        kind, at: difference.place, mark(named: difference.place), other.mark(at: difference.declared))
    }
  }

  /// A place of which another declaration of the same resource says something else, where both know what is there; the root
  /// for the resource as a whole.
  public func disagreement(with other: Declaration) -> DocumentPath? {
    contradictions(to: other).lazy.map(\.place).first { place in
      !(open + other.open).contains { $0.contains(place) }
    }
  }

  /// What this declares that another one, or itself, declares to be absent.
  private func unwanted(by other: Declaration) -> [Contradiction] {
    other.absent.compactMap { place in
      let value = JSONValue.object(expect)[place, of: root]
      if root[place].isEmpty(value, in: .answers) { return nil }
      return Contradiction(.unwanted, at: place, mark(named: place), other.source)
    }
  }

  /// The elements that a list has twice, and the members of which AWS takes one.
  private func repetitions(
    in value: JSONValue, at place: DocumentPath, _ path: DocumentPath, _ node: SchemaNode
  ) -> [Contradiction] {
    if node.isAssigned || node.isForeign { return [] }
    switch (node.shape, value) {
    case (.structure, .object(let object)):
      return alternatives(in: object, at: place, path, node)
        + object.flatMap { member in
          repetitions(
            in: member.value, at: place.member(member.name), path.appending(.member(member.name)),
            node.member(member.name))
        }
    case (.list(let list, let element), .array(let elements)):
      let names = elements.map { list.key == nil ? node.text(of: $0) : node.name(of: $0) }
      var first: [String: Int] = [:]
      var found: [Contradiction] = []
      for (index, name) in names.enumerated() {
        if let name, let earlier = first.updateValue(index, forKey: name), !list.isOrdered || list.key != nil {
          found.append(
            Contradiction(
              .repeated, at: list.key == nil ? place : place.element(name), mark(at: path.appending(.index(earlier))),
              mark(at: path.appending(.index(index)))))
        }
        let inner = place.element(name ?? String(index))
        found += repetitions(in: elements[index], at: inner, path.appending(.index(index)), element)
      }
      return found
    default: return []
    }
  }

  /// The members of a structure that stand beside others in whose place they would stand.
  private func alternatives(
    in object: JSONObject, at place: DocumentPath, _ path: DocumentPath, _ node: SchemaNode
  ) -> [Contradiction] {
    selector.type.schema.alternatives.flatMap { group -> [Contradiction] in
      let paths = group.map { $0.split(separator: ".").map(String.init) }
      let said = paths.filter { $0.dropLast().elementsEqual(node.path) }.compactMap(\.last).filter { name in
        let (value, node) = (object[name] ?? .null, node.member(name))
        return !node.isEmpty(value, in: .answers) && !node.isEmpty(value, in: .writes)
      }
      guard said.count > 1 else { return [] }
      let marks = said.map { mark(at: path.appending(.member($0))) }
      return zip(said, marks).map { name, mark in
        Contradiction(.alternative, at: place.member(name), mark, mark == marks[0] ? marks[1] : marks[0])
      }
    }
  }

  /// Where a place is written that names the elements on it, or the nearest one around it.
  func mark(named place: DocumentPath) -> SourceMark {
    var (value, node, path) = (JSONValue.object(expect), root, DocumentPath())
    for step in place.steps {
      switch step {
      case .member(let name):
        (value, node) = (value[name], node.member(name))
        path = path.appending(step)
      case .index(let index):
        (value, node) = (value[index], node.element)
        path = path.appending(step)
      case .element(let name):
        guard let index = node.index(ofElement: name, in: value) else { return mark(at: path) }
        (value, node) = (value[index], node.element)
        path = path.appending(.index(index))
      }
    }
    return mark(at: path)
  }
}

extension Difference {
  /// Whether one side is a text, and the other one its digest.
  fileprivate var hasSameDigest: Bool {
    guard let digest = actual.object, digest.count == 1, digest["sha256"] != nil else { return false }
    return Comparison.differences(of: ["text": expected], from: ["text": actual], of: .cloudFrontFunction).isEmpty
  }
}

extension SchemaNode {
  /// A scalar of a list as it is compared.
  fileprivate func text(of value: JSONValue) -> String? {
    guard let text = value.string ?? value.integer.map(String.init) else { return nil }
    return isCaseless ? text.lowercased() : text
  }
}

/// The contradictions in what is declared of an estate.
struct Contradictions {
  /// Those of each declaration alone, by its number.
  private var own: [Int: [Contradiction]] = [:]
  /// Those of a declaration with others on one resource.
  private var shared: [Int: [ResourceKey: [Contradiction]]] = [:]
  /// What is to be said of all of them, each once.
  private(set) var issues: [FileIssue] = []

  /// Those of declarations on the resources that they mean.
  init(_ declarations: [Declaration], in view: EstateView) {
    self.init(declarations)
    // Most resources that patterns mean are meant by the same declarations.
    var searched: [[Int]: [ContradictionSearch.Found]] = [:]
    var told: Set<FileIssue> = []
    for (key, numbers) in Self.meant(by: declarations, in: view) {
      let found = searched[numbers] ?? ContradictionSearch(numbers, of: declarations).found
      if searched.updateValue(found, forKey: numbers) == nil { issues += Self.issues(of: found, declarations, &told) }
      for (one, two, contradictions) in found {
        for number in [one, two] { shared[number, default: [:]][key, default: []] += contradictions }
      }
    }
  }

  /// Those that can be told without an estate: of each declaration, and of those that select in the same words.
  static func issues(in declarations: [Declaration]) -> [FileIssue] {
    var issues = Contradictions(declarations).issues
    var told: Set<FileIssue> = []
    let alike = Dictionary(grouping: declarations.indices) { declarations[$0].selector }
    for numbers in alike.values.sorted(by: { $0[0] < $1[0] }) {
      let search = ContradictionSearch(numbers, of: declarations) { $0.mayMeet($1) }
      issues += Self.issues(of: search.found, declarations, &told)
    }
    return issues
  }

  private static func issues(
    of found: [ContradictionSearch.Found], _ declarations: [Declaration], _ told: inout Set<FileIssue>
  ) -> [FileIssue] {
    found.flatMap { one, _, contradictions in contradictions.map { $0.issue(of: declarations[one].selector) } }
      .filter { told.insert($0).inserted }
  }

  private init(_ declarations: [Declaration]) {
    for (number, declaration) in declarations.enumerated() {
      let found = declaration.ownContradictions
      if found.isEmpty { continue }
      own[number] = found
      issues += found.map { $0.issue(of: declaration.selector) }
    }
  }

  /// Those of a declaration on a resource.
  func of(_ number: Int, on resource: ResourceKey) -> [Contradiction] {
    (own[number] ?? []) + (shared[number]?[resource] ?? [])
  }

  /// The numbers of the declarations that mean a resource, where several do.
  private static func meant(by declarations: [Declaration], in view: EstateView) -> [(ResourceKey, [Int])] {
    var meant: [ResourceKey: [Int]] = [:]
    for type in Set(declarations.map(\.selector.type)).sorted(by: { $0.rawValue < $1.rawValue }) {
      let numbers = declarations.indices.filter { declarations[$0].selector.type == type }
      if numbers.count < 2 { continue }
      let open = numbers.filter { declarations[$0].selector.key == nil }
      for number in numbers {
        if let key = declarations[number].selector.key { meant[key, default: []].append(number) }
      }
      if open.isEmpty { continue }
      let use = open.reduce(FieldUse.itself) { $0.union(declarations[$1].selector.fieldUse) }
      let projection = Projection(type, reading: use)
      for resource in view.estate.resources(of: type) {
        let document = view.document(of: resource, through: projection)
        for number in open where declarations[number].selector.names.fit(resource.reference) {
          if case .no = declarations[number].selector.means(resource.reference, document) { continue }
          meant[resource.key, default: []].append(number)
        }
      }
    }
    return meant.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
  }
}

extension Declaration {
  /// Whether this and another one may be about the same account.
  fileprivate func mayMeet(_ other: Declaration) -> Bool {
    func meets(_ one: [String], _ two: [String]) -> Bool { one.isEmpty || two.isEmpty || one == two }
    return meets(account.isEmpty ? [] : [account], other.account.isEmpty ? [] : [other.account])
      && meets(accounts.patterns, other.accounts.patterns)
  }
}
