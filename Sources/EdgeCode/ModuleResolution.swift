import ECMAScript

/// Which file of a package a name means.
///
/// Node.js, "Modules: CommonJS modules" and "Modules: Packages", without conditions that are not of use at the edge.
struct ModuleResolution {
  let package: CodePackage

  enum Result: Hashable {
    case file(String)
    /// A module that the runtime brings: one of Node.js, or the AWS SDK.
    case runtime(String)
    /// The name means no file of the package.
    case missing(String)
  }

  /// The modules that Node.js brings.
  static let builtIn: Set<String> = [
    "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto", "dgram", "dns",
    "domain", "events", "fs", "http", "http2", "https", "inspector", "module", "net", "os", "path", "perf_hooks",
    "process", "punycode", "querystring", "readline", "repl", "stream", "string_decoder", "sys", "timers", "tls",
    "tty", "url", "util", "v8", "vm", "worker_threads", "zlib", "cloudfront",
  ]

  func resolve(_ name: String, from file: String) -> Result {
    if name.hasPrefix("./") || name.hasPrefix("../") || name == "." || name == ".." {
      guard let path = Self.joined(Self.folder(of: file), name) else { return .missing(name) }
      return self.file(path) ?? folder(path) ?? .missing(name)
    }
    if name.hasPrefix("/var/task/"), let path = Self.joined("", String(name.dropFirst(10))) {
      return self.file(path) ?? folder(path) ?? .missing(name)
    }
    let plain = name.hasPrefix("node:") ? String(name.dropFirst(5)) : name
    let root = plain.split(separator: "/").first.map(String.init) ?? plain
    if name.hasPrefix("node:") || Self.builtIn.contains(root) { return .runtime(plain) }
    // The SDK is known by its interface; reading its code would tell no more.
    if root == "aws-sdk" || root == "@aws-sdk" || root == "@smithy" || root == "aws-xray-sdk" { return .runtime(plain) }
    var folder = Self.folder(of: file)
    while true {
      let base = (folder.isEmpty ? "" : folder + "/") + "node_modules/" + name
      if let found = self.file(base) ?? self.folder(base) ?? exported(name, in: folder) { return found }
      if folder.isEmpty { return .missing(name) }
      folder = Self.folder(of: folder)
    }
  }

  /// The file of a handler: the path up to the first dot of its last part; and the names after it.
  func handler(_ handler: String) -> (file: String?, module: String, names: [String]) {
    let slash = handler.lastIndex(of: "/").map { handler.index(after: $0) } ?? handler.startIndex
    let dot = handler[slash...].firstIndex(of: ".") ?? handler.endIndex
    let module = Self.joined("", String(handler[..<dot])) ?? String(handler[..<dot])
    let names = handler[dot...].split(separator: ".").map(String.init)
    let file = ["", ".js", ".mjs", ".cjs"].map { module + $0 }.first { package.paths.contains($0) }
    return (file, module, names)
  }

  private func file(_ path: String) -> Result? {
    ["", ".js", ".json", ".cjs", ".mjs", ".node"].map { path + $0 }.first { package.paths.contains($0) }.map(
      Result.file)
  }

  private func folder(_ path: String) -> Result? {
    let base = path.isEmpty ? "" : path + "/"
    if let main = packageJSON(in: path)?["main"]?.text, let full = Self.joined(path, main) {
      if let found = file(full) ?? file(full + "/index") { return found }
    }
    return ["index.js", "index.json", "index.cjs", "index.mjs"].map { base + $0 }.first { package.paths.contains($0) }
      .map(Result.file)
  }

  /// What a package's `exports` says.
  private func exported(_ name: String, in folder: String) -> Result? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let count = name.hasPrefix("@") ? 2 : 1
    let root = parts.prefix(count).joined(separator: "/")
    let path = (folder.isEmpty ? "" : folder + "/") + "node_modules/" + root
    guard let exports = packageJSON(in: path)?["exports"] else { return nil }
    let key = parts.count > count ? "./" + parts.dropFirst(count).joined(separator: "/") : "."
    var target = exports[key]
    if target == nil, key == ".", exports.keys.allSatisfy({ !$0.hasPrefix(".") }) { target = exports }
    // A few steps through conditions are all that packages need.
    for _ in 0..<6 {
      guard let value = target, value.text == nil else { break }
      target = ["node", "require", "import", "default"].lazy.compactMap { value[$0] }.first
    }
    guard let text = target?.text, let full = Self.joined(path, text) else { return nil }
    return file(full)
  }

  func packageJSON(in folder: String) -> JSONText? {
    guard let bytes = package.bytes(of: (folder.isEmpty ? "" : folder + "/") + "package.json") else { return nil }
    return JSONText(bytes)
  }

  /// Whether a file is an ECMAScript module.
  ///
  /// Node.js, "Modules: Packages", "Determining module system".
  func isModule(_ path: String) -> Bool {
    if path.hasSuffix(".mjs") { return true }
    if path.hasSuffix(".cjs") { return false }
    var folder = Self.folder(of: path)
    while true {
      if let json = packageJSON(in: folder) { return json["type"]?.text == "module" }
      if folder.isEmpty { return false }
      folder = Self.folder(of: folder)
    }
  }

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// A path from a folder, without `.` and `..`; nil where it leaves the package.
  static func joined(_ folder: String, _ path: String) -> String? {
    var parts = folder.split(separator: "/").map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        if parts.popLast() == nil { return nil }
      } else {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}

/// A JSON text, as the parser of programs reads it: it is an expression.
struct JSONText {
  private let program: Program
  private let node: Int32

  /// A JSON text; nil where it is none.
  init?(_ bytes: [UInt8]) {
    guard let program = try? Program(Array("(".utf8) + bytes + Array(")".utf8), goal: .script),
      let statement = program.list(program.nodes[Int(program.root)]).first
    else { return nil }
    self.init(program: program, node: program.nodes[Int(statement)].a)
  }

  init?(program: Program, node: Int32) {
    guard node >= 0 else { return nil }
    self.program = program
    self.node = node
  }

  private var value: Node { program.nodes[Int(node)] }

  var text: String? { value.kind == .string ? program.text(value.a) : nil }

  var keys: [String] {
    guard value.kind == .object else { return [] }
    return program.list(value).map { program.text(max(program.nodes[Int($0)].a, 0)) }
  }

  subscript(key: String) -> JSONText? {
    guard value.kind == .object else { return nil }
    for member in program.list(value) {
      let property = program.nodes[Int(member)]
      if property.kind == .property, property.a >= 0, program.text(property.a) == key {
        return JSONText(program: program, node: property.b)
      }
    }
    return nil
  }
}
