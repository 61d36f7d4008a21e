import ECMAScript

/// Headers that are deleted where they are there: behind that they are gone, whichever way was taken.
extension Evaluator {
  /// A header of the event.
  struct AskedHeader {
    let table: ObjectID
    let name: String
  }

  /// The header that a condition asks for: `headers[name]`, `name in headers`, `headers.hasOwnProperty(name)`.
  func askedHeader(_ test: Int32) -> AskedHeader? {
    let node = node(test)
    switch node.kind {
    case .unary where node.op == .not && self.node(node.a).kind == .unary && self.node(node.a).op == .not:
      return askedHeader(self.node(node.a).a)
    case .chain:
      let parts = Array(program.list(node))
      guard let last = parts.last else { return nil }
      let link = self.node(last)
      if [.member, .index].contains(link.kind), path(of: test) != nil {
        let reference = evaluateReference(node)
        return askedHeader(reference.object, reference.key)
      }
      guard link.kind == .call, parts.count == 3, self.node(parts[1]).kind == .member,
        text(self.node(parts[1]).a) == "hasOwnProperty", let key = program.list(link).first,
        path(of: parts[0]) != nil, path(of: key) != nil
      else { return nil }
      return askedHeader(evaluate(parts[0]), evaluate(key))
    case .binary where node.b == 3:
      let parts = Array(program.list(node))
      switch Operator(rawValue: UInt8(truncatingIfNeeded: parts[1])) {
      case .in where path(of: parts[0]) != nil && path(of: parts[2]) != nil:
        return askedHeader(evaluate(parts[2]), evaluate(parts[0]))
      case .strictNotEqual, .notEqual:
        guard let literal = literal(parts[2]) ?? literal(parts[0]), literal.isNullish else { return nil }
        return askedHeader(self.literal(parts[2]) == nil ? parts[2] : parts[0])
      default: return nil
      }
    default: return nil
    }
  }

  private func askedHeader(_ table: Value, _ key: Value) -> AskedHeader? {
    guard case .object(let id)? = table.only, case .event(let part) = heap.objects[Int(id)].kind,
      [.requestHeaders, .responseHeaders].contains(part), let name = key.string
    else { return nil }
    return AskedHeader(table: id, name: name)
  }

  /// Whether a header is deleted here.
  func isGone(_ header: AskedHeader?) -> Bool {
    guard !isDead, let header, let property = heap.objects[Int(header.table)].properties[header.name] else {
      return false
    }
    return property.isDeleted && !property.isOptional
  }

  /// Notes that a header is gone behind a condition: it was not there, or is deleted.
  func noteGone(_ header: AskedHeader?) {
    guard !isDead, let header, let property = heap.objects[Int(header.table)].properties[header.name],
      property.isDeleted, property.isOptional
    else { return }
    heap[header.table].properties[header.name]?.isOptional = false
  }
}
