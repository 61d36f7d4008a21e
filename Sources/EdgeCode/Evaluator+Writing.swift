/// Members that are set, removed and copied.
extension Evaluator {
  /// Sets a member.
  func setMember(_ object: Value, _ key: Value, _ value: Value) {
    guard !isDead else { return }
    noteUse(of: object)
    let key = expand(key)
    let targets = object.atoms.compactMap { atom -> ObjectID? in if case .object(let id) = atom { id } else { nil } }
    // Of nothing it throws.
    let isCertain = targets.count == 1 && object.atoms.count { !$0.isNullish } == 1
    for id in targets { setMember(of: id, key, value, isCertain: isCertain) }
  }

  private func setMember(of id: ObjectID, _ key: Value, _ value: Value, isCertain: Bool) {
    guard step() else { return }
    let names = keyNames(key)
    switch heap.objects[Int(id)].kind {
    case .external(let path):
      if let name = names?.first { noteExternalWrite(path, name, value) }
      return
    case .native(let path):
      if path == "globalThis", let name = names?.first { globals[name] = value }
      return
    case .namespace, .imported: return
    // In strict code it throws, elsewhere it does nothing.
    case .plain where refuses(id, names), .array where refuses(id, names), .event where refuses(id, names):
      return mayThrow(.object(makeObject(.error)))
    case .array:
      if setElement(of: id, names, value, isCertain: isCertain) { return noteElements(of: id) }
    default: break
    }
    guard let names else {
      setMember(ofUnknownName: value, of: id, beside: self.names(beside: key))
      return
    }
    for name in names {
      let property = heap.objects[Int(id)].properties[name]
      if let setter = property?.setter ?? inheritedSetter(id, name) {
        _ = call(.object(setter), this: .object(id), [value])
        continue
      }
      if property?.getter != nil { continue }
      if name == "__proto__", case .object(let prototype)? = value.only {
        heap[id].prototype = prototype
        continue
      }
      var new = Property(value: value, isHidden: property?.isHidden ?? false, place: here)
      if !isCertain || names.count > 1 {
        if let property, !property.isDeleted {
          new.value = property.value.joined(value)
          new.isOptional = property.isOptional
          new.removal = property.removal
        } else {
          new.isOptional = true
        }
      }
      heap[id].properties[name] = new
    }
  }

  /// Whether members of those names cannot be set.
  private func refuses(_ id: ObjectID, _ names: [String]?) -> Bool {
    switch heap.objects[Int(id)].lock {
    case .none: false
    case .frozen: true
    case .closed: names?.contains { heap.objects[Int(id)].properties[$0] == nil && Int($0) == nil } ?? true
    }
  }

  private func inheritedSetter(_ id: ObjectID, _ name: String) -> ObjectID? {
    var current = heap.objects[Int(id)].prototype
    for _ in 0..<64 where current >= 0 {
      if let property = heap.objects[Int(current)].properties[name] { return property.setter }
      current = heap.objects[Int(current)].prototype
    }
    return nil
  }

  private func setElement(of id: ObjectID, _ names: [String]?, _ value: Value, isCertain: Bool) -> Bool {
    forgetCount(of: id)
    guard let names else {
      heap[id].elements.append(value)
      heap[id].isExact = false
      return true
    }
    guard names.count == 1, let name = names.first else { return false }
    if name == "length" {
      if case .number(let count)? = value.only, count >= 0, count <= Double(heap[id].elements.count), heap[id].isExact {
        heap[id].elements.removeLast(heap[id].elements.count - Int(count))
      } else {
        heap[id].isExact = false
      }
      return true
    }
    guard let index = Int(name), index >= 0 else { return false }
    if heap[id].isExact, isCertain, index <= heap[id].elements.count {
      if index == heap[id].elements.count { heap[id].elements.append(value) } else { heap[id].elements[index] = value }
    } else if heap[id].isExact, index < heap[id].elements.count {
      heap[id].elements[index] = heap[id].elements[index].joined(value)
    } else {
      heap[id].elements.append(value)
      heap[id].isExact = false
    }
    return true
  }

  /// Deletes a member.
  func removeMember(_ object: Value, _ key: Value) {
    noteUse(of: object)
    for atom in object.atoms {
      guard case .object(let id) = atom else { continue }
      if heap[id].lock > .none {
        mayThrow(.object(makeObject(.error)))
        continue
      }
      guard let names = keyNames(expand(key)) else {
        noteRemoval(of: id, beside: self.names(beside: key))
        continue
      }
      for name in names {
        let isCertain = object.rest.isEmpty && names.count == 1
        if heap[id].kind == .array, let index = Int(name), heap[id].elements.indices.contains(index) {
          let old = heap[id].elements[index]
          heap[id].elements[index] = isCertain && heap[id].isExact ? .undefined : old.joined(.undefined)
          aliases.cells[id] = nil
          noteHoles(in: id)
          continue
        }
        var hasHidden = !heap[id].copies.isEmpty
        if case .event = heap[id].kind { hasHidden = true }
        if hasHidden {
          var property = heap[id].properties[name] ?? Property(value: .undefined, place: here)
          if isCertain {
            property = Property(value: .undefined, isDeleted: true, place: here)
          } else if heap[id].properties[name] == nil {
            property.isDeleted = true
            property.isOptional = true
          } else {
            property.isOptional = true
          }
          heap[id].properties[name] = property
        } else if isCertain {
          heap[id].properties[name] = nil
        } else {
          heap[id].properties[name]?.isOptional = true
        }
      }
    }
  }

