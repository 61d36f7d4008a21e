/// An expression of Python, and where it begins.
///
/// What a program can chain without end (operators, members, conditions) is a list, so that no tree is deeper than
/// ``PythonModule/maximumDepth``.
public struct Expression: Sendable {
  /// What it is.
  public var kind: Kind
  /// The byte at which it begins.
  public let offset: Int
  /// Whether it stands in parentheses of its own.
  public var isParenthesized = false

  /// The kinds of expressions; The Python Language Reference, 6.
  public indirect enum Kind: Sendable {
    case name(String)
    case none, ellipsis
    case bool(Bool)
    /// Nil where it is larger than 64 bits.
    case integer(Int?)
    case float(Double)
    case imaginary
    case string(String)
    case bytes([UInt8])
    /// An f-string; a t-string makes a template of it.
    case formatted([FormatPart], isTemplate: Bool)
    case tuple([Expression])
    case list([Expression])
    case set([Expression])
    case dictionary([DictionaryItem])
    /// `[x for …]` and its kin.
    case comprehension(ComprehensionKind, element: Expression, value: Expression?, clauses: [ComprehensionClause])
    /// Signs, the first outermost.
    case unary([UnaryOperator], Expression)
    /// Operators of one rank, from left to right.
    case binary(Expression, [BinaryOperation])
    case power(Expression, Expression)
    /// `a < b < c`.
    case comparison(Expression, [Comparison])
    case and([Expression])
    case or([Expression])
    /// `a if b else c if d else e`.
    case conditional([Alternative], otherwise: Expression)
    case lambda(Parameters, Expression)
    /// A value and what is taken of it, one after the other.
    case chain(Expression, [Link])
    case starred(Expression)
    /// `name := value`.
    case named(String, Expression)
    case await(Expression)
    case yield(Expression?)
    case yieldFrom(Expression)
  }

  /// What comprehensions make.
  public enum ComprehensionKind: Sendable { case list, set, dictionary, generator }

  /// `for target in iterable if … if …`.
  public struct ComprehensionClause: Sendable {
    public let target: Expression
    public let iterable: Expression
    public let conditions: [Expression]
    public let isAsync: Bool
  }

  /// `value if test`.
  public struct Alternative: Sendable {
    public let value: Expression
    public let test: Expression
  }

  /// An entry of a dictionary; without a key, another dictionary.
  public struct DictionaryItem: Sendable {
    public let key: Expression?
    public let value: Expression
  }

  /// An operator and its right operand.
  public struct BinaryOperation: Sendable {
    public let operation: BinaryOperator
    public let operand: Expression
  }

  /// A comparison with the value on its right.
  public struct Comparison: Sendable {
    public let operation: ComparisonOperator
    public let operand: Expression
  }

  /// What follows a value.
  public struct Link: Sendable {
    public let access: Access
    /// The byte at which it begins: the name, or the bracket.
    public let offset: Int

    /// How it leads on.
    public indirect enum Access: Sendable {
      case attribute(String)
      case call([Argument])
      case item(Subscript)
    }
  }

  /// What stands in brackets.
  public indirect enum Subscript: Sendable {
    case index(Expression)
    case slice(Expression?, Expression?, Expression?)
    case several([Subscript])
  }

  /// An argument of a call.
  public struct Argument: Sendable {
    /// How it is given.
    public enum Form: Sendable {
      case positional
      case keyword(String)
      /// `*values`
      case list
      /// `**members`
      case dictionary
    }

    public let form: Form
    public let value: Expression
  }

  /// A part of an f-string.
  public enum FormatPart: Sendable {
    case text(String)
    /// `{value!r:format}`; with `=`, the text of the expression before it.
    case value(Expression, text: String?, conversion: String?, format: [FormatPart])
  }
}

/// Operators before a value.
public enum UnaryOperator: Sendable { case plus, minus, invert, not }

/// Operators between two values.
public enum BinaryOperator: Sendable {
  case add, subtract, multiply, matrixMultiply, divide, floorDivide, remainder, shiftLeft, shiftRight, and, or, xor
  case power
}

/// Comparisons.
public enum ComparisonOperator: Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `in`, notIn, `is`, isNot
}

