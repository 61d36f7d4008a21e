import ECMAScript

/// What code uses that one of the runtimes of CloudFront Functions lacks: by its grammar, and by the names of what the
/// runtime brings.
///
/// CloudFront Developer Guide, "JavaScript runtime 1.0 features" and "JavaScript runtime 2.0 features".
struct RuntimeFeatures {
  private let module: Module
  /// The names that objects and classes of the code give to members of their own.
  private var ownMembers: Set<String> = []
  private(set) var uses: [Use] = []

  /// Where code uses something that not all runtimes have.
  struct Use {
    let feature: Found<RuntimeFeature>
    /// Where it fails on a runtime that lacks it: at calls, or where a name is read. Without these the runtime takes none of
    /// the code.
    let failures: [Int32]
  }

  /// The methods of String that runtime 2.0 took away.
  fileprivate static let takenAway: Set<String> = ["bytesFrom", "fromBytes", "fromUTF8", "toBytes", "toUTF8"]
  /// What the guide says is new in runtime 2.0, by its names: what it has of global objects, and the methods of texts.
  fileprivate static let newMembers: [String: Set<String>] = [
    "Promise": ["all", "allSettled", "any", "race"], "Symbol": ["for", "keyFor"],
    "Float32Array": ["from", "of"], "Float64Array": ["from", "of"], "Int8Array": ["from", "of"],
    "Int16Array": ["from", "of"], "Int32Array": ["from", "of"], "Uint8Array": ["from", "of"],
    "Uint8ClampedArray": ["from", "of"], "Uint16Array": ["from", "of"], "Uint32Array": ["from", "of"],
    "globalThis": ["Buffer", "atob", "btoa"],
  ]
  fileprivate static let newGlobals: Set<String> = ["Buffer", "atob", "btoa"]
  private static let newModules: Set<String> = ["buffer", "cloudfront"]
  fileprivate static let newMethods: Set<String> = ["rawQueryString", "replaceAll"]
  private static let callers: Set<String> = ["call", "apply", "bind"]
  private static let helpers: Set<String> = [
    "kvs", "updateRequestOrigin", "selectRequestOriginById", "createRequestOriginGroup", "edgeLocation",
  ]

  init(of module: Module) {
    self.module = module
    let program = module.program
    var modules: Set<Int32> = []
    for node in program.nodes where node.kind == .import && module.text(node.c) == "cloudfront" {
      for specifier in program.list(node) {
        let binding = program.nodes[Int(program.nodes[Int(specifier)].b)]
        modules.insert(binding.b)
      }
    }
    for node in program.nodes {
      switch node.kind {
      case .property where node.a >= 0: ownMembers.insert(module.text(node.a))
      case .assignment:
        let target = program.nodes[Int(node.a)]
        if target.kind == .chain, let last = program.list(target).last, program.nodes[Int(last)].kind == .member {
          ownMembers.insert(module.text(program.nodes[Int(last)].a))
        }
      default: break
      }
    }
    for node in program.nodes {
      switch node.kind {
      case .variables:
        if node.op == .const { add("const", .js2, node) }
        if node.op == .let { add("let", .js2, node) }
      case .await: add("await", .js2, node)
      case .import: add("import", .js2, node)
      case .function where program.functions[Int(node.a)].isAsync: add("async", .js2, node)
      case .identifier where node.b < 0 && Self.newGlobals.contains(module.text(node.a)):
        add(module.text(node.a), .js2, node, failing: [node.start])
      case .number where hasSeparator(node): add("numeric separators", .js2, node)
      case .chain: addChain(node, modules)
      default: break
      }
    }
    addTaken()
  }

  /// Adds methods that are taken out of a text into a variable, and called by that.
  private mutating func addTaken() {
    let program = module.program
    var called: [Int32: [Int32]] = [:]
    for node in program.nodes where node.kind == .chain {
      let parts = Array(program.list(node))
      let base = program.nodes[Int(parts[0])]
      guard base.kind == .identifier, base.b >= 0, parts.count > 1 else { continue }
      let link = program.nodes[Int(parts[1])]
      if link.kind == .call || memberName(link).map(Self.callers.contains) == true {
        called[base.b, default: []].append(link.start)
      }
    }
    guard !called.isEmpty else { return }
    for node in program.nodes where node.kind == .declarator || node.kind == .assignment {
      addTaken(by: node)
      guard node.b >= 0, [.binding, .identifier].contains(program.nodes[Int(node.a)].kind),
        let calls = called[program.nodes[Int(node.a)].b]
      else { continue }
      let value = program.nodes[Int(node.b)]
      guard value.kind == .chain, let last = program.list(value).last else { continue }
      let link = program.nodes[Int(last)]
      if let name = memberName(link), Self.takenAway.contains(name), !ownMembers.contains(name) {
        let parts = Array(program.list(value))
        let base = program.nodes[Int(parts[0])]
        let isStatic = base.kind == .identifier && base.b < 0 && module.text(base.a) == "String" && parts.count == 2
        if name != "bytesFrom" || isStatic {
          add("String.\(isStatic ? "" : "prototype.")\(name)", .js1, link, failing: calls)
        }
      }
    }
  }

  /// Adds methods that a pattern takes out of `String`: `const {bytesFrom} = String`.
  private mutating func addTaken(by node: Node) {
    let program = module.program
    guard node.b >= 0, program.nodes[Int(node.a)].kind == .objectPattern else { return }
    let value = program.nodes[Int(node.b)]
    guard value.kind == .identifier, value.b < 0, module.text(value.a) == "String" else { return }
    for member in program.list(program.nodes[Int(node.a)]).map({ program.nodes[Int($0)] })
    where member.kind == .property && member.a >= 0 && Self.takenAway.contains(module.text(member.a)) {
      add("String.\(module.text(member.a))", .js1, member)
    }
  }

