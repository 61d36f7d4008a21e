/// What is made of the event as a whole, and what is done with it: which of its parts that reads is not known.
extension PythonRun {
  /// What something of all of the request may be handed to without being read.
  private static let onlyWatch = [
    "logging.", "pprint.", "json.", "base64.", "traceback.", "copy.", "typing.", "aws_lambda_powertools.Logger",
    "aws_lambda_powertools.logging.", "aws_xray_sdk.", "functools.partial",
  ]

  /// Whether an object is the request, or holds it as the event does.
  func isRequest(_ object: PythonObject) -> Bool {
    switch object.part {
    case .event, .record, .request: true
    default: false
    }
  }

  /// Whether a value is made of all of the request.
  func holdsRequest(_ value: PythonValue, depth: Int = 0) -> Bool {
    if case .symbol(let index) = resolved(value) { return ofRequest.contains(index) }
    guard depth < 4, let object = object(value) else { return false }
    if isRequest(object) { return true }
    switch object.kind {
    case .list, .tuple, .dictionary:
      guard object.part == nil else { return false }
      return object.elements.prefix(64).contains { holdsRequest($0, depth: depth + 1) }
        || object.entries.prefix(64).contains { holdsRequest($0.value, depth: depth + 1) }
    default: return false
    }
  }

  /// That value, as made of all of the request.
  func ofRequest(_ value: PythonValue) -> PythonValue {
    if case .symbol(let index) = value { ofRequest.insert(index) }
    return value
  }

  /// Whether a key of a symbol names one that is made of the request.
  func isOfRequest(_ key: String) -> Bool { names(key, oneOf: ofRequest) }

  /// Whether a key names one of some symbols.
  func names(_ key: String, oneOf symbols: Set<Int>) -> Bool {
    guard !symbols.isEmpty else { return false }
    return key.split(separator: "$", omittingEmptySubsequences: false).dropFirst().contains { part in
      Int(part.prefix { $0.isASCII && $0.isNumber }).map(symbols.contains) ?? false
    }
  }

  /// Takes note that parts of the request may be read.
  func noteRequest(_ reason: String) { found.readsUndecided.append(undecided(reason)) }

  /// Takes note of the request among what is handed to something from outside, or as what that is of.
  func noteRequest(in arguments: PythonArguments, of owner: PythonValue?, handedTo path: String) {
    if let owner, holdsRequest(owner) { return noteRequest("what is made of the request is looked at") }
    guard !Self.onlyWatch.contains(where: path.hasPrefix) else { return }
    let given = arguments.positional + arguments.keywords.map(\.value)
    if given.contains(where: { holdsRequest($0) }) { noteRequest("the request is handed to \(path)") }
  }

  /// Takes note of the origin's status, which something from outside may make a difference of.
  func noteStatus(in given: [PythonValue], handedTo path: String) {
    guard found.statusRead != nil, !["logging.", "json.", "pprint."].contains(where: path.hasPrefix) else { return }
    let isGiven = given.contains { [.string(String(status)), .int(status)].contains(plain($0)) }
    if isGiven { found.statusesUndecided.append(undecided("the status is handed to \(path)")) }
  }

  /// What is waited for.
  func awaited(_ value: PythonValue) -> PythonValue {
    guard let object = object(value), case .coroutine = object.kind else { return value }
    return object.elements.first.map(awaited) ?? fresh()
  }
}
