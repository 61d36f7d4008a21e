import Documents
import Estate
import JMESPath
import PolicyLanguage
import Schema

/// What an expression may give, as far as that can be told without a resource.
indirect enum PossibleValue {
  case scalar
  /// A text of which all values are known.
  case word([String])
  case boolean
  case open
  case list([PossibleValue])
  case structure(KnownStructure)
  case policy(PolicyElement)
  case record([String: [PossibleValue]])
  /// One of these, as what stands under any name has it.
  case either([PossibleValue])

  init(_ kind: MemberKind) {
    switch kind {
    case .scalar(let values) where !values.isEmpty: self = .word(values)
    case .scalar, .number: self = .scalar
    case .boolean: self = .boolean
    case .open: self = .open
    case .policy: self = .policy(.document)
    case .list(let element): self = .list([PossibleValue(element)])
    case .structure(let structure): self = .structure(structure)
    }
  }

  /// What a literal gives; `null` gives nothing.
  static func of(_ literal: JSONValue) -> [PossibleValue] {
    switch literal {
    case .null: []
    case .array(let elements): [.list(elements.flatMap(of))]
    case .object, .unread: [.open]
    case .bool: [.boolean]
    case .integer, .number, .string: [.scalar]
    }
  }

  /// What an element of a policy document gives.
  init(_ content: PolicyElement.Content) {
    switch content {
    case .text: self = .scalar
    case .texts: self = .either([.scalar, .list([.scalar])])
    case .statements: self = .either([.policy(.statement), .list([.policy(.statement)])])
    case .principals: self = .either([.scalar, .policy(.principal)])
    case .conditions: self = .open
    }
  }

  var isList: Bool { if case .list = self { true } else { false } }
  var isBoolean: Bool { if case .boolean = self { true } else { false } }
  var isOpen: Bool {
    switch self {
    case .open: true
    case .either(let options): options.contains(where: \.isOpen)
    case .scalar, .word, .boolean, .list, .structure, .policy, .record: false
    }
  }

  /// What the elements of a list may be; of what is none, itself.
  var flattened: [PossibleValue] {
    switch self {
    case .list(let elements): elements
    case .either(let options): options.flatMap(\.flattened)
    case .scalar, .word, .boolean, .open, .structure, .policy, .record: [self]
    }
  }

  /// What the elements of a list may be; `nil` of what can be none.
  var elements: [PossibleValue]? {
    switch self {
    case .list(let elements): return elements
    case .open: return [.open]
    case .either(let options):
      let elements = options.compactMap(\.elements)
      return elements.isEmpty ? nil : elements.flatMap(\.self)
    case .scalar, .word, .boolean, .structure, .policy, .record: return nil
    }
  }

  /// What stands under any of its names; nothing where it has none.
  var values: [PossibleValue] {
    switch self {
    case .open: [.open]
    case .structure(let structure): structure.names.compactMap { structure[$0] }.map { PossibleValue($0) }
    case .policy(let element): element.names.compactMap { element[$0] }.map { PossibleValue($0) }
    case .record(let members): members.keys.sorted().flatMap { members[$0] ?? [] }
    case .either(let options): options.flatMap(\.values)
    case .scalar, .word, .boolean, .list: []
    }
  }

  /// What the member of that name may be; `nil` where none is known.
  func member(_ name: String) -> [PossibleValue]? {
    switch self {
    case .open: return [.open]
    case .structure(let structure): return structure[name].map { [PossibleValue($0)] }
    case .policy(let element): return element[name].map { [PossibleValue($0)] }
    case .record(let members): return members[name]
    case .either(let options):
      let found = options.compactMap { $0.member(name) }
      return found.isEmpty ? nil : found.flatMap(\.self)
    case .scalar, .word, .boolean, .list: return nil
    }
  }

  /// The names of the members that are known.
  var names: [String] {
    switch self {
    case .structure(let structure): structure.names
    case .policy(let element): element.names
    case .record(let members): members.keys.sorted()
    case .either(let options): options.flatMap(\.names)
    case .scalar, .word, .boolean, .open, .list: []
    }
  }
}

