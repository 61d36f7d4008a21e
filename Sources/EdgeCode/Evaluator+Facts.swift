import ECMAScript

/// What a condition says of an expression: `table[key]` is no longer one of the entries or nothing where the code has
/// asked for it before. What variables hold is narrowed in the variables themselves.
struct Fact: Equatable {
  /// What holds.
  enum Claim: Equatable {
    /// It is true, or false, as conditions see it.
    case truth(Bool)
    /// It is a value, or none.
    case presence(Bool)
    /// It was made by a class, or was not.
    case instance(of: Value, Bool)
  }

  let path: ExpressionPath
  let claim: Claim
  /// When it was learned: a later assignment to a variable of the path ends it.
  let time: Int
  /// How often objects had been written by then that it may be about.
  let writes: Int
}

/// An expression without effects, of which the same is evaluated wherever it stands.
struct ExpressionPath: Hashable {
  /// A variable, and what leads on from it.
  enum Part: Hashable {
    case cell(Int32)
    case this(Int32)
    case name(String)
    case key(ExpressionPath)
    case call([ExpressionPath])
  }

  var parts: [Part] = []
  var cells: Set<Int32> = []

  mutating func append(_ part: Part, of inner: [ExpressionPath] = []) {
    parts.append(part)
    for path in inner { cells.formUnion(path.cells) }
  }
}

extension Evaluator {
  /// Methods that only look.
  private static let lookingMethods: Set<String> = [
    "get", "has", "at", "charAt", "toLowerCase", "toUpperCase", "trim", "slice", "substring", "substr", "replace",
    "split", "toString", "hasOwnProperty",
  ]

  // MARK: Paths

  /// The path of an expression; nil where evaluating it may change something.
  func path(of index: Int32, depth: Int = 0) -> ExpressionPath? {
    guard depth < 6 else { return nil }
    let node = node(index)
    var path = ExpressionPath()
    switch node.kind {
    case .identifier where node.b >= 0:
      guard let cell = cell(of: node.b) else { return nil }
      path.parts.append(.cell(cell))
      path.cells.insert(cell)
    case .identifier where context >= 0 && text(node.a) == "arguments":
      path.parts = [.this(context), .name("#arguments")]
    case .this: path.parts.append(.this(context))
    case .string: path.parts.append(.name(text(node.a)))
    case .number: path.parts.append(.name(NumberText.text(of: program.numbers[Int(node.a)])))
    case .chain: return self.path(of: program.list(node), depth: depth)
    default: return nil
    }
    return path
  }

  /// The path of a base and the links after it.
  func path(of parts: ArraySlice<Int32>, depth: Int = 0) -> ExpressionPath? {
    guard let base = parts.first, parts.count < 12, var path = path(of: base, depth: depth + 1) else { return nil }
    for index in parts.dropFirst() {
      let link = node(index)
      switch link.kind {
      case .member: path.append(.name(text(link.a)))
      case .index:
        guard let key = self.path(of: link.a, depth: depth + 1) else { return nil }
        if key.parts.count == 1, case .name? = key.parts.first {
          path.append(key.parts[0])
        } else {
          path.append(.key(key), of: [key])
        }
      case .call:
        guard case .name(let method)? = path.parts.last, Self.lookingMethods.contains(method) else { return nil }
        var arguments: [ExpressionPath] = []
        for argument in program.list(link) {
          guard let inner = self.path(of: argument, depth: depth + 1) else { return nil }
          arguments.append(inner)
        }
        path.append(.call(arguments), of: arguments)
      default: return nil
      }
    }
    return path
  }

  // MARK: Learning

  /// Takes over what a condition says of members.
  func learn(_ test: Int32, holds: Bool) {
    let node = node(test)
    switch node.kind {
    case .chain:
      if let asked = askedMember(node) { return add(asked, .presence(holds)) }
      if node.b > 1, let path = path(of: test) { add(path, .truth(holds)) }
    case .binary where node.b == 3: learnComparison(Array(program.list(node)), holds: holds)
    default: break
    }
  }

