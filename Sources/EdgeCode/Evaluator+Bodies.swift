import ECMAScript

/// The bodies that Lambda handlers answer with.
///
/// CloudFront Developer Guide, "Generating HTTP responses in request triggers": `body` is a text, `bodyEncoding` is
/// `text` or `base64`, and `text` where there is none.
extension Evaluator {
  func describeBody(_ id: ObjectID, _ object: HeapObject, _ result: inout EdgeResult) {
    if let (value, place) = own("body", of: id, object) {
      describe(body: value, at: place, &result)
      // A body that is put in its place needs the request's own to be there.
      if result.outcome == .request, !value.isUndefined { noteBodyReplaced() }
    }
    guard result.outcome != .request else { return }
    if let (value, offset) = own("bodyEncoding", of: id, object) {
      for atom in value.atoms {
        switch atom {
        case .string(let text) where ["text", "base64"].contains(text.lowercased()): break
        case .undefined, .null, .text: break
        case .unknown(let reason): result.undecidedBody.append(undecided(reason))
        case .object(let other) where isOutside(other):
          result.undecidedBody.append(Undecided("the encoding of the body is not known", at: place(offset)))
        default: fault(.bodyEncoding, offset, &result)
        }
      }
    }
    // Beside `statusCode` the rest is of API Gateway's form too.
    guard !result.faults.contains(where: { $0.value == .statusCode }) else { return }
    describeEncoding(id, object, &result)
    for name in ["multiValueHeaders", "cookies"] {
      guard let (value, offset) = own(name, of: id, object) else { continue }
      for atom in value.atoms {
        guard case .object(let other) = atom, !isOutside(other), heap[other].isOpen == nil else {
          if !atom.isNullish { result.undecidedBody.append(Undecided("\(name) may hold something", at: place(offset))) }
          continue
        }
        let holds = heap[other].kind == .array ? !heap[other].elements.isEmpty : !heap[other].properties.isEmpty
        if holds, heap[other].isExact { fault(.apiGateway(name), offset, &result) }
        if holds, !heap[other].isExact {
          result.undecidedBody.append(Undecided("\(name) may hold something", at: place(offset)))
        }
      }
    }
  }

  /// `isBase64Encoded`, which CloudFront does not know: it takes the body as the text that it is.
  private func describeEncoding(_ id: ObjectID, _ object: HeapObject, _ result: inout EdgeResult) {
    guard let (value, offset) = own("isBase64Encoded", of: id, object) else { return }
    let encoding = own("bodyEncoding", of: id, object)?.value
    let isGiven = encoding.map { !$0.atoms.contains(where: \.isNullish) } ?? false
    let mayBeGiven = encoding.map { !$0.atoms.allSatisfy(\.isNullish) } ?? (object.properties["bodyEncoding"] != nil)
    if isGiven, object.properties["bodyEncoding"]?.isOptional != true { return }
    let truths = value.atoms.map { truth(of: $0) }
    if truths.allSatisfy({ $0 == false }) { return }
    if truths.contains(true), !mayBeGiven, object.isOpen == nil, object.wildcard == nil {
      fault(.apiGateway("isBase64Encoded"), offset, &result)
    } else {
      let what = "the body may be in Base64, and bodyEncoding does not say so"
      result.undecidedBody.append(Undecided(what, at: place(offset)))
    }
  }

  private func describe(body value: Value, at offset: SourceOffset, _ result: inout EdgeResult) {
    func isUndecided(_ what: String) { result.undecidedBody.append(Undecided(what, at: place(offset))) }
    // What it begins with, where something else is set that is not known, need not be left when it is answered.
    let isKnown = !value.atoms.contains { atom in
      switch atom {
      case .unknown: true
      case .object(let id): isOutside(id)
      default: false
      }
    }
    for atom in value.atoms {
      if result.outcome == .request {
        // `{action, encoding, data}`; the guide does not say what becomes of a text.
        if case .object = atom { continue }
        if !atom.isNullish { isUndecided("the body of the request is replaced by something that is no object") }
        continue
      }
      switch atom {
      case .undefined, .string, .text, .status: break
      case .null: isUndecided("the body is null")
      case .unknown(let reason): result.undecidedBody.append(undecided(reason))
      case .object(let id):
        switch heap[id].kind {
        case .external(let path):
          let makesBuffer = ["Buffer.from()", "Buffer.concat()", "Buffer.alloc()", "new Uint8Array()"]
          if isBuffer(path, made: makesBuffer) {
            fault(.body, offset, &result)
          } else {
            isUndecided("what \(path) gives is not known")
          }
        case .date, .wrapper: break
        case .function, .class, .native, .bound, .namespace, .imported, .settler, .callback, .require:
          isUndecided("the body is not known")
        case .plain, .error:
          if member(of: id, named: "toJSON", this: Value(atom)).isUndefined {
            fault(.body, offset, &result)
          } else {
            isUndecided("what toJSON makes of the body is not known")
          }
        default: fault(.body, offset, &result)
        }
      default: if isKnown { fault(.body, offset, &result) } else { isUndecided("the body may be no text") }
      }
    }
  }

  private func isBuffer(_ path: String, made: [String]) -> Bool {
    made.contains { path == $0 || path.hasSuffix("." + $0) && !path.dropLast($0.utf8.count).contains("(") }
  }

  private func isOutside(_ id: ObjectID) -> Bool {
    if case .external = heap[id].kind { true } else { false }
  }

  /// Whether JSON makes an object or a list of it.
  func isNoStatus(_ id: ObjectID) -> Bool {
    let object = heap.objects[Int(id)]
    switch object.kind {
    case .array, .map, .set, .promise: return true
    case .plain:
      return object.isOpen == nil && object.wildcard == nil && object.copies.isEmpty
        && member(of: id, named: "toJSON", this: .object(id)).isUndefined
    default: return false
    }
  }

  /// A member of an answer that the code sets, and where.
  private func own(_ name: String, of id: ObjectID, _ object: HeapObject) -> (value: Value, place: SourceOffset)? {
    guard let property = object.properties[name], !property.isDeleted else { return nil }
    let value = property.getter == nil ? property.value : member(of: id, named: name, this: .object(id))
    return (property.isOptional ? value.joined(.undefined) : value, property.place)
  }

  /// The name in an entry of a header, where that is certainly another one than the header's.
  func otherName(of entry: Value, than name: String) -> String? {
    guard name != "*", case .object(let id)? = entry.only, case .plain = heap[id].kind,
      let key = heap[id].properties["key"]?.value, !key.atoms.isEmpty
    else { return nil }
    var other: String?
    for atom in key.atoms {
      guard case .string(let text) = atom, text.lowercased() != name else { return nil }
      other = text
    }
    return other
  }
}
