import ECMAScript

extension Evaluator {
  // MARK: Lists

  func listMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    if this.atoms.count > 1 {
      return branch(on: this.atoms.filter { !$0.isNullish }) { self.listMethod(name, Value($0), arguments) }
    }
    defer { if case .object(let id) = this.first { noteElements(of: id) } }
    let first = arguments.first ?? .undefined
    guard case .object(let id) = this.first else { return .unknown(this.reason ?? reason("this list is not known")) }
    let items = elements(of: this)
    let all = items.known + (items.others.map { [$0] } ?? [])
    let isUnordered = heap.objects[Int(id)].properties[Self.unordered] != nil
    let isExact = items.isExact && items.others == nil && !(isUnordered && Self.orderedMethods.contains(name))
    if isUnordered, name == "sort" { heap[id].properties[Self.unordered] = nil }
    var isList = false
    if case .array = heap[id].kind { isList = true }
    /// A place among the elements, from their end where it is negative.
    func place(_ value: Value?, _ fallback: Int) -> Int? {
      guard let value, !value.isUndefined else { return fallback }
      guard case .number(let number)? = value.only, !number.isNaN else { return nil }
      let index = Int(max(-1e9, min(1e9, number)))
      return min(max(index < 0 ? all.count + index : index, 0), all.count)
    }
    /// What a function is called with as its `this`.
    let receiver = Self.methodsWithReceiver.contains(name) && arguments.count > 1 ? arguments[1] : .undefined
    /// An element that a function is called with, as it is by then; nil where it is there no longer.
    func current(_ index: Int) -> Value? {
      guard isList, isExact else { return all[index] }
      let list = heap.objects[Int(id)]
      guard list.isExact else {
        noteGap("a list is changed while it is gone over")
        return all[index]
      }
      return index < list.elements.count ? list.elements[index] : nil
    }
    /// Any of the elements.
    var any: Value? { all.reduce(nil) { $0?.joined($1) ?? $1 } }
    if heap.objects[Int(id)].properties[Self.holes] != nil, all.allSatisfy(\.isUndefined) {
      // Holes are passed over.
      switch name {
      case "forEach": return .undefined
      case "map": return this
      case "filter", "flatMap", "flat": return makeArray([])
      case "some": return .bool(false)
      case "every": return .bool(true)
      case "fill": heap[id].properties[Self.holes] = nil
      default: break
      }
    }
    if mayHaveHoles(id), Self.methodsWithReceiver.contains(name) || name.hasPrefix("reduce") || name == "flat" {
      noteGap("a list with holes is gone over")
    }
    if heap[id].lock == .frozen, Self.changingMethods.contains(name) {
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
    if let found = search(
      name, Items(known: all, isExact: isExact, isFilled: items.isFilled), first, receiver, list: this, at: current)
    {
      return found
    }
    let isFilled = heap.objects[Int(id)].isFilled
    if Self.changingMethods.contains(name) { forgetCount(of: id) }
    if !isList, self.isList(id), Self.changingMethods.contains(name) { return changeHeader(id, name, arguments, any) }
    switch name {
    case "push", "unshift":
      guard isList else { return .number }
      if all.count > Self.maximumElements {
        heap[id].isExact = false
        return .number
      }
      if name == "push" || !isExact {
        heap[id].elements += arguments
        if !heap[id].isExact, !arguments.isEmpty || isFilled { heap[id].isFilled = true }
      } else {
        heap[id].elements.insert(contentsOf: arguments, at: 0)
      }
      return isExact ? .number(Double(all.count + arguments.count)) : .number
    case "pop", "shift":
      guard isList, isExact, !all.isEmpty else { return (any ?? .undefined).joined(.undefined) }
      return name == "pop" ? heap[id].elements.removeLast() : heap[id].elements.removeFirst()
    case "forEach":
      guard isExact else {
        forEachCall(items, first, receiver, list: this)
        return .undefined
      }
      for index in all.indices where !isDead && !isExhausted {
        if let item = current(index) { _ = call(first, this: receiver, [item, .number(Double(index)), this]) }
      }
      return .undefined
    case "map", "flatMap":
      var results: [Value] = []
      if isExact {
        for index in all.indices {
          guard let item = current(index) else {
            if name == "map" { results.append(.undefined) }
            continue
          }
          results.append(call(first, this: receiver, [item, .number(Double(index)), this]))
          if isDead { return .undefined }
        }
      } else if let any {
        maybe {
          let result = self.call(first, this: receiver, [any, .number, this])
          if !self.isDead { results.append(result) }
        }
      }
      if name == "flatMap" {
        let (flat, exact) = joinedLists(results)
        return makeArray(flat, isExact: isExact && exact)
      }
      return makeArray(results, isExact: isExact)
    case "filter":
      var kept: [Value] = []
      var keptIsExact = isExact
      var (certain, others) = (least(of: heap[id]), [Value]())
      for index in all.indices {
        guard let item = current(index) else { continue }
        let value = call(first, this: receiver, [item, .number(Double(index)), this])
        if isDead { return .undefined }
        switch decide(value) {
        case true? where certain.map { index < $0 } ?? true: kept.append(item)
        case true?: others.append(item)
        case nil:
          if certain == nil { kept.append(item) } else { others.append(item) }
          keptIsExact = false
        case false?: break
        }
      }
      if certain != nil { certain = kept.count }
      let list = makeArray(kept + others, isExact: keptIsExact)
      if let certain, case .object(let new)? = list.only { noteLeast(certain, in: new) }
      if isExact, !keptIsExact, case .object(let new)? = list.only {
        heap[new].properties[Self.most] = Property(value: .number(Double(kept.count)), isHidden: true, place: here)
      }
      return list
    case "find", "findLast", "findIndex", "findLastIndex":
      var found: [Value] = []
      let wantsIndex = name.hasSuffix("Index")
      let places = name.hasPrefix("findLast") ? Array(all.indices.reversed()) : Array(all.indices)
      for index in places {
        let item = current(index) ?? .undefined
        let value = call(first, this: receiver, [item, .number(Double(index)), this])
        if isDead { return .undefined }
        let holds = decide(value)
        if holds != false { found.append(wantsIndex ? .number(Double(index)) : item) }
        if holds == true, isExact { return found.dropFirst().reduce(found[0]) { $0.joined($1) } }
      }
      if wantsIndex, !isExact { return .number }
      return found.reduce(wantsIndex ? .number(-1) : .undefined) { $0.joined($1) }
    case "some", "every":
      let wanted = name == "some"
      var isUnknown = !isExact
      for index in all.indices {
        guard let item = current(index) else { continue }
        let value = call(first, this: receiver, [item, .number(Double(index)), this])
        if isDead { return .undefined }
        switch decide(value) {
        case wanted?: return isUnknown ? .truth : .bool(wanted)
        case nil: isUnknown = true
        default: break
        }
      }
      return isUnknown ? .truth : .bool(!wanted)
    case "reduce", "reduceRight":
      guard isExact else {
        // Of an empty list there is no first value.
        if arguments.count < 2 { noteRisk() }
        guard let any else { return arguments.dropFirst().first ?? .undefined }
        let initial = arguments.dropFirst().first ?? any
        let cell = heap.addOriginalCell(initial)
        maybe {
          self.unknownRounds {
            let next = self.call(first, this: .undefined, [self.heap.cells[Int(cell)], any, .number, this])
            if !self.isDead { self.heap.keep(next, in: cell) }
          }
        }
        var value = heap.cells[Int(cell)]
        // What is made anew in each round is made of as many rounds as there are.
        let known = Set(initial.atoms)
        let isNew = value.atoms.contains { if case .object = $0 { !known.contains($0) } else { false } }
        if isNew { value = value.joined(.unknown(reason("how often this is called is not known"))) }
        return value.only == nil ? value.generalized : value
      }
      var places = name == "reduce" ? Array(all.indices) : all.indices.reversed()
      var value: Value
      if arguments.count > 1 {
        value = arguments[1]
      } else {
        guard !places.isEmpty else {
          noteRisk()
          return .undefined
        }
        value = all[places.removeFirst()]
      }
      for index in places {
        guard let item = current(index) else { continue }
        value = call(first, this: .undefined, [value, item, .number(Double(index)), this])
        if isDead { return .undefined }
      }
      return value
    case "includes", "indexOf":
      let start = arguments.count > 1 ? place(arguments[1], 0) : 0
      let wantsIndex = name == "indexOf"
      guard isExact, let start else {
        return arguments.count > 1
          ? wantsIndex ? .number : .truth : includes(all, isExact: isExact, first, wantsIndex: wantsIndex)
      }
      let found = includes(Array(all[start...]), isExact: isExact, first, wantsIndex: wantsIndex)
      return start == 0
        ? found
        : found.map { if case .number(let index) = $0, index >= 0 { .number(index + Double(start)) } else { $0 } }
    case "lastIndexOf":
      guard isExact, arguments.count == 1 else { return .number }
      let found = includes(all.reversed(), isExact: true, first, wantsIndex: true)
      return found.map {
        if case .number(let index) = $0, index >= 0 { .number(Double(all.count - 1) - index) } else { $0 }
      }
    case "join":
      guard isExact else { return .text }
      var separator = ","
      if !first.isUndefined {
        guard let text = first.string else { return .text }
        separator = text
      }
      return Value(joinedText(all, separator: separator))
    case "concat":
      let (elements, exact) = joinedLists(arguments)
      return makeArray(all + elements, isExact: isExact && exact)
    case "slice":
      guard isExact else { return makeArray(all, isExact: false) }
      guard let from = place(arguments.first, 0), let to = place(arguments.dropFirst().first, all.count) else {
        return makeArray(all, isExact: false)
      }
      return makeArray(from < to ? Array(all[from..<to]) : [])
    case "splice", "toSpliced":
      guard isList else { return makeArray(all, isExact: false) }
      if isExact, let from = place(arguments.first, 0),
        case .number(let count)? = arguments.count > 1 ? arguments[1].only : .number(Double(all.count)), !count.isNaN
      {
        let taken = from..<from + Int(max(0, min(count, Double(all.count - from))))
        var rest = all
        if !arguments.isEmpty { rest.replaceSubrange(taken, with: arguments.dropFirst(2)) }
        if name == "toSpliced" { return makeArray(rest) }
        heap[id].elements = rest
        return makeArray(arguments.isEmpty ? [] : Array(all[taken]))
      }
      if name == "toSpliced" { return makeArray(all + arguments.dropFirst(2), isExact: false) }
      heap[id].isExact = false
      heap[id].elements += arguments.dropFirst(2)
      return makeArray(all, isExact: false)
    case "reverse", "toReversed":
      guard isList, name == "reverse" else { return makeArray(isExact ? all.reversed() : all, isExact: isExact) }
      heap[id].elements = isExact ? all.reversed() : all
      return this
    case "fill"
    where isList && isExact && place(arguments.dropFirst().first, 0) != nil
      && place(arguments.dropFirst(2).first, 0) != nil:
      guard let from = place(arguments.dropFirst().first, 0), let to = place(arguments.dropFirst(2).first, all.count)
      else { return this }
      for index in from..<max(from, to) { heap[id].elements[index] = first }
      return this
    case "with":
      guard isExact, arguments.count > 1, case .number(let number)? = first.only, number.magnitude < 1e6 else {
        return makeArray(all + arguments.dropFirst(), isExact: false)
      }
      let index = number < 0 ? all.count + Int(number) : Int(number)
      guard all.indices.contains(index) else {
        throwValue(.object(makeObject(.error)))
        return .undefined
      }
      var changed = all
      changed[index] = arguments[1]
      return makeArray(changed)
    case "sort" where isList && isExact, "toSorted" where isExact:
      guard let sorted = sorted(all, by: first, isOrdered: !isUnordered) else {
        if isDead { return .undefined }
        if name == "toSorted" { return makeArray(all, isExact: false) }
        heap[id].isExact = all.count < 2
        return this
      }
      if name == "toSorted" { return makeArray(sorted) }
      heap[id].elements = sorted
      return this
    case "sort", "toSorted", "fill", "copyWithin":
      if isCallable(first), let any { maybe { _ = self.call(first, this: .undefined, [any, any]) } }
      guard isList, all.count > 1 || name == "fill" && !all.isEmpty else { return this }
      if name == "fill" { heap[id].elements = all + [first] }
      heap[id].isExact = false
      return this
    case "keys": return makeIterator(over: this, giving: .keys)
    case "values", "@@Symbol.iterator": return makeIterator(over: this)
    case "entries": return makeIterator(over: this, giving: .entries)
    case "flat":
      var (flat, exact) = joinedLists(all)
      guard let depth = first.only else { return makeArray(flat, isExact: false) }
      guard case .number(let levels) = depth == .undefined ? .number(1) : number(depth), levels >= 1 else {
        return makeArray(depth == .number(0) ? all : flat, isExact: depth == .number(0) && isExact)
      }
      for _ in 1..<Int(min(levels, 8)) {
        let inner = joinedLists(flat)
        (flat, exact) = (inner.elements, exact && inner.isExact)
      }
      return makeArray(flat, isExact: isExact && exact)
    case "at":
      guard isExact, case .number(let number)? = first.only else { return (any ?? .undefined).joined(.undefined) }
      let index = Int(max(-1e9, min(1e9, number)))
      let place = index < 0 ? all.count + index : index
      return place >= 0 && place < all.count ? all[place] : .undefined
    case "toString": return Value(isExact ? joinedText(all, separator: ",") : .text(.none))
    case "hasOwnProperty": return .truth
    default: return .unknown(reason("what a list's \(name) gives is not followed"))
    }
  }

