import ECMAScript

extension Evaluator {
  /// Evaluates an expression; `name` is the binding that a function without a name is called after.
  func evaluate(_ index: Int32, name: Int32 = -1) -> Value {
    guard step(), !isDead else { return .undefined }
    let node = node(index)
    switch node.kind {
    case .number: return .number(program.numbers[Int(node.a)])
    case .string: return .string(text(node.a))
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .null: return .null
    case .bigInt: return Value(.bigInt(text(node.a)))
    case .identifier:
      offset = node.start
      return read(node)
    case .this: return context >= 0 ? contexts[Int(context)].this : .undefined
    case .function: return closure(node)
    default: break
    }
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumNesting {
      offset = node.start
      noteGap("this is nested deeper than is followed")
      return .unknown(reason("this is nested deeper than is followed"))
    }
    offset = node.start
    switch node.kind {
    case .template: return evaluateTemplate(node)
    case .regularExpression:
      let id = makeObject(.regularExpression)
      heap[id].properties["source"] = Property(value: .string(text(node.a)), isHidden: true, place: here)
      heap[id].properties["flags"] = Property(value: .string(text(node.b)), isHidden: true, place: here)
      return .object(id)
    case .array: return evaluateArray(node)
    case .object: return evaluateObject(node)
    case .class: return makeClass(node)
    case .unary: return evaluateUnary(node)
    case .update: return evaluateUpdate(node)
    case .binary: return evaluateBinary(node)
    case .logical: return evaluateLogical(node)
    case .assignment: return evaluateAssignment(node)
    case .conditional:
      let parts = Array(program.list(node))
      return evaluateConditional(parts[...])
    case .sequence:
      let parts = Array(program.list(node))
      for part in parts.dropLast() where !isDead { evaluateEffect(part) }
      return parts.last.map { evaluate($0) } ?? .undefined
    case .chain:
      if isReplaying, let returned = replayed(index) { return returned }
      (returned, termReturned) = (nil, nil)
      let value = evaluateChain(node).value
      termsOfCalls[SourceOffset(module: module, offset: index)] = termReturned
      noteSent(by: node)
      noteReturned(by: index, value)
      return value
    case .new: return evaluateNew(node)
    case .spread: return evaluate(node.a)
    case .await:
      if isReplaying, let returned = replayed(index) { return returned }
      let value = evaluate(node.a)
      if isDead { return .undefined }
      waitForLaterTurns()
      let result = awaited(value)
      noteSuspension()
      noteReturned(by: index, result)
      return result
    case .yield:
      let value = node.a < 0 ? Value.undefined : evaluate(node.a)
      if isDead { return .undefined }
      if node.flags.contains(.delegates) { return handAll(of: value) ?? yieldAll(of: value) }
      if let waits = waited(for: value) { return awaited(waits) }
      if hand(value) { return .undefined }
      if context >= 0 {
        contexts[Int(context)].yields.append(value)
        let stepping = contexts[Int(context)].stepping
        if !isOnEachWay(stepping) { contexts[Int(context)].stepping.isExact = false }
        if stepping.isByHand { return .unknown(reason("what `next` hands to a generator is not followed")) }
      }
      // Generators that stand for asynchronous functions get back what the promise brings.
      return awaited(value)
    case .importCall:
      let specifier = evaluate(node.a)
      if isDead { return .undefined }
      guard let name = specifier.string else { return .unknown(reason("the name of this module is not known")) }
      return makePromise(importModule(name, asNamespace: true))
    case .importMeta: return external("import.meta")
    case .newTarget: return context >= 0 ? contexts[Int(context)].newTarget : .undefined
    case .privateName: return .string("#" + text(node.a))
    case .super: return .undefined
    default: return .unknown(reason("this is not followed"))
    }
  }

  // MARK: Names

  private func read(_ node: Node) -> Value {
    if node.b >= 0 {
      guard let cell = cell(of: node.b) else { return .unknown(reason("this variable is not followed")) }
      let value = heap.cells[Int(cell)]
      // An import stands for the variable of another module.
      if value.rest.isEmpty, case .object(let id) = value.first,
        case .imported(let module, let name) = heap.objects[Int(id)].kind
      {
        return exported(name, of: module)
      }
      return value
    }
    if isMissing(global: text(node.a)) {
      noteMissing(at: node.start)
      throwValue(error("ReferenceError"))
      return .undefined
    }
    return global(text(node.a))
  }

