import Python

extension PythonPackage {
  /// The files of the package that a file reaches by imports, its own first: what a name may mean, a module or a member,
  /// is looked for as both.
  func files(reachedFrom file: String) -> [String] {
    var files = [file]
    var known: Set<String> = [file]
    var next = 0
    func add(_ name: String) {
      guard !Self.sdk.contains(String(name.prefix { $0 != "." })) else { return }
      // The packages that a module lies in are run before it.
      var prefix: [Substring] = []
      for part in name.split(separator: ".") {
        prefix.append(part)
        if let path = path(of: prefix.joined(separator: ".")), known.insert(path).inserted { files.append(path) }
      }
    }
    while next < files.count {
      let path = files[next]
      next += 1
      guard let index = try? module(at: path) else { continue }
      for imported in Self.imports(in: modules[index].module.body) {
        let folders = packageName(of: path)
        let base = imported.level > 0 ? Array(folders.dropLast(imported.level - 1)) : []
        let module = (base + imported.module.split(separator: ".").map(String.init)).joined(separator: ".")
        add(module)
        for name in imported.names { add(module.isEmpty ? name : "\(module).\(name)") }
      }
    }
    return files
  }

  private struct Import {
    var level = 0
    let module: String
    var names: [String] = []
  }

  /// The imports of statements and of all statements in them.
  private static func imports(in statements: [Statement]) -> [Import] {
    statements.flatMap { statement -> [Import] in
      switch statement.kind {
      case .import(let names): names.map { Import(module: $0.name) }
      case .importFrom(let level, let module, let names):
        [Import(level: level, module: module, names: names?.map(\.name) ?? [])]
      case .if(let branches, let otherwise): branches.flatMap { imports(in: $0.body) } + imports(in: otherwise)
      case .while(_, let body, let otherwise): imports(in: body + otherwise)
      case .for(let loop): imports(in: loop.body + loop.otherwise)
      case .try(let parts):
        imports(in: parts.body + parts.otherwise + parts.finally) + parts.handlers.flatMap { imports(in: $0.body) }
      case .with(_, let body, _): imports(in: body)
      case .match(_, let cases): cases.flatMap { imports(in: $0.body) }
      case .function(let function): imports(in: function.body)
      case .class(let definition): imports(in: definition.body)
      default: []
      }
    }
  }
}
