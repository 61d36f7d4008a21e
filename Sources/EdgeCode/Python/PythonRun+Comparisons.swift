import Python

/// Whether values are equal, less, or in each other.
extension PythonRun {
  func compare(_ operation: ComparisonOperator, _ left: PythonValue, _ right: PythonValue) throws -> Bool {
    switch operation {
    case .equal: return try isEqual(left, right)
    case .notEqual: return try !isEqual(left, right)
    case .is: return try isSame(left, right)
    case .isNot: return try !isSame(left, right)
    case .in: return try contains(right, left)
    case .notIn: return try !contains(right, left)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    let left = plain(left)
    let right = plain(right)
    if let a = number(left), let b = number(right) {
      switch operation {
      case .less: return a < b
      case .lessOrEqual: return a <= b
      case .greater: return a > b
      default: return a >= b
      }
    }
    if case .string(let a) = left, case .string(let b) = right {
      let (a, b) = (a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value))
      let isLess = a.lexicographicallyPrecedes(b)
      switch operation {
      case .less: return isLess
      case .lessOrEqual: return isLess || a == b
      case .greater: return !isLess && a != b
      default: return !isLess
      }
    }
    if let answer = compare(operation, left, ofLengths: right) { return answer }
    // `a >= b` is `not a < b`, and `a > b` is `not a <= b`.
    switch operation {
    case .less: return decide("\(key(left)) < \(key(right))")
    case .greaterOrEqual: return !decide("\(key(left)) < \(key(right))")
    case .lessOrEqual: return decide("\(key(left)) <= \(key(right))")
    default: return !decide("\(key(left)) <= \(key(right))")
    }
  }

  /// Compares a number with the length of a list that has an element for certain; nil where that does not decide.
  private func compare(
    _ operation: ComparisonOperator, _ left: PythonValue, ofLengths right: PythonValue
  ) -> Bool? {
    if case .symbol(let index) = right, positive.contains(index), let number = number(left) {
      switch operation {
      case .less: return number < 1 ? true : nil
      case .lessOrEqual: return number <= 1 ? true : nil
      case .greater: return number <= 1 ? false : nil
      default: return number < 1 ? false : nil
      }
    }
    if case .symbol(let index) = left, positive.contains(index), let number = number(right) {
      switch operation {
      case .less: return number <= 1 ? false : nil
      case .lessOrEqual: return number < 1 ? false : nil
      case .greater: return number < 1 ? true : nil
      default: return number <= 1 ? true : nil
      }
    }
    return nil
  }

