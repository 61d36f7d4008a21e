import Documents

/// A JMESPath expression (<https://jmespath.org/specification.html>), ready to be evaluated.
///
/// It understands what the AWS CLI's `--query` understands, so an expression tried there works unchanged; in particular
/// strings can be ordered with `<` and the like, and a literal that is no JSON is taken as a string.
///
/// ## Values that could not be read
///
/// Evaluation carries ``JSONValue/unread(_:)`` on, so that an answer is given only where it holds whatever the unread
/// values are:
/// - A member, element or slice of an unread value, a projection over one, a flattened one and a multiselect on one is
///   unread.
/// - A comparison with an unread side is unread. Equality of two trees with unread values inside is decided where
///   what was read already differs.
/// - A function with an unread argument is unread; so is one that looks into an array or object that has unread values
///   inside. Functions that only pass elements on (`reverse`, `map`, `to_array`, `values`, `merge`, `keys`) keep them.
///   `not_null` is unread when it meets an unread argument before one that is not null.
/// - `a || b` and `a && b` with an unread `a` are unread, as the answer may be `a`. Where `a` can only be a boolean, a
///   true `b` decides the first and a false `b` the second. In a filter's condition and under `!` only truth counts, so
///   there any truthy (falsy) `b` decides.
/// - A projection or flattening keeps an unread element as an unread element, and so does a filter whose condition is
///   unread for an element. Such an element of a *computed* list may in truth be absent, or be several: the list's
///   length, its truth where nothing in it was read, and elements behind it are unread. An unread element of an array
///   in the document itself, of a multiselect list or of `map` stands for one element.
/// - A multiselect keeps unread values as its elements or members.
///
/// ## Values that are too much
///
/// Expressions can double a value again and again. An evaluation ends with an error after ``maximumSteps``, and so does
/// one whose result would have that many values, unless ``unweighedParts`` of the value that came in make it up.
public struct JMESPath: Sendable, CustomStringConvertible {
  /// The text of the expression.
  public let text: String
  /// The expression as a tree.
  public let expression: Expression
  /// The functions that it may call.
  public let functions: FunctionTable
  /// How many values an evaluation looks at or makes, at most.
  var steps = Self.maximumSteps

  /// How deep an expression may nest.
  public static let maximumDepth = Parser.maximumDepth

  /// How many values an evaluation looks at or makes, at most: seconds of work, and far more than estates have.
  public static let maximumSteps = 20_000_000

  /// Of how many parts of the value that came in a result may be put together without being weighed: it is no larger than
  /// so many times that value.
  public static let unweighedParts = 64

  /// Parses an expression.
  ///
  /// - Throws: `JMESPathError` for anything that is wrong whatever the value: syntax, names of functions and the number
  ///   of their arguments.
  public init(_ text: String, functions: FunctionTable = .standard) throws(JMESPathError) {
    self.text = text
    self.functions = functions
    var parser = try Parser(text, functions: functions)
    expression = try parser.parse()
  }

  /// The text of the expression.
  public var description: String { text }

  /// What the expression gives on a value.
  ///
  /// - Throws: `JMESPathError` where a function meets a type of argument that it does not take, and for more than
  ///   ``maximumSteps``.
  public func evaluate(_ value: JSONValue) throws(JMESPathError) -> JSONValue {
    try evaluator.result(of: expression, on: .value(value, nil)).json
  }

  private var evaluator: Evaluator { Evaluator(text: text, functions: functions, budget: Budget(steps)) }

  /// What the expression gives on a value, with the places in it from where that was taken.
  ///
  /// - Throws: `JMESPathError` where a function meets a type of argument that it does not take.
  public func select(_ value: JSONValue) throws(JMESPathError) -> Selection {
    try select(Selection(node: .value(value, .root)))
  }

  /// What the expression gives on what another one selected; places stay those of the first document.
  ///
  /// - Throws: `JMESPathError` where a function meets a type of argument that it does not take.
  public func select(_ selection: Selection) throws(JMESPathError) -> Selection {
    Selection(node: try evaluator.result(of: expression, on: selection.node))
  }

  /// Whether what the expression gives on a value counts as true, as a filter's condition would see it.
  ///
  /// Decides more than the truth of ``evaluate(_:)``: `a && b` is false when `b` is, even if `a` was not read.
  ///
  /// - Throws: `JMESPathError` where a function meets a type of argument that it does not take.
  public func truth(_ value: JSONValue) throws(JMESPathError) -> Truth {
    try evaluator.truth(expression, on: .value(value, nil))
  }
}

/// Whether something holds, where not everything could be read.
public enum Truth: Sendable, Hashable {
  case holds
  case fails
  /// It depends on a value that could not be read, for the reason of that gap.
  case unread(Int)
}
