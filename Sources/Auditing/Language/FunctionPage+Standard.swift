extension FunctionPage {
  /// The functions of JMESPath, <https://jmespath.org/specification.html#built-in-functions>.
  static let standard: [FunctionPage] = [
    .init("abs", "The number without its sign.", "abs(n)", on: #"{"n": -3}"#, gives: "3"),
    .init("avg", "The mean of numbers; null of none.", "avg(n)", on: #"{"n": [1, 2, 3]}"#, gives: "2"),
    .init("ceil", "The number rounded up.", "ceil(n)", on: #"{"n": 1.2}"#, gives: "2"),
    .init(
      "contains", "Whether a list has a value, or a text another text.", "contains(Aliases, 'www.example.com')",
      on: #"{"Aliases": ["www.example.com"]}"#, gives: "true"),
    .init(
      "ends_with", "Whether a text ends with another.", "ends_with(ARN, '$LATEST')", on: #"{"ARN": "resize:$LATEST"}"#,
      gives: "true"),
    .init("floor", "The number rounded down.", "floor(n)", on: #"{"n": 1.8}"#, gives: "1"),
    .init(
      "join", "Texts in one, with another between them.", "join(', ', n)", on: #"{"n": ["a", "b"]}"#, gives: #""a, b""#),
    .init("keys", "The names of an object's members.", "keys(@)", on: #"{"a": 1}"#, gives: #"["a"]"#),
    .init(
      "length", "How many characters, elements or members there are.", "length(CacheBehaviors)",
      on: #"{"CacheBehaviors": [1, 2]}"#, gives: "2"),
    .init(
      "map", "An expression on each element; nulls stay.", "map(&Id, @)", on: #"[{"Id": "a"}, {}]"#,
      gives: #"["a", null]"#),
    .init("max", "The greatest of numbers or texts.", "max(@)", on: "[1, 3, 2]", gives: "3"),
    .init(
      "max_by", "The element with the greatest value.", "max_by(@, &n)", on: #"[{"n": 1}, {"n": 2}]"#,
      gives: #"{"n": 2}"#),
    .init(
      "merge", "Objects in one; later members win.", "merge(a, b)", on: #"{"a": {"x": 1}, "b": {"x": 2}}"#,
      gives: #"{"x": 2}"#),
    .init("min", "The smallest of numbers or texts.", "min(@)", on: "[2, 1]", gives: "1"),
    .init(
      "min_by", "The element with the smallest value.", "min_by(@, &n)", on: #"[{"n": 1}, {"n": 2}]"#,
      gives: #"{"n": 1}"#),
    .init("not_null", "The first value that is not null.", "not_null(a, b)", on: #"{"b": 1}"#, gives: "1"),
    .init("reverse", "A list or a text from its end.", "reverse(@)", on: "[1, 2]", gives: "[2, 1]"),
    .init("sort", "Numbers or texts in order.", "sort(@)", on: #"["b", "a"]"#, gives: #"["a", "b"]"#),
    .init(
      "sort_by", "Elements in the order of a value.", "sort_by(@, &n)[].n", on: #"[{"n": 2}, {"n": 1}]"#,
      gives: "[1, 2]"),
    .init(
      "starts_with", "Whether a text begins with another.", "starts_with(Runtime, 'nodejs')",
      on: #"{"Runtime": "nodejs24.x"}"#, gives: "true"),
    .init("sum", "The sum of numbers.", "sum(@)", on: "[1, 2]", gives: "3"),
    .init("to_array", "The list, or a list of the one value.", "to_array(a)", on: #"{"a": 1}"#, gives: "[1]"),
    .init(
      "to_number", "The number that a text is; else null.", "to_number(Version)", on: #"{"Version": "3"}"#, gives: "3"),
    .init("to_string", "The text, or the value as JSON.", "to_string(a)", on: #"{"a": [1]}"#, gives: #""[1]""#),
    .init("type", "The name of a value's type.", "type(a)", on: #"{"a": []}"#, gives: #""array""#),
    .init("values", "The values of an object's members.", "values(@)", on: #"{"a": 1}"#, gives: "[1]"),
  ]
}
