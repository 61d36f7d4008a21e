import ECMAScript

extension Evaluator {
  /// The event that a handler gets.
  func makeEvent() -> Value {
    let part: EventPart = isFunction ? .functionEvent : .event
    return .object(heap.add(HeapObject(kind: .event(part), place: SourceOffset(module: -1, offset: 0))))
  }

  /// A member of a part of the event, as it came; nil for a name that is not known.
  func eventMember(_ part: EventPart, _ id: ObjectID, _ name: String?) -> Value {
    noteRead(part, name)
    if let reason = heap.objects[Int(id)].isOpen {
      return eventMemberItself(part, id, name).joined(.unknown(reason))
    }
    return eventMemberItself(part, id, name)
  }

  private func eventMemberItself(_ part: EventPart, _ id: ObjectID, _ name: String?) -> Value {
    if name == nil, !part.isTable, !part.isList(isFunction: isFunction) {
      var value = Value.undefined
      for known in part.names(isFunction: isFunction) { value = value.joined(eventMember(part, id, known)) }
      return value
    }
    if let name, part.isList(isFunction: isFunction), Int(name) == nil, name != "length" {
      return native("Array.prototype." + name)
    }
    if let name, name == "toString" || name == "hasOwnProperty" { return native("Object.prototype." + name) }
    switch part.member(name ?? "0", isFunction: isFunction) {
    case .part(.response) where event.hasResponse == false: return .undefined
    case .part(let child): return .object(eventChild(child, of: id, name))
    case .optionalPart(let child): return Value([.object(eventChild(child, of: id, name)), .undefined])
    case .text where part == .config || part == .context:
      return (name.flatMap(event.text)).map(Value.string) ?? Value(.text(.event))
    case .text: return Value(.text(part == .request && name == "querystring" ? .queryString : .event))
    case .optionalText: return Value([.text(.event), .undefined])
    case .truth: return .truth
    case .number: return part == .records ? .number(1) : .number
    case .status: return Value(originStatus)
    case .undefined:
      let isMethod = isFunction && part == .request && name == "rawQueryString" && event.functionRuntime != .js1
      return isMethod ? external("request.rawQueryString") : .undefined
    case .unknown:
      return Value([.undefined, .unknown(reason("CloudFront sends no \(name ?? "such member")"))])
    }
  }

  private func eventChild(_ part: EventPart, of id: ObjectID, _ name: String?) -> ObjectID {
    // Names that are not known share one object.
    let name = name ?? "*"
    if let child = eventParts[id]?[name] { return child }
    let child = heap.addOriginal(HeapObject(kind: .event(part), place: here))
    eventParts[id, default: [:]][name] = child
    if name == "*" || sharedParts.contains(id) { sharedParts.insert(child) }
    return child
  }

  /// Notes what is read of the request.
  private func noteRead(_ part: EventPart, _ name: String?) {
    switch (part, name) {
    case (.request, "body"): read(.body)
    case (.request, "querystring"): read(.queryString)
    case (.request, "rawQueryString") where isFunction: read(.queryString)
    case (.request, "cookies") where isFunction: read(.cookies)
    case (.requestHeaders, "cookie"): read(.cookies)
    case (.request, nil):
      readsUndecided.append(Undecided("the name of the member that is read is not known", at: place(here)))
    case (.requestHeaders, nil): read(.cookies)
    case (.config, let name), (.context, let name):
      if name.map(EventContext.isOfDistribution) != false { answers.asksForDistribution = true }
    case (.responseHeaders, let name?): soughtHeaders.insert(name.lowercased())
    case (.event, "Records"): readsRecords = true
    case (.event, let name?) where name != "Records":
      if !["length", "toString", "toJSON", "then"].contains(name) {
        apiGatewayReads.append(Found(name, at: place(here)))
      }
    default: break
    }
  }

  /// Notes that the request goes on with another body, which CloudFront takes where it handed out the one that came.
  func noteBodyReplaced() { read(.body) }

  private func read(_ part: RequestPart) {
    if reads.count < 1000 { reads.append(Found(part, at: place(here))) }
  }

  /// Notes that something gets hold of a value whose code is not read: it may read and change what it reaches.
  func escape(_ value: Value, to what: Reason, depth: Int = 0) {
    for atom in expand(value).atoms {
      if case .text(.wholeRequest) = atom { noteWholeRequest(what) }
      if isQuery(Value(atom)) { noteQueryTakenApart() }
      guard case .object(let id) = atom else { continue }
      escape(id, to: what, depth: depth)
    }
  }

  private func noteWholeRequest(_ what: Reason) {
    readsUndecided.append(Undecided("the whole request is handed on", at: undecided(what).place))
  }

  private func escape(_ id: ObjectID, to what: Reason, depth: Int) {
    let object = heap[id]
    if object.isOpen != nil || depth > 6 || steps > stepLimit { return }
    steps += 1
    switch object.kind {
    case .external("context"): mayAnswerElsewhere = true
    case .event(let part):
      heap[id].isOpen = what
      switch part {
      case .event, .record, .cf, .functionEvent:
        noteWholeRequest(what)
        for name in part.names(isFunction: isFunction) where name != "config" && name != "context" {
          if case .object(let child)? = eventMemberItself(part, id, name).only {
            escape(child, to: what, depth: depth + 1)
          }
        }
      case .records:
        if case .object(let child)? = eventMemberItself(part, id, "0").only {
          escape(child, to: what, depth: depth + 1)
        }
      case .request, .response:
        if part == .request {
          noteWholeRequest(what)
        } else {
          awaitedUndecided.append(undecided(what))
        }
        if case .object(let child)? = eventMemberItself(part, id, "headers").only {
          escape(child, to: what, depth: depth + 1)
        }
      default: break
      }
    case .plain, .class, .error, .wrapper:
      heap[id].isOpen = what
      for name in object.properties.names.prefix(200) {
        if let value = object.properties[name]?.value { escape(value, to: what, depth: depth + 1) }
      }
      for copy in object.copies where { if case .event(.request) = heap[copy].kind { true } else { false } }() {
        noteWholeRequest(what)
      }
    case .array:
      heap[id].isOpen = what
      heap[id].isExact = false
      for element in object.elements.prefix(200) { escape(element, to: what, depth: depth + 1) }
    case .callback:
      mayAnswerElsewhere = true
      resultsUndecided.append(Undecided("the callback is handed to \(text(of: what))", at: undecided(what).place))
    case .function, .bound:
      // It may be called with anything.
      if depth < 3, callDepth < Self.maximumCalls / 2 {
        let function = Value.object(id)
        maybe {
          _ = self.call(function, this: .undefined, [.unknown(what), .unknown(what), .unknown(what)], isExact: true)
        }
      }
    default: break
    }
  }
}