  /// What a name means that the code does not bind.
  func global(_ name: String) -> Value {
    if let value = globals[name] { return value }
    switch name {
    case "undefined": return .undefined
    case "NaN": return .number(.nan)
    case "Infinity": return .number(.infinity)
    case "arguments":
      guard context >= 0 else { return .undefined }
      if contexts[Int(context)].argumentsObject >= 0 { return .object(contexts[Int(context)].argumentsObject) }
      return makeArray(contexts[Int(context)].arguments, isExact: contexts[Int(context)].isExact)
    case "globalThis", "global": return native("globalThis")
    case "Headers", "Request", "Response": return isFunction ? external(name) : webClass(name)
    case "process", "Buffer", "URL", "URLSearchParams", "TextEncoder", "TextDecoder", "crypto", "fetch",
      "AbortController", "Intl", "performance", "WebAssembly", "structuredClone", "setTimeout",
      "setInterval", "setImmediate", "clearTimeout", "clearInterval", "queueMicrotask", "atob", "btoa", "escape",
      "unescape", "Blob", "FormData", "ReadableStream", "TransformStream", "WritableStream", "AbortSignal":
      return external(name)
    case "console", "Object", "Array", "String", "Number", "Boolean", "Math", "JSON", "Promise", "Symbol", "Date",
      "RegExp", "Error", "TypeError", "RangeError", "SyntaxError", "EvalError", "ReferenceError", "URIError",
      "AggregateError", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "Function", "Reflect", "Proxy", "BigInt",
      "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURIComponent", "decodeURIComponent", "encodeURI",
      "decodeURI", "ArrayBuffer", "Uint8Array", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array",
      "Float32Array", "Float64Array", "Uint8ClampedArray", "DataView", "eval":
      return native(name)
    default: break
    }
    if let value = moduleVariable(name) { return value }
    // What tsc takes from its library of helpers.
    if name == "__awaiter" || name == "__generator" { return native("tslib." + name) }
    return .unknown(reason("\(name) is bound nowhere"))
  }

  /// What Node.js binds in each CommonJS module.
  private func moduleVariable(_ name: String) -> Value? {
    guard module >= 0, modules[Int(module)].moduleObject >= 0 || isFunction else { return nil }
    let object = modules[Int(module)].moduleObject
    switch name {
    case "require": return .object(requireFunction(of: module))
    case "exports" where object >= 0: return modules[Int(module)].exportsObject.map { .object($0) }
    case "module" where object >= 0: return .object(object)
    case "__filename" where object >= 0: return .string("/var/task/" + modules[Int(module)].path)
    case "__dirname" where object >= 0:
      let folder = ModuleResolution.folder(of: modules[Int(module)].path)
      return .string(folder.isEmpty ? "/var/task" : "/var/task/" + folder)
    default: return nil
    }
  }

  private func requireFunction(of module: Int32) -> ObjectID {
    if modules[Int(module)].requireObject < 0 { modules[Int(module)].requireObject = makeObject(.require(module)) }
    return modules[Int(module)].requireObject
  }

  /// Whether a global name exists at the edge, for `typeof`.
  private func isGlobal(_ name: String) -> Bool {
    if globals[name] != nil { return true }
    if name.hasPrefix("__"), moduleVariable(name) == nil { return false }
    let value = global(name)
    if case .unknown? = value.only { return false }
    return true
  }

  // MARK: Literals

  private func evaluateTemplate(_ node: Node) -> Value {
    let parts = Array(program.list(node))
    var value = Value.string(parts[0] < 0 ? "" : text(parts[0]))
    var index = 1
    while index + 1 < parts.count {
      let inner = evaluate(parts[index])
      if isDead { return .undefined }
      value = binary(.add, value, toText(inner))
      value = binary(.add, value, .string(parts[index + 1] < 0 ? "" : text(parts[index + 1])))
      index += 2
    }
    return value
  }

  private func evaluateArray(_ node: Node) -> Value {
    var values: [Value] = []
    for index in program.list(node) {
      values.append(index < 0 ? .undefined : evaluate(index))
      if isDead { return .undefined }
      if index >= 0, self.node(index).kind == .spread, case .object(let id)? = values.last?.only,
        let list = list(ofGenerator: id)
      {
        values[values.count - 1] = .object(list)
      }
    }
    let parts = Array(program.list(node))
    return onEachWay(of: zip(parts, values).filter { $0.0 >= 0 && self.node($0.0).kind == .spread }.map(\.1)) {
      self.makeArray(of: node, values)
    }
  }

