import ECMAScript

/// What an expression is made of whose value is not known. Two expressions of one term have the same value in each run.
enum Term: Hashable {
  /// What one write of all has given a variable.
  case written(Int)
  case literal(Atom)
  /// A member of the event, as it came.
  case member(ObjectID, String)
  /// A member of a text: its length, one of its characters.
  case part(Int32, String)
  /// What a method of a text gives, or, of -1, a function of the language.
  case call(Int32, String, [Int32])
  /// How many elements a list, a map or a set has since one write of all.
  case count(ObjectID, Int)
  /// A member of an object of the code's own since one write of all.
  case held(ObjectID, String, Int)
  case pattern(String, String)
  case list([Int32])
  case unary(Operator, Int32)
  case binary(Operator, Int32, Int32)
}

/// The terms of an evaluation, by number.
struct Terms {
  private(set) var all: [Term] = []
  private var lastWrites: [Int] = []
  private var numbers: [Term: Int32] = [:]
  private static let maximumCount = 50_000

  /// The number of a term; nil where it has none, and gets none.
  mutating func number(of term: Term, adding: Bool) -> Int32? {
    if let known = numbers[term] { return known }
    guard adding, all.count < Self.maximumCount else { return nil }
    all.append(term)
    lastWrites.append(term.parts.map(lastWrite).max() ?? term.write)
    numbers[term] = Int32(all.count - 1)
    return Int32(all.count - 1)
  }
}

extension Terms {
  /// The last of the writes that have given what a term is made of.
  func lastWrite(of term: Int32) -> Int { lastWrites[Int(term)] }
}

extension Term {
  /// The terms that it is made of.
  fileprivate var parts: [Int32] {
    switch self {
    case .part(let whole, _): [whole]
    case .call(let base, _, let arguments): base < 0 ? arguments : [base] + arguments
    case .list(let parts): parts
    case .unary(_, let inner): [inner]
    case .binary(_, let left, let right): [left, right]
    case .written, .literal, .member, .count, .held, .pattern: []
    }
  }

  /// The write that has given it.
  fileprivate var write: Int {
    switch self {
    case .written(let write), .count(_, let write), .held(_, _, let write): write
    default: 0
    }
  }
}

extension Evaluator {
  /// Methods of texts that give the same for the same.
  private static let methodsOfTerms: Set<String> = [
    "startsWith", "endsWith", "includes", "indexOf", "lastIndexOf", "charAt", "charCodeAt", "at", "slice", "substring",
    "substr", "toLowerCase", "toUpperCase", "trim", "match", "search", "split", "replace", "concat", "toString",
  ]
  private static let functionsOfTerms: Set<String> = [
    "Number", "String", "Boolean", "parseInt", "parseFloat", "decodeURIComponent", "encodeURIComponent", "isNaN",
  ]

  private func number(_ term: Term, _ adding: Bool) -> Int32? { terms.number(of: term, adding: adding) }

