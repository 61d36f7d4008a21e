import ECMAScript

extension Evaluator {
  /// Why a file cannot be evaluated.
  struct Unreadable: Error {
    let reason: Undecided
  }

  /// Parses a file of the package, once.
  func load(_ path: String) throws(Unreadable) -> Int32 {
    if let index = modulesByPath[path] { return index }
    guard let bytes = resolution.package.bytes(of: path) else {
      throw Unreadable(reason: Undecided("the file \(path) cannot be read"))
    }
    if let known = earlier[path] {
      return add(
        Module(
          index: Int32(modules.count), path: known.path, format: known.format, program: known.program,
          original: known.original), at: path)
    }
    let isJSON = path.hasSuffix(".json")
    let format: Module.Format =
      isJSON ? .json : isFunction ? .cloudFrontFunction : resolution.isModule(path) ? .module : .commonJS
    let source = isJSON ? Array("(".utf8) + bytes + Array("\n)".utf8) : bytes
    let program: Program
    do throws(SyntaxError) {
      program = try Program(
        source,
        goal: format == .module ? .module : format == .commonJS ? .commonJS : isJSON ? .script : .cloudFrontFunction)
    } catch {
      let place = CodeLocation(file: path, line: error.line, column: error.column)
      let what = error.reason == .syntax ? "this is no \(isJSON ? "JSON" : "program")" : "this is not read"
      throw Unreadable(reason: Undecided("\(what): \(error.message)", at: place))
    }
    let texts = program.evaluatedTexts
    let evaluated = texts.isEmpty ? nil : try? program.evaluating(texts)
    let module = Module(
      index: Int32(modules.count), path: isFunction ? "" : path, format: format, program: evaluated ?? program,
      original: evaluated == nil ? nil : Module.Original(program: program, texts: texts))
    return add(module, at: path)
  }

  private func add(_ module: Module, at path: String) -> Int32 {
    modules.append(module)
    modulesByPath[path] = module.index
    if module.program.hasDynamicScope {
      gaps.append(Undecided("`eval` or `with` may change what names mean", at: module.place(0)))
    }
    return module.index
  }

  /// What `require` or `import` of a name gives in the module that is being evaluated.
  func importModule(_ name: String, asNamespace: Bool) -> Value {
    let path = modules[Int(module)].path
    switch resolution.resolve(name, from: path) {
    case .runtime(let name): return external(name)
    case .missing(let name):
      if name == "tslib" { return native("tslib") }
      noteRisk()
      return .unknown(reason("the module \(name) is not in the package"))
    case .file(let file):
      if file.hasSuffix(".node") { return external(name) }
      do throws(Unreadable) {
        let index = try load(file)
        run(index)
        return modules[Int(index)].format == .module || asNamespace ? namespace(of: index) : commonExports(of: index)
      } catch {
        return .unknown(reason(error.reason.description))
      }
    }
  }

  private func namespace(of index: Int32) -> Value {
    if modules[Int(index)].namespace < 0 { modules[Int(index)].namespace = makeObject(.namespace(index)) }
    return .object(modules[Int(index)].namespace)
  }

  private func commonExports(of index: Int32) -> Value {
    let id = modules[Int(index)].moduleObject
    return id < 0 ? .undefined : member(of: id, named: "exports", this: .object(id))
  }

