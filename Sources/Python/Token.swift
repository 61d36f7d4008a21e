/// A token, and the bytes it stands at.
struct Token {
  enum Kind: Equatable {
    case end, newline, indent, dedent
    case name(String)
    case keyword(Keyword)
    case integer(Int?)
    case float(Double)
    case imaginary
    case string(String)
    case bytes([UInt8])
    /// The opening quote of an f-string; its parts are asked for one by one.
    case format(FormatOpening)
    case mark(Mark)
  }

  var kind: Kind
  var start: Int
  var end: Int
}

/// How an f-string is written.
struct FormatOpening: Equatable {
  let quote: UInt8
  let isTriple: Bool
  let isRaw: Bool
  let isTemplate: Bool
}

/// Words that no name can be.
enum Keyword: String, CaseIterable {
  case `false` = "False"
  case none = "None"
  case `true` = "True"
  case and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`, except, finally, `for`
  case from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or, pass, raise, `return`, `try`, `while`, with
  case yield

  static let byText = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

/// Operators and delimiters.
enum Mark: String {
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case colon = ":"
  case comma = ","
  case semicolon = ";"
  case dot = "."
  case ellipsis = "..."
  case plus = "+"
  case minus = "-"
  case star = "*"
  case power = "**"
  case slash = "/"
  case floorDivide = "//"
  case percent = "%"
  case at = "@"
  case ampersand = "&"
  case bar = "|"
  case caret = "^"
  case tilde = "~"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case less = "<"
  case greater = ">"
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case assign = "="
  case walrus = ":="
  case arrow = "->"
  case exclamation = "!"
  case plusAssign = "+="
  case minusAssign = "-="
  case starAssign = "*="
  case slashAssign = "/="
  case floorDivideAssign = "//="
  case percentAssign = "%="
  case atAssign = "@="
  case ampersandAssign = "&="
  case barAssign = "|="
  case caretAssign = "^="
  case shiftLeftAssign = "<<="
  case shiftRightAssign = ">>="
  case powerAssign = "**="

  /// The operation of an augmented assignment.
  var augmented: BinaryOperator? {
    switch self {
    case .plusAssign: .add
    case .minusAssign: .subtract
    case .starAssign: .multiply
    case .slashAssign: .divide
    case .floorDivideAssign: .floorDivide
    case .percentAssign: .remainder
    case .atAssign: .matrixMultiply
    case .ampersandAssign: .and
    case .barAssign: .or
    case .caretAssign: .xor
    case .shiftLeftAssign: .shiftLeft
    case .shiftRightAssign: .shiftRight
    case .powerAssign: .power
    default: nil
    }
  }

  /// The rank and the operation of a binary operator; a higher rank binds closer.
  var binary: (rank: Int, operation: BinaryOperator)? {
    switch self {
    case .bar: (0, .or)
    case .caret: (1, .xor)
    case .ampersand: (2, .and)
    case .shiftLeft: (3, .shiftLeft)
    case .shiftRight: (3, .shiftRight)
    case .plus: (4, .add)
    case .minus: (4, .subtract)
    case .star: (5, .multiply)
    case .slash: (5, .divide)
    case .floorDivide: (5, .floorDivide)
    case .percent: (5, .remainder)
    case .at: (5, .matrixMultiply)
    default: nil
    }
  }
}