/// Walks an expression and finds what can only give nothing: members that nobody knows, and members of lists.
///
/// An expression may meet several kinds of value in one place, as `[DefaultCacheBehavior, CacheBehaviors][].Compress`
/// does; a name is known where one of them has it.
struct ExpressionLint {
  /// Something that can only give nothing.
  struct Doubt {
    /// Where in the expression, in Unicode scalars from 0.
    let offset: Int
    let message: String
    /// Whether it is a member that no schema knows.
    let isUnknownMember: Bool
  }

  /// What is wrong.
  private(set) var doubts: [Doubt] = []
  /// Whether names may go on inside a text, as places in code do: `Code.Text.headers`.
  var goesIntoText = false

  /// What an expression may give on what is given.
  mutating func given(by expression: JMESPath.Expression, on input: [PossibleValue]) -> [PossibleValue] {
    switch expression {
    case .current: return input
    case .literal(let value): return PossibleValue.of(value)
    case .field(let name, let offset): return member(name, at: offset, of: input)
    case .index: return elements(of: input)
    case .slice: return [.list(elements(of: input))]
    case .pipe(let left, let right): return given(by: right, on: given(by: left, on: input))
    case .subexpression(let left, let right): return given(by: right, on: operand(left, on: input))
    case .projection(let left, let right):
      return [.list(given(by: right, on: elements(of: operand(left, on: input), from: left)))]
    case .filter(let left, let right, let condition):
      let elements = elements(of: operand(left, on: input), from: left)
      _ = given(by: condition, on: elements)
      return [.list(given(by: right, on: elements))]
    case .valueProjection(let left, let right):
      let values = operand(left, on: input).flatMap(\.values)
      return [.list(given(by: right, on: values.isEmpty ? [] : [.either(values)]))]
    case .flatten(let inner):
      return [.list(elements(of: operand(inner, on: input), from: inner).flatMap(\.flattened))]
    case .multiselectList(let expressions): return [.list(expressions.flatMap { given(by: $0, on: input) })]
    case .multiselectHash(let pairs):
      return [.record(Dictionary(pairs.map { ($0.name, given(by: $0.expression, on: input)) }) { $1 })]
    case .comparison(let left, _, let right):
      _ = (given(by: left, on: input), given(by: right, on: input))
      return [.boolean]
    case .or(let left, let right): return given(by: left, on: input) + given(by: right, on: input)
    case .and(let left, let right):
      // The left is the answer only where it is null, false or empty.
      _ = given(by: left, on: input)
      return given(by: right, on: input)
    case .not(let inner):
      _ = given(by: inner, on: input)
      return [.boolean]
    case .call(let name, let arguments, _): return given(by: name, arguments, on: input)
    case .reference(let inner): return given(by: inner, on: input)
    }
  }

  private mutating func given(by function: String, _ arguments: [JMESPath.Expression], on input: [PossibleValue])
    -> [PossibleValue]
  {
    var (values, first): ([PossibleValue], [PossibleValue]?) = ([], nil)
    for argument in arguments {
      if case .reference = argument { continue }
      let given = given(by: argument, on: input)
      first = first ?? given
      values += given
    }
    let elements = values.flatMap { $0.elements ?? [] }
    var mapped: [PossibleValue] = []
    for case .reference(let inner) in arguments { mapped = given(by: inner, on: elements) }
    switch function {
    case "map": return [.list(mapped)]
    case "max_by", "min_by", "max", "min": return elements
    case "merge", "not_null": return values
    case "reverse", "sort", "sort_by": return first ?? []
    case "to_array": return [.list(values.flatMap(\.flattened))]
    case "keys": return [.list([.scalar])]
    case "values":
      let values = values.flatMap(\.values)
      return [.list(values.isEmpty ? [] : [.either(values)])]
    // All others of the specification give a text, a number or a boolean.
    default: return FunctionTable.standard[function] == nil ? [.open] : [.scalar]
    }
  }

  /// What the left side of a step gives. `!` binds tighter than most steps, which hardly anybody means.
  private mutating func operand(_ left: JMESPath.Expression, on input: [PossibleValue]) -> [PossibleValue] {
    let value = given(by: left, on: input)
    guard case .not = left else { return value }
    note(
      "`!` binds tighter than what follows: `!a.b` is `(!a).b`, which is always nothing. Write `!(a.b)`.",
      at: Self.offset(of: left) ?? 0)
    return []
  }