  /// Methods that are told behind the function what its `this` is.
  private static let methodsWithReceiver: Set<String> = [
    "every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "forEach", "map", "some",
  ]

  /// What changes the list itself.
  private static let changingMethods: Set<String> = [
    "push", "unshift", "pop", "shift", "splice", "sort", "reverse", "fill", "copyWithin",
  ]

  func includes(_ all: [Value], isExact: Bool, _ wanted: Value, wantsIndex: Bool) -> Value {
    guard let needle = wanted.only else {
      return Value(wanted.atoms.flatMap { includes(all, isExact: isExact, Value($0), wantsIndex: wantsIndex).atoms })
    }
    var isUnknown = !isExact
    for (index, item) in all.enumerated() {
      for atom in item.atoms {
        var isSame = compare(.strictEqual, atom, needle)
        // What is no number is found all the same, other than by its place.
        if !wantsIndex, case .number(let a) = atom, case .number(let b) = needle, a.isNaN, b.isNaN { isSame = true }
        switch isSame {
        case true? where item.only != nil && !isUnknown: return wantsIndex ? .number(Double(index)) : .bool(true)
        case true?, nil: isUnknown = true
        case false?: break
        }
      }
    }
    if isUnknown { return wantsIndex ? .number : .truth }
    return wantsIndex ? .number(-1) : .bool(false)
  }