  /// What a module exports by a name.
  func exported(_ name: String, of index: Int32, depth: Int = 0) -> Value {
    let module = modules[Int(index)]
    run(index)
    guard module.format == .module || module.format == .cloudFrontFunction else {
      let exports = commonExports(of: index)
      return name == "default" ? exports : member(exports, .string(name))
    }
    guard depth < 32 else { return .unknown(reason("modules export each other's names")) }
    let outer = self.module
    defer { self.module = outer }
    switch module.exports[name] {
    case .binding(let binding):
      let frame = frames[Int(module.frame)]
      let bound = module.program.bindings[Int(binding)]
      let first = module.program.scopes[Int(bound.scope)].bindings.lowerBound
      let value = heap.cells[Int(frame.first + binding - first)]
      return linked(value, depth)
    case .value(let value): return value
    case .reexport(let from, let name):
      self.module = index
      return linked(imported(from, name, depth: depth + 1), depth)
    case nil:
      if name == "default" || name == "then" || name == "__esModule" {
        return name == "__esModule" ? .bool(true) : .undefined
      }
      // Modules may export each other.
      let lookup = ExportLookup(module: index, name: name)
      guard step(), exportLookups.insert(lookup).inserted else { return .undefined }
      defer { exportLookups.remove(lookup) }
      for from in module.exportsAll {
        self.module = index
        let value = linked(imported(from, name, depth: depth + 1), depth)
        if !value.isUndefined { return value }
      }
      return .undefined
    }
  }

  /// What an import stands for that is exported again.
  private func linked(_ value: Value, _ depth: Int) -> Value {
    guard case .object(let id)? = value.only, case .imported(let other, let name) = heap.objects[Int(id)].kind else {
      return value
    }
    return exported(name, of: other, depth: depth + 1)
  }

  /// A name of a module that the module that is being evaluated imports; `*` for all of it.
  private func imported(_ from: String, _ name: String, depth: Int = 0) -> Value {
    switch resolution.resolve(from, from: modules[Int(module)].path) {
    case .runtime(let path): return name == "*" || name == "default" ? external(path) : externalMember(path, name)
    case .missing(let missing):
      if missing == "tslib" { return name == "*" ? native("tslib") : native("tslib." + name) }
      return .unknown(reason("the module \(missing) is not in the package"))
    case .file(let file):
      do throws(Unreadable) {
        let index = try load(file)
        if name == "*" { return namespace(of: index) }
        if modules[Int(index)].format == .module {
          // Read when it is used, since modules may import each other.
          let id = makeObject(.imported(module: index, name: name))
          return .object(id)
        }
        return exported(name, of: index, depth: depth)
      } catch {
        return .unknown(reason(error.reason.description))
      }
    }
  }

  func exportedNames(of index: Int32) -> [String] {
    run(index)
    let module = modules[Int(index)]
    if module.format == .module { return module.exports.keys.sorted() }
    let exports = commonExports(of: index)
    return ["default"] + keys(of: exports).known.compactMap(\.string)
  }

  /// Evaluates a module, once.
  func run(_ index: Int32) {
    let module = modules[Int(index)]
    guard module.state == .unread, !isDead else { return }
    module.state = .reading
    // It is evaluated once, wherever it is first asked for: what it makes is there in every branch.
    let stage = heap.stage
    defer { heap.makeOriginal(since: stage) }
    let outer = (self.module, frame, context, offset, stepLimit)
    let left = stepLimit - steps
    if left > 2000 { stepLimit = steps + left - left / 4 }
    callDepth += 1
    nesting += 1
    defer {
      module.state = .read
      callDepth -= 1
      nesting -= 1
      (self.module, frame, context, offset, stepLimit) = outer
    }
    self.module = index
    frame = -1
    context = -1
    offset = 0
    if module.format == .json {
      let statement = module.program.list(module.program.nodes[Int(module.program.root)]).first
      module.moduleObject = makeObject()
      let value = statement.map { jsonValue(module.program, module.program.nodes[Int($0)].a) } ?? .undefined
      heap[module.moduleObject].properties["exports"] = Property(value: value, place: here)
      return
    }
    guard callDepth < Self.maximumCalls else {
      noteGap("modules are nested deeper than is followed")
      return
    }
    enterScope(module.program.nodes[Int(module.program.root)].c)
    if frame < 0 {
      frames.append(Frame(module: index, scope: -1, first: 0, parent: -1))
      frame = Int32(frames.count - 1)
    }
    module.frame = frame
    var this = Value.undefined
    if module.format == .commonJS {
      module.moduleObject = makeObject()
      let exports = makeObject()
      heap[module.moduleObject].properties["exports"] = Property(value: .object(exports), place: here)
      module.exportsObject = exports
      this = .object(exports)
    }
    contexts.append(CallContext(this: this, arguments: [], isExact: true, function: nil))
    context = Int32(contexts.count - 1)
    let targetCount = targets.count
    _ = push(.function)
    targets[targets.count - 1].isAsync = true
    let statements = module.program.list(module.program.nodes[Int(module.program.root)])
    for statement in statements { link(statement) }
    hoist(statements)
    for statement in statements {
      if isDead { break }
      execute(statement)
      if isExhausted, steps <= outer.4 {
        isExhausted = false
        noteGap("\(module.path.isEmpty ? "the code" : module.path) takes more steps than are followed")
        while targets.count > targetCount + 1 { _ = pop() }
        if module.moduleObject >= 0, case .object(let exports)? = commonExports(of: index).only {
          heap[exports].isOpen = reason("\(module.path) takes more steps than are followed")
        }
        break
      }
    }
    _ = pop()
    // What a module throws ends what imports it; here its exports so far are taken.
    if isDead {
      noteGap("\(module.path.isEmpty ? "the code" : module.path) ends by an error, as far as it is followed")
    }
    isDead = false
  }

