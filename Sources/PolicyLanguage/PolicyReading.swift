import Documents

extension PolicyDocument {
  /// The document that a text says, percent-encoded (as IAM answers) or plain.
  ///
  /// - Throws: ``PolicyDocumentError`` where it is not JSON, names a member twice or is no policy document.
  public init(text: String) throws(PolicyDocumentError) { try self.init(text: text, sizeLimit: Self.maximumSize) }

  private init(text: String, sizeLimit: Int) throws(PolicyDocumentError) {
    let bytes: [UInt8]
    if text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "%") {
      guard let decoded = Self.percentDecoded(text.utf8) else {
        throw PolicyDocumentError(path: DocumentPath(), reason: "a percent sign without two hexadecimal digits")
      }
      bytes = decoded
    } else {
      bytes = Array(text.utf8)
    }
    let value: JSONValue
    do {
      value = try JSONReader.read(bytes, duplicateNames: .refused)
    } catch {
      throw PolicyDocumentError(path: DocumentPath(), reason: "not JSON: \(error)")
    }
    try self.init(value, sizeLimit: sizeLimit)
  }

  /// The document that a tree says; a string is read as text.
  ///
  /// - Throws: ``PolicyDocumentError`` where it is no policy document.
  public init(_ value: JSONValue) throws(PolicyDocumentError) { try self.init(value, sizeLimit: Self.maximumSize) }

  /// How many bytes the texts of a document may have together: AWS takes 20 KiB for a bucket, 32 for a key, and the
  /// largest policy that it manages has some 50. Comparing takes time by the square of it.
  public static let maximumSize = 128 << 10

  /// How many bytes one text in a document may have: an ARN has at most 2 KiB.
  public static let maximumText = 4 << 10

  init(_ value: JSONValue, sizeLimit: Int) throws(PolicyDocumentError) {
    if case .string(let text) = value {
      try self.init(text: text, sizeLimit: sizeLimit)
      return
    }
    var reader = PolicyReader(sizeLimit: sizeLimit)
    self = try reader.document(value)
  }

  private static func percentDecoded(_ bytes: String.UTF8View) -> [UInt8]? {
    func digit(_ byte: UInt8?) -> UInt8? {
      byte.flatMap { Character(Unicode.Scalar($0)).hexDigitValue }.map(UInt8.init)
    }
    var result: [UInt8] = []
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      guard let high = digit(iterator.next()), let low = digit(iterator.next()) else { return nil }
      result.append(high << 4 | low)
    }
    return result
  }
}

/// Reads one tree; element names are matched without case, as IAM does.
private struct PolicyReader {
  typealias Failure = PolicyDocumentError

  let sizeLimit: Int
  private var size = 0
  var problems: [PolicyProblem] = []

  init(sizeLimit: Int) { self.sizeLimit = sizeLimit }

  /// Counts a text of the document; each counts for some bytes at least.
  private mutating func count(_ text: String, at path: DocumentPath) throws(Failure) {
    if text.utf8.count > PolicyDocument.maximumText {
      throw Failure(path: path, reason: "a text has more than \(PolicyDocument.maximumText) bytes")
    }
    size += max(text.utf8.count, 4)
    if size > sizeLimit {
      throw Failure(
        path: path, reason: "the document has more than \(sizeLimit) bytes, and AWS takes no policy as large")
    }
  }

  mutating func note(_ path: DocumentPath, _ reason: String) {
    problems.append(PolicyProblem(path: path, reason: reason))
  }

  mutating func document(_ value: JSONValue) throws(Failure) -> PolicyDocument {
    var root = value
    // A list of at most one document is what some tools make of an unset one.
    if case .array(let values) = value, values.count <= 1 {
      note(DocumentPath(), "a document is an object, not a list")
      root = values.first ?? .object([:])
    }
    let members = try elements(of: root, at: DocumentPath(), known: PolicyElement.document.names)
    var version = PolicyDocument.Version.v2008
    if let (value, path) = members["Version"] {
      guard let known = value.string.flatMap(PolicyDocument.Version.init) else {
        throw Failure(path: path, reason: "must be \"2012-10-17\" or \"2008-10-17\"")
      }
      version = known
    }
    var statements: [PolicyStatement] = []
    switch members["Statement"] {
    case nil: note(DocumentPath(), "Statement is missing")
    case let (.array(values), path)?:
      for (index, value) in values.enumerated() {
        statements.append(try statement(value, index: index, at: path.appending(.index(index))))
      }
    case let (value, path)?: statements = [try statement(value, index: 0, at: path)]
    }
    let names = statements.compactMap(\.sid).filter { !$0.isEmpty }
    if Set(names).count < names.count { note(DocumentPath([.member("Statement")]), "two statements have one Sid") }
    return PolicyDocument(version: version, statements: statements, problems: problems, original: value)
  }

  mutating func statement(_ value: JSONValue, index: Int, at path: DocumentPath) throws(Failure) -> PolicyStatement {
    let members = try elements(of: value, at: path, known: PolicyElement.statement.names)
    let effect = try effect(members["Effect"], statement: path)
    if let (sid, path) = members["Sid"], sid.string == nil { throw Failure(path: path, reason: "must be a string") }
    if members["Action"] == nil, members["NotAction"] == nil { note(path, "neither Action nor NotAction") }
    for name in ["Principal", "Action", "Resource"] where members[name] != nil && members["Not\(name)"] != nil {
      note(path, "both \(name) and Not\(name)")
    }
    return PolicyStatement(
      index: index, sid: members["Sid"]?.value.string, effect: effect,
      principals: try principals(members["Principal"]), notPrincipals: try principals(members["NotPrincipal"]),
      actions: try strings(members["Action"]), notActions: try strings(members["NotAction"]),
      resources: try strings(members["Resource"]), notResources: try strings(members["NotResource"]),
      conditions: try conditions(members["Condition"]))
  }

