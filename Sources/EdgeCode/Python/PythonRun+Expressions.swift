import Python

/// What a call is made with.
struct PythonArguments {
  var positional: [PythonValue] = []
  var keywords: [(name: String, value: PythonValue)] = []
  /// Whether there may be others.
  var isOpen = false

  /// These, and others behind them.
  func with(_ others: PythonArguments) -> PythonArguments {
    let own = keywords.filter { keyword in !others.keywords.contains { $0.name == keyword.name } }
    return PythonArguments(
      positional: positional + others.positional, keywords: own + others.keywords, isOpen: isOpen || others.isOpen)
  }

  /// The argument at a place, or of a name.
  func value(_ index: Int, _ name: String) -> PythonValue? {
    index < positional.count ? positional[index] : keywords.first { $0.name == name }?.value
  }
}

extension PythonRun {
  func evaluate(_ expression: Expression, _ frame: PythonFrame) throws -> PythonValue {
    try step()
    return try nested { try evaluateItself(expression, frame) }
  }

  private func evaluateItself(_ expression: Expression, _ frame: PythonFrame) throws -> PythonValue {
    switch expression.kind {
    case .name(let name): return try lookUp(name, frame)
    case .none: return .none
    case .ellipsis: return .builtin("Ellipsis")
    case .bool(let value): return .bool(value)
    case .integer(let value): return value.map(PythonValue.int) ?? fresh(.number)
    case .float(let value): return .float(value)
    case .imaginary: return fresh(.number)
    case .string(let text): return .string(text)
    case .bytes(let bytes): return .bytes(bytes)
    case .formatted(let parts, let isTemplate):
      let text = try format(parts, frame)
      return isTemplate ? fresh() : text
    case .tuple(let elements): return try list(elements, .tuple, frame)
    case .list(let elements): return try list(elements, .list, frame)
    case .set(let elements): return try list(elements, .set, frame)
    case .dictionary(let items): return try dictionary(items, frame)
    case .comprehension(let kind, let element, let value, let clauses):
      return try comprehension(kind, element, value, clauses, frame)
    case .unary(let operators, let operand):
      var value = try evaluate(operand, frame)
      for operation in operators.reversed() { value = try unary(operation, value) }
      return value
    case .binary(let first, let operations):
      var value = try evaluate(first, frame)
      for operation in operations {
        value = try binary(operation.operation, value, try evaluate(operation.operand, frame))
      }
      return value
    case .power(let base, let exponent):
      return try binary(.power, try evaluate(base, frame), try evaluate(exponent, frame))
    case .comparison(let first, let comparisons):
      var left = try evaluate(first, frame)
      for comparison in comparisons {
        let right = try evaluate(comparison.operand, frame)
        guard try compare(comparison.operation, left, right) else { return .bool(false) }
        left = right
      }
      return .bool(true)
    case .and(let operands):
      var value = PythonValue.none
      for operand in operands {
        value = try evaluate(operand, frame)
        guard try isTrue(value) else { break }
      }
      return value
    case .or(let operands):
      var value = PythonValue.none
      for operand in operands {
        value = try evaluate(operand, frame)
        if try isTrue(value) { break }
      }
      return value
    case .conditional(let alternatives, let otherwise):
      for alternative in alternatives where try isTrue(try evaluate(alternative.test, frame)) {
        return try evaluate(alternative.value, frame)
      }
      return try evaluate(otherwise, frame)
    case .lambda(let parameters, let body):
      return try function("<lambda>", parameters, .expression(body), frame, isGenerator: false)
    case .chain(let base, let links): return try evaluate(base, links[...], frame)
    case .starred(let value): return try evaluate(value, frame)
    case .named(let name, let value):
      let value = try evaluate(value, frame)
      var target = frame
      while target.isComprehension, let parent = target.parent { target = parent }
      assign(name, value, target)
      return value
    case .await(let value): return awaited(try evaluate(value, frame))
    case .yield(let value):
      let value = try value.map { try evaluate($0, frame) } ?? .none
      if let atYield = frame.atYield {
        frame.atYield = nil
        try atYield(value)
        return .none
      }
      frame.yields.append(value)
      return fresh()
    case .yieldFrom(let value):
      let items = try elements(of: try evaluate(value, frame))
      frame.yields += items.values
      frame.yieldsOthers = frame.yieldsOthers ?? items.isOpen
      return fresh()
    }
  }

