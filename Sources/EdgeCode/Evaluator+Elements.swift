/// What is gone over: the elements of a list, the names of an object.
extension Evaluator {
  /// What a value gives to what goes over it, which throws where there is nothing to go over.
  func iterated(_ value: Value) -> Items {
    if value.atoms.contains(where: isNotIterable) { noteRisk() }
    return elements(of: value)
  }

  private func isNotIterable(_ atom: Atom) -> Bool {
    switch atom {
    case .undefined, .null, .number, .numeral, .bool, .truth: return true
    case .object(let id):
      let object = heap[id]
      guard case .plain = object.kind, object.isOpen == nil else { return false }
      return ["@@Symbol.iterator", "@@Symbol.asyncIterator"].allSatisfy {
        member(of: id, named: $0, this: Value(atom)).isUndefined
      }
    default: return false
    }
  }

  /// Notes that what is done with a value throws where it is nothing.
  func noteUse(of value: Value) {
    if value.atoms.contains(where: \.isNullish) { noteRisk() }
  }

  /// What a value gives to `for … of`, a spread or a pattern.
  func elements(of value: Value) -> Items {
    var items = Items()
    var isFirst = true
    for atom in value.atoms {
      let next = elements(of: atom)
      if isFirst {
        items = next
      } else {
        items.known += next.known
        items.others = items.others.map { old in next.others.map { old.joined($0) } ?? old } ?? next.others
        items.isExact = false
        items.isFilled = items.isFilled && next.isFilled
      }
      isFirst = false
    }
    return items
  }

  private func elements(of atom: Atom) -> Items {
    switch atom {
    case .string(let text):
      return Items(known: text.unicodeScalars.prefix(Self.maximumRounds).map { .string(String($0)) })
    case .text(let origin):
      noteQueryMethod("[]", of: atom)
      return Items(others: Value(.text(origin.part)))
    case .unknown(let reason): return Items(others: .unknown(reason))
    case .object(let id):
      let object = heap[id]
      switch object.kind {
      case .array, .set, .map:
        if object.prototype >= 0, let iterator = ownMember(object, "@@Symbol.iterator", Value(atom)) {
          let size = heap.size
          return items(of: call(iterator, this: Value(atom), []), since: size)
        }
      default: break
      }
      switch object.kind {
      case .array:
        if let least = least(of: object) {
          let others = object.elements[least...].reduce(nil) { old, next in old?.joined(next) ?? next }
          return Items(known: Array(object.elements[..<least]), others: others)
        }
        return Items(known: object.elements, isExact: object.isExact, isFilled: object.isFilledForCertain)
      case .set: return Items(known: object.elements, isExact: object.isExact, isFilled: object.isFilledForCertain)
      case .map:
        // Keys and values stand one after the other.
        var pairs: [Value] = []
        for index in stride(from: 0, to: object.elements.count - 1, by: 2) {
          pairs.append(makeArray([object.elements[index], object.elements[index + 1]]))
        }
        return Items(known: pairs, isExact: object.isExact, isFilled: object.isFilledForCertain)
      case .event(let part):
        if part == .records { return Items(known: [member(of: id, named: "0", this: .undefined)]) }
        let added = addedElements(id)
        let others = eventMember(part, id, nil).filter { $0 != .undefined }
        return Items(known: added, others: others, isExact: added.isEmpty)
      case .buffer: return Items(others: .number)
      case .iterator: return takeAll(of: id)
      case .generator: return takeAll(ofGenerator: id)
      case .external(let path):
        noteGoingOver(path)
        return Items(others: external(path + "[]"))
      case .namespace, .callback, .settler, .native: return Items()
      default:
        let own = member(of: id, named: "@@Symbol.iterator", this: Value(atom))
        let iterator = own.isUndefined ? member(of: id, named: "@@Symbol.asyncIterator", this: Value(atom)) : own
        if !iterator.isUndefined, isCallable(iterator) {
          let size = heap.size
          let value = call(iterator, this: Value(atom), [])
          if case .object(let inner)? = value.only, case .generator = heap[inner].kind {
            return takeAll(ofGenerator: inner)
          }
          return items(of: value, since: size)
        }
        if case .plain = object.kind, let open = object.isOpen { return Items(others: .unknown(open)) }
        return Items()
      }
    default: return Items()
    }
  }