  /// Binds what a statement of a module imports, and notes what it exports.
  private func link(_ index: Int32) {
    let node = node(index)
    let module = modules[Int(self.module)]
    switch node.kind {
    case .import:
      let from = text(node.c)
      for specifier in program.list(node) {
        let part = self.node(specifier)
        offset = part.start
        let name = part.a < 0 ? "*" : text(part.a)
        assign(part.b, imported(from, name))
      }
      if program.list(node).isEmpty { _ = importModule(from, asNamespace: true) }
    case .exportAll:
      let from = text(node.c)
      if node.a < 0 {
        module.exportsAll.append(from)
      } else {
        module.exports[text(node.a)] = .reexport(module: from, name: "*")
      }
    case .exportNamed:
      for specifier in program.list(node) {
        let part = self.node(specifier)
        if node.c >= 0 {
          module.exports[text(part.c)] = .reexport(module: text(node.c), name: text(part.a))
        } else {
          let binding = self.node(part.b).b
          if binding >= 0 { module.exports[text(part.c)] = .binding(binding) }
        }
      }
    case .exportDeclaration:
      let declaration = self.node(node.a)
      var names: [Int32] = []
      switch declaration.kind {
      case .function:
        names = [program.functions[Int(declaration.a)].binding]
      case .class: names = [program.classes[Int(declaration.a)].binding]
      default:
        for declarator in program.list(declaration) { collectNames(self.node(declarator).a, &names) }
      }
      for name in names where name >= 0 && self.node(name).b >= 0 {
        module.exports[text(self.node(name).a)] = .binding(self.node(name).b)
      }
    case .exportDefault:
      let value = self.node(node.a)
      var binding: Int32 = -1
      if value.kind == .function { binding = program.functions[Int(value.a)].binding }
      if value.kind == .class { binding = program.classes[Int(value.a)].binding }
      if binding >= 0, self.node(binding).b >= 0 { module.exports["default"] = .binding(self.node(binding).b) }
    default: break
    }
  }

  private func collectNames(_ pattern: Int32, _ names: inout [Int32]) {
    guard pattern >= 0 else { return }
    let node = node(pattern)
    switch node.kind {
    case .binding: names.append(pattern)
    case .defaulted, .rest: collectNames(node.a, &names)
    case .arrayPattern: for element in program.list(node) { collectNames(element, &names) }
    case .objectPattern:
      for element in program.list(node) {
        let part = self.node(element)
        collectNames(part.kind == .rest ? part.a : part.b, &names)
      }
    default: break
    }
  }

  func executeExportDefault(_ node: Node) {
    let value = self.node(node.a)
    let module = modules[Int(self.module)]
    if value.kind == .class { execute(node.a) }
    if module.exports["default"] == nil { module.exports["default"] = .value(evaluate(node.a)) }
  }
}
