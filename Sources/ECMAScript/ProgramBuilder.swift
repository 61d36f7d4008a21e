/// Makes a program out of nodes that something else than this room's parser has, such as a translation of another
/// language.
///
///     var builder = ProgramBuilder(source: bytes)
///     let use = builder.addName(.identifier, builder.name("event"), at: 12)
///     builder.addScope(.program, from: 0, to: end, binding: [(name, .function)], of: .node(root))
///     let program = try builder.finish(root: root)
///
/// Names have to be added in the order in which they stand in the source: what binds them is found by place.
public struct ProgramBuilder: ~Copyable {
  private var parser: Parser
  private let source: [UInt8]

  /// What a scope belongs to: a node, whose `c` it becomes, or an index of a function or class.
  public enum Owner: Sendable {
    case node(Int32)
    case function(Int32)
    case `class`(Int32)
  }

  /// A builder for a text, which places refer to.
  public init(source: [UInt8]) {
    parser = Parser(source, goal: .script)
    self.source = source
  }

  /// The name of a text.
  public mutating func name(_ text: String) -> Int32 {
    parser.lexer.names.intern(Array(text.utf8), source: parser.lexer.bytes)
  }

  /// Adds a node, whose children are there.
  public mutating func add(
    _ kind: Node.Kind, at start: Int32, op: Operator = .none, flags: Node.Flags = [], a: Int32 = -1, b: Int32 = -1,
    c: Int32 = -1
  ) -> Int32 {
    parser.add(kind, at: start, op: op, flags: flags, a: a, b: b, c: c)
  }

  /// Adds a node whose kind says `list`.
  public mutating func add(
    _ kind: Node.Kind, at start: Int32, op: Operator = .none, flags: Node.Flags = [], list: [Int32], c: Int32 = -1
  ) -> Int32 {
    let range = addList(list)
    return add(kind, at: start, op: op, flags: flags, a: range.lowerBound, b: Int32(range.count), c: c)
  }

  /// Adds an ``Node/Kind/identifier`` or a ``Node/Kind/binding``.
  public mutating func addName(_ kind: Node.Kind, _ name: Int32, at start: Int32) -> Int32 {
    parser.addName(kind, name, at: start)
  }

  /// Adds a list.
  public mutating func addList(_ list: [Int32]) -> Range<Int32> {
    let mark = parser.pending.count
    parser.pending.append(contentsOf: list)
    return parser.takeList(from: mark)
  }

  /// Adds a number, and gives its index.
  public mutating func addNumber(_ number: Double) -> Int32 {
    parser.numbers.append(number)
    return Int32(parser.numbers.count - 1)
  }

  /// Adds a function, and gives its index.
  public mutating func addFunction(_ function: Function) -> Int32 {
    parser.functions.append(function)
    return Int32(parser.functions.count - 1)
  }

  /// Adds a class, and gives its index.
  public mutating func addClass(_ value: Class) -> Int32 {
    parser.classes.append(value)
    return Int32(parser.classes.count - 1)
  }

  /// Adds a scope with what it binds.
  public mutating func addScope(
    _ kind: Scope.Kind, from start: Int32, to end: Int32, binding names: [(name: Int32, kind: Binding.Kind)],
    of owner: Owner
  ) {
    let inner: Parser.Owner =
      switch owner {
      case .node(let node): .node(node)
      case .function(let function): .function(Int(function))
      case .class(let value): .class(Int(value))
      }
    parser.closed.append(
      Parser.ClosedScope(
        kind: kind, start: start, end: end,
        declared: names.map { Parser.Declared(name: $0.name, kind: $0.kind, offset: start) }, owner: inner))
  }

  /// The program, with its names resolved.
  ///
  /// - Throws: ``SyntaxError`` where a scope binds a name twice that can be bound only once.
  public consuming func finish(root: Int32) throws(SyntaxError) -> Program {
    do throws(Parser.Failure) {
      try parser.resolve()
    } catch {
      throw SyntaxError(
        reason: error.reason, message: error.message, offset: Int(error.offset), line: 1, column: 1)
    }
    return Program(source, root: root, parser: parser)
  }
}