  private mutating func member(_ name: String, at offset: Int, of input: [PossibleValue]) -> [PossibleValue] {
    if input.contains(where: \.isList), !input.contains(where: \.isOpen) {
      note(Self.complaint(about: name, of: input.filter(\.isList)), at: offset, isUnknownMember: true)
      // AWS's own answers have these two, which mean the list itself.
      if Self.wrappers.contains(name) { return input }
      return member(name, at: offset, of: input.flatMap(\.flattened))
    }
    let found = input.compactMap { $0.member(name) }
    if found.isEmpty, !input.isEmpty {
      let names = input.flatMap(\.names)
      if names.isEmpty, goesIntoText { return [] }
      note(
        names.isEmpty
          ? "\"\(name)\" is not known in \(Self.phrase(input)), which have no members."
          : "\"\(name)\" is not known in \(Self.phrase(input)).\(Suggestion.phrase(for: name, among: names))",
        at: offset, isUnknownMember: true)
    }
    return found.flatMap(\.self)
  }

  /// What the elements may be of what a step takes for a list.
  private mutating func elements(of values: [PossibleValue], from expression: JMESPath.Expression = .current)
    -> [PossibleValue]
  {
    if !values.isEmpty, values.allSatisfy({ $0.elements == nil }) {
      note(
        "There is no list here but \(Self.phrase(values)), so that nothing is selected.",
        at: Self.offset(of: expression) ?? 0)
    }
    return values.flatMap { $0.elements ?? [] }
  }

  private static let wrappers = ["Items", "Quantity"]

  private static func complaint(about name: String, of lists: [PossibleValue]) -> String {
    let place = "\"\(name)\" of a list is always null, and here is a list of \(phrase(lists))."
    if wrappers.contains(name) {
      return "\(place) CloudFront's {Quantity, Items} are plain lists: leave `.Items` out, count with `length(…)`."
    }
    return "\(place) Flatten it first: `a[].\(name)`, or `[a, b][] | [?\(name)]`."
  }

  private mutating func note(_ message: String, at offset: Int, isUnknownMember: Bool = false) {
    // Below a list that is not flattened every name would be noted again.
    if doubts.contains(where: { $0.offset == offset }) { return }
    doubts.append(Doubt(offset: offset, message: message, isUnknownMember: isUnknownMember))
  }

  /// Where the first name stands in an expression.
  private static func offset(of expression: JMESPath.Expression) -> Int? {
    switch expression {
    case .field(_, let offset), .call(_, _, let offset): offset
    case .subexpression(let left, let right), .pipe(let left, let right), .projection(let left, let right),
      .valueProjection(let left, let right), .filter(let left, let right, _), .or(let left, let right),
      .and(let left, let right), .comparison(let left, _, let right):
      self.offset(of: left) ?? self.offset(of: right)
    case .flatten(let inner), .not(let inner), .reference(let inner): self.offset(of: inner)
    case .multiselectList(let expressions): expressions.lazy.compactMap(offset).first
    case .multiselectHash(let pairs): pairs.lazy.compactMap { offset(of: $0.expression) }.first
    case .current, .literal, .index, .slice: nil
    }
  }

  /// How many places are named: what stands under any name may be many.
  private static let mostPlaces = 4

  /// The places that values are, for a person.
  static func phrase(_ values: [PossibleValue]) -> String {
    var places: [String] = []
    for value in values.flatMap(\.flattened) {
      let place =
        switch value {
        case .structure(let structure): structure.description
        case .policy(.document): "a policy document"
        case .policy(.statement): "a statement of a policy"
        case .policy(.principal): "a principal of a policy"
        case .record: "what is put together here"
        case .scalar, .word, .boolean: "plain values"
        case .open, .list, .either: "this"
        }
      if !places.contains(place) { places.append(place) }
    }
    if places.count > mostPlaces { places = places.prefix(mostPlaces - 1) + ["anything else here"] }
    return places.joined(separator: " or ")
  }
}
