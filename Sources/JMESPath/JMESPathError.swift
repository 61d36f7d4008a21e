/// Why an expression cannot be parsed, or cannot be evaluated on a value.
public struct JMESPathError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of error, as the specification names them.
  public enum Reason: String, Sendable, Hashable {
    /// The text is no JMESPath expression.
    case syntax
    /// There is no function of that name.
    case unknownFunction = "unknown-function"
    /// The function takes another number of arguments.
    case invalidArity = "invalid-arity"
    /// The function takes another type of argument.
    case invalidType = "invalid-type"
    /// A value that has no meaning, such as the step 0 of a slice.
    case invalidValue = "invalid-value"
    /// A function was asked what it cannot know: the expression is well, and what it stands for is open.
    case unanswered
    /// It takes more steps than ``JMESPath/maximumSteps``; not of the specification.
    case limit
  }

  /// What kind of error it is.
  public let reason: Reason
  /// What is wrong, in a sentence without place or expression.
  public let message: String
  /// The whole expression.
  public let expression: String
  /// The place in the expression, in Unicode scalars from 0.
  public let offset: Int

  init(_ reason: Reason, _ message: String, in expression: String, at offset: Int) {
    self.reason = reason
    self.message = message
    self.expression = expression
    self.offset = min(offset, expression.unicodeScalars.count)
  }

  /// The line of the place, from 1.
  public var line: Int { 1 + before.count { $0 == "\n" } }

  /// The column of the place in Unicode scalars, from 1.
  public var column: Int { 1 + before.count - ((before.lastIndex(of: "\n") ?? -1) + 1) }

  /// The line of the expression with a caret under the place.
  public var snippet: String {
    let lines = expression.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let text = String(String.UnicodeScalarView(lines[min(line, lines.count) - 1]))
    return "\(text)\n\(String(repeating: " ", count: column - 1))^"
  }

  /// Place, message and snippet.
  public var description: String { "line \(line), column \(column): \(message)\n\(snippet)" }

  private var before: [Unicode.Scalar] { Array(expression.unicodeScalars.prefix(offset)) }
}

/// What a function throws that was asked something which its arguments do not tell, such as what a document says that
/// nobody can read.
public protocol UnansweredQuestion: Error, CustomStringConvertible {}