  /// Evaluates an expression whose value nobody gets: what runs only once somebody asks for more does not run.
  func evaluate(dropping expression: Expression, _ frame: PythonFrame) throws {
    if case .comprehension(.generator, _, _, let clauses) = expression.kind, let first = clauses.first {
      _ = try evaluate(first.iterable, frame)
      return
    }
    guard case .chain(let base, let links) = expression.kind, let last = links.last,
      case .call(let given) = last.access,
      !given.isEmpty || links.count > 1 || !isSuper(base)
    else {
      _ = try evaluate(expression, frame)
      return
    }
    let callee = try evaluate(base, links.dropLast(), frame)
    let arguments = try arguments(given, frame)
    offset = last.offset
    if !runsWhenAsked(callee) { _ = try call(callee, arguments) }
  }

  private func isSuper(_ expression: Expression) -> Bool {
    if case .name("super") = expression.kind { true } else { false }
  }

  /// Whether a call runs nothing before it is gone over, or waited for.
  private func runsWhenAsked(_ callee: PythonValue) -> Bool {
    if case .builtin(let name) = resolved(callee) {
      return ["enumerate", "filter", "iter", "map", "zip"].contains(name)
    }
    guard let object = object(callee) else { return false }
    switch object.kind {
    case .function(let function): return function.isGenerator || function.isAsync
    case .method(_, let function): return runsWhenAsked(function)
    case .partial(let function, _): return runsWhenAsked(function)
    default: return false
    }
  }

  /// A value and what is taken of it.
  func evaluate(
    _ base: Expression, _ links: ArraySlice<Expression.Link>, _ frame: PythonFrame
  ) throws -> PythonValue {
    var value = try evaluate(base, frame)
    for link in links {
      try step()
      offset = link.offset
      switch link.access {
      case .attribute(let name): value = try attribute(value, name)
      case .item(let item): value = try self.item(value, try evaluate(item, frame))
      case .call(let given):
        if value == .builtin("super"), given.isEmpty {
          value = superclass(frame)
          continue
        }
        let arguments = try arguments(given, frame)
        offset = link.offset
        value = try call(value, arguments)
      }
      value = resolved(value)
    }
    return value
  }

  private func superclass(_ frame: PythonFrame) -> PythonValue {
    var next: PythonFrame? = frame
    while let frame = next {
      if let function = frame.function, let owner = function.owner,
        let this = function.parameters.positional.first.flatMap({ frame.names[$0.name] })
      {
        return add(.superclass(of: this, after: owner)).value
      }
      next = frame.parent
    }
    return fresh()
  }

  /// A key, or nil for a slice.
  func evaluate(_ item: Expression.Subscript, _ frame: PythonFrame) throws -> PythonValue {
    switch item {
    case .index(let value): return try evaluate(value, frame)
    case .slice(let first, let last, let step):
      let parts = try [first, last, step].map { try $0.map { try evaluate($0, frame) } ?? .none }
      let (value, object) = add(.instance(of: .builtin("slice")))
      object.elements = parts
      return value
    case .several(let items): return list(try items.map { try evaluate($0, frame) }, .tuple)
    }
  }

  private func list(_ values: [PythonValue], _ kind: PythonObject.Kind) -> PythonValue {
    list(values, isOpen: nil, kind)
  }

  private func list(
    _ elements: [Expression], _ kind: PythonObject.Kind, _ frame: PythonFrame
  ) throws -> PythonValue {
    var values: [PythonValue] = []
    var isOpen: Undecided?
    for element in elements {
      if case .starred(let inner) = element.kind {
        let items = try self.elements(of: try evaluate(inner, frame))
        values += items.values
        isOpen = isOpen ?? items.isOpen
      } else {
        values.append(try evaluate(element, frame))
      }
    }
    return list(values, isOpen: isOpen, kind)
  }

