import Documents
import Estate
import Foundation

/// The values of a baseline file, with variables filled in.
struct BaselineValues {
  var variables: [String: JSONValue]
  let context: BaselineFile.Context

  /// The value of a place. A text that is nothing but one variable is what the variable is, a number for example.
  func value(_ reader: YAMLReader) -> JSONValue {
    switch reader.node.content {
    case .mapping: return .object(JSONObject((reader.anyMembers ?? []).map { ($0.0.text, value($0.1)) }))
    case .sequence: return .array(reader.elements.map(value))
    case .scalar(let scalar): return filled(scalar.string, as: reader.json, at: reader)
    }
  }

  /// A text in which variables are filled in; the value itself where it has none.
  private func filled(_ text: String, as value: JSONValue, at reader: YAMLReader) -> JSONValue {
    guard text.contains("${") else { return value }
    var result = ""
    var rest = Substring(text)
    while let open = rest.range(of: "${") {
      result += rest[..<open.lowerBound]
      if result.last == "$" {
        // `$${` is how a text says `${`.
        result.removeLast()
        result += "${"
        rest = rest[open.upperBound...]
        continue
      }
      guard let close = rest[open.upperBound...].firstIndex(of: "}") else {
        reader.note("A `${` is not closed; write `$${` for the characters themselves.")
        return value
      }
      let found = variable(String(rest[open.upperBound..<close]), at: reader)
      let isWhole = result.isEmpty && open.lowerBound == text.startIndex && rest.index(after: close) == text.endIndex
      if isWhole { return found }
      result += found.string ?? JSONWriter().string(found)
      rest = rest[rest.index(after: close)...]
    }
    return .string(result + rest)
  }

  private func variable(_ name: String, at reader: YAMLReader) -> JSONValue {
    if name.hasPrefix("env:") {
      let name = String(name.dropFirst(4))
      if Self.isCredential(name) {
        reader.note(
          "${env:\(name)} is not read: by its name it holds a credential, and values of a baseline stand in reports.")
        return .null
      }
      if let value = context.variable(name) {
        // As the addresses of proxies and stores have it.
        if value.firstMatch(of: #/:\/\/[^\/@\s]*:[^\/@\s]+@/#) != nil {
          reader.note("${env:\(name)} holds a password in an address, and values of a baseline stand in reports.")
          return .null
        }
        return .string(value)
      }
      reader.note("The environment has no variable \"\(name)\".")
    } else {
      if let value = variables[name] { return value }
      let suggestion = Suggestion.phrase(for: name, among: variables.keys.sorted())
      reader.note("There is no variable \"\(name)\".\(suggestion) Name it under `variables`.")
    }
    return .null
  }

  /// Whether a variable of the environment holds a credential, as far as its name tells.
  static func isCredential(_ name: String) -> Bool {
    let words = name.uppercased().split(separator: "_").map(String.init)
    let secrets: Set = [
      "APIKEY", "AUTHORIZATION", "COOKIE", "CRED", "CREDENTIAL", "DSN", "JWT", "PASSPHRASE", "PASSWD", "PASSWORD",
      "PAT",
      "PIN", "PWD", "SECRET", "TOKEN", "WEBHOOK",
    ]
    let keys = ["ACCESS", "API", "AUTH", "DEPLOY", "ENCRYPTION", "MASTER", "PRIVATE", "SIGNING", "SSH"]
    // Addresses with a user and a password in them.
    let stores = ["AMQP", "DATABASE", "DB", "MONGO", "MONGODB", "MYSQL", "POSTGRES", "REDIS"]
    // Names that are run together, such as `PGPASSWORD`.
    let endings = ["PASSWD", "PASSWORD", "SECRET", "TOKEN"]
    // `PWD` and `OLDPWD` alone are folders.
    if words == ["PWD"] { return false }
    // The URL of a notice lets whoever has it write there.
    return name.uppercased() == "AUDIT_NOTIFY"
      || words.contains { word in
        let one = word.hasSuffix("S") ? String(word.dropLast()) : word
        return secrets.contains(one) || endings.contains(where: one.hasSuffix)
      }
      || words.count > 1 && ["AUTH", "PASS"].contains(words.last ?? "")
      || zip(words, words.dropFirst()).contains { first, second in
        keys.contains(first) && second == "KEY" || stores.contains(first) && ["URI", "URL"].contains(second)
          || first == "CONNECTION" && second == "STRING"
      }
  }

  /// The text of a file beside the one that names it; notes an issue where it cannot be read.
  func file(_ reader: YAMLReader) -> String? {
    guard let name = value(reader).string else {
      reader.note("The name of a file was expected here.")
      return nil
    }
    do {
      return try context.read(Self.path(of: name, beside: reader.file))
    } catch {
      reader.note("\(error)")
      return nil
    }
  }

  /// The path of a file that another one names.
  static func path(of name: String, beside file: String) -> String {
    if name.hasPrefix("/") { return name }
    let folder = FilePath.folder(of: file)
    return folder.isEmpty ? name : folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }
}
