/// The bodies that handlers for Python answer with.
///
/// CloudFront Developer Guide, "Generating HTTP responses in request triggers": `body` is a text, `bodyEncoding` is
/// `text` or `base64`, and `text` where there is none.
extension PythonRun {
  func describeBody(_ object: PythonObject, _ result: inout EdgeResult) {
    if let entry = own("body", of: object), entry.isByCode {
      describe(body: entry, &result)
      // A body that is put in its place needs the request's own to be there.
      if result.outcome == .request { found.reads.append(Found(.body, at: package.place(entry.place))) }
    }
    guard result.outcome != .request else { return }
    func isUndecided(_ what: String, _ entry: PythonObject.Entry) {
      result.undecidedBody.append(Undecided(what, at: package.place(entry.place)))
    }
    func fault(_ fault: ShapeFault, _ entry: PythonObject.Entry) {
      result.faults.append(Found(fault, at: package.place(entry.place)))
    }
    let encoding = own("bodyEncoding", of: object).flatMap { plain($0.value) == .none ? nil : $0 }
    if let encoding {
      switch plain(encoding.value) {
      case .string(let text) where ["text", "base64"].contains(text.lowercased()): break
      case .symbol(let index) where symbols[index].knownType == .text: break
      case .symbol, .external: isUndecided("the encoding of the body is not known", encoding)
      default: fault(.bodyEncoding, encoding)
      }
    }
    // Beside `statusCode` the rest is of API Gateway's form too.
    guard !result.faults.contains(where: { $0.value == .statusCode }) else { return }
    if let entry = own("isBase64Encoded", of: object), encoding == nil {
      switch plain(entry.value) {
      case .bool(true) where object.isOpen == nil: fault(.apiGateway("isBase64Encoded"), entry)
      case .bool(false), .none: break
      default: isUndecided("the body may be in Base64, and bodyEncoding does not say so", entry)
      }
    }
    for name in ["multiValueHeaders", "cookies"] {
      guard let entry = own(name, of: object), plain(entry.value) != .none else { continue }
      if let value = self.object(entry.value), value.isOpen == nil {
        if !value.elements.isEmpty || !value.entries.isEmpty { fault(.apiGateway(name), entry) }
      } else {
        isUndecided("\(name) may hold something", entry)
      }
    }
  }

  private func describe(body entry: PythonObject.Entry, _ result: inout EdgeResult) {
    let place = package.place(entry.place)
    func isUndecided(_ what: String) { result.undecidedBody.append(Undecided(what, at: place)) }
    let value = plain(entry.value)
    if holdsRequest(value) { noteRequest("the request is answered with") }
    if result.outcome == .request {
      // `{action, encoding, data}`; the guide does not say what becomes of a text.
      if case .dictionary? = object(value)?.kind { return }
      if value != .none { isUndecided("the body of the request is replaced by something that is no dictionary") }
      return
    }
    switch value {
    case .string: break
    case .none: isUndecided("the body is None")
    case .symbol(let index):
      switch symbols[index].knownType {
      case .text: break
      case .any: isUndecided("the body is not known")
      case .number, .truth, .bytes: result.faults.append(Found(.body, at: place))
      }
    case .external: isUndecided("the body is not known")
    case .object(let index):
      // It may be a text too, by a class that it is made of.
      if case .instance = objects[index].kind {
        isUndecided("the body is not known")
      } else {
        result.faults.append(Found(.body, at: place))
      }
    default: result.faults.append(Found(.body, at: place))
    }
  }
}
