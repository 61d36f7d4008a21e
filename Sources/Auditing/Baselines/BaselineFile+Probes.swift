import Documents
import Estate
import Schema

/// What is done after a repair: probes and invalidations.
extension BaselineFile {
  static let probeForm = FileForm([
    .required("url", .text, "An http or https URL. It is asked without credentials, and no redirect is followed."),
    .required(
      "expect", .either(.integer(100...599), .definition("expectation")), "What is to be answered, or its status."),
    .optional("times", .integer(1...100), "How many answers in a row have to be so; 3, unless said otherwise."),
    .optional("within", .integer(1...3600), "Seconds after which it is given up; 300, unless said otherwise."),
  ])

  static let expectationForm = FileForm([
    .optional("status", .integer(100...599), "The status code."),
    .optional("headers", ["type": "object"], "Patterns for the values of headers, by name."),
    .optional("body", .text, "A pattern for the whole body, which may have at most 1 MiB."),
  ])

  /// The probes of a declaration: one, or a list of them.
  func probes(_ reader: YAMLReader?, _ values: BaselineValues) -> [Probe] {
    guard let reader else { return [] }
    let readers = reader.node.sequence == nil ? [reader] : reader.elements
    return readers.compactMap { probe($0, values) }
  }

  private func probe(_ reader: YAMLReader, _ values: BaselineValues) -> Probe? {
    let members = reader.members(known: Self.probeForm.names)
    let url = reader.required("url", in: members) { values.text($0) }
    let expectation = reader.required("expect", in: members) { self.expectation($0, values) }
    let times = members["times"].map { values.integer($0, in: 1...100) } ?? 3
    let within = members["within"].map { values.integer($0, in: 1...3600) } ?? 300
    guard let url, let expectation, let times, let within else { return nil }
    guard let probe = Probe(url, expect: expectation, times: times, within: within) else {
      members["url"]?.note(
        "An http or https URL was expected here, without user name and fragment, percent-encoded where need be.")
      return nil
    }
    // One request a second.
    if within < times { reader.note("\(times) answers, one a second, do not fit into \(within) seconds.") }
    return probe
  }

  private func expectation(_ reader: YAMLReader, _ values: BaselineValues) -> Probe.Expectation? {
    guard reader.node.mapping != nil else {
      return values.integer(reader, in: 100...599).map { Probe.Expectation(status: $0) }
    }
    let members = reader.members(known: Self.expectationForm.names)
    var expectation = Probe.Expectation()
    if let status = members["status"] { expectation.status = values.integer(status, in: 100...599) }
    for (name, value) in members["headers"]?.anyMembers ?? [] {
      expectation.headers[name.text] = values.text(value)
    }
    expectation.body = members["body"].flatMap { values.text($0) }
    if members["status"] == nil, members["body"] == nil, members["headers"]?.node.mapping?.isEmpty != false {
      reader.note("Nothing is expected: `status`, `headers` or `body` is missing.")
    }
    return expectation
  }

  /// What a declaration says of caches.
  func invalidation(_ reader: YAMLReader?, of type: ResourceType, _ values: BaselineValues) -> Invalidation? {
    guard let reader else { return nil }
    if type != .distribution { reader.note("Only distributions have caches to invalidate.") }
    if reader.node.sequence == nil {
      if values.value(reader) == true { return .derived }
      reader.note("A list of paths was expected here, or `true`.")
      return nil
    }
    let paths = reader.elements.compactMap { reader -> String? in
      guard let path = values.text(reader) else { return nil }
      if let issue = Invalidation.issue(with: path) { reader.note("\(issue) This is \"\(path)\".") }
      return path
    }
    if reader.elements.isEmpty { reader.note("No path is named; write `true` for those that a repair concerns.") }
    return .paths(paths)
  }
}

extension BaselineValues {
  /// A text; notes an issue where it is none.
  fileprivate func text(_ reader: YAMLReader) -> String? {
    switch value(reader) {
    case .string(let text): return text
    case .integer(let number): return String(number)
    default:
      reader.note("Text was expected here.")
      return nil
    }
  }

  /// A whole number; notes an issue where it is none, or out of range.
  fileprivate func integer(_ reader: YAMLReader, in range: ClosedRange<Int>) -> Int? {
    let value = value(reader)
    // Out of the environment, all comes as text.
    if let number = value.integer ?? value.string.flatMap({ Int($0) }), range.contains(number) { return number }
    reader.note("A whole number from \(range.lowerBound) to \(range.upperBound) was expected here.")
    return nil
  }
}

extension JSONObject {
  /// A whole number, or a variable that is one.
  fileprivate static func integer(_ range: ClosedRange<Int>) -> JSONObject {
    .either(
      ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)],
      ["type": "string", "pattern": #"^([0-9]+|\$\{[^}]+\})$"#])
  }
}
