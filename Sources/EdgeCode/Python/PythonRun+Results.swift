extension PythonRun {
  /// What a handler answers with that returns that value.
  func result(of value: PythonValue) -> (result: EdgeResult?, undecided: Undecided?) {
    let value = resolved(value)
    switch value {
    case .symbol, .external: return (nil, undecided("what the handler returns is not known"))
    case .object: break
    case .none: return (invalid(isMeant: returnedNothing), nil)
    default: return (invalid(isMeant: true), nil)
    }
    guard let object = object(value), case .dictionary = object.kind else {
      if case .instance(let type)? = object(value)?.kind {
        // It may be a dictionary too, by a class that it is made of, and then with any status and any headers.
        return isOpen(type: type)
          ? (nil, undecided("what the handler returns is not known")) : (invalid(isMeant: false), nil)
      }
      return (invalid(isMeant: true), nil)
    }
    var result: EdgeResult
    switch object.part {
    case .request: result = EdgeResult(outcome: .request)
    case .response: result = EdgeResult(outcome: .response)
    case .event, .record: return (EdgeResult(outcome: .invalid), nil)
    default: result = EdgeResult(outcome: .generated)
    }
    if let reason = object.isOpen { result.undecidedHeaders.append(reason) }
    if let decidedByLoop { result.undecidedWay.append(decidedByLoop) }
    if result.outcome != .request {
      describeStatus(object, &result)
    } else if event.hasResponse == true, own("status", of: object) == nil {
      // Where a response is waited for, a request is one without a status.
      result.faults.append(Found(.noStatus, at: package.place(returned ?? here)))
    }
    describeHeaders(object, &result)
    describeBody(object, &result)
    return (result, nil)
  }

  /// An answer of nothing that CloudFront takes; where nobody says so, it may be that no event leads there.
  private func invalid(isMeant: Bool) -> EdgeResult {
    var result = EdgeResult(outcome: .invalid)
    if !isMeant { result.undecidedAnswer = [undecided("this may be answered with nothing that CloudFront takes")] }
    return result
  }

  func own(_ name: String, of object: PythonObject) -> PythonObject.Entry? {
    object.entries.first { plain($0.key) == .string(name) }
  }

  private func describeStatus(_ object: PythonObject, _ result: inout EdgeResult) {
    func fault(_ fault: ShapeFault, _ place: PythonLocation) {
      result.faults.append(Found(fault, at: package.place(place)))
    }
    if let entry = own("statusCode", of: object), result.outcome == .generated { fault(.statusCode, entry.place) }
    guard let entry = own("status", of: object) else {
      if result.outcome == .generated, object.isOpen == nil, own("statusCode", of: object) == nil {
        fault(.noStatus, here)
      }
      if result.outcome == .generated, object.isOpen != nil { result.status = Possible([], isComplete: false) }
      return
    }
    guard entry.isByCode else { return }
    result.alwaysSetsStatus = true
    switch plain(entry.value) {
    case .int(let status) where (100...599).contains(status): result.status = Possible([status])
    case .string(let text):
      if let status = Int(text), (100...599).contains(status), text.utf8.count == 3 {
        result.status = Possible([status])
      } else {
        result.status = Possible([])
        fault(.status(text), entry.place)
      }
    case .symbol, .external: result.status = Possible([], isComplete: false)
    case let other:
      result.status = Possible([])
      fault(.status(text(of: other) ?? "no text"), entry.place)
    }
  }

  private func describeHeaders(_ object: PythonObject, _ result: inout EdgeResult) {
    guard let entry = own("headers", of: object) else {
      if result.outcome != .generated {
        result.undecidedHeaders.append(undecided("the headers of the event are taken away"))
      }
      return
    }
    guard let headers = self.object(entry.value), case .dictionary = headers.kind else {
      if case .symbol = resolved(entry.value) {
        result.undecidedHeaders.append(Undecided("the headers are not known", at: package.place(entry.place)))
      } else if resolved(entry.value) != .none {
        result.faults.append(Found(.headers, at: package.place(entry.place)))
      }
      return
    }
    let isOfEvent = headers.part != nil
    if result.outcome != .generated, !isOfEvent {
      result.undecidedHeaders.append(Undecided("the headers are made anew", at: package.place(entry.place)))
    }
    if let reason = headers.isOpen, !isOfEvent || reason.reason != "the headers of the event are not known" {
      result.undecidedHeaders.append(reason)
    }
    for (key, place) in headers.deleted {
      guard case .string(let name) = key else {
        result.undecidedHeaders.append(
          Undecided("a header is deleted whose name is not known", at: package.place(place)))
        continue
      }
      result.headers.append(
        HeaderChange(
          name: name.lowercased(), action: .delete, values: Possible([]), isCertain: true,
          place: package.place(place)))
    }
    // Of a response of the code's own, what is copied from the event is set too, with values that are not known.
    if result.outcome == .generated, isOfEvent {
      result.undecidedHeaders.append(Undecided("headers of the event are copied", at: package.place(entry.place)))
    }
    for header in headers.entries {
      if header.isByCode || isChanged(header.value) {
        describe(header, &result)
      } else if headers.part == .responseHeaders, case .string(let name) = plain(header.key) {
        result.keptHeaders.insert(name.lowercased())
      }
    }
    result.headers.sort { ($0.name, $0.place) < ($1.name, $1.place) }
  }

  private func isChanged(_ value: PythonValue, depth: Int = 0) -> Bool {
    guard depth < 6, let object = object(value) else { return false }
    return object.isChanged || object.elements.contains { isChanged($0, depth: depth + 1) }
      || object.entries.contains { isChanged($0.value, depth: depth + 1) }
  }

  private func describe(_ header: PythonObject.Entry, _ result: inout EdgeResult) {
    let place = package.place(header.place)
    guard case .string(let given) = plain(header.key) else {
      result.undecidedHeaders.append(Undecided("a header is set whose name is not known", at: place))
      return
    }
    let name = given.lowercased()
    var values: [String] = []
    var isComplete = true
    var isNamed = true
    func fault(_ fault: ShapeFault) {
      result.faults.append(Found(fault, at: place))
      // What CloudFront refuses is set nowhere.
      isNamed = false
    }
    func isUnknownShape(_ what: String) { result.undecidedShape.append(Undecided(what, at: place)) }
    let value = plain(header.value)
    var isList = false
    if let object = object(value) {
      switch object.kind {
      case .list, .tuple: isList = true
      default: break
      }
    }
    if isList, let list = object(value) {
      isComplete = list.isOpen == nil
      // An empty list is no header.
      if list.elements.isEmpty, isComplete { isNamed = false }
      for element in list.elements {
        guard let member = object(element), case .dictionary = member.kind else {
          // An instance may be a dictionary too, by a class that it is made of.
          let isInstance = if case .instance? = object(element)?.kind { true } else { false }
          if case .symbol = resolved(element) {
            result.undecidedHeaders.append(Undecided("the header \(name) is not known", at: place))
          } else if isInstance {
            isComplete = false
            result.undecidedHeaders.append(Undecided("the header \(name) is not known", at: place))
          } else {
            fault(.header(name))
          }
          continue
        }
        if let key = own("key", of: member), case .string(let other) = plain(key.value), other.lowercased() != name {
          let what = Undecided("the header \(name) has the key \(other)", at: place)
          result.undecidedShape.append(what)
          result.undecidedHeaders.append(what)
          isNamed = false
        }
        switch own("value", of: member).map({ plain($0.value) }) {
        case .string(let text):
          values.append(text)
          // Not all statuses are tried: what has one in it may have another.
          if found.statusRead != nil, text.contains(String(status)) { isComplete = false }
        case .symbol(let index):
          isComplete = false
          switch symbols[index].knownType {
          case .number, .truth, .bytes: fault(.headerValue(name))
          case .any: isUnknownShape("the value of the header \(name) is not known")
          case .text: break
          }
        case .external:
          isComplete = false
          isUnknownShape("the value of the header \(name) is not known")
        case .object(let index) where objects[index].isList:
          isComplete = false
          // Its own message says that a value is a text or a list of texts; the guide knows no lists.
          isUnknownShape("the value of the header \(name) is a list")
        case nil where member.isOpen != nil: isComplete = false
        default: fault(.headerValue(name))
        }
      }
    } else if case .symbol(let index) = value, symbols[index].knownType == .any {
      isComplete = false
      result.undecidedHeaders.append(Undecided("the header \(name) is not known", at: place))
    } else {
      fault(.header(name))
      isComplete = false
    }
    result.headers.append(
      HeaderChange(
        name: name, action: .set, values: Possible(values, isComplete: isComplete),
        isCertain: isNamed && !header.isOptional, place: place))
  }
}
