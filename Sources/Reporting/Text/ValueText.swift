import Auditing
import Documents

/// One labelled row of a finding.
struct Row {
  let label: String
  let paragraphs: [StyledText]

  init(_ label: String, _ text: StyledText) {
    self.label = label
    paragraphs = [text]
  }

  init(_ label: String, paragraphs: [StyledText]) {
    self.label = label
    self.paragraphs = paragraphs
  }
}

/// Expected and actual values as a person reads them: compact JSON, of which long ones lose their middle.
struct ValueText {
  /// The columns that there are for a line.
  let width: Int
  /// Whether values are written whole.
  let isVerbose: Bool
  /// Whether some value was shortened.
  private(set) var hasShortened = false

  /// The columns from which on a value loses its middle: three lines of it, and never so few that an ARN has no room.
  private var limit: Int { max(width * 3, 200) }

  init(width: Int, isVerbose: Bool) {
    self.width = width
    self.isVerbose = isVerbose
  }

  /// What should be against what is; of two lists also what is missing and what is too much.
  mutating func comparison(expected: JSONValue, actual: JSONValue) -> [Row] {
    if expected.isNull, actual.isNull { return [] }
    if let phrase = Self.phrase(of: expected) {
      return [Row("expected", StyledText(SafeText.escaped(phrase), .wanted)), row("actual", actual, .found)]
    }
    let isWhole = isVerbose || fits(expected) && fits(actual)
    switch (expected, actual) {
    case (.array(let wanted), .array(let found)) where isWhole || (wanted + found).allSatisfy(Self.isScalar):
      return lists(wanted, found)
    case (.object, .object) where !isWhole, (.array, .array):
      let (wanted, found) = Narrowing.parts(expected, actual)
      return [
        row("expected", wanted, .wanted, isPart: wanted != expected),
        row("actual", found, .found, isPart: found != actual),
      ]
    case (.string(let wanted), .string(let found)) where !isWhole:
      let (prefix, suffix) = Narrowing.sameEnds(wanted, found)
      return [
        Row("expected", string(wanted, without: prefix, suffix, .wanted)),
        Row("actual", string(found, without: prefix, suffix, .found)),
      ]
    default: return [row("expected", expected, .wanted), row("actual", actual, .found)]
    }
  }

  // MARK: Predicates

  /// An expectation other than a value, in words; `nil` for a value.
  static func phrase(of expected: JSONValue) -> String? {
    guard let object = expected.object, object.count == 1, let member = object.first,
      let predicate = Predicate(rawValue: member.name)
    else { return nil }
    let operands = operands(member.value)
    return switch predicate {
    case .equals: operands
    case .notEquals: "anything but \(operands)"
    case .in: "one of \(operands)"
    case .atMost: "at most \(operands)"
    case .atLeast: "at least \(operands)"
    case .present: "a value"
    case .absent: "nothing"
    case .matches: "text that matches \(operands)"
    case .like: "like \(operands)"
    case .unlike: "nothing like \(operands)"
    case .covers: "all of \(operands)"
    case .excludes: "none of \(operands)"
    case .within: "only \(operands)"
    case .notPast: "a date that is not over"
    case .notWithinDays: "no date within \(operands) days"
    case .trusts: "trust in \(Self.operands(member.value.part("services")))"
    case .readableBy: "read access for \(Self.operands(member.value.part("origins")))"
    case .allows:
      "\(Self.operands(member.value["actions"])) allowed on \(Self.operands(member.value["on"]))"
    }
  }

  private static func operands(_ value: JSONValue) -> String {
    (value.array ?? [value]).map { $0.string ?? JSONWriter().string($0) }.joined(separator: ", ")
  }

  // MARK: Long strings

  /// A string of which the ends that the other one has too are left out, where it would take too many lines.
  private mutating func string(_ text: String, without prefix: Int, _ suffix: Int, _ style: Style) -> StyledText {
    let whole = Self.tokens(.string(text))
    guard whole[0].width > limit else { return self.text(whole, style) }
    let middle = SafeText.quoted(String(text.dropFirst(prefix).dropLast(suffix)))
    var tokens = shortened([Token(String(middle.dropFirst().dropLast()), .data)])
    if prefix > 0 { tokens.insert(Self.note(prefix, "same "), at: 0) }
    if suffix > 0 { tokens.append(Self.note(suffix, "same ")) }
    hasShortened = true
    return self.text([Token("\"")] + tokens + [Token("\"")], style)
  }

  // MARK: Lists

  private mutating func lists(_ wanted: [JSONValue], _ found: [JSONValue]) -> [Row] {
    let missing = Narrowing.difference(wanted, found)
    let extra = Narrowing.difference(found, wanted)
    var rows = [list("expected", wanted, .wanted), list("actual", found, .found)]
    if !missing.isEmpty, missing.count < wanted.count { rows.append(items("missing", missing, .wanted)) }
    if !extra.isEmpty, extra.count < found.count { rows.append(items("extra", extra, .found)) }
    if missing.isEmpty, extra.isEmpty { rows.append(Row("order", StyledText("the same items in another order"))) }
    return rows
  }

  private mutating func list(_ label: String, _ values: [JSONValue], _ style: Style) -> Row {
    values.isEmpty ? Row(label, StyledText("an empty list", style)) : row(label, .array(values), style)
  }

  private mutating func items(_ label: String, _ values: [JSONValue], _ style: Style) -> Row {
    let tokens = values.enumerated().flatMap { index, value in
      Self.tokens(value) + (index < values.count - 1 ? [Token(", ")] : [])
    }
    return Row(label, text(isVerbose ? tokens : shortened(tokens), style))
  }