  func number(_ value: PythonValue) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .float(let number): number
    case .bool(let truth): truth ? 1 : 0
    default: nil
    }
  }

  func isSame(_ left: PythonValue, _ right: PythonValue) throws -> Bool {
    let (left, right) = (resolved(left), resolved(right))
    switch (left, right) {
    case (.symbol, .symbol): return try isEqual(left, right)
    case (.symbol(let index), let other), (let other, .symbol(let index)):
      if symbols[index].knownType != .any, other == .none { return false }
      return try isEqual(.symbol(index), other)
    default: return left == right
    }
  }

  func isEqual(_ left: PythonValue, _ right: PythonValue) throws -> Bool {
    let (left, right) = (plain(left), plain(right))
    if left == right { return true }
    if let answer = try special("__eq__", of: left, [right]) { return try isTrue(answer) }
    if let answer = try special("__eq__", of: right, [left]) { return try isTrue(answer) }
    switch (left, right) {
    case (.symbol(let index), let other), (let other, .symbol(let index)):
      let symbol = symbols[index]
      switch (symbol.knownType, other) {
      case (.text, .none), (.text, .int), (.text, .object), (.text, .bool), (.number, .string), (.number, .none),
        (.bytes, .string), (.bytes, .none), (.truth, .string), (.truth, .none):
        return false
      case (_, .external), (_, .builtin): return decide("$\(index) == \(key(other))")
      case (_, let other) where positive.contains(index) && (number(other) ?? 1) < 1: return false
      default: break
      }
      guard decide("\(["$\(index)", key(other)].sorted())") else { return false }
      // From here on it is that.
      if case .object = other {} else if case .symbol = other {} else { bound[index] = other }
      return true
    case (.object(let a), .object(let b)): return try isEqual(objects[a], objects[b])
    case (.external, .external), (.external, _), (_, .external):
      return decide("\([key(left), key(right)].sorted())")
    default:
      if let a = number(left), let b = number(right) { return a == b }
      return false
    }
  }

  private func isEqual(_ left: PythonObject, _ right: PythonObject) throws -> Bool {
    try step()
    return try nested { try hasEqualParts(left, right) }
  }

  private func hasEqualParts(_ left: PythonObject, _ right: PythonObject) throws -> Bool {
    if let values = fields(ofTuple: left)?.map(\.value) {
      guard let others = fields(ofTuple: right)?.map(\.value) ?? (right.isList ? right.elements : nil) else {
        return false
      }
      if case .list = right.kind { return false }
      return try isEqual(list(values, isOpen: nil, .tuple), list(others, isOpen: right.isOpen, .tuple))
    }
    if fields(ofTuple: right) != nil { return try hasEqualParts(right, left) }
    switch (left.kind, right.kind) {
    case (.set, .set):
      guard left.isOpen == nil, right.isOpen == nil, (left.elements + right.elements).allSatisfy(isLiteral) else {
        return choose(2) == 0
      }
      return Set(left.elements) == Set(right.elements)
    case (.list, .list), (.tuple, .tuple):
      guard left.isOpen == nil, right.isOpen == nil else { return choose(2) == 0 }
      guard left.elements.count == right.elements.count else { return false }
      for (a, b) in zip(left.elements, right.elements) where try !isEqual(a, b) { return false }
      return true
    case (.dictionary, .dictionary):
      guard left.isOpen == nil, right.isOpen == nil else { return choose(2) == 0 }
      guard left.entries.count == right.entries.count else { return false }
      for entry in left.entries {
        guard let other = try member(entry.key, of: right), try isEqual(entry.value, other) else { return false }
      }
      return true
    case (.instance, .instance): return choose(2) == 0
    default: return false
    }
  }

  /// `value in container`.
  func contains(_ container: PythonValue, _ value: PythonValue) throws -> Bool {
    let (container, value) = (plain(container), plain(value))
    switch (container, value) {
    case (.string(let text), .string(let part)): return part.isEmpty || Self.split(text, by: part).count > 1
    case (.object(let index), _):
      let object = objects[index]
      if let iterator = iterator(container), iterator.isOpen == nil {
        while let element = try iterator.pull() { if try isEqual(element, value) { return true } }
        return false
      }
      if object.view == .keys, let viewed = object.viewed { return try contains(viewed, value) }
      switch object.kind {
      case .dictionary:
        note(reading: value, of: object, tests: true)
        return try member(value, of: object, isAsked: true) != nil
      case .list, .tuple, .set:
        if case .symbol = value {
          guard !object.elements.isEmpty || object.isOpen != nil else { return false }
          return decide("\(key(value)) in \(object.elements.map(key)) \(object.isOpen == nil ? "" : "\(index)")")
        }
        for element in object.elements where try isEqual(element, value) { return true }
        return object.isOpen != nil && decide("\(key(value)) in object\(index)")
      default:
        if let answer = try special("__contains__", of: container, [value]) { return try isTrue(answer) }
        return choose(2) == 0
      }
    case (.none, _), (.int, _), (.bool, _), (.float, _): throw exception("TypeError")
    default:
      noteQueryContains(container, value)
      if holdsRequest(container) { noteRequest("what is made of the request is looked at") }
      return decide("\(key(value)) in \(key(container))")
    }
  }
}