  private mutating func addChain(_ node: Node, _ modules: Set<Int32>) {
    let program = module.program
    let parts = Array(program.list(node))
    let base = program.nodes[Int(parts[0])]
    if base.kind == .identifier, base.b < 0, module.text(base.a) == "require", parts.count > 1 {
      let call = program.nodes[Int(parts[1])]
      if call.kind == .call, let first = program.list(call).first, program.nodes[Int(first)].kind == .string,
        case let name = module.text(program.nodes[Int(first)].a), Self.newModules.contains(name)
      {
        add("the module \(name)", .js2, base)
      }
    }
    for (place, index) in parts.enumerated().dropFirst() {
      let link = program.nodes[Int(index)]
      guard let name = memberName(link) else { continue }
      let next = place + 1 < parts.count ? program.nodes[Int(parts[place + 1])] : nil
      let isCalled =
        next?.kind == .call || next.flatMap { memberName($0) }.map { Self.callers.contains($0) } == true
      let calls = next.map { [$0.start] } ?? []
      if Self.newMethods.contains(name), isCalled, !ownMembers.contains(name) { add(name, .js2, link, failing: calls) }
      if place == 1, base.kind == .identifier, base.b < 0,
        Self.newMembers[module.text(base.a)]?.contains(name) == true
      {
        add("\(module.text(base.a)).\(name)", .js2, link, failing: isCalled ? calls : [link.start])
      }
      if place == 1, base.kind == .identifier, modules.contains(base.b), base.b >= 0, Self.helpers.contains(name) {
        add("cf.\(name)", .js2, link)
      }
      if Self.takenAway.contains(name), !ownMembers.contains(name), isCalled {
        let isStatic = base.kind == .identifier && base.b < 0 && module.text(base.a) == "String" && place == 1
        if name != "bytesFrom" || isStatic {
          add("String.\(isStatic ? "" : "prototype.")\(name)", .js1, link, failing: calls)
        }
      }
    }
  }

  /// Whether a number is written as `1_000`.
  private func hasSeparator(_ node: Node) -> Bool {
    let start = Int(node.start)
    let text = module.program.sourceText(Int32(start)..<Int32(min(start + 40, module.program.sourceLength)))
    return text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }.contains("_")
  }

  /// The name of the member that a link leads to, also where it stands as a text: `String['bytesFrom']`.
  private func memberName(_ link: Node) -> String? {
    if link.kind == .member { return module.text(link.a) }
    guard link.kind == .index else { return nil }
    let key = module.program.nodes[Int(link.a)]
    return key.kind == .string ? module.text(key.a) : nil
  }

  private mutating func add(
    _ name: String, _ runtime: RuntimeFeature.Runtime, _ node: Node, failing failures: [Int32] = []
  ) {
    // Each place of what stands in many places tells no more.
    guard uses.count < 1000 else { return }
    let feature = Found(RuntimeFeature(name, of: runtime), at: module.place(node.start))
    uses.append(Use(feature: feature, failures: failures))
  }
}

/// What comes of the features of runtimes where the function is on a certain one.
extension Evaluator {
  /// Whether the runtime has no such global.
  func isMissing(global name: String) -> Bool {
    event.functionRuntime == .js1 && RuntimeFeatures.newGlobals.contains(name)
  }

  /// Whether the runtime has no such method of a value.
  func isMissing(member name: String, of value: Value) -> Bool {
    guard let runtime = event.functionRuntime else { return false }
    let isOfTexts = (runtime == .js1 ? RuntimeFeatures.newMethods : RuntimeFeatures.takenAway).contains(name)
    return value.atoms.allSatisfy { atom in
      switch atom {
      case .string, .text, .status, .unknown: return isOfTexts
      case .object(let id):
        switch heap.objects[Int(id)].kind {
        case .native(let path) where runtime == .js1: return RuntimeFeatures.newMembers[path]?.contains(name) == true
        case .native(let path): return isOfTexts && path.hasPrefix("String")
        default: return false
        }
      default: return false
      }
    }
  }

  /// Notes that something fails for want of what is asked for there.
  func noteMissing(at offset: Int32) {
    guard event.functionRuntime != nil else { return }
    let target = targets.last { $0.jump == .tries || $0.isAsync }
    missing[offset] = (missing[offset] ?? true) && target?.jump == .tries
  }

  /// What the code uses: on a certain runtime, what it comes to there of what that lacks.
  func features(of module: Module) -> Answer<RuntimeFeature> {
    let uses = RuntimeFeatures(of: module).uses
    guard let runtime = event.functionRuntime, answers.handler.state == .known else {
      return Answer(found: uses.map(\.feature))
    }
    let lacking = uses.filter { $0.feature.value.runtime != runtime }
    let isLacked = lacking.contains { use in
      use.failures.isEmpty || use.failures.contains { missing[$0] == false }
    }
    if isLacked || !missingCalls.isEmpty { return Answer(found: uses.map(\.feature) + missingCalls) }
    // What catches the failure does it in the way of the other runtime.
    let hasOther = uses.contains { $0.feature.value.runtime == runtime && !$0.failures.isEmpty }
    var undecided: [Undecided] = []
    for use in lacking {
      let name = use.feature.value.name
      if use.failures.contains(where: { missing[$0] == true }) {
        guard !hasOther else { continue }
        undecided.append(
          Undecided("\(name) is called where its failure is caught", at: use.feature.place))
      } else if !gaps.isEmpty {
        undecided.append(Undecided("whether \(name) is called is not known", at: use.feature.place))
      }
    }
    return Answer(found: uses.filter { $0.feature.value.runtime == runtime }.map(\.feature), undecided: undecided)
  }
}