  private mutating func row(_ label: String, _ value: JSONValue, _ style: Style, isPart: Bool = false) -> Row {
    switch value {
    case .null: return Row(label, StyledText("nothing", style))
    case .unread: return Row(label, StyledText("(unread)", .unknown))
    case .object([:]) where isPart, .array([]) where isPart:
      return Row(label, StyledText("nothing beyond the other", style))
    default: break
    }
    if isVerbose, !fits(value) {
      // Code is read as lines; of everything else JSON is the plainest form.
      let whole = value.string.map { $0.contains("\n") ? $0 : SafeText.quoted($0) }
      var lines = (whole ?? JSONWriter(.pretty).string(value)).split(
        separator: "\n", omittingEmptySubsequences: false)
      if lines.last == "" { lines.removeLast() }
      return Row(
        label,
        paragraphs: lines.map { line in
          var text = StyledText()
          text.add(whole: SafeText.escaped(String(line)), style)
          return text
        })
    }
    var row = text(isVerbose ? Self.tokens(value) : shortened(Self.tokens(value)), style)
    if isPart {
      hasShortened = true
      row.add(StyledText("(what differs)", .faint))
    }
    return Row(label, row)
  }

  private func fits(_ value: JSONValue) -> Bool {
    Self.tokens(value).reduce(0) { $0 + $1.width } <= width
  }

  // MARK: Tokens

  /// A part of a value that is kept or dropped as one.
  private struct Token {
    enum Role { case punctuation, name, identifier, data, note }
    let text: String
    let role: Role
    let width: Int

    init(_ text: String, _ role: Role = .punctuation) {
      self.text = text
      self.role = role
      width = DisplayWidth.of(text)
    }
  }

  private static func tokens(_ value: JSONValue) -> [Token] {
    switch value {
    case .null: [Token("null", .data)]
    case .bool(let value): [Token(value ? "true" : "false", .data)]
    case .integer(let value): [Token(String(value), .data)]
    case .number(let value): [Token(Int(exactly: value).map { String($0) } ?? String(value), .data)]
    case .unread: [Token("(unread)", .note)]
    case .string(let text): [Token(SafeText.quoted(text), text.hasPrefix("arn:") ? .identifier : .data)]
    case .array(let values): sequence("[", "]", values.map(tokens))
    case .object(let object):
      sequence("{", "}", object.map { [name($0)] + tokens($0.value) })
    }
  }

  /// A name, which stays beside its value unless that spreads.
  private static func name(_ member: JSONObject.Member) -> Token {
    Token(SafeText.quoted(member.name) + ": ", isScalar(member.value) ? .name : .punctuation)
  }

  private static func isScalar(_ value: JSONValue) -> Bool { value.object == nil && value.array == nil }

  private static func sequence(_ open: String, _ close: String, _ items: [[Token]]) -> [Token] {
    var tokens = [Token(open)]
    for (index, item) in items.enumerated() {
      if index > 0 { tokens.append(Token(", ")) }
      tokens += item
    }
    return tokens + [Token(close)]
  }

  private func text(_ tokens: [Token], _ style: Style) -> StyledText {
    tokens.reduce(into: StyledText()) { text, token in
      switch token.role {
      case .punctuation: text.add(token.text, style)
      case .name, .identifier: text.add(whole: token.text, style)
      case .data: text.add(token.text, style, breaking: .data)
      case .note: text.add(token.text, .faint)
      }
    }
  }

  /// The tokens without their middle where they would take too many lines. ARNs are kept or dropped whole.
  private mutating func shortened(_ tokens: [Token]) -> [Token] {
    guard tokens.reduce(0, { $0 + $1.width }) > limit else { return tokens }
    hasShortened = true
    let tokens = tokens.flatMap { Self.shortened($0, to: limit / 2) }
    var (head, tail) = (0, 0)
    var columns = 0
    while head < tokens.count, columns + tokens[head].width <= limit * 2 / 3 {
      columns += tokens[head].width
      head += 1
    }
    while tail < tokens.count - head, columns + tokens[tokens.count - 1 - tail].width <= limit {
      columns += tokens[tokens.count - 1 - tail].width
      tail += 1
    }
    guard head + tail < tokens.count else { return tokens }
    // A name without its value says nothing.
    while head > 0, tokens[head - 1].role == .name { head -= 1 }
    let dropped = tokens[head..<(tokens.count - tail)].reduce(0) { $0 + $1.text.count }
    return Array(tokens.prefix(head)) + [Self.note(dropped)] + Array(tokens.suffix(tail))
  }

  private static func shortened(_ token: Token, to limit: Int) -> [Token] {
    guard token.role == .data, token.width > limit else { return [token] }
    // Backslashes may stand for the first half of an escape, which must not be torn.
    let head = token.text.prefix(limit * 2 / 3).trimming(while: { $0 == "\\" })
    let tail = token.text.suffix(limit / 3)
    return [
      Token(head, .data), note(token.text.count - head.count - tail.count), Token(String(tail), .data),
    ]
  }

  /// What stands for characters that are left out.
  private static func note(_ characters: Int, _ kind: String = "") -> Token {
    Token(" … \(counted(characters, kind + "character")) … ", .note)
  }
}

extension Substring {
  /// The text without such characters at its end.
  fileprivate func trimming(while isDropped: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, isDropped(last) { text.removeLast() }
    return String(text)
  }
}
