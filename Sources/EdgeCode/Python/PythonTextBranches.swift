import Python

/// Conditions that only say which text a variable gets that held a text which is not known: any text stands for all.
extension PythonRun {
  /// Evaluates such an `if` at once, without a choice.
  ///
  /// - Returns: False where it is another one; nothing was done then.
  func joinsTexts(_ branches: [Statement.Branch], _ otherwise: [Statement], _ frame: PythonFrame) throws -> Bool {
    guard let targets = Self.targets(branches, otherwise), !targets.isEmpty else { return false }
    var old: [PythonValue] = []
    for target in targets {
      guard let value = held(by: target, frame), isUnknownText(value) else { return false }
      old.append(value)
    }
    let (wasIdle, known) = (isIdle, bound)
    isIdle = true
    defer {
      bound = known
      isIdle = wasIdle
    }
    var isText = true
    for branch in branches {
      _ = try isTrue(try evaluate(branch.test, frame))
      isText = try assignTexts(branch.body, frame) && isText
      for (target, value) in zip(targets, old) { try assign(target, value, frame) }
    }
    isText = try assignTexts(otherwise, frame) && isText
    for (target, value) in zip(targets, old) { try assign(target, isText ? fresh(.text) : value, frame) }
    return isText
  }

  /// Evaluates an `if` that only sets headers of the event, which the code has not set before: they may be there then.
  ///
  /// - Returns: False where it is another one; nothing was done then.
  func joinsHeaders(_ branch: Statement.Branch, _ frame: PythonFrame) throws -> Bool {
    guard Self.isQuiet(branch.test) else { return false }
    var added: [(headers: PythonObject, key: PythonValue, value: Expression, offset: Int)] = []
    for statement in branch.body where !Self.isIdle(statement) {
      guard case .assignment(let targets, let value) = statement.kind, targets.count == 1, Self.isQuietHeader(value),
        case .chain(let base, let links) = targets[0].kind, Self.isQuiet(base), links.count <= 2,
        case .item(.index(let index))? = links.last?.access, case .string(let name) = index.kind,
        let headers = object(try evaluate(base, links.dropLast(), frame)),
        headers.part == .requestHeaders || headers.part == .responseHeaders,
        headers.place(of: .string(name), plain) == nil
      else { return false }
      added.append((headers, .string(name), value, targets[0].offset))
    }
    guard !added.isEmpty else { return false }
    let (wasIdle, known) = (isIdle, bound)
    isIdle = true
    defer {
      bound = known
      isIdle = wasIdle
    }
    _ = try isTrue(try evaluate(branch.test, frame))
    for (headers, key, value, place) in added where headers.place(of: key, plain) == nil {
      let value = try evaluate(value, frame)
      offset = place
      headers.isChanged = true
      headers.append(PythonObject.Entry(key: key, value: value, isOptional: true, place: here))
    }
    return true
  }

  private static func isQuietHeader(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .list(let parts), .tuple(let parts): parts.allSatisfy(isQuietHeader)
    case .dictionary(let items):
      items.allSatisfy { item in item.key.map(isQuiet) == true && isQuiet(item.value) }
    default: isQuiet(expression)
    }
  }

  private func isUnknownText(_ value: PythonValue) -> Bool {
    if case .symbol = resolved(value) { isText(value) } else { false }
  }

  /// Runs assignments; whether all of them assign texts that are not known.
  private func assignTexts(_ statements: [Statement], _ frame: PythonFrame) throws -> Bool {
    for statement in statements {
      try step()
      let (target, value): (Expression, PythonValue)
      switch statement.kind {
      case .assignment(let targets, let expression):
        target = targets[0]
        if Self.isJoin(expression) {
          // What goes into it is looked at for what is read of the request.
          if case .chain(_, let links) = expression.kind, case .call(let arguments)? = links.last?.access,
            case .comprehension(_, _, _, let clauses)? = arguments.first?.value.kind
          {
            for clause in clauses.prefix(1) { _ = try evaluate(clause.iterable, frame) }
          }
          value = fresh(.text)
        } else {
          value = try evaluate(expression, frame)
        }
      case .augmentedAssignment(let own, let operation, let expression):
        target = own
        value = try binary(operation, try evaluate(own, frame), try evaluate(expression, frame))
      default: continue
      }
      guard isUnknownText(value) else { return false }
      try assign(target, value, frame)
    }
    return true
  }

  /// What a target holds; nil where that is no variable of the function and no member of the request.
  private func held(by target: Expression, _ frame: PythonFrame) -> PythonValue? {
    switch target.kind {
    case .name(let name): return frame.globals.contains(name) ? nil : frame.names[name]
    case .chain(let base, let links):
      guard case .name(let name) = base.kind, case .item(.index(let index))? = links.first?.access,
        case .string(let member) = index.kind, let request = frame.names[name].flatMap(object),
        case .request? = request.part
      else { return nil }
      return request.place(of: .string(member), plain).map { request.entries[$0].value }
    default: return nil
    }
  }

  /// What the branches assign to, where they do nothing else, but for lines in a log.
  private static func targets(_ branches: [Statement.Branch], _ otherwise: [Statement]) -> [Expression]? {
    var names: Set<String> = []
    var targets: [Expression] = []
    for statement in branches.flatMap(\.body) + otherwise {
      let target: Expression
      switch statement.kind {
      case .assignment(let all, let value) where all.count == 1 && (isQuiet(value) || isJoin(value)): target = all[0]
      case .augmentedAssignment(let own, .add, let value) where isQuiet(value): target = own
      default:
        guard isIdle(statement) else { return nil }
        continue
      }
      guard let name = name(of: target) else { return nil }
      if names.insert(name).inserted { targets.append(target) }
    }
    return branches.allSatisfy { isQuiet($0.test) } ? targets : nil
  }

  private static func name(of target: Expression) -> String? {
    switch target.kind {
    case .name(let name): return name
    case .chain(let base, let links):
      guard links.count == 1, case .name(let name) = base.kind, case .item(.index(let index))? = links.first?.access,
        case .string(let member) = index.kind
      else { return nil }
      return "\(name) \(member)"
    default: return nil
    }
  }

  /// Whether it is `'&'.join(…)` of what is only looked at: a text, whatever is in it.
  private static func isJoin(_ expression: Expression) -> Bool {
    guard case .chain(let base, let links) = expression.kind, case .string = base.kind, links.count == 2,
      case .attribute("join") = links[0].access, case .call(let arguments) = links[1].access, arguments.count == 1
    else { return false }
    guard case .comprehension(_, let element, nil, let clauses) = arguments[0].value.kind else {
      return isQuiet(arguments[0].value)
    }
    return isQuiet(element) && clauses.allSatisfy { isQuiet($0.iterable) && $0.conditions.allSatisfy(isQuiet) }
  }
}