  private func makeArray(of node: Node, _ values: [Value]) -> Value {
    var elements: [Value] = []
    var isExact = true
    var hasHoles = false
    for (index, value) in zip(program.list(node), values) {
      if index < 0 {
        elements.append(.undefined)
        hasHoles = true
        continue
      }
      if self.node(index).kind == .spread {
        let items = iterated(value)
        elements += items.known + (items.others.map { [$0] } ?? [])
        if !items.isExact || items.others != nil { isExact = false }
      } else {
        elements.append(value)
      }
    }
    offset = node.start
    let list = makeArray(elements, isExact: isExact, isLiteral: elements.count <= Int(node.b))
    if hasHoles, case .object(let id)? = list.only { noteHoles(in: id) }
    return list
  }

  private func evaluateObject(_ node: Node) -> Value {
    offset = node.start
    let id = makeObject()
    for index in program.list(node) {
      let member = self.node(index)
      if member.kind == .spread {
        let value = evaluate(member.a)
        if isDead { return .undefined }
        offset = member.start
        copyMembers(of: value, to: id)
        continue
      }
      let key = member.a >= 0 ? Value.string(text(member.a)) : evaluate(member.c)
      if isDead { return .undefined }
      if member.op == .get || member.op == .set {
        let function = method(member.b, home: id)
        offset = member.start
        for name in keyNames(key) ?? [] {
          var property = heap[id].properties[name] ?? Property(value: .undefined, place: here)
          if member.op == .get { property.getter = function } else { property.setter = function }
          heap[id].properties[name] = property
        }
        continue
      }
      let value = member.op == .method ? Value.object(method(member.b, home: id)) : evaluate(member.b)
      if isDead { return .undefined }
      offset = member.start
      if member.a >= 0, text(member.a) == "__proto__", member.op == .initialize, !member.flags.contains(.shorthand) {
        if case .object(let prototype)? = value.only { heap[id].prototype = prototype }
        continue
      }
      define(key, value, on: id)
    }
    return .object(id)
  }

  /// Sets a member of an object that the code is making.
  func define(_ key: Value, _ value: Value, on id: ObjectID) {
    if let names = keyNames(key) {
      for name in names {
        var property = Property(value: value, place: here)
        if names.count > 1 {
          if let old = heap[id].properties[name] {
            property.value = old.value.joined(value)
            property.isOptional = old.isOptional
          } else {
            property.isOptional = true
          }
        }
        heap[id].properties[name] = property
      }
    } else {
      setMember(ofUnknownName: value, of: id, beside: self.names(beside: key))
    }
  }

  /// The names that a key may be; nil where they are not known.
  func keyNames(_ key: Value) -> [String]? {
    var names: [String] = []
    for atom in key.atoms {
      switch atom {
      case .string(let text): names.append(text)
      case .number(let number): names.append(NumberText.text(of: number))
      case .bool(let bool): names.append(bool ? "true" : "false")
      case .undefined: names.append("undefined")
      case .null: names.append("null")
      case .object(let id):
        if case .native(let path) = heap[id].kind, path.hasPrefix("Symbol.") {
          names.append("@@" + path)
        } else {
          return nil
        }
      default: return nil
      }
    }
    return names
  }

  // MARK: Operators

  private func evaluateUnary(_ node: Node) -> Value {
    if node.op == .typeOf, self.node(node.a).kind == .identifier, self.node(node.a).b < 0 {
      let name = text(self.node(node.a).a)
      if !isGlobal(name) || isMissing(global: name) { return .string("undefined") }
      if name == "Buffer", event.functionRuntime == .js2 { return .string("function") }
    }
    if node.op == .delete {
      deleteMember(node.a)
      return .bool(true)
    }
    let value = evaluate(node.a)
    if isDead { return .undefined }
    offset = node.start
    return unary(node.op, value)
  }

  private func evaluateUpdate(_ node: Node) -> Value {
    let old = evaluate(node.a)
    if isDead { return .undefined }
    let new = binary(node.op == .increment ? .add : .subtract, unary(.plus, old), .number(1))
    store(new, in: node.a)
    return node.flags.contains(.prefix) ? new : unary(.plus, old)
  }