/// The parameters of a function.
public struct Parameters: Sendable {
  /// One parameter.
  public struct Parameter: Sendable {
    public let name: String
    public let annotation: Expression?
    public let defaultValue: Expression?
  }

  /// How many of ``positional`` take no keyword.
  public internal(set) var positionalOnlyCount = 0
  public internal(set) var positional: [Parameter] = []
  /// The one that takes all other arguments.
  public internal(set) var list: Parameter?
  public internal(set) var keywordOnly: [Parameter] = []
  /// The one that takes all other keyword arguments.
  public internal(set) var dictionary: Parameter?
}

/// A statement, and where it begins.
public struct Statement: Sendable {
  /// What it is.
  public let kind: Kind
  /// The byte at which it begins.
  public let offset: Int

  /// The kinds of statements; The Python Language Reference, 7 and 8.
  public indirect enum Kind: Sendable {
    case expression(Expression)
    case assignment(targets: [Expression], Expression)
    case augmentedAssignment(Expression, BinaryOperator, Expression)
    case annotatedAssignment(Expression, annotation: Expression, Expression?)
    case `return`(Expression?)
    case delete([Expression])
    case pass, `break`, `continue`
    case global([String])
    case nonlocal([String])
    case raise(Expression?, from: Expression?)
    case assert(Expression, Expression?)
    /// `import a.b as c`.
    case `import`([ImportedName])
    /// `from ..a import b as c`; without names, all.
    case importFrom(level: Int, module: String, names: [ImportedName]?)
    /// `if` and `elif`.
    case `if`([Branch], otherwise: [Statement])
    case `while`(Expression, [Statement], otherwise: [Statement])
    case `for`(Loop)
    case `try`(Try)
    case with([WithItem], [Statement], isAsync: Bool)
    case match(Expression, [MatchCase])
    case function(FunctionDefinition)
    case `class`(ClassDefinition)
    case typeAlias(String, Expression)
  }

  /// A module or member that is imported, and the name it gets.
  public struct ImportedName: Sendable {
    /// With dots between packages.
    public let name: String
    public let alias: String?
    public let offset: Int
  }

  /// A condition and what is done where it holds.
  public struct Branch: Sendable {
    public let test: Expression
    public let body: [Statement]
  }

  /// A `for` loop.
  public struct Loop: Sendable {
    public let target: Expression
    public let iterable: Expression
    public let body: [Statement]
    public let otherwise: [Statement]
    public let isAsync: Bool
  }

  /// A `try` statement.
  public struct Try: Sendable {
    public let body: [Statement]
    public let handlers: [ExceptionHandler]
    public let otherwise: [Statement]
    public let finally: [Statement]
  }

  /// An `except` clause; without a type, of all exceptions.
  public struct ExceptionHandler: Sendable {
    public let type: Expression?
    public let name: String?
    public let isGroup: Bool
    public let body: [Statement]
  }

  /// `context as target`.
  public struct WithItem: Sendable {
    public let context: Expression
    public let target: Expression?
  }

  /// A `case` of a `match`.
  public struct MatchCase: Sendable {
    public let pattern: Pattern
    public let guardTest: Expression?
    public let body: [Statement]
  }
}

/// A pattern of a `case`.
public indirect enum Pattern: Sendable {
  /// Takes anything, under that name, or under none.
  case capture(String?)
  /// Equals that value: a literal, or a name with dots.
  case value(Expression)
  /// `[a, *b]`.
  case sequence([Pattern])
  /// `*b` in a sequence.
  case star(String?)
  /// `{"a": b, **rest}`.
  case mapping([(key: Expression, value: Pattern)], rest: String?)
  /// `Name(a, b=c)`.
  case instance(Expression, [Pattern], keywords: [(name: String, value: Pattern)])
  case or([Pattern])
  case named(Pattern, String)
}

/// A function.
public struct FunctionDefinition: Sendable {
  public let name: String
  public let decorators: [Expression]
  public let parameters: Parameters
  public let returns: Expression?
  public let body: [Statement]
  public let isAsync: Bool
}

/// A class.
public struct ClassDefinition: Sendable {
  public let name: String
  public let decorators: [Expression]
  public let arguments: [Expression.Argument]
  public let body: [Statement]
}
