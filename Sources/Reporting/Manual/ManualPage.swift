import Auditing
import Documents
import Schema

/// What the manual says of one rule, before it is decided how that looks.
struct ManualPage {
  /// What stands under one heading.
  struct Section {
    let heading: String
    let blocks: [Block]
    /// Whether it is a word or two.
    var isShort = false
  }

  /// A part of a section.
  enum Block {
    /// A paragraph.
    case prose(Prose)
    /// Facts beside what they are.
    case rows([(label: String, text: Prose)])
    /// A term and what it means.
    case term(String, Prose)
    /// Lines to be copied, never wrapped.
    case code([String], language: String)
    /// Names of AWS.
    case names([String])
    /// Addresses to read on.
    case links([String])
  }

  /// Running text, of which some is code.
  struct Prose {
    let parts: [(text: String, isCode: Bool)]

    /// Text with code between backticks, or between more of them where some are in it, as Markdown has it.
    init(_ text: String) {
      var rest = Self.runs(SafeText.sentence(text))[...]
      var parts: [(text: String, isCode: Bool)] = []
      while let run = rest.popFirst() {
        if run.hasPrefix("`"), let close = rest.firstIndex(of: run) {
          let code = rest[..<close].joined()
          // Spaces keep backticks at the ends of the code from those around it.
          let isSpaced = code.hasPrefix(" ") && code.hasSuffix(" ") && code.count > 2
          parts.append((isSpaced ? String(code.dropFirst().dropLast()) : code, true))
          rest = rest[(close + 1)...]
        } else {
          parts.append((String(run), false))
        }
      }
      self.parts = parts
    }

    /// The text in runs that are backticks alone, or have none.
    private static func runs(_ text: String) -> [Substring] {
      var runs: [Substring] = []
      var rest = text[...]
      while let first = rest.first {
        let run = rest.prefix { ($0 == "`") == (first == "`") }
        runs.append(run)
        rest = rest[run.endIndex...]
      }
      return runs
    }

    /// Nothing but code.
    init(code: String) { parts = [(SafeText.sentence(code), true)] }
  }

  let rule: Rule
  /// What a configuration says of it.
  var remarks: [String] = []

  /// The sections, in the order of manual pages; those that would be empty are left out.
  var sections: [Section] {
    let paragraphs = { (text: String) in
      text.split(separator: "\n").map { Block.prose(Prose(String($0))) }
    }
    let state = rule.isEnabled ? [] : [Block.prose(Prose("Off: evaluated only with `--only \(rule.id)`."))]
    let calls = Set(rule.needs.groups.map(\.name)).sorted()
    return [
      Section(heading: "Severity", blocks: [.prose(Prose(rule.severity.rawValue))] + state, isShort: true),
      Section(heading: "Resource", blocks: [.names(rule.resources.map(\.rawValue))], isShort: true),
      Section(heading: "Configuration", blocks: remarks.map { .prose(Prose($0)) }),
      Section(heading: "What holds", blocks: expectations),
      Section(heading: "Why", blocks: paragraphs(rule.why)),
      Section(heading: "In the field", blocks: paragraphs(rule.symptoms)),
      Section(heading: "Repair", blocks: [.prose(Prose(repair))]),
      Section(heading: "By hand", blocks: paragraphs(rule.remediation.recommendation) + commands),
      Section(heading: "Parameters", blocks: parameters),
      Section(heading: "Calls", blocks: calls.isEmpty ? [] : [.names(calls)]),
      Section(heading: "Controls", blocks: rule.controls.isEmpty ? [] : [.names(rule.controls.map(\.name))]),
      Section(heading: "References", blocks: rule.pages.isEmpty ? [] : [.links(rule.pages)]),
      Section(
        heading: "Source", blocks: [.prose(Prose("\(rule.source.file):\(rule.source.line)"))], isShort: true),
    ].filter { !$0.blocks.isEmpty }
  }

