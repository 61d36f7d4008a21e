/// A node of a program's tree. Of ``Kind/program``, ``Kind/block``, ``Kind/for``, ``Kind/forIn``, ``Kind/forOf``,
/// ``Kind/switch`` and ``Kind/try``, whose is the scope of the catch, `c` is the scope, or -1 where nothing is bound.
/// Its children are indices into ``Program/nodes``; lists stand in ``Program/lists``.
public struct Node: Sendable {
  /// What it is; says what the members mean.
  public var kind: Kind
  /// An operator or a variant.
  public var op: Operator = .none
  /// Marks of some kinds.
  public var flags: Flags = []
  /// The byte at which it begins.
  public var start: Int32
  /// The first, second and third member; -1 for one that is absent.
  public var a: Int32 = -1
  public var b: Int32 = -1
  public var c: Int32 = -1

  /// The kinds of nodes. `list` means that `a` is the start, and `b` the length, of a range of ``Program/lists``.
  public enum Kind: UInt8, Sendable {
    // Expressions.
    /// A use of a name: a name, b binding or -1 for a global.
    case identifier
    case this, `super`, null, `true`, `false`
    /// a: index of ``Program/numbers``.
    case number
    /// a: digits as a name.
    case bigInt
    /// a: value as a name.
    case string
    /// a: pattern, b: flags, as names.
    case regularExpression
    /// list: text, expression, text …; a text is a name, or -1 where its escapes have no meaning.
    case template
    /// list of elements; -1 for a hole.
    case array
    /// list of ``property`` and ``spread``.
    case object
    /// a: name, or -1 and c: computed key; b: value. op says whether it is a method, getter or setter.
    case property
    /// a: index of ``Program/functions``.
    case function
    /// a: index of ``Program/classes``.
    case `class`
    /// a: operand.
    case unary, update, spread, await
    /// a: operand or -1; flags: delegates.
    case yield
    /// list: operand, operator, operand, operator …, evaluated from the left. Operators are raw values.
    case binary
    /// list of operands of the same operator.
    case logical
    /// op, a: target, b: value.
    case assignment
    /// list: test, value, test, value …, value otherwise.
    case conditional
    /// list of expressions.
    case sequence
    /// list: base, and what follows it: ``member``, ``index``, ``privateMember``, ``call``, ``tagged``.
    case chain
    /// a: name.
    case member, privateMember
    /// a: expression.
    case index
    /// list of arguments.
    case call
    /// a: template.
    case tagged
    /// list: class, arguments.
    case new
    /// a: specifier, b: options or -1.
    case importCall
    case importMeta, newTarget
    /// a: name; the left of `#x in object`.
    case privateName

    // Patterns.
    /// A name that is bound: a name, b binding.
    case binding
    /// list of patterns; -1 for a hole.
    case arrayPattern
    /// list of ``property``, whose value is a pattern, and ``rest``.
    case objectPattern
    /// a: pattern, b: value otherwise.
    case defaulted
    /// a: pattern.
    case rest

    // Statements.
    /// list of statements.
    case program, block
    /// op, list of ``declarator``.
    case variables
    /// a: pattern, b: value or -1.
    case declarator
    /// a: expression.
    case expression
    /// list: test, statement, test, statement …, and the statement otherwise where the length is odd.
    case `if`
    /// list: start, test, update, body.
    case `for`
    /// list: target, object, body.
    case forIn, forOf
    /// a: test, b: body.
    case `while`, doWhile
    /// a: value or -1.
    case `return`, `throw`
    /// a: label as a name, or -1.
    case `break`, `continue`
    /// list: block, parameter, handler, finalizer.
    case `try`
    /// list: value, cases.
    case `switch`
    /// list of statements, c: test, or -1 for the default.
    case `case`
    /// a: label as a name, b: statement.
    case labeled
    case empty, debugger
    /// a: object, b: body.
    case with
    /// list of ``importSpecifier``, c: module as a name.
    case `import`
    /// a: name that is imported, or -1 for the namespace; b: binding.
    case importSpecifier
    /// list of ``exportSpecifier``, c: module as a name, or -1.
    case exportNamed
    /// a: name in the module that is named, or b: identifier; c: exported name.
    case exportSpecifier
    /// a: function, class or expression.
    case exportDefault
    /// a: declaration.
    case exportDeclaration
    /// a: exported name or -1, c: module as a name.
    case exportAll