  private func dictionary(_ items: [Expression.DictionaryItem], _ frame: PythonFrame) throws -> PythonValue {
    let (value, object) = add(.dictionary)
    for item in items {
      if let key = item.key {
        let key = try evaluate(key, frame)
        let value = try evaluate(item.value, frame)
        offset = item.key?.offset ?? offset
        try set(key, value, in: object)
      } else {
        try update(object, with: try evaluate(item.value, frame))
      }
    }
    object.isChanged = false
    return value
  }

  private func comprehension(
    _ kind: Expression.ComprehensionKind, _ element: Expression, _ value: Expression?,
    _ clauses: [Expression.ComprehensionClause], _ frame: PythonFrame
  ) throws -> PythonValue {
    if case .generator = kind, let made = try generator(element, clauses, frame) { return made }
    let own = PythonFrame(parent: frame, isComprehension: true)
    var objectKind = PythonObject.Kind.list
    if case .set = kind { objectKind = .set }
    if case .dictionary = kind { objectKind = .dictionary }
    let (result, object) = add(objectKind)
    func fill(_ rest: ArraySlice<Expression.ComprehensionClause>) throws {
      try step()
      guard let clause = rest.first else {
        if let value {
          try set(try evaluate(element, own), try evaluate(value, own), in: object)
        } else {
          object.elements.append(try evaluate(element, own))
        }
        return
      }
      let iterable = try evaluate(clause.iterable, own)
      if let next = try steps(over: iterable) {
        while let item = try next() {
          try assign(clause.target, item, own)
          var holds = true
          for condition in clause.conditions where holds { holds = try isTrue(try evaluate(condition, own)) }
          if holds { try fill(rest.dropFirst()) }
        }
        return
      }
      let items = try elements(of: iterable)
      var values = items.values
      if items.isOpen != nil {
        object.isOpen = object.isOpen ?? items.isOpen
        if values.isEmpty { values = [fresh()] }
      }
      for item in values {
        try assign(clause.target, item, own)
        var holds = true
        for condition in clause.conditions where holds { holds = try isTrue(try evaluate(condition, own)) }
        if holds { try fill(rest.dropFirst()) }
      }
    }
    try fill(clauses[...])
    return result
  }

  func format(_ parts: [Expression.FormatPart], _ frame: PythonFrame) throws -> PythonValue {
    var text = ""
    var keys: [String] = []
    var isKnown = true
    var holdsRequest = false
    for part in parts {
      switch part {
      case .text(let more):
        text += more
        keys.append(more)
      case .value(let expression, let label, let conversion, let format):
        var value = try evaluate(expression, frame)
        var isFormatted = false
        let format = try self.format(format, frame)
        if let label {
          text += label
          keys.append(label)
        }
        // With its expression before it, it is written as `repr` does.
        let conversion = conversion ?? (label != nil && format == .string("") ? "r" : nil)
        if object(value) != nil {
          if conversion == nil, let made = try special("__format__", of: value, [format]) {
            value = made
            isFormatted = true
          } else if let made = try special(conversion == "r" ? "__repr__" : "__str__", of: value) {
            value = made
          } else if conversion == nil || conversion == "s", let made = try special("__repr__", of: value) {
            value = made
          }
        }
        let spec = if case .string(let spec) = isFormatted ? .string("") : format { spec } else { nil as String? }
        if let spec, let more = formatted(value, spec, conversion) {
          text += more
          keys.append(more)
        } else {
          isKnown = false
          holdsRequest = holdsRequest || self.holdsRequest(value)
          keys.append("{\(key(value))}")
        }
      }
    }
    if isKnown { return .string(text) }
    let made = symbol("f" + keys.joined(separator: "|"), .text)
    return holdsRequest ? ofRequest(made) : made
  }

  func arguments(_ given: [Expression.Argument], _ frame: PythonFrame) throws -> PythonArguments {
    var arguments = PythonArguments()
    for argument in given {
      let value = try evaluate(argument.value, frame)
      switch argument.form {
      case .positional: arguments.positional.append(value)
      case .keyword(let name): arguments.keywords.append((name, value))
      case .list:
        let items = try elements(of: value)
        arguments.isOpen = arguments.isOpen || items.isOpen != nil
        if items.isOpen == nil { arguments.positional += items.values }
      case .dictionary:
        if let object = object(value), case .dictionary = object.kind {
          for entry in object.entries {
            if case .string(let name) = entry.key { arguments.keywords.append((name, entry.value)) }
          }
          arguments.isOpen = arguments.isOpen || object.isOpen != nil
          if isRequest(object) {
            noteRequest("all of the request is handed on")
            arguments.isOpen = true
          }
        } else {
          arguments.isOpen = true
        }
      }
    }
    return arguments
  }

