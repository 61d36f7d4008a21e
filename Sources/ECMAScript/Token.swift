/// What a token is.
enum Token: UInt8 {
  case end
  /// An identifier or a word of the language; the value is its name.
  case name
  case privateName
  case number, bigInt, string, template, regularExpression
  case openBrace, closeBrace, openParenthesis, closeParenthesis, openBracket, closeBracket
  case dot, ellipsis, semicolon, comma, question, optional, colon, arrow
  // Binary operators.
  case plus, minus, star, slash, percent, power
  case shiftLeft, shiftRight, shiftRightUnsigned, ampersand, bar, caret
  case equal, notEqual, strictEqual, strictNotEqual, less, lessOrEqual, greater, greaterOrEqual
  case and, or, coalesce
  // Unary operators.
  case not, tilde, increment, decrement
  // Assignments.
  case assign, plusAssign, minusAssign, starAssign, slashAssign, percentAssign, powerAssign
  case shiftLeftAssign, shiftRightAssign, shiftRightUnsignedAssign, ampersandAssign, barAssign, caretAssign
  case andAssign, orAssign, coalesceAssign
}