    // Members of classes.
    /// a: name, or -1 and c: computed key; b: value or -1; op; flags: static, private.
    case classMember
    /// a: function of the block.
    case staticBlock
  }

  /// Marks.
  public struct Flags: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Of a link in a chain: `?.` stands before it.
    public static let optional = Flags(rawValue: 1)
    /// Of an update: the operator stands first.
    public static let prefix = Flags(rawValue: 2)
    /// Of a member of a class.
    public static let isStatic = Flags(rawValue: 4)
    public static let isPrivate = Flags(rawValue: 8)
    /// `yield*`.
    public static let delegates = Flags(rawValue: 16)
    /// `for await`.
    public static let isAwait = Flags(rawValue: 32)
    /// Of a property: `{a}`.
    public static let shorthand = Flags(rawValue: 64)
    /// Stands in parentheses.
    public static let parenthesized = Flags(rawValue: 128)
    /// Of a function or a class: a statement.
    public static let declaration = Flags(rawValue: 256)
    /// Of a string: written with escapes that strict code refuses.
    public static let octal = Flags(rawValue: 512)
    /// Of a template: written with escapes.
    public static let escaped = Flags(rawValue: 1024)
  }
}

/// Operators, and the variants of declarations and properties.
public enum Operator: UInt8, Sendable {
  case none
  // Binary.
  case add, subtract, multiply, divide, remainder, power
  case shiftLeft, shiftRight, shiftRightUnsigned, bitAnd, bitOr, bitXor
  case equal, notEqual, strictEqual, strictNotEqual, less, lessOrEqual, greater, greaterOrEqual, instanceOf, `in`
  // Logical, which are assignments too.
  case and, or, coalesce
  // Unary.
  case not, bitNot, plus, minus, typeOf, void, delete
  // Update.
  case increment, decrement
  // Assignment without an operator.
  case assign
  // Declarations.
  case `var`, `let`, const
  // Properties.
  case initialize, method, get, set, field
}

/// A function, arrow function or method.
public struct Function: Sendable {
  /// The name as a name, or -1.
  public var name: Int32 = -1
  /// The node of the binding that the name is bound by: of a declaration outside, of an expression inside; or -1.
  public var binding: Int32 = -1
  /// The patterns of the parameters, a range of ``Program/lists``.
  public var parameters: Range<Int32> = 0..<0
  /// The body: a block, or the expression of an arrow function.
  public var body: Int32 = -1
  public var isArrow = false
  public var isAsync = false
  public var isGenerator = false
  public var isExpressionBody = false
  public var isStrict = false
  /// Its scope in ``Program/scopes``.
  public var scope: Int32 = -1
  /// The bytes from first to last.
  public var start: Int32 = 0
  public var end: Int32 = 0

  /// A function without a name, parameters and body.
  public init() {}
}

/// A class.
public struct Class: Sendable {
  /// The name as a name, or -1.
  public var name: Int32 = -1
  /// The node of the binding, or -1.
  public var binding: Int32 = -1
  /// The expression after `extends`, or -1.
  public var base: Int32 = -1
  /// The scope of its own name, or -1.
  public var scope: Int32 = -1
  /// ``Node/Kind/classMember`` and ``Node/Kind/staticBlock``, a range of ``Program/lists``.
  public var members: Range<Int32> = 0..<0

  /// A class without a name and members.
  public init() {}
}
