import ECMAScript

/// Classes: what declares one, what `new` makes by it, and `super`.
extension Evaluator {
  /// The value of a class, with its static members.
  func makeClass(_ node: Node) -> Value {
    let declared = program.classes[Int(node.a)]
    let outer = frame
    if declared.scope >= 0 { enterScope(declared.scope) }
    defer { frame = outer }
    var base: Value?
    if declared.base >= 0 {
      base = evaluate(declared.base)
      if isDead { return .undefined }
    }
    offset = node.start
    let id = heap.add(
      HeapObject(
        kind: .class(ClassValue(module: module, index: node.a, frame: frame, context: context, base: base)),
        place: SourceOffset(module: module, offset: node.start)))
    if declared.binding >= 0, let binding = Optional(self.node(declared.binding).b), binding >= 0,
      let cell = cell(of: binding)
    {
      heap[cell: cell] = .object(id)
    }
    let prototype = makeObject()
    heap[prototype].properties["constructor"] = Property(value: .object(id), isHidden: true, place: here)
    heap[id].properties["prototype"] = Property(value: .object(prototype), isHidden: true, place: here)
    if case .object(let parent)? = base?.only {
      switch heap[parent].kind {
      case .class, .function:
        heap[id].prototype = parent
        if case .object(let inherited)? = member(of: parent, named: "prototype", this: .object(parent)).only {
          heap[prototype].prototype = inherited
        }
      case .external(let path) where isEmitterClass(path): heap[prototype].prototype = emitterPrototype
      case .external(let path): heap[prototype].isOpen = reason("what \(path) brings along is not known")
      default: break
      }
    } else if let reason = base?.reason {
      heap[prototype].isOpen = reason
    }
    let outerContext = context
    contexts.append(
      CallContext(
        this: .object(id), arguments: [], isExact: true,
        function: Closure(module: module, function: -1, frame: frame, context: context, home: id)))
    let staticContext = Int32(contexts.count - 1)
    for index in program.list(declared.members) {
      if isDead { break }
      let member = self.node(index)
      if member.kind == .staticBlock {
        let block = self.node(member.a)
        context = staticContext
        let closure = Closure(module: module, function: block.a, frame: frame, context: staticContext, home: id)
        _ = run(closure, id: id, context: staticContext, [], isExact: true, isHandler: false)
        context = outerContext
        continue
      }
      let isStatic = member.flags.contains(.isStatic)
      let target = isStatic ? id : prototype
      guard member.op != .field || isStatic else { continue }
      let key = memberKey(member)
      if isDead { break }
      offset = member.start
      if member.op == .field {
        context = staticContext
        let value = member.b < 0 ? Value.undefined : evaluate(member.b)
        context = outerContext
        define(key, value, on: target)
      } else if !isStatic, member.a >= 0, member.op == .method, text(member.a) == "constructor",
        !member.flags.contains(.isPrivate)
      {
        continue
      } else {
        let function = method(member.b, home: target)
        for name in keyNames(key) ?? [] {
          var property = heap[target].properties[name] ?? Property(value: .undefined, isHidden: true, place: here)
          switch member.op {
          case .get: property.getter = function
          case .set: property.setter = function
          default: property = Property(value: .object(function), isHidden: true, place: here)
          }
          heap[target].properties[name] = property
        }
      }
    }
    return .object(id)
  }

  private func memberKey(_ member: Node) -> Value {
    if member.a < 0 { return evaluate(member.c) }
    return .string((member.flags.contains(.isPrivate) ? "#" : "") + text(member.a))
  }

