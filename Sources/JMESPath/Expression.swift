import Documents

typealias Expression = JMESPath.Expression

extension JMESPath {
  /// A JMESPath expression as a tree, for whoever wants to walk it.
  ///
  /// Offsets are places in the text of the expression, in Unicode scalars from 0.
  public indirect enum Expression: Sendable, Hashable {
    /// The value itself: `@`, and what stands on the open end of a projection.
    case current
    /// `` `…` `` or `'…'`.
    case literal(JSONValue)
    /// A member of an object.
    case field(String, offset: Int)
    /// An element of an array; negative ones count from the end.
    case index(Int)
    /// `[start:stop:step]`.
    case slice(start: Int?, stop: Int?, step: Int)
    /// The right side evaluated on the result of the left: `a.b`, `a[0]`.
    case subexpression(Expression, Expression)
    /// The same, but ends a projection: `a | b`.
    case pipe(Expression, Expression)
    /// The right side on each element of the array on the left, nulls left out: `a[*].b`.
    case projection(Expression, Expression)
    /// The right side on each member's value of the object on the left, nulls left out: `a.*.b`.
    case valueProjection(Expression, Expression)
    /// The right side on each element of the array on the left for which the condition holds: `a[?c].b`.
    case filter(Expression, Expression, condition: Expression)
    /// The array on the left, elements that are arrays replaced by their own elements: the `[]` of `a[]`.
    case flatten(Expression)
    /// `[a, b]`.
    case multiselectList([Expression])
    /// `{name: a}`.
    case multiselectHash([Pair])
    case comparison(Expression, Comparator, Expression)
    case or(Expression, Expression)
    case and(Expression, Expression)
    case not(Expression)
    /// A call of a function; an argument may be a ``reference(_:)``.
    case call(String, [Expression], offset: Int)
    /// `&a`, an expression as an argument.
    case reference(Expression)

    /// One member of a multiselect hash.
    public struct Pair: Sendable, Hashable {
      /// The name.
      public let name: String
      /// What gives the value.
      public let expression: Expression
    }

    /// The comparisons.
    public enum Comparator: String, Sendable, Hashable {
      case equal = "=="
      case notEqual = "!="
      case less = "<"
      case lessOrEqual = "<="
      case greater = ">"
      case greaterOrEqual = ">="
    }

    /// Whether every value the expression can give is `true` or `false`.
    var isBoolean: Bool {
      switch self {
      case .comparison(_, let comparator, _): comparator == .equal || comparator == .notEqual
      case .not, .literal(.bool): true
      case .or(let left, let right), .and(let left, let right): left.isBoolean && right.isBoolean
      case .pipe(_, let right): right.isBoolean
      case .call(let name, _, _): ["contains", "ends_with", "starts_with"].contains(name)
      default: false
      }
    }
  }
}
