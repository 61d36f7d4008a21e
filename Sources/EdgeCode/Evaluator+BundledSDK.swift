import ECMAScript

/// The AWS SDK for JavaScript, where a bundler has put it into the file.
///
/// Its clients are classes like any, of thousands of lines: they are known by what all of them do when they are made,
/// which is to put steps into a stack, and are taken by their interface then, as where the SDK is a module of its own.
extension Evaluator {
  /// The path of the client that a class is, such as `@aws-sdk/client-bundled.S3Client`; nil where it is none.
  func bundledClient(_ id: ObjectID) -> String? {
    var next: ObjectID? = id
    for _ in 0..<4 {
      guard let id = next, case .class(let value) = heap.objects[Int(id)].kind, let base = value.base else {
        return nil
      }
      if isClientOfSDK(value) {
        let name = nameOfClient(heap.objects[Int(id)].place, value) ?? Self.unnamedClient
        return "\(Self.bundledSDK).\(name)"
      }
      // What a class hands on to the one that it extends, its own constructor says.
      if constructor(of: value) >= 0 { return nil }
      if case .object(let parent)? = base.only { next = parent } else { next = nil }
    }
    return nil
  }

  /// Whether a call is that of the module in which version 2 of the SDK begins, `lib/core.js`: it exports the SDK then,
  /// which is taken by its interface, as where it is a module of its own.
  func standsForSDK(_ closure: Closure, _ arguments: [Value]) -> Bool {
    guard (1...3).contains(arguments.count), isKnown(.sdkCore, closure) else { return false }
    for argument in arguments {
      if case .object(let id)? = argument.only, case .plain = heap[id].kind, heap[id].properties["exports"] != nil {
        heap[id].properties["exports"] = Property(value: external("aws-sdk"), place: here)
        return true
      }
    }
    return false
  }

  /// Stands for the module that a client comes from.
  static var bundledSDK: String { "@aws-sdk/client-bundled" }
  /// Stands for the name that a minifier took from a client.
  static var unnamedClient: String { "Client" }

  private func isClientOfSDK(_ value: ClassValue) -> Bool {
    let module = modules[Int(value.module)]
    let declared = module.program.classes[Int(value.index)]
    for member in module.program.list(declared.members) {
      let node = module.program.nodes[Int(member)]
      guard node.kind == .classMember, node.b >= 0, module.program.nodes[Int(node.b)].kind == .function else {
        continue
      }
      if isKnown(.sdkClient, module: value.module, function: module.program.nodes[Int(node.b)].a) { return true }
    }
    return false
  }

  /// What the class is called, itself or by the variable that it is assigned to.
  private func nameOfClient(_ place: SourceOffset, _ value: ClassValue) -> String? {
    let module = modules[Int(value.module)]
    let declared = module.program.classes[Int(value.index)]
    var name = declared.name < 0 ? "" : module.text(declared.name)
    if !name.hasSuffix("Client"), place.offset > 0 {
      let before = module.program.sourceText(max(0, place.offset - 60)..<place.offset)
      let words = before.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" || $0 == "=") }
      if words.count > 1, words.last == "=" { name = String(words[words.count - 2]) }
    }
    return name.hasSuffix("Client") && name.count > 6 ? name : nil
  }
}
