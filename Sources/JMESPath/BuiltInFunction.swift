import Documents

/// The functions of the specification, <https://jmespath.org/specification.html#built-in-functions>.
enum BuiltInFunction: String, CaseIterable, Sendable {
  case abs, avg, ceil, contains, floor, join, keys, length, map, max, merge, min, reverse, sort, sum, type, values
  case endsWith = "ends_with"
  case maxBy = "max_by"
  case minBy = "min_by"
  case notNull = "not_null"
  case sortBy = "sort_by"
  case startsWith = "starts_with"
  case toArray = "to_array"
  case toNumber = "to_number"
  case toString = "to_string"

  /// The function with the types of its arguments.
  var function: FunctionTable.Function {
    .init(rawValue, parameters, isVariadic: self == .merge || self == .notNull, .builtIn(self))
  }

  private var parameters: [FunctionTable.ArgumentTypes] {
    switch self {
    case .abs, .ceil, .floor: [.number]
    case .avg, .sum: [.numbers]
    case .contains: [[.array, .string], .any]
    case .endsWith, .startsWith: [.string, .string]
    case .join: [.string, .strings]
    case .keys, .merge, .values: [.object]
    case .length: [[.string, .array, .object]]
    case .map: [.expression, .array]
    case .max, .min, .sort: [[.numbers, .strings]]
    case .maxBy, .minBy, .sortBy: [.array, .expression]
    case .notNull, .toArray, .toNumber, .toString, .type: [.any]
    case .reverse: [[.array, .string]]
    }
  }
}
