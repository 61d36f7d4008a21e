import Documents
import TestSupport

/// Random documents and expressions over a few names, so that expressions often meet something.
struct RandomCases {
  var generator: SeededRandom

  init(seed: UInt64) { generator = SeededRandom(seed: seed) }

  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  mutating func pick<T>(_ choices: [T]) -> T { choices[number(below: choices.count)] }

  /// No 0 and 1: Python takes them for booleans inside of arrays.
  mutating func scalar() -> JSONValue {
    pick([nil, true, false, 2, 3, -4, 2.5, "", "a", "b", "aé", "12", "-1.5e1"])
  }

  mutating func document(depth: Int) -> JSONValue {
    switch depth == 0 ? 0 : number(below: 5) {
    case 0: scalar()
    case 1, 2: .array((0..<number(below: 4)).map { _ in document(depth: depth - 1) })
    default:
      .object(
        JSONObject(["a", "b", "c", "d"].filter { _ in number(below: 4) > 0 }.map { ($0, document(depth: depth - 1)) }))
    }
  }

  /// An object of arrays of alike objects at the top, as API answers are, with random parts below.
  mutating func estate() -> JSONValue {
    if number(below: 3) == 0 { return document(depth: 5) }
    return [
      "a": .array(
        (0..<number(below: 4)).map { _ in ["a": scalar(), "b": document(depth: 2), "c": .integer(2 + number(below: 3))]
        }),
      "b": .array((0..<number(below: 4)).map { _ in .array((0..<number(below: 3)).map { _ in document(depth: 2) }) }),
      "c": ["a": document(depth: 3), "b": scalar(), "c": ["a": "x", "b": [2, 3, -4]]], "d": scalar(),
    ]
  }

  mutating func name() -> String { pick(["a", "b", "c", "d", "\"a\""]) }

  mutating func literal() -> String {
    pick(["`2`", "`null`", "`true`", "`[2, 3]`", "`{\"a\": 2}`", "'a'", "''", "`2.5`", "`[\"b\", \"a\"]`", "`[]`"])
  }

  mutating func expression(depth: Int) -> String {
    if depth == 0 { return number(below: 6) == 0 ? literal() : number(below: 5) == 0 ? "@" : name() }
    func inner(_ cases: inout Self) -> String { cases.expression(depth: depth - 1) }
    switch number(below: 18) {
    case 0: return "\(inner(&self)).\(name())"
    case 1: return "\(inner(&self))[\(number(below: 4) - 2)]"
    // The reference implementation forgets that a slice projects where it follows an index, hence the pipe.
    case 2:
      return "(\(inner(&self)) | @)[\(pick(["", "1", "-2"])):\(pick(["", "2", "-1"])):\(pick(["", "2", "-1"]))]"
    case 3, 4: return "\(inner(&self))[*]\(suffix(depth - 1))"
    case 5, 6: return "\(inner(&self))[]\(suffix(depth - 1))"
    case 7: return "\(inner(&self)).*\(suffix(depth - 1))"
    case 8, 9: return "\(inner(&self))[?\(expression(depth: depth - 1))]\(suffix(depth - 1))"
    case 10: return "[\(inner(&self)), \(expression(depth: depth - 1))]\(suffix(depth - 1))"
    case 11: return "{a: \(inner(&self)), b: \(expression(depth: depth - 1))}\(suffix(depth - 1))"
    case 12:
      return "\(inner(&self)) \(pick(["==", "!=", "==", "<", ">=", ">", "<="])) \(expression(depth: number(below: 2)))"
    case 13: return "(\(inner(&self)) \(pick(["||", "&&"])) \(expression(depth: depth - 1)))"
    case 14: return "\(pick(["!", ""]))(\(inner(&self)))"
    case 15: return "(\(inner(&self)) | \(expression(depth: depth - 1)))"
    default: return call(depth: depth - 1)
    }
  }

  mutating func suffix(_ depth: Int) -> String {
    switch number(below: 5) {
    case 0: ".\(name())"
    case 1: "[0]"
    case 2: " | [\(number(below: 3) - 1)]"
    case 3: depth > 0 ? ".[\(expression(depth: depth - 1)), \(name())]" : ""
    default: ""
    }
  }

  mutating func call(depth: Int) -> String {
    let first = expression(depth: depth)
    switch number(below: 7) {
    case 0:
      return
        "\(pick(["length", "type", "keys", "values", "reverse", "sort", "sum", "avg", "max", "min", "abs"]))(\(first))"
    case 1:
      return "\(pick(["to_array", "to_number", "not_null", "merge", "ceil", "floor", "length", "type"]))(\(first))"
    case 2: return "\(pick(["sort_by", "max_by", "min_by"]))(\(first), &\(expression(depth: min(depth, 1))))"
    case 3: return "map(&\(expression(depth: min(depth, 2))), \(first))"
    case 4: return "\(pick(["contains", "starts_with", "ends_with"]))(\(first), \(literal()))"
    // Nor does it look at the type of a second argument to merge.
    case 5: return "merge(\(first), {a: \(expression(depth: min(depth, 1)))})"
    default: return "\(pick(["not_null", "contains"]))(\(first), \(expression(depth: min(depth, 1))))"
    }
  }
}
