import Python

/// The modules of a package, each parsed once.
final class PythonPackage {
  /// What is known without being read, also where it lies in the package.
  static let sdk: Set<String> = ["boto3", "botocore", "aioboto3", "aiobotocore"]

  let package: CodePackage
  /// The places that were asked for: each way through a handler asks for the same.
  private var places: [PythonLocation: CodeLocation] = [:]
  private(set) var modules: [(path: String, module: PythonModule)] = []
  private var indices: [String: Result<Int, Undecided>] = [:]
  /// Modules that cannot be evaluated, and stand for something unknown.
  var unread: [String: Undecided] = [:]

  init(_ package: CodePackage) { self.package = package }

  /// The file of a module with that name, with dots; nil where the package has none.
  func path(of name: String) -> String? {
    let base = name.split(separator: ".").joined(separator: "/")
    return ["\(base).py", "\(base)/__init__.py"].first(where: package.paths.contains)
  }

  /// Whether some module of the package lies in a package with that name.
  func hasPackage(_ name: String) -> Bool {
    let folder = name.split(separator: ".").joined(separator: "/") + "/"
    return package.paths.contains { $0.hasPrefix(folder) && $0.hasSuffix(".py") }
  }

  /// The number of the module in a file.
  func module(at path: String) throws(Undecided) -> Int {
    if let known = indices[path] { return try known.get() }
    let result: Result<Int, Undecided>
    if let bytes = package.bytes(of: path) {
      do {
        modules.append((path, try PythonModule(bytes)))
        result = .success(modules.count - 1)
      } catch {
        let place = CodeLocation(file: path, line: error.line, column: error.column)
        result = .failure(Undecided("the file is not read as Python: \(error.message)", at: place))
      }
    } else {
      result = .failure(Undecided("the file \(path) cannot be read"))
    }
    indices[path] = result
    return try result.get()
  }

  func place(_ place: PythonLocation) -> CodeLocation {
    guard modules.indices.contains(place.module) else { return CodeLocation(file: "", line: 1, column: 1) }
    if let known = places[place] { return known }
    let (path, module) = modules[place.module]
    let (line, column) = module.place(of: place.offset)
    let found = CodeLocation(file: path, line: line, column: column)
    places[place] = found
    return found
  }

  /// The name of the package that a file lies in, with dots, as relative imports begin at it.
  func packageName(of path: String) -> [String] {
    path.split(separator: "/").dropLast().map(String.init)
  }
}

extension Undecided: Error {}