  func forEachCall(_ items: Items, _ function: Value, _ receiver: Value, list: Value) {
    if items.isExact {
      for (index, item) in items.known.enumerated() {
        if isDead || isExhausted { return }
        _ = call(function, this: receiver, [item, .number(Double(index)), list])
      }
      if let others = items.others {
        maybe { self.unknownRounds { _ = self.call(function, this: receiver, [others, .number, list]) } }
      }
    } else {
      let all = items.known + (items.others.map { [$0] } ?? [])
      guard let first = all.first else { return }
      let isTold = all.count <= Value.maximumCount
      let values = isTold ? all : [all.dropFirst().reduce(first) { $0.joined($1) }]
      rounds(over: items) {
        _ = self.branch(values.map { value in { self.call(function, this: receiver, [value, .number, list]) } })
      }
    }
  }

  /// Marks a list whose order is not known.
  static let unordered = "#unordered"
  /// How many members of an object cloudfront-js gives in the order in which they came; of more it is that of a hash.
  static let orderedMembers = 10

  /// Marks lists of which nothing but the length was given, or from which elements were left out.
  static let holes = "#holes"
  /// Of a list that has some of its elements, in their order: how many there are at most.
  static let most = "#most"

  /// Of a list that has its first elements, and any of the others: how many those are.
  static let least = "#least"