  /// The term of an expression that has just been evaluated; nil where it is not followed, or is not `adding` and has none.
  func term(of index: Int32, adding: Bool, depth: Int = 0) -> Int32? {
    guard depth < 8 else { return nil }
    let node = node(index)
    switch node.kind {
    case .string: return number(.literal(.string(text(node.a))), adding)
    case .number: return number(.literal(.number(program.numbers[Int(node.a)])), adding)
    case .true, .false: return number(.literal(.bool(node.kind == .true)), adding)
    case .null: return number(.literal(.null), adding)
    case .identifier:
      guard node.b >= 0 else {
        return text(node.a) == "undefined" ? number(.literal(.undefined), adding) : nil
      }
      guard let cell = cell(of: node.b) else { return nil }
      return term(ofVariable: cell, adding: adding)
    case .regularExpression:
      let flags = text(node.b)
      return flags.contains("g") || flags.contains("y") ? nil : number(.pattern(text(node.a), flags), adding)
    case .array:
      var parts: [Int32] = []
      for part in program.list(node) {
        guard part >= 0, let term = term(of: part, adding: adding, depth: depth + 1) else { return nil }
        parts.append(term)
      }
      return number(.list(parts), adding)
    case .unary:
      guard [.not, .minus, .plus, .typeOf].contains(node.op),
        let inner = term(of: node.a, adding: adding, depth: depth + 1)
      else { return nil }
      return number(.unary(node.op, inner), adding)
    case .binary where node.b == 3:
      let parts = Array(program.list(node))
      guard let op = Operator(rawValue: UInt8(truncatingIfNeeded: parts[1])), op != .instanceOf, op != .in,
        let left = term(of: parts[0], adding: adding, depth: depth + 1),
        let right = term(of: parts[2], adding: adding, depth: depth + 1)
      else { return nil }
      return number(.binary(op, left, right), adding)
    case .logical where node.op == .and || node.op == .or:
      var whole: Int32?
      for part in program.list(node) {
        guard let term = term(of: part, adding: adding, depth: depth + 1) else { return nil }
        whole = whole == nil ? term : whole.flatMap { number(.binary(node.op, $0, term), adding) }
        if whole == nil { return nil }
      }
      return whole
    case .assignment where node.op == .assign && self.node(node.a).kind == .identifier:
      return term(of: node.a, adding: adding, depth: depth + 1)
    case .chain:
      if let given = termsOfCalls[SourceOffset(module: module, offset: index)] { return given }
      return term(ofChain: Array(program.list(node)), adding: adding, depth: depth + 1)
    default: return nil
    }
  }

  /// The term of what a variable is.
  func term(ofVariable cell: Int32, adding: Bool) -> Int32? {
    switch heap.cells[Int(cell)].only {
    case .string, .number, .bool, .null, .undefined:
      return heap.cells[Int(cell)].only.flatMap { number(.literal($0), adding) }
    case .object: return nil
    default: break
    }
    let version = heap.versions[Int(cell)]
    return version > 0 ? heap.terms[version] ?? number(.written(version), adding) : nil
  }

  /// Keeps what a variable is made of that has just been assigned.
  func keepTerm(_ term: Int32?, in pattern: Int32) {
    let node = node(pattern)
    guard let term, node.kind == .binding || node.kind == .identifier, node.b >= 0, let cell = cell(of: node.b),
      heap.cells[Int(cell)].only.map({ !$0.isLiteral }) ?? true
    else { return }
    heap.terms[heap.versions[Int(cell)]] = term
  }

  /// The same of what a pattern takes out of an object.
  func keepTerm(ofMember key: Value, of value: Value, in pattern: Int32) {
    guard let name = keyNames(key)?.first, key.only != nil,
      case .object(let id)? = value.filter({ $0 != .undefined })?.only, isOriginalMember(name, of: id) != nil
    else { return }
    keepTerm(number(.member(id, name), true), in: pattern)
  }

  /// Notes what the arguments of a call are made of, where a function of the code is called.
  func noteTerms(ofArguments call: Node, of callee: Value) {
    termsOfArguments = []
    guard case .object(let id)? = callee.only, case .function = heap.objects[Int(id)].kind else { return }
    termsOfArguments = program.list(call).map { node($0).kind == .spread ? nil : term(of: $0, adding: true) }
  }

