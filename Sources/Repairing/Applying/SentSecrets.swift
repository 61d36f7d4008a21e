import AWSCore
import Documents
import Estate
import Schema
import Transport

/// The secrets in a request, which a service may quote in an error.
struct SentSecrets {
  private let texts: [String]

  /// The names of the members that hold secrets, in any type of resource.
  private static let members = Set(ResourceType.allCases.flatMap(\.schema.secretPaths).compactMap(\.last))

  /// The secrets in what is sent, and others that are known to be in it.
  init(in input: JSONObject, _ document: XMLElement?, besides others: [String]) {
    var texts = Set(others)
    Self.collect(.object(input), isSecret: false, into: &texts)
    if let document { Self.collect(document, into: &texts) }
    // A secret may hold another one.
    self.texts = texts.filter { !$0.isEmpty && $0 != Redacted.mark }.sorted { $0.count > $1.count }
  }

  private static func collect(_ value: JSONValue, isSecret: Bool, into texts: inout Set<String>) {
    switch value {
    case .string(let text): if isSecret { texts.insert(text) }
    case .array(let elements): for element in elements { collect(element, isSecret: isSecret, into: &texts) }
    case .object(let object):
      for member in object { collect(member.value, isSecret: isSecret || members.contains(member.name), into: &texts) }
    default: break
    }
  }

  private static func collect(_ element: XMLElement, into texts: inout Set<String>) {
    if members.contains(element.name) { texts.insert(element.text) }
    for child in element.children { collect(child, into: &texts) }
  }

  /// An error with each of them struck out, in whatever way the service writes it.
  func struckOut(of error: ServiceError) -> ServiceError {
    var error = error
    for text in texts {
      for form in Self.forms(of: text) { error.message = Self.strike(form, out: error.message) }
    }
    return error
  }

  /// As it is, as it stands in JSON, in XML and in a URL.
  private static func forms(of text: String) -> Set<String> {
    let json = String(JSONWriter().string(.string(text)).dropFirst().dropLast())
    let markup = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
    return [text, json, markup, markup.replacing("'", with: "&apos;"), text.percentEncoded()]
  }

  /// What is short is a secret only where it stands by itself: else there would be nothing left of the sentence.
  private static func strike(_ secret: String, out message: String) -> String {
    if secret.count > 3 { return message.replacing(secret, with: Redacted.mark) }
    func isWord(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
    var result = ""
    var rest = message[...]
    while let range = rest.firstRange(of: secret) {
      let before = range.lowerBound > message.startIndex ? message[message.index(before: range.lowerBound)] : nil
      let after = range.upperBound < message.endIndex ? message[range.upperBound] : nil
      result += rest[..<range.lowerBound]
      result += isWord(before) || isWord(after) ? secret : Redacted.mark
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