  func noteLeast(_ count: Int, in id: ObjectID) {
    heap[id].properties[Self.least] = Property(value: .number(Double(count)), isHidden: true, place: here)
  }

  /// How many elements a list has for certain, of which it may have others too; nil where that is not known, or it is exact.
  func least(of object: HeapObject) -> Int? {
    guard !object.isExact, let property = object.properties[Self.least], !property.isOptional,
      case .number(let count)? = property.value.only, Int(count) < object.elements.count
    else { return nil }
    return Int(count)
  }

  /// Forgets what is known of how many elements a list has, where it is changed.
  func forgetCount(of id: ObjectID) {
    if heap.objects[Int(id)].isFilled { heap[id].isFilled = false }
    for name in [Self.most, Self.least] where heap.objects[Int(id)].properties[name] != nil {
      heap[id].properties[name] = nil
    }
  }

  func noteHoles(in id: ObjectID) {
    heap[id].properties[Self.holes] = Property(value: .truth, isHidden: true, place: here)
  }

  /// Whether an element of a list may be none at all, which is passed over.
  func mayHaveHoles(_ id: ObjectID) -> Bool {
    let object = heap.objects[Int(id)]
    return object.properties[Self.holes] != nil
      && object.elements.contains { $0.atoms.contains(.undefined) }
  }