  private func term(ofChain parts: [Int32], adding: Bool, depth: Int) -> Int32? {
    guard let base = parts.first, parts.count < 12 else { return nil }
    var (object, term) = (objectOfTerm(base), Int32?.none)
    var rest = parts.dropFirst()
    if object == nil {
      term = self.term(of: base, adding: adding, depth: depth)
      if term == nil, node(base).kind == .identifier, node(base).b < 0, let call = rest.first, node(call).kind == .call,
        Self.functionsOfTerms.contains(text(node(base).a)), let arguments = terms(of: node(call), adding, depth)
      {
        (term, rest) = (number(.call(-1, text(node(base).a), arguments), adding), rest.dropFirst())
      }
    }
    while let link = rest.first.map({ node($0) }) {
      rest = rest.dropFirst()
      guard let name = nameOfTerm(link) else { return nil }
      if let id = object {
        switch heap.objects[Int(id)].kind {
        case .event: break
        case .array where heap.objects[Int(id)].isExact && ["includes", "indexOf"].contains(name):
          var elements: [Int32] = []
          for element in heap.objects[Int(id)].elements {
            guard let only = element.only, !only.isStatus, let part = number(.literal(only), adding) else { return nil }
            if case .string = only { elements.append(part) } else { return nil }
          }
          (object, term) = (nil, number(.list(elements), adding))
        case .array where name == "length" && heap.objects[Int(id)].isOpen == nil,
          .map where name == "size", .set where name == "size":
          (object, term) = (nil, number(.count(id, heap.objectVersions[Int(id)]), adding))
          continue
        case .plain:
          guard let value = plainMember(id, name) else { return nil }
          if case .object(let next)? = value.only {
            (object, term) = (next, nil)
          } else {
            (object, term) = (nil, number(.held(id, name, heap.objectVersions[Int(id)]), adding))
          }
          continue
        default: return nil
        }
      }
      if let id = object {
        guard let isPart = isOriginalMember(name, of: id) else { return nil }
        term = number(.member(id, name), adding)
        object = isPart ? eventParts[id]?[name] : nil
        continue
      }
      guard let known = term else { return nil }
      if let call = rest.first.map({ node($0) }), call.kind == .call {
        let isTest = if case .pattern = terms.all[Int(known)] { name == "test" } else { false }
        guard isTest || Self.methodsOfTerms.contains(name), let arguments = terms(of: call, adding, depth) else {
          return nil
        }
        term = number(.call(known, name, arguments), adding)
        rest = rest.dropFirst()
      } else {
        guard name == "length" || Int(name) != nil else { return nil }
        term = number(.part(known, name), adding)
      }
    }
    return term
  }

  /// The object that an expression is, where it is one.
  private func objectOfTerm(_ index: Int32) -> ObjectID? {
    let node = node(index)
    let value: Value
    switch node.kind {
    case .identifier where node.b >= 0:
      guard let cell = cell(of: node.b) else { return nil }
      value = heap.cells[Int(cell)]
    case .this where context >= 0: value = contexts[Int(context)].this
    default: return nil
    }
    // A part of the event that may be missing is asked for its members where it is there.
    guard case .object(let id)? = value.filter({ $0 != .undefined })?.only else { return nil }
    return id
  }

  private func nameOfTerm(_ link: Node) -> String? {
    switch link.kind {
    case .member: return text(link.a)
    case .index:
      if let literal = literal(link.a) { return keyNames(Value(literal))?.first }
      guard node(link.a).kind == .identifier, node(link.a).b >= 0, let cell = cell(of: node(link.a).b) else {
        return nil
      }
      return heap.cells[Int(cell)].only.flatMap { keyNames(Value($0))?.first }
    default: return nil
    }
  }

  private func terms(of call: Node, _ adding: Bool, _ depth: Int) -> [Int32]? {
    var arguments: [Int32] = []
    for argument in program.list(call) {
      guard let term = term(of: argument, adding: adding, depth: depth + 1) else { return nil }
      arguments.append(term)
    }
    return arguments
  }

  private func plainMember(_ id: ObjectID, _ name: String) -> Value? {
    let object = heap.objects[Int(id)]
    guard object.isOpen == nil, object.wildcard == nil, let property = object.properties[name], property.getter == nil,
      !property.isOptional, !property.isDeleted
    else { return nil }
    return property.value
  }

  /// Whether a member of a part of the event, that nobody has written, is a part itself; nil where it may have been written,
  /// or stands for several.
  private func isOriginalMember(_ name: String, of id: ObjectID) -> Bool? {
    let object = heap.objects[Int(id)]
    guard case .event(let part) = object.kind, !sharedParts.contains(id), object.properties[name] == nil,
      object.wildcard == nil, object.isOpen == nil, object.removes == nil, object.elements.isEmpty
    else { return nil }
    switch part.member(name, isFunction: isFunction) {
    case .part, .optionalPart: return true
    case .text, .optionalText, .truth, .number: return false
    case .status, .undefined, .unknown: return nil
    }
  }
}

extension Atom {
  /// Whether it is one value that is no object.
  var isLiteral: Bool {
    switch self {
    case .undefined, .null, .bool, .number, .string, .bigInt: true
    default: false
    }
  }
}