  private func learnComparison(_ parts: [Int32], holds: Bool) {
    guard let op = Operator(rawValue: UInt8(truncatingIfNeeded: parts[1])) else { return }
    if op == .in {
      guard holds, var path = path(of: parts[2]), let key = self.path(of: parts[0]) else { return }
      append(key, to: &path)
      return add(path, .presence(true))
    }
    if op == .instanceOf {
      guard node(parts[0]).kind == .chain, let path = path(of: parts[0]), self.path(of: parts[2]) != nil else { return }
      let type = evaluate(parts[2])
      return isDead ? () : add(path, .instance(of: type, holds))
    }
    let isEquality = op == .strictEqual || op == .equal
    guard isEquality || op == .strictNotEqual || op == .notEqual else { return }
    // Minifiers put the literal first.
    let isTurned = literal(parts[0]) != nil
    let (subject, literal) = isTurned ? (parts[2], parts[0]) : (parts[0], parts[2])
    let (left, right) = (node(subject), node(literal))
    // `typeof table[key] === 'string'`, and what is not 'undefined'.
    if left.kind == .unary, left.op == .typeOf, right.kind == .string {
      guard node(left.a).kind == .chain, let path = path(of: left.a) else { return }
      let isUndefined = text(right.a) == "undefined"
      if holds == isEquality { add(path, .presence(!isUndefined)) } else if isUndefined { add(path, .presence(true)) }
      return
    }
    guard left.kind == .chain else { return }
    switch right.kind {
    case .null where op == .equal || op == .notEqual: break
    case .identifier where right.b < 0 && text(right.a) == "undefined": break
    case .unary where right.op == .void: break
    case .string, .number:
      // What is one text or number is there.
      if holds == isEquality, let path = path(of: subject) { add(path, .presence(true)) }
      return
    default: return
    }
    if let path = path(of: subject) { add(path, .presence(holds != isEquality)) }
  }

  /// The member that `table.hasOwnProperty(key)`, `Object.hasOwn(table, key)` and `map.has(key)` ask for.
  private func askedMember(_ node: Node) -> ExpressionPath? {
    let parts = Array(program.list(node))
    guard parts.count >= 3, let last = parts.last, self.node(last).kind == .call else { return nil }
    let method = self.node(parts[parts.count - 2])
    guard method.kind == .member else { return nil }
    let arguments = Array(program.list(self.node(last)))
    let base = self.node(parts[0])
    let isOfObject = base.kind == .identifier && base.b < 0 && text(base.a) == "Object"
    switch text(method.a) {
    case "hasOwn" where isOfObject && arguments.count == 2: return member(of: arguments[0], arguments[1])
    case "call"
    where isOfObject && parts.count == 5 && arguments.count == 2 && text(self.node(parts[2]).a) == "hasOwnProperty":
      return member(of: arguments[0], arguments[1])
    case "hasOwnProperty" where arguments.count == 1:
      guard var path = path(of: parts.dropLast(2)), let key = self.path(of: arguments[0]) else { return nil }
      append(key, to: &path)
      return path
    case "has" where arguments.count == 1:
      guard var path = path(of: parts.dropLast(2)), let key = self.path(of: arguments[0]) else { return nil }
      path.append(.name("get"))
      path.append(.call([key]), of: [key])
      return path
    default: return nil
    }
  }

  private func member(of object: Int32, _ key: Int32) -> ExpressionPath? {
    guard var path = path(of: object), let key = self.path(of: key) else { return nil }
    append(key, to: &path)
    return path
  }

  private func append(_ key: ExpressionPath, to path: inout ExpressionPath) {
    if key.parts.count == 1, case .name? = key.parts.first {
      path.append(key.parts[0])
    } else {
      path.append(.key(key), of: [key])
    }
  }

  private func add(_ path: ExpressionPath, _ claim: Fact.Claim) {
    if facts.count >= 64 { facts.removeAll { !isStanding($0) } }
    guard facts.count < 64 else { return }
    heap.watchObjects()
    facts.append(Fact(path: path, claim: claim, time: assignments, writes: heap.watchedWrites))
  }

  // MARK: Using

  /// A value of a path, as far as conditions leave it.
  func narrowed(_ value: Value, of parts: ArraySlice<Int32>) -> Value {
    guard !value.rest.isEmpty, facts.contains(where: { $0.writes == heap.watchedWrites }), let path = path(of: parts)
    else { return value }
    var value = value
    for fact in facts where fact.path == path && isStanding(fact) {
      let left = value.filter { atom in
        switch fact.claim {
        case .truth(let holds): truth(of: atom) != !holds
        case .presence(let holds): atom.mayBe(there: holds)
        case .instance(let type, let holds): decide(binary(.instanceOf, Value(atom), type)) != !holds
        }
      }
      value = left ?? value
    }
    return value
  }

  private func isStanding(_ fact: Fact) -> Bool {
    fact.writes == heap.watchedWrites && fact.path.cells.allSatisfy { (lastAssignments[$0] ?? 0) <= fact.time }
  }

  /// Notes that a variable gets another value.
  func noteAssignment(to cell: Int32) {
    guard !facts.isEmpty else { return }
    assignments += 1
    lastAssignments[cell] = assignments
  }
}

extension Atom {
  /// Whether it may be where something is there, or is not.
  fileprivate func mayBe(there isPresent: Bool) -> Bool {
    if isPresent { return self != .undefined }
    if case .unknown = self { return true }
    return isNullish
  }
}
