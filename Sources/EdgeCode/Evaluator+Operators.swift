import ECMAScript

extension Evaluator {
  // MARK: Truth

  /// Whether a value counts as true; nil where that is not known.
  func truth(of atom: Atom) -> Bool? {
    switch atom {
    case .undefined, .null: false
    case .bool(let bool): bool
    case .number(let number): number != 0 && !number.isNaN
    case .string(let text): !text.isEmpty
    case .bigInt(let digits): digits != "0"
    case .object(let id):
      if case .external(let path) = heap.objects[Int(id)].kind, !isDefinite(path) { nil } else { true }
    case .text, .numeral, .truth, .unknown: nil
    case .status: nil
    }
  }

  /// Decides a condition; nil where it may go either way. Notes the statuses of the origin that it waits for.
  func decide(_ value: Value) -> Bool? {
    var result: Bool??
    for atom in value.atoms {
      if case .status(let index) = atom {
        let table = statusTables[Int(index)]
        noteAwaited(table) { entry in truth(of: entry).map(Atom.bool) ?? .truth }
      }
      let next = truth(of: atom)
      if let known = result {
        if known != next { result = .some(nil) }
      } else {
        result = .some(next)
      }
    }
    return result ?? nil
  }

  func isNullish(_ value: Value) -> Bool? {
    var result: Bool??
    for atom in value.atoms {
      let next: Bool?
      switch atom {
      case .undefined, .null: next = true
      case .unknown: next = nil
      case .object(let id):
        if case .external(let path) = heap.objects[Int(id)].kind, !isDefinite(path) { next = nil } else { next = false }
      case .status(let index):
        let table = statusTables[Int(index)]
        noteAwaited(table) { .bool($0.isNullish) }
        next = nil
      default: next = false
      }
      if let known = result {
        if known != next { result = .some(nil) }
      } else {
        result = .some(next)
      }
    }
    return result ?? nil
  }

  // MARK: Unary

  func unary(_ op: Operator, _ value: Value) -> Value {
    value.flatMap { atom in Value(lift(atom) { self.unary(op, $0) }) }
  }

  /// Does something to each entry of a status table, or to the value itself.
  func lift(_ atom: Atom, _ transform: (Atom) -> Atom) -> Atom {
    if case .status(let index) = atom { return statusValue(statusTables[Int(index)].map(transform)) }
    return transform(atom)
  }

  private func unary(_ op: Operator, _ atom: Atom) -> Atom {
    switch op {
    case .not: return truth(of: atom).map { .bool(!$0) } ?? .truth
    case .void: return .undefined
    case .typeOf: return typeOf(atom)
    case .plus: return number(atom)
    case .minus:
      if case .bigInt(let digits) = atom { return .bigInt("-" + digits) }
      if case .number(let number) = number(atom) { return .number(-number) }
      return number(atom)
    case .bitNot:
      if case .number(let number) = number(atom) { return .number(Double(~Self.int32(number))) }
      return .numeral
    default: return .unknown(.none)
    }
  }

  private func typeOf(_ atom: Atom) -> Atom {
    switch atom {
    case .undefined: .string("undefined")
    case .null: .string("object")
    case .bool, .truth: .string("boolean")
    case .number, .numeral: .string("number")
    case .string, .text: .string("string")
    case .bigInt: .string("bigint")
    case .object(let id):
      switch heap[id].kind {
      case .function, .class, .bound, .settler, .callback, .require: .string("function")
      case .native(let path):
        path == "globalThis" || path == "Math" || path == "JSON" || path == "Reflect" || path == "console"
          ? .string("object") : path.hasPrefix("Symbol.") ? .string("symbol") : .string("function")
      case .external: .text(.none)
      default: .string("object")
      }
    case .status, .unknown: .text(.none)
    }
  }