  /// Notes that any of the members may be gone, or be another one, but for some.
  private func noteRemoval(of id: ObjectID, beside kept: Set<String>) {
    let why = reason("the name of this member is not known")
    for name in heap.objects[Int(id)].properties.names where !kept.contains(name) {
      guard var property = heap.objects[Int(id)].properties[name], !property.isDeleted else { continue }
      property.isOptional = true
      property.removal = property.removal ?? why
      heap[id].properties[name] = property
    }
    heap[id].removes = heap[id].removes ?? here
  }

  /// Gives an object a member whose name is not known. Where that is a header of the event, which is kept or put back, no
  /// other header than the event's comes of it.
  func setMember(ofUnknownName value: Value, of id: ObjectID, beside kept: Set<String> = []) {
    heap[id].wildcard = heap[id].wildcard?.joined(value) ?? value
    if isHeaderOfEvent(value) {
      noteRemoval(of: id, beside: kept)
    } else {
      heap[id].isOpen = heap[id].isOpen ?? reason("the name of this member is not known")
    }
  }

  /// Whether a value is a header as the event has it.
  func isHeaderOfEvent(_ value: Value) -> Bool {
    value.atoms.contains { !$0.isNullish }
      && value.atoms.allSatisfy { atom in
        if atom.isNullish { return true }
        guard case .object(let id) = atom, case .event(let part) = heap.objects[Int(id)].kind else { return false }
        return [.requestHeader, .responseHeader].contains(part)
          && heap.objects[Int(id)].properties.isEmpty && heap.objects[Int(id)].isOpen == nil
      }
  }

  /// Copies the members of a value, as a spread and `Object.assign` do.
  func copyMembers(of value: Value, to target: ObjectID, without left: [String] = []) {
    let sources = value.atoms
    let isCertain = sources.count == 1
    for atom in sources {
      switch atom {
      case .object(let id):
        let object = heap.objects[Int(id)]
        switch object.kind {
        case .event(let part):
          if left.isEmpty || part.isTable, !heap[target].copies.contains(id) { heap[target].copies.append(id) }
          if !left.isEmpty {
            for name in left where heap[target].properties[name] == nil {
              heap[target].properties[name] = Property(value: .undefined, isDeleted: true, place: here)
            }
            if !heap[target].copies.contains(id) { heap[target].copies.append(id) }
          }
          // What the copy had before is covered by what the event may have.
          copyProperties(of: id, to: target, without: left, isCertain: isCertain)
        case .plain, .class, .function, .error, .wrapper:
          for copy in object.copies where !heap[target].copies.contains(copy) { heap[target].copies.append(copy) }
          copyProperties(of: id, to: target, without: left, isCertain: isCertain)
        case .array:
          for (index, element) in object.elements.enumerated() {
            heap[target].properties[String(index)] = Property(value: element, isOptional: !object.isExact, place: here)
          }
        case .namespace(let module):
          for name in exportedNames(of: module) where !left.contains(name) {
            heap[target].properties[name] = Property(value: exported(name, of: module), place: here)
          }
        case .external(let path):
          noteGoingOver(path)
          if path == "cloudfront" {
            for name in ["kvs", "updateRequestOrigin", "selectRequestOriginById", "createRequestOriginGroup"] {
              heap[target].properties[name] = Property(value: external("cloudfront." + name), place: here)
            }
            continue
          }
          heap[target].isOpen = heap[target].isOpen ?? reason("what \(path) has is not known")
          heap[target].wildcard = heap[target].wildcard?.joined(external(path + "[]")) ?? external(path + "[]")
        default: break
        }
      case .unknown(let reason): heap[target].isOpen = heap[target].isOpen ?? reason
      case .status: heap[target].isOpen = heap[target].isOpen ?? reason("a status is spread")
      default: break
      }
    }
    if !isCertain { copyCommonMembers(of: sources, to: target, without: left) }
  }

  /// Of what may be one of several objects, the members that each of them has are copied in any case.
  private func copyCommonMembers(of sources: [Atom], to target: ObjectID, without left: [String]) {
    var members: [String: Value]?
    for atom in sources {
      guard case .object(let id) = atom, case .plain = heap.objects[Int(id)].kind, heap.objects[Int(id)].isOpen == nil
      else { return }
      let properties = heap.objects[Int(id)].properties
      var common: [String: Value] = [:]
      for name in members.map({ Array($0.keys) }) ?? properties.names where !left.contains(name) {
        guard let property = properties[name], !property.isOptional, !property.isDeleted, !property.isHidden,
          property.removal == nil, property.getter == nil
        else { continue }
        common[name] = members?[name]?.joined(property.value) ?? property.value
      }
      members = common
    }
    for (name, value) in members ?? [:] { heap[target].properties[name] = Property(value: value, place: here) }
  }

  private func copyProperties(of id: ObjectID, to target: ObjectID, without left: [String], isCertain: Bool) {
    let object = heap.objects[Int(id)]
    steps += object.properties.names.count / 2
    for name in object.properties.names where !left.contains(name) {
      guard var property = object.properties[name], !property.isHidden else { continue }
      if property.getter != nil {
        property.value = member(of: id, named: name, this: .object(id))
        property.getter = nil
        property.setter = nil
      }
      property.place = here
      if !isCertain || property.isOptional {
        if let old = heap[target].properties[name], !old.isDeleted {
          property.value = old.value.joined(property.value)
          property.isOptional = old.isOptional
        } else {
          property.isOptional = true
        }
      }
      heap[target].properties[name] = property
    }
    if let wildcard = object.wildcard { heap[target].wildcard = heap[target].wildcard?.joined(wildcard) ?? wildcard }
    if let reason = object.isOpen { heap[target].isOpen = heap[target].isOpen ?? reason }
  }
}