  /// What a value gives to `for … in` and `Object.keys`.
  func keys(of value: Value) -> Items {
    var items = Items()
    for (index, atom) in value.atoms.enumerated() {
      let next = keys(of: atom)
      if index == 0 {
        items = next
      } else {
        items.known += next.known
        items.others = items.others ?? next.others
        items.isExact = false
      }
    }
    return items
  }

  /// Where the names of a table of the event come from that are not known: they are none of those that are.
  private func otherName(than known: [Value]) -> TextOrigin {
    let names = Set(known.compactMap(\.string))
    if names.isEmpty { return .madeOfEvent }
    let index = knownNames.firstIndex(of: names) ?? knownNames.count
    guard index < 200 else { return .madeOfEvent }
    if index == knownNames.count { knownNames.append(names) }
    return .otherName(Int32(index))
  }

  /// Which members a name that is not known is none of.
  func names(beside key: Value) -> Set<String> {
    var names: Set<String>?
    var own: Set<String> = []
    for atom in key.atoms {
      switch atom {
      case .string(let name): own.insert(name)
      case .text(.otherName(let index)):
        let known = knownNames[Int(index)]
        names = names?.intersection(known) ?? known
      default: return []
      }
    }
    return names?.subtracting(own) ?? []
  }

  /// The number that a name is, where it is written as numbers of elements are.
  private static func place(_ name: String) -> Int? {
    guard let first = name.utf8.first, (0x30...0x39).contains(first), name == "0" || first != 0x30 else { return nil }
    return Int(name).flatMap { $0 < 4_294_967_295 ? $0 : nil }
  }

  private func keys(of atom: Atom) -> Items {
    switch atom {
    case .unknown: return Items(others: .text)
    case .string(let text): return Items(known: (0..<min(text.utf16.count, 200)).map { .string(String($0)) })
    case .object(let id):
      let object = heap[id]
      var items = Items()
      var hasOptional = false
      for name in object.properties.names {
        guard let property = object.properties[name], !property.isHidden, !property.isDeleted, !name.hasPrefix("#"),
          !name.hasPrefix("@@")
        else { continue }
        if property.isOptional { hasOptional = true }
        items.known.append(.string(name))
      }
      // Node.js gives numbers first, in their order.
      if !isFunction, object.kind != .array {
        let numbers = items.known.compactMap { $0.string.flatMap(Self.place) }
        if !numbers.isEmpty {
          items.known =
            numbers.sorted().map { .string(String($0)) }
            + items.known.filter { $0.string.flatMap(Self.place) == nil }
        }
      }
      switch object.kind {
      case .array:
        items.known = object.elements.indices.map { .string(String($0)) } + items.known
        items.isExact = object.isExact && !mayHaveHoles(id)
      case .event(let part):
        if part.isTable {
          items.others = Value(.text(otherName(than: items.known)))
        } else {
          for name in part.names(isFunction: isFunction) where object.properties[name] == nil {
            items.known.append(.string(name))
          }
        }
      case .namespace(let module): items.known = exportedNames(of: module).map { .string($0) }
      case .external(let path):
        noteGoingOver(path)
        items.others = .text
      default:
        for copy in object.copies {
          let inner = keys(of: Value.object(copy))
          items.known += inner.known.filter { !items.known.contains($0) }
          items.others = items.others ?? inner.others
        }
      }
      if object.isOpen != nil || object.wildcard != nil { items.others = items.others ?? .text }
      if hasOptional { items.isExact = false }
      return items
    default: return Items()
    }
  }
}
