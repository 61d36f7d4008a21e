/// A program in ECMAScript 2024, as a tree in flat arrays, with its names resolved.
///
///     let program = try Program(bytes, goal: .commonJS)
///     for statement in program.list(program.nodes[program.root]) { … }
///
/// ECMA-262, 15th edition, with annex B. Early errors that need more than the grammar and the scopes are not looked for.
public struct Program: Sendable {
  /// What a text is read as.
  public enum Goal: Sendable, Hashable {
    case script
    /// A script within a function, as Node.js wraps it: `return` may stand at the top.
    case commonJS
    case module
    /// What cloudfront-js takes: a script that may `import`.
    case cloudFrontFunction
  }

  /// How deep brackets, blocks and functions may be nested. Chains of operators, members and `else if` are not nested.
  public static let maximumDepth = 512

  /// What the text was read as.
  public let goal: Goal
  /// All nodes; each stands after its children.
  public internal(set) var nodes: [Node] = []
  /// Lists of nodes, one after the other.
  public internal(set) var lists: [Int32] = []
  public internal(set) var numbers: [Double] = []
  public internal(set) var functions: [Function] = []
  public internal(set) var classes: [Class] = []
  /// The scopes, in the order in which they begin.
  public internal(set) var scopes: [Scope] = []
  /// The bindings of all scopes.
  public internal(set) var bindings: [Binding] = []
  /// The node of the whole.
  public internal(set) var root: Int32 = -1
  /// Whether a `with` or a direct `eval` may rebind what names mean.
  public internal(set) var hasDynamicScope = false
  var names: NameTable
  let source: [UInt8]
  let lines: LineTable

  /// Parses a text in UTF-8.
  ///
  /// - Throws: ``SyntaxError`` with its place.
  public init(_ source: [UInt8], goal: Goal) throws(SyntaxError) {
    let result = LargeStack.run { () -> Result<Program, SyntaxError> in
      do throws(SyntaxError) {
        return .success(try Program(parsing: source, goal: goal))
      } catch {
        return .failure(error)
      }
    }
    guard let result else {
      throw SyntaxError(reason: .tooLarge, message: "there is no thread to parse it", offset: 0, line: 1, column: 1)
    }
    self = try result.get()
  }

  private init(parsing source: [UInt8], goal: Goal) throws(SyntaxError) {
    self.goal = goal
    self.source = source
    lines = LineTable()
    names = NameTable()
    var parser = Parser(source, goal: goal)
    let failure: Parser.Failure?
    do throws(Parser.Failure) {
      root = try parser.parseProgram()
      failure = nil
    } catch {
      failure = error
    }
    parser.finish(into: &self)
    if let failure {
      let place = self.place(of: failure.offset)
      throw SyntaxError(
        reason: failure.reason, message: failure.message, offset: Int(failure.offset), line: place.line,
        column: place.column)
    }
  }

  /// A program whose nodes are there.
  init(_ source: [UInt8], root: Int32, parser: consuming Parser) {
    goal = .script
    self.source = source
    lines = LineTable()
    names = NameTable()
    parser.finish(into: &self)
    self.root = root
  }

  /// How many names there are; a name is a number below it.
  public var nameCount: Int { names.count }

  /// The text of a name: of an identifier, or the value of a string. Lone surrogates become U+FFFD.
  public func text(_ name: Int32) -> String { names.text(name, in: source) }

  /// The elements of a range of lists.
  public func list(_ range: Range<Int32>) -> ArraySlice<Int32> { lists[Int(range.lowerBound)..<Int(range.upperBound)] }

  /// The elements of a node whose members say `list`.
  public func list(_ node: Node) -> ArraySlice<Int32> { lists[Int(node.a)..<Int(node.a + node.b)] }

  /// The line and column, from 1, of a byte; the column in characters of Unicode.
  public func place(of offset: Int32) -> (line: Int, column: Int) { lines.place(of: Int(offset), in: source) }

  /// How many bytes its source has.
  public var sourceLength: Int { source.count }

  /// The text between two bytes.
  public func sourceText(_ range: Range<Int32>) -> String {
    String(decoding: source[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
  }
}

/// A stretch of a program in which names are bound.
public struct Scope: Sendable {
  /// What makes the scope.
  public enum Kind: UInt8, Sendable {
    case program, function, block, `catch`, `class`
  }

  public let kind: Kind
  /// The bytes from first to last.
  public let start: Int32
  public let end: Int32
  /// Its bindings in ``Program/bindings``.
  public internal(set) var bindings: Range<Int32>
}

/// A name that is bound in a scope.
public struct Binding: Sendable {
  /// What binds it.
  public enum Kind: UInt8, Sendable {
    case `var`, parameter, function, `let`, const, `class`, `catch`, `import`
    /// The name of a function expression, within itself.
    case ownName

    /// Whether it is bound from the block's begin, and may not be bound twice.
    var isLexical: Bool {
      switch self {
      case .let, .const, .class, .import: true
      case .var, .parameter, .function, .catch, .ownName: false
      }
    }
  }

  public let name: Int32
  public internal(set) var kind: Kind
  /// The scope it belongs to.
  public let scope: Int32
  /// Of a function in a block of sloppy code: the binding in the function around it that gets the same value; or -1.
  public internal(set) var outer: Int32 = -1
  /// Whether it is there only because of a function in a block.
  var isSoft = false

  init(name: Int32, kind: Kind, scope: Int32) {
    self.name = name
    self.kind = kind
    self.scope = scope
  }
}
