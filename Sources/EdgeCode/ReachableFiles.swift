import ECMAScript

extension EdgeCode {
  /// The files of a package that a Lambda handler reaches by `require` and `import`, its own file first, and those of
  /// package.json that say what the names mean.
  ///
  /// - Parameters:
  ///   - package: The files.
  ///   - handler: The `Handler` of the function, such as `index.handler`.
  /// - Returns: Paths of files that are in the package; empty where the handler's file is not.
  public static func reachableFiles(_ package: CodePackage, handler: String) -> [String] {
    let python = PythonReading(package, handler: handler).reachableFiles()
    let record = Record()
    let recorded = CodePackage(paths: package.paths) { path in
      if path == "package.json" || path.hasSuffix("/package.json") { record.add(path) }
      return package.bytes(of: path)
    }
    let resolution = ModuleResolution(package: recorded)
    // What is named by more than a literal is what evaluating it reads.
    func addFiles(readAs runtime: Runtime) {
      let watched = CodePackage(paths: package.paths) { path in
        record.add(path)
        return package.bytes(of: path)
      }
      _ = read(watched, handler: handler, runtime: runtime)
    }
    guard let first = resolution.handler(handler).file else {
      for path in python { record.add(path) }
      if !python.isEmpty { addFiles(readAs: .lambdaPython) }
      return record.paths
    }
    record.add(first)
    var next = 0
    while next < record.paths.count {
      let path = record.paths[next]
      next += 1
      guard [".js", ".mjs", ".cjs"].contains(where: path.hasSuffix) || path == first,
        let bytes = package.bytes(of: path)
      else { continue }
      let goal: Program.Goal = resolution.isModule(path) ? .module : .commonJS
      guard let program = try? Program(bytes, goal: goal) else { continue }
      for name in moduleNames(of: program) {
        if case .file(let file) = resolution.resolve(name, from: path) { record.add(file) }
      }
      // Files that are read rather than imported are named by texts.
      for node in program.nodes where node.kind == .string {
        let text = program.text(node.a)
        guard text.utf8.count < 200, text.contains(".") else { continue }
        for folder in ["", ModuleResolution.folder(of: path)] {
          if let file = ModuleResolution.joined(folder, text), package.paths.contains(file) { record.add(file) }
        }
      }
    }
    for path in python { record.add(path) }
    addFiles(readAs: .lambdaNode)
    return record.paths
  }

  /// The names of modules that stand in a program: in `import`, `export … from`, `import()` and `require()`.
  private static func moduleNames(of program: Program) -> [String] {
    var names: [String] = []
    for node in program.nodes {
      switch node.kind {
      case .import, .exportAll: names.append(program.text(node.c))
      case .exportNamed where node.c >= 0: names.append(program.text(node.c))
      case .importCall where program.nodes[Int(node.a)].kind == .string:
        names.append(program.text(program.nodes[Int(node.a)].a))
      case .chain:
        let parts = program.list(node)
        guard let base = parts.first, let link = parts.dropFirst().first else { continue }
        let callee = program.nodes[Int(base)]
        let call = program.nodes[Int(link)]
        guard callee.kind == .identifier, callee.b < 0, call.kind == .call, call.b == 1,
          program.text(callee.a) == "require"
        else { continue }
        let argument = program.nodes[Int(program.lists[Int(call.a)])]
        if argument.kind == .string { names.append(program.text(argument.a)) }
      default: break
      }
    }
    return names
  }

  private final class Record {
    private(set) var paths: [String] = []
    private var known: Set<String> = []

    func add(_ path: String) { if known.insert(path).inserted { paths.append(path) } }
  }
}
