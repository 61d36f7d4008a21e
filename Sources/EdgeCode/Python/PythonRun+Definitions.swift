import Python

/// Functions and classes as they are defined.
extension PythonRun {
  func define(_ definition: FunctionDefinition, _ frame: PythonFrame) throws {
    var value = try function(
      definition.name, definition.parameters, .statements(definition.body), frame,
      isGenerator: Self.yields(definition.body), isAsync: definition.isAsync)
    for decorator in definition.decorators.reversed() {
      let wrapper = try evaluate(decorator, frame)
      value = try call(wrapper, PythonArguments(positional: [value]))
    }
    assign(definition.name, value, frame)
  }

  func function(
    _ name: String, _ parameters: Parameters, _ body: PythonFunction.Body, _ frame: PythonFrame, isGenerator: Bool,
    isAsync: Bool = false
  ) throws -> PythonValue {
    var defaults: [String: PythonValue] = [:]
    for parameter in parameters.positional + parameters.keywordOnly {
      if let value = parameter.defaultValue { defaults[parameter.name] = try evaluate(value, frame) }
    }
    return add(
      .function(
        PythonFunction(
          name: name, parameters: parameters, body: body, frame: frame.isClass ? frame.parent ?? frame : frame,
          module: module, defaults: defaults,
          isGenerator: isGenerator, isAsync: isAsync))
    ).value
  }

  func define(_ definition: ClassDefinition, _ frame: PythonFrame) throws {
    var bases: [PythonValue] = []
    var given = PythonArguments()
    for argument in definition.arguments {
      switch argument.form {
      case .positional: bases.append(try evaluate(argument.value, frame))
      case .keyword("metaclass"):
        if let type = self.object(try evaluate(argument.value, frame)), case .type = type.kind {
          throw PythonSignal.stopped(undecided("what a metaclass makes of a class is not followed"))
        }
      case .keyword(let name): given.keywords.append((name, try evaluate(argument.value, frame)))
      default: given.isOpen = true
      }
    }
    let own = PythonFrame(parent: frame)
    own.isClass = true
    _ = try nested { try run(definition.body, own) }
    var fields: [(name: String, value: PythonValue?)] = bases.flatMap { base -> [(String, PythonValue?)] in
      if let known = self.object(base), case .type(let type) = known.kind { type.fields } else { [] }
    }
    for statement in definition.body {
      if case .annotatedAssignment(let target, _, _) = statement.kind, case .name(let name) = target.kind {
        fields.removeAll { $0.name == name }
        fields.append((name, own.names[name]))
      }
    }
    var type = PythonType(name: definition.name, bases: bases, fields: fields)
    type.isData = bases.contains(.external("typing.NamedTuple"))
    let (value, object) = add(.type(type))
    for (name, member) in own.names { own.names[name] = owned(member, by: value) }
    object.names = own.names
    _ = try order(of: value)
    if bases.contains(where: Self.isEnumeration) {
      for statement in definition.body {
        guard case .assignment(let targets, _) = statement.kind else { continue }
        for case .name(let name) in targets.map(\.kind) {
          guard !name.hasPrefix("_") else { continue }
          let given = enumerated(own.names[name] ?? fresh(), name, type, object)
          // Another name of the same value is another name of the same member.
          if let known = type.members.lazy.compactMap({ object.names[$0] }).first(where: {
            self.object($0)?.names["value"] == given && self.object(given) == nil
          }) {
            object.names[name] = known
            continue
          }
          let (member, instance) = add(.instance(of: value))
          instance.names = ["name": .string(name), "value": given]
          type.members.append(name)
          object.names[name] = member
          if let method = typeMember(value, "__init__") {
            var arguments = [given]
            if let several = self.object(given), case .tuple = several.kind { arguments = several.elements }
            _ = try call(method, PythonArguments(positional: [member] + arguments))
          }
        }
      }
      object.kind = .type(type)
    }
    // What a base does with each class that is derived from it.
    if let method = bases.lazy.compactMap({ self.typeMember($0, "__init_subclass__") }).first {
      var function = method
      if let object = self.object(method), case .wrapper(_, let inner) = object.kind { function = inner }
      _ = try call(add(.method(of: value, function)).value, given)
    }
    var result = value
    for decorator in definition.decorators.reversed() {
      result = try call(try evaluate(decorator, frame), PythonArguments(positional: [result]))
    }
    assign(definition.name, result, frame)
  }

  /// The value of a member of an enumeration: `auto()` is one more than the one before.
  private func enumerated(
    _ value: PythonValue, _ name: String, _ type: PythonType, _ object: PythonObject
  ) -> PythonValue {
    guard path(value) == "enum.auto()" else { return value }
    if type.bases.contains(.external("enum.StrEnum")) { return .string(name.lowercased()) }
    guard type.bases.count == 1, object.names["_generate_next_value_"] == nil else { return fresh() }
    guard let last = type.members.last else { return .int(1) }
    let before = object.names[last].flatMap { self.object($0)?.names["value"] }
    if case .int(let number)? = before { return .int(number + 1) }
    return fresh()
  }

  func path(_ value: PythonValue) -> String {
    switch value {
    case .external(let path): path
    case .symbol(let index): symbols[index].path ?? ""
    default: ""
    }
  }

  private func owned(_ member: PythonValue, by owner: PythonValue) -> PythonValue {
    guard let object = object(member) else { return member }
    switch object.kind {
    case .function(var function):
      function.owner = owner
      object.kind = .function(function)
    case .wrapper(_, let inner): _ = owned(inner, by: owner)
    default: break
    }
    return member
  }

  /// Whether statements yield, not counting functions in them.
  static func yields(_ statements: [Statement]) -> Bool {
    func contains(_ expression: Expression?) -> Bool {
      guard let expression else { return false }
      switch expression.kind {
      case .yield, .yieldFrom: return true
      default: return false
      }
    }
    return statements.contains { statement in
      switch statement.kind {
      case .expression(let value): contains(value)
      case .assignment(_, let value): contains(value)
      case .if(let branches, let otherwise): branches.contains { yields($0.body) } || yields(otherwise)
      case .while(_, let body, let otherwise): yields(body) || yields(otherwise)
      case .for(let loop): yields(loop.body) || yields(loop.otherwise)
      case .try(let parts):
        yields(parts.body) || yields(parts.otherwise) || yields(parts.finally)
          || parts.handlers.contains { yields($0.body) }
      case .with(_, let body, _): yields(body)
      default: false
      }
    }
  }
}