  private func evaluateBinary(_ node: Node) -> Value {
    let parts = Array(program.list(node))
    var value = evaluate(parts[0])
    var index = 1
    while index + 1 < parts.count {
      let right = evaluate(parts[index + 1])
      if isDead { return .undefined }
      offset = node.start
      value = binary(Operator(rawValue: UInt8(truncatingIfNeeded: parts[index])) ?? .none, value, right)
      index += 2
    }
    return value
  }

  private func evaluateLogical(_ node: Node) -> Value {
    let parts = Array(program.list(node))
    return evaluateLogical(node.op, parts[...], StatusTests(known: awaited.count))
  }

  /// The statuses that the tests of `a && b`, or of `a || b`, lead on from, taken together.
  private struct StatusTests {
    /// How many statuses were known to be waited for before them.
    let known: Int
    /// For each status whether it leads on; nil before the first test, or where that is not known.
    var leadsOn: [Bool]?
    var count = 0
  }

  /// Notes what tests wait for together of which none does alone: `status[0] !== '2' && status[0] !== '3'`.
  private func note(_ value: Value, _ op: Operator, in tests: inout StatusTests) {
    guard op != .coalesce, case .status(let index)? = value.only else { return }
    let outcomes = statusTables[Int(index)].map(truth)
    guard !outcomes.contains(nil), tests.count == 0 || tests.leadsOn != nil else {
      tests.leadsOn = nil
      tests.count += 1
      return
    }
    let own = outcomes.map { $0 == (op == .and) }
    tests.leadsOn = tests.leadsOn.map { zip($0, own).map { $0 && $1 } } ?? own
    tests.count += 1
    guard tests.count > 1, awaited.count == tests.known, let all = tests.leadsOn else { return }
    awaitedSide = nil
    noteAwaited(all.map(Atom.bool)) { $0 }
    testedSide = awaitedSide.map { ($0.index, $0.holds == (op == .and)) }
  }

  private func evaluateLogical(_ op: Operator, _ parts: ArraySlice<Int32>, _ earlier: StatusTests) -> Value {
    var rest = parts
    var tests = earlier
    while let first = rest.first {
      let value = evaluate(first)
      note(value, op, in: &tests)
      rest = rest.dropFirst()
      if isDead || rest.isEmpty { return value }
      offset = node(first).start
      let goesOn: Bool? =
        switch op {
        case .and: decide(value, of: first)
        case .or: decide(value, of: first).map { !$0 }
        default: isNullish(value)
        }
      if goesOn == false { return value }
      if goesOn == true { continue }
      let left: Value?
      switch op {
      // What decided is one of the two truth values, of which this is the one.
      case .and: left = falsy(value)
      case .or: left = value.filter { truth(of: $0) != false }?.map { $0 == .truth ? .bool(true) : $0 }
      default: left = value.filter { !$0.isNullish }
      }
      let remaining = rest
      let known = tests
      return branch([
        {
          if op != .coalesce { self.keepWays(where: first, holds: op == .or) }
          return left ?? value
        },
        {
          if op != .coalesce { self.refine(first, holds: op == .and) }
          return self.evaluateLogical(op, remaining, known)
        },
      ])
    }
    return .undefined
  }

  /// The value where it counts as false: of texts that is the empty one.
  func falsy(_ value: Value) -> Value? {
    value.filter { truth(of: $0) != true }?.map { atom in
      switch atom {
      case .truth: .bool(false)
      case .text: .string("")
      default: atom
      }
    }
  }

  private func evaluateConditional(_ parts: ArraySlice<Int32>) -> Value {
    var rest = parts
    while let test = rest.first, rest.count > 1 {
      let value = isReplaying ? knownTruth(test).map(Value.bool) ?? evaluate(test) : evaluate(test)
      if isDead { return .undefined }
      offset = node(test).start
      let consequence = rest[rest.startIndex + 1]
      switch decide(value, of: test) {
      case true?: return evaluate(consequence)
      case false?: rest = rest.dropFirst(2)
      case nil:
        let otherwise = rest.dropFirst(2)
        nesting += 1
        defer { nesting -= 1 }
        if nesting > Self.maximumNesting { return .unknown(reason("this is nested deeper than is followed")) }
        return branch([
          {
            self.refine(test, holds: true)
            return self.evaluate(consequence)
          },
          {
            self.refine(test, holds: false)
            return self.evaluateConditional(otherwise)
          },
        ])
      }
    }
    return rest.first.map { evaluate($0) } ?? .undefined
  }
}
