/// Lambda@Edge Developer Guide, "Lambda@Edge event structure".
extension PythonRun {
  /// The event, with or without a response.
  func makeEvent(hasResponse: Bool) -> PythonValue {
    func part(_ part: PythonEventPart, _ entries: [(String, PythonValue)]) -> PythonValue {
      let value = dictionary(entries.map { (.string($0), $1) })
      let object = object(value)
      object?.part = part
      for index in object?.entries.indices ?? 0..<0 { object?.entries[index].isByCode = false }
      return value
    }
    func headers(_ part: PythonEventPart) -> PythonValue {
      let (value, object) = add(.dictionary)
      object.part = part
      object.isOpen = undecided("the headers of the event are not known")
      return value
    }
    let request = part(
      .request,
      [
        ("clientIp", symbol("clientIp", .text)), ("headers", headers(.requestHeaders)),
        ("method", symbol("method", .text)), ("querystring", symbol("querystring", .text)),
        ("uri", symbol("uri", .text)),
      ])
    let names = ["distributionDomainName", "distributionId", "eventType", "requestId"]
    let config = part(.config, names.map { ($0, event.text($0).map(PythonValue.string) ?? symbol($0, .text)) })
    var members = [("config", config), ("request", request)]
    if hasResponse {
      members.append(
        (
          "response",
          part(
            .response,
            [
              ("headers", headers(.responseHeaders)), ("status", .string(String(status))),
              ("statusDescription", symbol("statusDescription", .text)),
            ])
        ))
    }
    return part(.event, [("Records", list([dictionary([(.string("cf"), part(.record, members))])]))])
  }

  /// What makes a member that a part of the event may have.
  func eventMember(_ part: PythonEventPart, _ key: PythonValue) -> (() -> PythonValue)? {
    switch part {
    case .request:
      guard case .string(let name) = key else { return nil }
      switch name {
      case "body":
        return { [self] in
          dictionary([
            (.string("inputTruncated"), symbol("inputTruncated", .truth)), (.string("action"), symbol("action", .text)),
            (.string("encoding"), symbol("encoding", .text)), (.string("data"), symbol("data", .text)),
          ])
        }
      case "origin": return { [self] in symbol("origin") }
      default: return nil
      }
    case .requestHeaders, .responseHeaders:
      return { [self] in
        let name = (part == .requestHeaders ? "request's " : "response's ") + self.key(key)
        let one = dictionary([
          (.string("key"), symbol("name of \(name)", .text)),
          (.string("value"), symbol("value of \(name)", .text)),
        ])
        let value = list([one], isOpen: undecided("the headers of the event are not known"))
        object(value)?.part = part
        return value
      }
    case .event, .record, .config, .response: return nil
    }
  }

  /// Takes note of what of the event is read.
  func note(reading key: PythonValue, of object: PythonObject, tests: Bool) {
    guard let part = object.part else { return }
    let place = package.place(here)
    guard case .string(let name) = plain(key) else {
      if part == .config { found.asksForDistribution = true }
      if part == .request { noteRequest("a member of the request is read whose name is not known") }
      if part == .requestHeaders { found.readsUndecided.append(undecided("a header is read whose name is not known")) }
      return
    }
    switch (part, name) {
    case (.event, "Records"): found.readsRecords = true
    case (.event, _) where tests: found.apiGatewayTests.append(Found(name, at: place))
    case (.event, _): found.apiGatewayReads.append(Found(name, at: place))
    case (.config, _): found.asksForDistribution = found.asksForDistribution || EventContext.isOfDistribution(name)
    case (.record, "response"):
      if tests { found.testsResponse = true } else { found.readsResponse = true }
    case (.request, "body"): found.reads.append(Found(.body, at: place))
    case (.request, "querystring"): found.reads.append(Found(.queryString, at: place))
    case (.requestHeaders, "cookie"): found.reads.append(Found(.cookies, at: place))
    case (.response, "status"): found.statusRead = found.statusRead ?? here
    default: break
    }
  }

  /// What code gets that cannot be read may do anything with it.
  func handOver(_ value: PythonValue, to path: String, depth: Int = 0) {
    guard depth < 12, let object = object(value), object.isOpen?.reason != "it is handed to \(path)" else { return }
    switch object.part {
    case .event, .record, .request:
      found.readsUndecided.append(undecided("the request is handed to \(path)"))
    default: break
    }
    guard depth == 0 || object.part != nil || !object.entries.isEmpty || !object.elements.isEmpty else { return }
    object.isOpen = undecided("it is handed to \(path)")
    for entry in object.entries { handOver(entry.value, to: path, depth: depth + 1) }
    for element in object.elements { handOver(element, to: path, depth: depth + 1) }
    for member in object.names.values { handOver(member, to: path, depth: depth + 1) }
  }
}