  // MARK: Operators

  /// Whether a value counts as true.
  func isTrue(_ value: PythonValue) throws -> Bool {
    switch resolved(value) {
    case .none: return false
    case .bool(let value): return value
    case .int(let value): return value != 0
    case .float(let value): return value != 0
    case .string(let text): return !text.isEmpty
    case .bytes(let bytes): return !bytes.isEmpty
    case .external, .builtin: return true
    case .symbol(let index):
      return filled.contains(index) || positive.contains(index) || decide("true $\(index)")
    case .object(let index):
      let object = objects[index]
      switch object.kind {
      case .iterator: return true
      case .list, .tuple, .set:
        if let viewed = object.viewed { return try isTrue(viewed) }
        if object.isOpen != nil, object.part == nil { return decide("true object\(index) \(object.elements.count)") }
        return !object.elements.isEmpty
      case .dictionary:
        return !object.entries.isEmpty || object.isOpen != nil && decide("true object\(index)")
      case .instance:
        for name in ["__bool__", "__len__"] {
          if let answer = try special(name, of: value) { return try isTrue(answer) }
        }
        return true
      default: return true
      }
    }
  }

  func unary(_ operation: UnaryOperator, _ value: PythonValue) throws -> PythonValue {
    switch (operation, resolved(value)) {
    case (.not, let value): return .bool(try !isTrue(value))
    case (.minus, .int(let number)) where number != .min: return .int(-number)
    case (.minus, .float(let number)): return .float(-number)
    case (.plus, .int(let number)): return .int(number)
    case (.invert, .int(let number)): return .int(~number)
    case (_, let value): return symbol("\(operation) \(key(value))", .number)
    }
  }

  func binary(_ operation: BinaryOperator, _ left: PythonValue, _ right: PythonValue) throws -> PythonValue {
    let left = plain(left)
    let right = plain(right)
    if [.divide, .floorDivide, .remainder].contains(operation), isNumber(left) {
      switch right {
      case .int(0), .bool(false), .float(0): throw exception("ZeroDivisionError")
      case .symbol: try mayRaise("ZeroDivisionError")
      default: break
      }
    }
    switch (left, right) {
    case (.int(let a), .int(let b)):
      if let result = Self.calculate(operation, a, b) { return result }
      return fresh(.number)
    case (.string(let a), .string(let b)) where operation == .add && a.utf8.count + b.utf8.count < Self.maximumSize:
      steps += (a.utf8.count + b.utf8.count) / 256
      return .string(a + b)
    case (.bytes(let a), .bytes(let b)) where operation == .add && a.count + b.count < Self.maximumSize:
      steps += (a.count + b.count) / 256
      return .bytes(a + b)
    case (.string(let text), .int(let count))
    where operation == .multiply && count < 10_000 && text.utf8.count * max(count, 0) < 10_000:
      return .string(String(repeating: text, count: max(count, 0)))
    case (.float, .float), (.float, .int), (.int, .float):
      if let a = number(left), let b = number(right), let made = Self.calculate(operation, a, b) { return made }
    case (.string(let format), _) where operation == .remainder:
      if let made = percent(format, right) { return .string(made) }
    default: break
    }
    let specials: [BinaryOperator: String] = [
      .add: "add", .or: "or", .and: "and", .subtract: "sub", .divide: "truediv",
    ]
    if let name = specials[operation] {
      if let made = try special("__\(name)__", of: left, [right]) { return made }
      if let made = try special("__r\(name)__", of: right, [left]) { return made }
    }
    if let a = object(left), let b = object(right) {
      if operation == .add {
        var kind = PythonObject.Kind.list
        if case .tuple = a.kind { kind = .tuple }
        return try joined(a.elements, b.elements, isOpen: a.isOpen ?? b.isOpen, kind)
      }
      if operation == .or, case .dictionary = a.kind {
        let (value, object) = add(.dictionary)
        try update(object, with: left)
        try update(object, with: right)
        return value
      }
      if case .set = a.kind {
        switch operation {
        case .or: return try joined(a.elements, b.elements, isOpen: a.isOpen ?? b.isOpen, .set)
        default: return list(a.elements, isOpen: undecided("the set is not known"), .set)
        }
      }
    }
    if operation == .remainder, isText(left) {
      var parts = [right]
      if let several = object(right), case .tuple = several.kind { parts = several.elements }
      for part in parts where object(part) != nil { _ = try string(of: part) }
      return symbol("\(key(left)) % \(key(right))", .text)
    }
    let knownType: PythonSymbol.KnownType =
      isText(left) || isText(right) ? .text : isNumber(left) && isNumber(right) ? .number : .any
    return symbol("\(key(left)) \(operation) \(key(right))", knownType)
  }