  /// Who does the repair.
  static func phrase(_ mode: Rule.Repair.Mode) -> String {
    switch mode {
    case .auto: "automatic"
    case .asked: "on request"
    case .none: "none"
    }
  }

  private var expectations: [Block] {
    let condition = rule.condition.map { [("where", Prose(code: $0.text))] } ?? []
    let checks = rule.checks.map { check in
      var rows: [(label: String, text: Prose)] = []
      if check.select.text != "@" { rows.append(("each of", Prose(code: check.select.text))) }
      if check.value.text != "@" { rows.append(("value", Prose(code: check.value.text))) }
      rows.append(("expected", Prose(check.expectation)))
      rows.append(("finding", Prose(check.message.text)))
      return rows
    }
    return (condition.isEmpty ? checks : [condition] + checks).map(Block.rows)
  }

  private var repair: String {
    switch rule.repair.mode {
    case .auto: "Automatic, under `audit fix --yes`: \(rule.repair.summary)"
    case .asked: "On request, with `audit fix --only \(rule.id)`: \(rule.repair.summary)"
    case .none: "None that is safe."
    }
  }

  private var commands: [Block] {
    [
      ("With the AWS CLI:", rule.remediation.cli, "sh"), ("In Terraform:", rule.remediation.terraform, "hcl"),
    ].flatMap { title, code, language -> [Block] in
      let lines = code.split(separator: "\n", omittingEmptySubsequences: false).map { SafeText.escaped(String($0)) }
      // YAML ends a block with a line break.
      let kept = lines.last == "" ? lines.dropLast() : lines[...]
      return kept.isEmpty ? [] : [.prose(Prose(title)), .code(Array(kept), language: language)]
    }
  }

  private var parameters: [Block] {
    rule.parameters.map { parameter in
      let value = JSONWriter().string(parameter.defaultValue)
      return .term(
        "\(parameter.name) (default \(value))",
        Prose(parameter.description + (parameter.atLeast.map { " At least \($0)." } ?? "")))
    }
  }
}

extension Rule.Check {
  /// What is expected, in words.
  fileprivate var expectation: String {
    switch operand {
    case .literal(let value): Self.phrase(predicate, Self.operand(value, of: predicate))
    case .parts(let parts):
      Self.phrase(
        predicate, .object(JSONObject(parts.map { ($0.name, Self.words(for: $0.operand, of: predicate)) })))
    case .parameter, .expression: expectation(from: Self.words(for: operand, of: predicate).string ?? "")
    }
  }

  private static func words(for operand: Operand, of predicate: Predicate) -> JSONValue {
    switch operand {
    case .literal(let value): Self.operand(value, of: predicate)
    case .parameter(let name): .string("`\(name)` (a parameter)")
    case .expression(let expression): .string(ManualMarkdown.code(expression.text))
    case .parts: .null
    }
  }

  /// What is expected where the operand is known only as that; not every predicate has words for one.
  private func expectation(from reference: String) -> String {
    let phrase = Self.phrase(predicate, .string(reference))
    return phrase.contains(reference) ? phrase : "\(predicate.rawValue) \(reference)"
  }

  private static func phrase(_ predicate: Predicate, _ operand: JSONValue) -> String {
    ValueText.phrase(of: [predicate.rawValue: operand]) ?? predicate.rawValue
  }

  /// An operand with its texts as code. An object is a value to compare with, or has parts that are operands.
  private static func operand(_ value: JSONValue, of predicate: Predicate) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(quoted))
    case .object(let parts) where predicate != .equals && predicate != .notEquals:
      .object(JSONObject(parts.map { ($0.name, operand($0.value, of: predicate)) }))
    default: quoted(value)
    }
  }

  /// A text, list or object as code.
  private static func quoted(_ value: JSONValue) -> JSONValue {
    let text: String
    switch value {
    case .string(let string): text = string
    case .array, .object: text = JSONWriter().string(value)
    default: return value
    }
    return .string(text.isEmpty ? "empty text" : ManualMarkdown.code(text))
  }
}
