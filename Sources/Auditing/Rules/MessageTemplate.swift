import Documents
import JMESPath

/// The sentence of a finding, with places to be filled in: `{id}` of the resource, `{path}`, `{expected}`, `{actual}`,
/// `{unmet}` (of an expectation in several parts, those that are not met), `{parameters.NAME}`, or any JMESPath
/// expression on the element that is judged, such as `{EventType}`.
public struct MessageTemplate: Sendable {
  /// What may stand in a message.
  enum Part: Sendable {
    case text(String)
    case fact(Fact)
    case parameter(String)
    /// An expression, and where it begins in the template, in Unicode scalars from 0.
    case expression(JMESPath, offset: Int)
  }

  /// What every finding knows.
  enum Fact: String, Sendable {
    case id, path, expected, actual, unmet
  }

  /// The template as it is written.
  public let text: String
  let parts: [Part]

  /// Reads a template.
  ///
  /// - Throws: ``JMESPathError`` where what stands between braces is neither a known word nor an expression.
  init(_ text: String, functions: FunctionTable) throws(JMESPathError) {
    self.text = text
    var parts: [Part] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      parts.append(.text(String(rest[..<open])))
      let inner = String(rest[rest.index(after: open)..<close])
      if let fact = Fact(rawValue: inner) {
        parts.append(.fact(fact))
      } else if inner.hasPrefix("parameters.") {
        parts.append(.parameter(String(inner.dropFirst("parameters.".count))))
      } else {
        let offset = text.unicodeScalars.distance(from: text.startIndex, to: open) + 1
        parts.append(.expression(try JMESPath(inner, functions: functions), offset: offset))
      }
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts
  }

  /// The parameters that it names.
  var parameterNames: [String] {
    parts.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  var fieldUse: FieldUse {
    parts.reduce(.itself) { use, part in
      if case .expression(let expression, _) = part { use.union(expression.fields) } else { use }
    }
  }

  func text(facts: [Fact: JSONValue], element: JSONValue, parameters: JSONObject) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .fact(let fact): (facts[fact] ?? .null).phrase
      case .parameter(let name): (parameters[name] ?? .null).phrase
      case .expression(let expression, _): ((try? expression.evaluate(element)) ?? .null).certain.phrase
      }
    }.joined()
  }
}

extension JSONValue {
  /// The value within a sentence.
  var phrase: String {
    switch self {
    case .null: "nothing"
    case .string(let text): text
    case .array(let elements) where elements.allSatisfy { $0.object == nil && $0.array == nil }:
      elements.isEmpty ? "nothing" : elements.map(\.phrase).joined(separator: ", ")
    default: JSONWriter().string(self)
    }
  }
}