  /// How large texts and lists are made.
  static let maximumSize = 100_000

  private func joined(
    _ left: [PythonValue], _ right: [PythonValue], isOpen: Undecided?, _ kind: PythonObject.Kind
  ) throws -> PythonValue {
    steps += (left.count + right.count) / 16
    guard left.count + right.count < Self.maximumSize else {
      return list(Array(left.prefix(16)), isOpen: undecided("the list is too long to follow"), kind)
    }
    return list(left + right, isOpen: isOpen, kind)
  }

  func isText(_ value: PythonValue) -> Bool {
    switch resolved(value) {
    case .string: true
    case .symbol(let index): symbols[index].knownType == .text
    default: false
    }
  }

  func isNumber(_ value: PythonValue) -> Bool {
    switch resolved(value) {
    case .int, .float, .bool: true
    case .symbol(let index): symbols[index].knownType == .number
    default: false
    }
  }

  /// The number or text of a member of an enumeration that is one too, else the value.
  func plain(_ value: PythonValue) -> PythonValue {
    let value = resolved(value)
    if let object = object(value), case .instance(let type) = object.kind, let own = object.names["value"],
      type == .external("http.HTTPStatus") || isPlainEnumeration(type)
    {
      return resolved(own)
    }
    return value
  }

  private func isPlainEnumeration(_ type: PythonValue) -> Bool {
    guard let object = object(type), case .type(let type) = object.kind else { return false }
    return type.bases.contains { [.external("enum.IntEnum"), .external("enum.StrEnum"), .builtin("str")].contains($0) }
  }

  private static func calculate(_ operation: BinaryOperator, _ a: Int, _ b: Int) -> PythonValue? {
    func checked(_ result: (partialValue: Int, overflow: Bool)) -> PythonValue? {
      result.overflow ? nil : .int(result.partialValue)
    }
    switch operation {
    case .add: return checked(a.addingReportingOverflow(b))
    case .subtract: return checked(a.subtractingReportingOverflow(b))
    case .multiply: return checked(a.multipliedReportingOverflow(by: b))
    case .divide: return b == 0 ? nil : .float(Double(a) / Double(b))
    case .floorDivide where b > 0 && a != .min: return .int(a >= 0 ? a / b : -((-a + b - 1) / b))
    case .remainder where b > 0: return .int((a % b + b) % b)
    case .and: return .int(a & b)
    case .or: return .int(a | b)
    case .xor: return .int(a ^ b)
    case .shiftLeft where b >= 0 && b < 32 && abs(a) < 1 << 30: return .int(a << b)
    case .shiftRight where b >= 0: return .int(a >> min(b, 63))
    case .power where (0...64).contains(b):
      var result = 1
      for _ in 0..<b {
        let next = result.multipliedReportingOverflow(by: a)
        if next.overflow { return nil }
        result = next.partialValue
      }
      return .int(result)
    default: return nil
    }
  }

  private static func calculate(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> PythonValue? {
    switch operation {
    case .add: .float(a + b)
    case .subtract: .float(a - b)
    case .multiply: .float(a * b)
    case .divide: b == 0 ? nil : .float(a / b)
    default: nil
    }
  }
}