  typealias Element = (value: JSONValue, path: DocumentPath)

  /// The members by their canonical names.
  mutating func elements(
    of value: JSONValue, at path: DocumentPath, known: [String]
  ) throws(Failure) -> [String: Element] {
    guard case .object(let object) = value else { throw Failure(path: path, reason: "must be an object") }
    var result: [String: Element] = [:]
    for member in object {
      let place = path.appending(.member(member.name))
      try count(member.name, at: place)
      guard let name = known.first(where: { $0.lowercased() == member.name.lowercased() }) else {
        throw Failure(
          path: place, reason: "the policy language has no such element",
          suggestion: Suggestion.phrase(for: member.name, among: known))
      }
      guard result[name] == nil else { throw Failure(path: place, reason: "stands twice") }
      result[name] = (member.value, place)
    }
    return result
  }

  mutating func effect(_ element: Element?, statement: DocumentPath) throws(Failure) -> PolicyStatement.Effect {
    guard let (value, path) = element else { throw Failure(path: statement, reason: "Effect is missing") }
    if let effect = value.string.flatMap(PolicyStatement.Effect.init) { return effect }
    note(path, "Effect is Allow or Deny, in that case")
    switch value.string?.lowercased() {
    case "allow": return .allow
    case "deny": return .deny
    default: throw Failure(path: path, reason: "must be \"Allow\" or \"Deny\"")
    }
  }

  mutating func principals(_ element: Element?) throws(Failure) -> [PolicyPrincipal]? {
    guard let (value, path) = element else { return nil }
    if case .string(let text) = value {
      if text != "*" {
        note(path, "a principal that is not \"*\" stands under AWS, Service, Federated or CanonicalUser")
      }
      return [PolicyPrincipal(aws: text)]
    }
    let kinds = try elements(of: value, at: path, known: PolicyElement.principal.names)
    var result: [PolicyPrincipal] = []
    for (kind, make) in [
      ("AWS", PolicyPrincipal.init(aws:)), ("Service", PolicyPrincipal.service),
      ("Federated", PolicyPrincipal.federated), ("CanonicalUser", PolicyPrincipal.canonicalUser),
    ] as [(String, (String) -> PolicyPrincipal)] {
      result += (try strings(kinds[kind]) ?? []).map(make)
    }
    if result.isEmpty { note(path, "names no principal") }
    return result
  }

  mutating func strings(_ element: Element?) throws(Failure) -> [String]? {
    guard let (value, path) = element else { return nil }
    switch value {
    case .string(let text):
      try count(text, at: path)
      return [text]
    case .array(let values):
      var result: [String] = []
      for (index, value) in values.enumerated() {
        try count(value.string ?? "", at: path)
        guard let text = value.string else {
          throw Failure(path: path.appending(.index(index)), reason: "must be a string")
        }
        result.append(text)
      }
      return result
    case .object(let object) where object.isEmpty:
      note(path, "must be a string or a list of strings")
      return []
    default: throw Failure(path: path, reason: "must be a string or a list of strings")
    }
  }

  mutating func conditions(_ element: Element?) throws(Failure) -> [PolicyCondition] {
    guard let (value, path) = element else { return [] }
    guard case .object(let operators) = value else { throw Failure(path: path, reason: "must be an object") }
    var result: [PolicyCondition] = []
    var seen: Set<[String]> = []
    for block in operators {
      let place = path.appending(.member(block.name))
      guard let comparison = ConditionOperator(block.name) else {
        throw Failure(
          path: place, reason: "the policy language has no such condition operator",
          suggestion: Suggestion.phrase(for: block.name, among: ConditionOperator.bases.map(\.name)))
      }
      guard case .object(let keys) = block.value else { throw Failure(path: place, reason: "must be an object") }
      guard seen.insert([comparison.description]).inserted else { throw Failure(path: place, reason: "stands twice") }
      for member in keys {
        try count(member.name, at: place)
        guard seen.insert([comparison.description, member.name.lowercased()]).inserted else {
          throw Failure(path: place.appending(.member(member.name)), reason: "stands twice")
        }
        let values = try scalars(member.value, at: place.appending(.member(member.name)))
        result.append(PolicyCondition(comparison: comparison, key: member.name, values: values))
      }
    }
    return result
  }

  mutating func scalars(_ value: JSONValue, at path: DocumentPath) throws(Failure) -> [String] {
    try count(value.string ?? "", at: path)
    switch value {
    case .string(let text): return [text]
    case .bool(let value): return [value ? "true" : "false"]
    case .integer(let value): return [String(value)]
    case .number(let value): return [String(value)]
    case .array(let values):
      var result: [String] = []
      for (index, value) in values.enumerated() {
        let place = path.appending(.index(index))
        if value.array != nil { throw Failure(path: place, reason: "must be a string, a number or a boolean") }
        result += try scalars(value, at: place)
      }
      return result
    default: throw Failure(path: path, reason: "must be a string, a number, a boolean or a list of these")
    }
  }
}