  /// Makes an object by `new`, or by `Reflect.construct`, which may say by whose prototype.
  func construct(_ callee: Value, _ arguments: [Value], isExact: Bool, newTarget: Value? = nil) -> Value {
    let functions = callee.atoms.filter { !$0.isNullish }
    if !functions.isEmpty, functions.count < callee.atoms.count { noteRisk() }
    if functions.count > 1 {
      return branch(on: functions) {
        self.construct(Value($0), arguments, isExact: isExact, newTarget: newTarget)
      }
    }
    let newTarget = newTarget ?? functions.first.map { Value($0) } ?? .undefined
    guard let function = functions.first, case .object(let id) = function else {
      noteRisk()
      if case .unknown(let reason)? = functions.first {
        let what = unread(reason)
        for argument in arguments { escape(argument, to: what) }
        return .unknown(what)
      }
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
    switch heap[id].kind {
    case .class, .function:
      if let client = bundledClient(id) { return constructExternal(client, arguments) }
      if let generator = asyncGenerator(madeBy: id, arguments) { return generator }
      let instance = makeObject()
      if case .object(let prototype)? = member(newTarget, .string("prototype")).only {
        heap[instance].prototype = prototype
      }
      let result = initialize(instance, by: id, arguments, isExact: isExact, newTarget: newTarget)
      return result ?? .object(instance)
    case .native(let path):
      let made = constructNative(path, arguments)
      if newTarget.first != function, case .object(let instance)? = made.only,
        case .object(let prototype)? = member(newTarget, .string("prototype")).only
      {
        heap[instance].prototype = prototype
      }
      return made
    case .external(let path): return constructExternal(path, arguments)
    case .bound(let target, _, let bound): return construct(target, bound + arguments, isExact: isExact)
    default:
      if let open = heap[id].isOpen {
        for argument in arguments { escape(argument, to: open) }
        return .unknown(open)
      }
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
  }

  /// Runs a constructor on an object. Returns another object that it makes instead.
  private func initialize(
    _ instance: ObjectID, by id: ObjectID, _ arguments: [Value], isExact: Bool, newTarget: Value
  ) -> Value? {
    switch heap[id].kind {
    case .function(let closure):
      let value = callFunction(
        closure, id: id, this: .object(instance), arguments, isExact: isExact, newTarget: newTarget)
      let objects = value.filter { if case .object = $0 { true } else { false } }
      return objects
    case .class(let value):
      let constructor = constructor(of: value)
      if value.base == nil { initializeFields(instance, value, id) }
      guard constructor >= 0 else {
        if let base = value.base {
          initialize(instance, byBase: base, arguments, isExact: isExact, newTarget: newTarget)
          initializeFields(instance, value, id)
        }
        return nil
      }
      var home: ObjectID = -1
      if case .object(let prototype)? = heap[id].properties["prototype"]?.value.only { home = prototype }
      var closure = Closure(module: value.module, function: constructor, frame: value.frame, context: value.context)
      closure.home = home
      closure.isDerived = value.base != nil
      let result = callFunction(
        closure, id: id, this: .object(instance), arguments, isExact: isExact, newTarget: newTarget)
      return result.filter { if case .object = $0 { true } else { false } }
    default: return nil
    }
  }

  /// The function that is the constructor of a class; -1 where it has none of its own.
  func constructor(of value: ClassValue) -> Int32 {
    let program = modules[Int(value.module)].program
    for index in program.list(program.classes[Int(value.index)].members) {
      let member = program.nodes[Int(index)]
      if member.kind == .classMember, member.op == .method, member.a >= 0, !member.flags.contains(.isStatic),
        !member.flags.contains(.isPrivate), modules[Int(value.module)].text(member.a) == "constructor"
      {
        return program.nodes[Int(member.b)].a
      }
    }
    return -1
  }

  private func initialize(
    _ instance: ObjectID, byBase base: Value, _ arguments: [Value], isExact: Bool, newTarget: Value
  ) {
    for atom in base.atoms {
      switch atom {
      case .object(let id):
        switch heap[id].kind {
        case .class where bundledClient(id) != nil:
          if let client = bundledClient(id) { initialize(instance, byExternal: client, arguments) }
        case .class, .function:
          _ = initialize(instance, by: id, arguments, isExact: isExact, newTarget: newTarget)
        case .native(let path) where path.hasSuffix("Error"):
          heap[instance].kind = .error
          heap[instance].properties["message"] = Property(
            value: arguments.first.map(toText) ?? .string(""), isHidden: true, place: here)
        case .native("Object"): break
        case .native(let path): initialize(instance, byNative: path, arguments, isExact: isExact)
        case .external(let path) where isEmitterClass(path): break
        case .external(let path): initialize(instance, byExternal: path, arguments)
        default: heap[instance].isOpen = reason("the class that this extends is not known")
        }
      case .unknown(let reason):
        heap[instance].isOpen = reason
        for argument in arguments { escape(argument, to: reason) }
      default: break
      }
    }
  }

  /// Makes an object of a class what the class that it extends, which a module from outside brings, would have made.
  private func initialize(_ instance: ObjectID, byExternal path: String, _ arguments: [Value]) {
    _ = constructExternal(path, arguments)
    heap[instance].isOpen = reason("what \(path) brings along is not known")
  }

  /// What the language brings that a class extends, other than an error.
  private func nativeBase(of value: Value?) -> String? {
    guard case .object(let id)? = value?.only, case .class(let value) = heap[id].kind,
      case .object(let base)? = value.base?.only, case .native(let path) = heap[base].kind, !path.hasSuffix("Error")
    else { return nil }
    return path
  }

  /// Makes an object of a class what the class that it extends, which the language brings, would have made.
  private func initialize(_ instance: ObjectID, byNative path: String, _ arguments: [Value], isExact: Bool) {
    guard ["Map", "WeakMap", "Set", "WeakSet", "Array", "Date"].contains(path) else {
      let what = reason("what \(path) brings along is not known")
      for argument in arguments { escape(argument, to: what) }
      heap[instance].isOpen = what
      return
    }
    // Maps and sets are filled by their own methods, which a class may replace.
    let filler = path.hasSuffix("Map") ? "set" : path.hasSuffix("Set") ? "add" : nil
    let fills = filler.flatMap { ownMember(heap[instance], $0, .object(instance)) }
    let made = constructNative(path, fills == nil ? arguments : [])
    guard case .object(let id)? = made.only else { return }
    heap[instance].kind = heap[id].kind
    heap[instance].elements = heap[id].elements
    heap[instance].isExact = heap[id].isExact && (isExact || arguments.isEmpty)
    guard let fills, let first = arguments.first else { return }
    let items = elements(of: first)
    let all = items.known + (items.others.map { [$0] } ?? [])
    let isCertain = isExact && items.isExact && items.others == nil
    for item in all where !isDead {
      let pair = elements(of: item).known
      let given = filler == "add" ? [item] : [pair.first ?? .undefined, pair.count > 1 ? pair[1] : .undefined]
      if isCertain {
        _ = call(fills, this: .object(instance), given)
      } else {
        maybe { _ = self.call(fills, this: .object(instance), given) }
      }
    }
    if !isCertain, !all.isEmpty { heap[instance].isExact = false }
  }

  private func initializeFields(_ instance: ObjectID, _ value: ClassValue, _ id: ObjectID) {
    let outer = (module, frame, context, offset)
    defer { (module, frame, context, offset) = outer }
    module = value.module
    frame = value.frame
    var home: ObjectID = -1
    if case .object(let prototype)? = heap[id].properties["prototype"]?.value.only { home = prototype }
    contexts.append(
      CallContext(
        this: .object(instance), arguments: [], isExact: true,
        function: Closure(module: module, function: -1, frame: frame, context: value.context, home: home)))
    context = Int32(contexts.count - 1)
    for index in program.list(program.classes[Int(value.index)].members) {
      let member = node(index)
      guard member.kind == .classMember, !member.flags.contains(.isStatic), !isDead else { continue }
      if member.op == .field {
        let key = memberKey(member)
        let field = member.b < 0 ? Value.undefined : evaluate(member.b)
        offset = member.start
        if isDead { continue }
        define(key, field, on: instance)
        if member.flags.contains(.isPrivate), let name = key.string {
          heap[instance].properties[name]?.isHidden = true
        }
      }
    }
  }

  /// The object that `super` starts from here.
  private var home: ObjectID? {
    guard context >= 0, let home = contexts[Int(context)].function?.home, home >= 0 else { return nil }
    return home
  }

  /// `super(…)`.
  func callSuper(_ arguments: (values: [Value], isExact: Bool)) -> Value {
    guard !isDead, let home, case .object(let id)? = heap[home].properties["constructor"]?.value.only,
      case .class(let value) = heap[id].kind, let base = value.base,
      case .object(let instance)? = contexts[Int(context)].this.only
    else { return .undefined }
    initialize(
      instance, byBase: base, arguments.values, isExact: arguments.isExact, newTarget: contexts[Int(context)].newTarget)
    if !isDead { initializeFields(instance, value, id) }
    return .object(instance)
  }

  /// `super.x`.
  func superMember(_ key: Value, this: Value) -> Value {
    guard let home, let name = keyNames(key)?.first else { return .undefined }
    let prototype = heap[home].prototype
    if prototype >= 0 { return member(of: prototype, named: name, this: this) }
    if let open = heap[home].isOpen { return .unknown(open) }
    if let path = nativeBase(of: heap[home].properties["constructor"]?.value) {
      return nativeMember(path + ".prototype", name)
    }
    return .undefined
  }
}