  /// The number that a value is made.
  func number(_ atom: Atom) -> Atom {
    switch atom {
    case .undefined: return .number(.nan)
    case .null: return .number(0)
    case .bool(let bool): return .number(bool ? 1 : 0)
    case .number: return atom
    case .string(let text):
      let trimmed = text.trimmed
      if trimmed.isEmpty { return .number(0) }
      let digits = trimmed.dropFirst(2)
      let bases: [String: Int] = ["0x": 16, "0o": 8, "0b": 2]
      if let base = bases[trimmed.prefix(2).lowercased()] {
        let isSigned = digits.first == "+" || digits.first == "-"
        return isSigned ? .number(.nan) : UInt64(digits, radix: base).map { .number(Double($0)) } ?? .number(.nan)
      }
      guard trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else {
        let isInfinite = ["Infinity", "+Infinity", "-Infinity"].contains(trimmed)
        return .number(isInfinite ? trimmed.hasPrefix("-") ? -.infinity : .infinity : .nan)
      }
      guard trimmed.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return .number(.nan) }
      return .number(Double(trimmed) ?? Double(trimmed + "0") ?? .nan)
    case .bigInt(let digits): return .number(Double(digits) ?? .nan)
    case .object(let id):
      guard let made = converted(id, .number) else { return .numeral }
      if case .object = made { return .numeral }
      return number(made)
    default: return .numeral
    }
  }

  static func int32(_ number: Double) -> Int32 {
    guard number.isFinite else { return 0 }
    return Int32(truncatingIfNeeded: Int64(number.rounded(.towardZero).truncatingRemainder(dividingBy: 4_294_967_296)))
  }

  /// A whole number to the power of another, where a number holds it; nil for others.
  static func power(_ base: Double, _ exponent: Double) -> Double? {
    guard base == base.rounded(), exponent == exponent.rounded(), (0...1100).contains(exponent) else { return nil }
    var result = 1.0
    for _ in 0..<Int(exponent) {
      result *= base
      if abs(result) > 9e15 { return nil }
    }
    return result
  }

  /// The text that a value is made.
  func toText(_ value: Value) -> Value { value.flatMap { atom in Value(lift(atom) { self.textAtom($0) }) } }

  func textAtom(_ atom: Atom) -> Atom {
    switch atom {
    case .undefined: return .string("undefined")
    case .null: return .string("null")
    case .bool(let bool): return .string(bool ? "true" : "false")
    case .number(let number): return .string(NumberText.text(of: number))
    case .string, .text: return atom
    case .bigInt(let digits): return .string(digits)
    case .object(let id):
      if let made = converted(id, .string) {
        if case .object = made { return .text(.none) }
        return textAtom(made)
      }
      let object = heap[id]
      switch object.kind {
      case .array where isArguments(id): return .string("[object Arguments]")
      case .array where object.isExact && object.elements.count < 200:
        return joinedText(object.elements, separator: ",")
      case .event: return .text(.madeOfEvent)
      case .buffer: return object.elements.first?.only ?? .text(.none)
      case .plain where object.prototype < 0 && object.isOpen == nil: return .string("[object Object]")
      default: return .text(.none)
      }
    case .numeral, .truth, .unknown, .status: return .text(.none)
    }
  }

  /// How deep lists may lie in each other whose text is made.
  private static let maximumJoins = 12
  /// How long the text of a list may become.
  private static let maximumText = 100_000

  func joinedText(_ elements: [Value], separator: String) -> Atom {
    var result = ""
    if elements.contains(where: isQuery) { return .text(.madeOfQuery) }
    joinDepth += 1
    defer { joinDepth -= 1 }
    if joinDepth > Self.maximumJoins { return .text(.none) }
    for (index, element) in elements.enumerated() {
      // Lists may hold each other any number of times.
      guard step(), result.utf8.count < Self.maximumText, let only = toText(element).only else { return .text(.none) }
      if index > 0 { result += separator }
      switch only {
      case .string(let text): result += element.atoms.allSatisfy(\.isNullish) ? "" : text
      case .text(let origin): return .text(origin.made)
      default: return .text(.none)
      }
    }
    return .string(result)
  }

  // MARK: Binary

  func binary(_ op: Operator, _ left: Value, _ right: Value) -> Value {
    if left.rest.isEmpty, right.rest.isEmpty { return Value(binary(op, left.first, right.first)) }
    // What is either of many with either of many is not told apart.
    if left.atoms.count * right.atoms.count > 256 {
      return binary(op, left.generalized, right.generalized)
    }
    return Value(left.atoms.flatMap { a in right.atoms.map { b in binary(op, a, b) } })
  }

  func binary(_ op: Operator, _ left: Atom, _ right: Atom) -> Atom {
    switch (left, right) {
    case (.status(let a), .status(let b)):
      return statusValue(zip(statusTables[Int(a)], statusTables[Int(b)]).map { simple(op, $0, $1) })
    case (.status(let index), _):
      noteUnknownComparison(op, with: right)
      return statusValue(statusTables[Int(index)].map { simple(op, $0, right) })
    case (_, .status(let index)):
      noteUnknownComparison(op, with: left)
      return statusValue(statusTables[Int(index)].map { simple(op, left, $0) })
    default: return simple(op, left, right)
    }
  }

  /// A status that is compared with something unknown may be waited for.
  private func noteUnknownComparison(_ op: Operator, with other: Atom) {
    switch op {
    case .equal, .notEqual, .strictEqual, .strictNotEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in: break
    default: return
    }
    switch other {
    case .unknown(let reason): awaitedUndecided.append(Undecided(text(of: reason), at: place(here)))
    case .text, .numeral:
      awaitedUndecided.append(Undecided("the status is compared with a value that is not known", at: place(here)))
    default: break
    }
  }

  private func simple(_ op: Operator, _ left: Atom, _ right: Atom) -> Atom {
    noteQueryComparison(op, left, right)
    switch op {
    case .equal, .strictEqual: return compare(op, left, right).map(Atom.bool) ?? .truth
    case .notEqual: return compare(.equal, left, right).map { .bool(!$0) } ?? .truth
    case .strictNotEqual: return compare(.strictEqual, left, right).map { .bool(!$0) } ?? .truth
    case .add: return add(left, right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return order(op, left, right)
    case .instanceOf: return instance(left, of: right)
    case .in: return isMember(left, of: right)
    default: break
    }
    if case .bigInt = left { return .unknown(reason("arithmetic of BigInt is not followed")) }
    guard case .number(let a) = number(left), case .number(let b) = number(right) else { return .numeral }
    switch op {
    case .subtract: return .number(a - b)
    case .multiply: return .number(a * b)
    case .divide: return .number(a / b)
    case .remainder: return .number(b == 0 ? .nan : a.truncatingRemainder(dividingBy: b))
    case .power: return Self.power(a, b).map(Atom.number) ?? .numeral
    case .bitAnd: return .number(Double(Self.int32(a) & Self.int32(b)))
    case .bitOr: return .number(Double(Self.int32(a) | Self.int32(b)))
    case .bitXor: return .number(Double(Self.int32(a) ^ Self.int32(b)))
    case .shiftLeft: return .number(Double(Self.int32(a) << (Self.int32(b) & 31)))
    case .shiftRight: return .number(Double(Self.int32(a) >> (Self.int32(b) & 31)))
    case .shiftRightUnsigned:
      return .number(Double(UInt32(bitPattern: Self.int32(a)) >> UInt32(Self.int32(b) & 31)))
    default: return .numeral
    }
  }

  private func add(_ left: Atom, _ right: Atom) -> Atom {
    let left = primitive(left)
    let right = primitive(right)
    let isText = left.isText == true || right.isText == true
    if isText {
      let a = textAtom(left)
      let b = textAtom(right)
      switch (a, b) {
      case (.string(let a), .string(let b)):
        // What is doubled again and again is cut off.
        return a.utf8.count + b.utf8.count > 1 << 16 ? .text(.none) : .string(a + b)
      case (.text(let origin), .string("")), (.string(""), .text(let origin)): return .text(origin)
      case (.text, .text(let origin)) where origin.holdsQuery: return .text(origin.made)
      case (.text(let origin), _), (_, .text(let origin)): return .text(origin.made)
      default: return .text(.none)
      }
    }
    if left.isText == nil || right.isText == nil {
      if case .unknown(let reason) = left { return .unknown(reason) }
      if case .unknown(let reason) = right { return .unknown(reason) }
    }
    guard case .number(let a) = number(left), case .number(let b) = number(right) else { return .numeral }
    return .number(a + b)
  }

  /// What an object is made where a text or number is wanted.
  private func primitive(_ atom: Atom) -> Atom {
    guard case .object(let id) = atom else { return atom }
    if let made = converted(id, .default) {
      if case .object = made { return .text(.none) }
      return made
    }
    switch heap[id].kind {
    case .external: return .unknown(reason("what \(externalName(id)) is, is not known"))
    case .date: return .text(.none)
    default: return textAtom(atom)
    }
  }

  func externalName(_ id: ObjectID) -> String {
    if case .external(let path) = heap[id].kind { path } else { "this" }
  }

  /// Whether two values are equal; nil where that is not known.
  func compare(_ op: Operator, _ left: Atom, _ right: Atom) -> Bool? {
    switch (left, right) {
    case (.unknown, _), (_, .unknown), (.status, _), (_, .status): return nil
    case (.undefined, .undefined), (.null, .null): return true
    case (.undefined, .null), (.null, .undefined): return op == .equal
    case (.number(let a), .number(let b)): return a == b
    // Swift takes different texts that look alike for one.
    case (.string(let a), .string(let b)): return a.utf8.elementsEqual(b.utf8)
    case (.bool(let a), .bool(let b)): return a == b
    case (.bigInt(let a), .bigInt(let b)): return a == b
    case (.object(let a), .object(let b)):
      if a == b { return true }
      if case .external = heap[a].kind { return nil }
      if case .external = heap[b].kind { return nil }
      return false
    case (.object(let id), _), (_, .object(let id)):
      if case .external(let path) = heap[id].kind {
        return isDefinite(path) && (left.isNullish || right.isNullish) ? false : nil
      }
      if op == .strictEqual { return false }
      if left.isNullish || right.isNullish { return false }
      _ = converted(id, .default)
      return nil
    default: break
    }
    if left.isNullish || right.isNullish { return false }
    func type(_ atom: Atom) -> Int {
      switch atom {
      case .string, .text: 0
      case .number, .numeral: 1
      case .bool, .truth: 2
      default: 3
      }
    }
    if type(left) != type(right) {
      if op == .strictEqual { return false }
      if case .number(let a) = number(left), case .number(let b) = number(right) { return a == b }
    }
    return nil
  }

  private func order(_ op: Operator, _ left: Atom, _ right: Atom) -> Atom {
    func plain(_ atom: Atom) -> Atom { if case .object(let id) = atom { converted(id, .number) ?? atom } else { atom } }
    let (left, right) = (plain(left), plain(right))
    if case .string(let a) = left, case .string(let b) = right {
      let (a, b) = (Array(a.utf16), Array(b.utf16))
      let isLess = a.lexicographicallyPrecedes(b)
      switch op {
      case .less: return .bool(isLess)
      case .greaterOrEqual: return .bool(!isLess)
      case .greater: return .bool(b.lexicographicallyPrecedes(a))
      default: return .bool(!b.lexicographicallyPrecedes(a))
      }
    }
    guard case .number(let a) = number(left), case .number(let b) = number(right) else { return .truth }
    switch op {
    case .less: return .bool(a < b)
    case .lessOrEqual: return .bool(a <= b)
    case .greater: return .bool(a > b)
    default: return .bool(a >= b)
    }
  }

  private func instance(_ left: Atom, of right: Atom) -> Atom {
    guard case .object(let type) = right else { return .truth }
    guard case .object(let id) = left else {
      if case .unknown = left { return .truth }
      return .bool(false)
    }
    let kind = heap[id].kind
    if case .external = kind { return .truth }
    if case .error = kind, heap[id].isOpen != nil { return .truth }
    switch heap[type].kind {
    case .native(let path):
      switch (path, kind) {
      case ("Map", .map), ("Set", .set), ("WeakMap", .map), ("WeakSet", .set):
        return .bool(path.hasPrefix("Weak") == (heap[id].properties[Self.weak] != nil))
      case ("Map", .set), ("Set", .map), ("WeakMap", .set), ("WeakSet", .map): return .bool(false)
      case ("Array", .array), ("Promise", .promise), ("Date", .date), ("RegExp", .regularExpression), ("Error", .error),
        ("Object", _):
        return .bool(true)
      case ("Function", .function), ("Function", .class), ("Function", .native): return .bool(true)
      case ("Promise", _), ("Array", .plain), ("Array", .event), ("Date", .plain): return .bool(false)
      case (_, .error) where path.hasSuffix("Error") && heap[id].prototype < 0:
        return heap[id].properties["name"]?.value.string.map { .bool($0 == path) } ?? .truth
      default: return .truth
      }
    case .function, .class:
      guard case .object(let prototype)? = heap[type].properties["prototype"]?.value.only else { return .truth }
      var current = heap[id].prototype
      for _ in 0..<64 where current >= 0 {
        if current == prototype { return .bool(true) }
        current = heap[current].prototype
      }
      return .bool(false)
    default: return .truth
    }
  }

  private func isMember(_ left: Atom, of right: Atom) -> Atom {
    guard case .object(let id) = right else {
      // Only objects have members to ask for.
      noteRisk()
      return .truth
    }
    guard let names = keyNames(Value(left)), let name = names.first else { return .truth }
    // What all objects inherit is there too.
    if Self.objectMethods.contains(name) || name == "constructor" { return .truth }
    return has(name, id).map(Atom.bool) ?? .truth
  }
}

extension String {
  /// Without what ECMAScript calls white space around it.
  var trimmed: String { trimmed(atStart: true, atEnd: true) }

  func trimmed(atStart: Bool = true, atEnd: Bool = true, of set: UnitSet = .space) -> String {
    var rest = unicodeScalars[...]
    if atStart { while let first = rest.first, set.contains(first.value) { rest.removeFirst() } }
    if atEnd { while let last = rest.last, set.contains(last.value) { rest.removeLast() } }
    return String(rest)
  }
}