  /// What stands in several lists, one after the other; what is no list stands for itself.
  private func joinedLists(_ values: [Value]) -> (elements: [Value], isExact: Bool) {
    var elements: [Value] = []
    var isExact = true
    for value in values {
      if value.only == nil { isExact = false }
      for atom in value.atoms {
        guard case .object(let id) = atom, isList(id) else {
          elements.append(Value(atom))
          continue
        }
        let items = self.elements(of: Value(atom))
        elements += items.known + (items.others.map { [$0] } ?? [])
        if !items.isExact || items.others != nil { isExact = false }
      }
    }
    return (elements, isExact)
  }

  func isList(_ id: ObjectID) -> Bool {
    switch heap[id].kind {
    case .array: !isArguments(id)
    case .event(let part): part.isList(isFunction: isFunction)
    default: false
    }
  }

  /// What depends on the order of a list, or makes another one of it.
  private static let orderedMethods: Set<String> = [
    "shift", "pop", "at", "find", "findLast", "findIndex", "indexOf", "lastIndexOf", "join", "reduce", "slice",
    "splice", "toString", "map", "filter", "flatMap", "concat",
  ]

  // MARK: Order

  /// How many elements a function is asked about, each with each other.
  private static let maximumCompared = 24

  /// The elements in the order that their texts have, or that a function says; nil where that is not known.
  ///
  /// - Parameter isOrdered: Whether it is known which of two that are alike stood first.
  private func sorted(_ elements: [Value], by function: Value, isOrdered: Bool) -> [Value]? {
    let undefined = elements.filter(\.isUndefined)
    let rest = elements.filter { !$0.isUndefined }
    guard function.isUndefined else { return compared(rest, by: function, isOrdered).map { $0 + undefined } }
    steps += rest.count
    var texts: [(text: [UInt16], element: Value)] = []
    for element in rest {
      guard isLiteral(element), case .string(let text)? = toText(element).only else { return nil }
      texts.append((Array(text.utf16), element))
    }
    return texts.sorted { $0.text.lexicographicallyPrecedes($1.text) }.map(\.element) + undefined
  }

  /// The elements in the order that a function says, if it says the same of any two of them whichever comes first.
  private func compared(_ elements: [Value], by function: Value, _ isOrdered: Bool) -> [Value]? {
    let count = elements.count
    guard count <= Self.maximumCompared, isCallable(function) else {
      if let first = elements.first, isCallable(function) {
        let any = elements.dropFirst().reduce(first) { $0.joined($1) }
        maybe { _ = self.call(function, this: .undefined, [any, any]) }
      }
      return nil
    }
    var signs = [Int](repeating: 0, count: count * count)
    for left in 0..<count {
      for right in 0..<count where left != right {
        let answer = call(function, this: .undefined, [elements[left], elements[right]])
        guard !isDead, case .number(let number)? = answer.only.map({ self.number($0) }) else { return nil }
        signs[left * count + right] = number > 0 ? 1 : number < 0 ? -1 : 0
      }
    }
    // A stable order: each comes behind those that are less, and behind those like it that stood before it.
    let ranks = (0..<count).map { one in
      (0..<count).filter { other in
        let sign = other == one ? 1 : signs[other * count + one]
        return sign < 0 || sign == 0 && other < one
      }.count
    }
    guard Set(ranks).count == count else { return nil }
    var result = elements
    for (index, rank) in ranks.enumerated() { result[rank] = elements[index] }
    for left in 0..<count {
      for right in 0..<count where left != right {
        let sign = signs[left * count + right]
        guard sign == -signs[right * count + left], sign == 0 || (sign < 0) == (ranks[left] < ranks[right]) else {
          return nil
        }
        // What is like each of two that differ belongs nowhere.
        let isAlike = (0..<count).allSatisfy {
          $0 == left || $0 == right || signs[left * count + $0] == signs[right * count + $0]
        }
        guard sign != 0 || isAlike && (isOrdered || elements[left] == elements[right]) else { return nil }
      }
    }
    return result
  }
}
