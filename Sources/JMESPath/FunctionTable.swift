import Documents

/// The functions that an expression may call: those of the specification, and what a room adds.
public struct FunctionTable: Sendable {
  /// Types of an argument, several where it may be any of them.
  public struct ArgumentTypes: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let null = ArgumentTypes(rawValue: 1)
    public static let boolean = ArgumentTypes(rawValue: 2)
    public static let number = ArgumentTypes(rawValue: 4)
    public static let string = ArgumentTypes(rawValue: 8)
    public static let array = ArgumentTypes(rawValue: 16)
    public static let object = ArgumentTypes(rawValue: 32)
    /// An array of nothing but numbers.
    public static let numbers = ArgumentTypes(rawValue: 64)
    /// An array of nothing but strings.
    public static let strings = ArgumentTypes(rawValue: 128)
    /// Any value.
    public static let any: ArgumentTypes = [.null, .boolean, .number, .string, .array, .object]
    /// An expression with `&` before it, which only built-in functions take.
    static let expression = ArgumentTypes(rawValue: 256)

    private static let names: [(ArgumentTypes, String)] = [
      (.null, "null"), (.boolean, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
      (.object, "object"), (.numbers, "array of numbers"), (.strings, "array of strings"), (.expression, "expression"),
    ]

    /// The names of the types, for people: `array or null`.
    public var description: String {
      self == .any ? "any" : Self.names.filter { contains($0.0) }.map(\.1).joined(separator: " or ")
    }

    /// Whether a value is of one of these types, as far as it was read.
    func admits(_ node: Node) -> Bool {
      switch node.typeName {
      case nil: true
      case "null": contains(.null)
      case "boolean": contains(.boolean)
      case "number": contains(.number)
      case "string": contains(.string)
      case "object": contains(.object)
      default: contains(.array) || admitsElements(of: node)
      }
    }

    private func admitsElements(of node: Node) -> Bool {
      guard let nodes = node.elements?.nodes else { return false }
      func all(_ type: String) -> Bool { nodes.allSatisfy { $0.gap != nil || $0.typeName == type } }
      return contains(.numbers) && all("number") || contains(.strings) && all("string")
    }
  }

  /// A function.
  public struct Function: Sendable {
    enum Body: Sendable {
      case builtIn(BuiltInFunction)
      case pure(@Sendable ([JSONValue]) throws -> JSONValue)
    }

    /// The name, as an expression calls it.
    public let name: String
    /// The types of the arguments.
    public let parameters: [ArgumentTypes]
    /// Whether the last parameter may be given several times.
    public let isVariadic: Bool
    let body: Body

    /// A function of that name. Its body must depend on nothing but its arguments, which are of the types declared and
    /// hold nothing unread: where something was not read, the call is unread without asking the body.
    ///
    /// What the body throws becomes a `JMESPathError` with the error's description as its message.
    public init(
      _ name: String, _ parameters: [ArgumentTypes], isVariadic: Bool = false,
      body: @escaping @Sendable ([JSONValue]) throws -> JSONValue
    ) {
      self.init(name, parameters, isVariadic: isVariadic, .pure(body))
    }

    init(_ name: String, _ parameters: [ArgumentTypes], isVariadic: Bool = false, _ body: Body) {
      self.name = name
      self.parameters = parameters
      self.isVariadic = isVariadic
      self.body = body
    }

    /// Whether it looks at all that is inside of its arguments, or puts it into a text.
    var looksInside: Bool {
      switch body {
      case .pure, .builtIn(.contains), .builtIn(.join), .builtIn(.toString): true
      case .builtIn: false
      }
    }

    func parameter(_ index: Int) -> ArgumentTypes { parameters[min(index, parameters.count - 1)] }

    /// What is wrong with that number of arguments.
    func problem(withCount count: Int) -> String? {
      if count == parameters.count || isVariadic && count > parameters.count { return nil }
      let wanted = "\(parameters.count) argument\(parameters.count == 1 ? "" : "s")"
      return "takes \(isVariadic ? "at least " : "")\(wanted), not \(count)"
    }
  }

  private var functions: [String: Function]

  /// The functions of the specification.
  public static let standard = FunctionTable(
    functions: Dictionary(uniqueKeysWithValues: BuiltInFunction.allCases.map { ($0.rawValue, $0.function) }))

  /// This table with more functions; a name that is there already is replaced.
  ///
  /// - Precondition: No function has the name of one of the specification.
  public func adding(_ added: [Function]) -> FunctionTable {
    var table = self
    for function in added {
      precondition(
        BuiltInFunction(rawValue: function.name) == nil, "\(function.name)() is a function of JMESPath itself")
      table.functions[function.name] = function
    }
    return table
  }

  /// The function of that name.
  public subscript(name: String) -> Function? { functions[name] }

  /// The names of all functions, sorted.
  public var names: [String] { functions.keys.sorted() }
}
