import ECMAScript

/// Iterators of what the language brings: they go over a list, a map or a set as it is by then, and are used up.
extension Evaluator {
  /// What an iterator gives of what it goes over.
  enum Giving { case keys, values, entries }

  /// What comes next.
  enum Advance {
    case item(Value)
    case end
    /// One of these or the end.
    case unknown(Value?)
  }

  /// An iterator over a list, map or set, or over what else can be gone over, as it is now.
  func makeIterator(over source: Value, giving: Giving = .values) -> Value {
    var list = source
    if isGoneOverLive(source) == nil {
      let items = elements(of: source)
      var all = items.known + (items.others.map { [$0] } ?? [])
      switch giving {
      case .values: break
      case .keys: all = all.indices.map { .number(Double($0)) }
      case .entries: all = all.enumerated().map { makeArray([.number(Double($0)), $1]) }
      }
      list = makeArray(all, isExact: items.isExact && items.others == nil)
      return makeIterator(over: list)
    }
    guard case .object(let target)? = list.only else { return .unknown(reason("this iterator is not known")) }
    let id = makeObject(.iterator(over: target, giving: giving))
    heap[id].properties[Self.position] = Property(value: .number(0), isHidden: true, place: here)
    return .object(id)
  }

  /// Where an iterator stands; -1 where it is used up.
  private static let position = "#position"

  /// What is gone over as it is by then: one list, map or set.
  func isGoneOverLive(_ value: Value) -> ObjectID? {
    guard case .object(let id)? = value.only else { return nil }
    let object = heap.objects[Int(id)]
    switch object.kind {
    case .array, .set, .map:
      // A class may have an iterator of its own.
      return object.prototype < 0 || ownMember(object, "@@Symbol.iterator", value) == nil ? id : nil
    default: return nil
    }
  }

  /// What stands in a collection from a place on, and the place behind it.
  func next(in source: ObjectID, from place: Int, giving: Giving = .values) -> (advance: Advance, place: Int) {
    let object = heap.objects[Int(source)]
    let isMap = object.kind == .map
    guard object.isExact, object.properties[Self.unordered] == nil, let index = object.index(ofStampFrom: place) else {
      return (.unknown(anyOf(source, giving)), place)
    }
    guard index < object.elements.count / (isMap ? 2 : 1) else { return (.end, place) }
    let behind = object.stamp(at: index) + 1
    let (key, value): (Value, Value) =
      switch object.kind {
      case .map: (object.elements[index * 2], object.elements[index * 2 + 1])
      case .set: (object.elements[index], object.elements[index])
      default: (.number(Double(index)), object.elements[index])
      }
    switch giving {
    case .keys: return (.item(key), behind)
    case .values: return (.item(value), behind)
    case .entries: return (.item(makeArray([key, value])), behind)
    }
  }

  /// Takes the next of an iterator.
  func advance(_ id: ObjectID) -> Advance {
    guard case .iterator(let source, let giving) = heap[id].kind else { return .unknown(nil) }
    guard let position = heap[id].properties[Self.position], !position.isOptional,
      case .number(let number)? = position.value.only
    else { return .unknown(anyOf(source, giving)) }
    if number < 0 { return .end }
    let (advance, place) = next(in: source, from: Int(number), giving: giving)
    switch advance {
    case .item: heap[id].properties[Self.position]?.value = .number(Double(place))
    case .end: heap[id].properties[Self.position]?.value = .number(-1)
    case .unknown: heap[id].properties[Self.position]?.value = .number
    }
    return advance
  }

  /// Any of what a collection gives, key and value together.
  private func anyOf(_ source: ObjectID, _ giving: Giving) -> Value? {
    let object = heap.objects[Int(source)]
    let all: [Value]
    switch (object.kind, giving) {
    case (.map, _):
      all = stride(from: 0, to: object.elements.count - 1, by: 2).map { place in
        let (key, value) = (object.elements[place], object.elements[place + 1])
        return giving == .keys ? key : giving == .values ? value : makeArray([key, value])
      }
    case (.set, .entries): all = object.elements.map { makeArray([$0, $0]) }
    case (.set, _), (_, .values): all = object.elements
    case (_, .keys): all = object.elements.isEmpty ? [] : [.number]
    case (_, .entries): all = object.elements.map { makeArray([.number, $0]) }
    }
    return all.reduce(nil) { $0?.joined($1) ?? $1 }
  }

  /// All that an iterator gives from now on, which uses it up.
  func takeAll(of id: ObjectID) -> Items {
    var items = Items()
    for _ in 0...Self.maximumElements {
      switch advance(id) {
      case .item(let value): items.known.append(value)
      case .end: return items
      case .unknown(let value):
        items.others = value
        items.isExact = false
        return items
      }
      steps += 1
    }
    return Items(others: .unknown(reason("this list is longer than is followed")))
  }

  /// What a pattern takes of a value: of an iterator as many as it names, which leaves the others.
  func taken(_ value: Value, by pattern: Node) -> Items {
    let places = program.list(pattern)
    guard case .object(let id)? = value.only, case .iterator = heap[id].kind,
      !places.contains(where: { $0 >= 0 && node($0).kind == .rest })
    else { return iterated(value) }
    var items = Items()
    for _ in places {
      switch advance(id) {
      case .item(let item): items.known.append(item)
      case .end: return items
      case .unknown(let any):
        items.others = any
        items.isExact = false
        return items
      }
    }
    return items
  }

  /// What `next` gives.
  func nextOfIterator(_ this: Value) -> Value {
    guard case .object(let id)? = this.only, case .iterator = heap[id].kind else {
      return .unknown(reason("this iterator is not known"))
    }
    switch advance(id) {
    case .item(let value): return step(value, isDone: false)
    case .end, .unknown(nil): return step(.undefined, isDone: true)
    case .unknown(let value?): return step(value, isDone: false).joined(step(.undefined, isDone: true))
    }
  }

  /// What `next` gives.
  private func step(_ value: Value, isDone: Bool) -> Value {
    let result = makeObject()
    heap[result].properties["value"] = Property(value: value, place: here)
    heap[result].properties["done"] = Property(value: .bool(isDone), place: here)
    return .object(result)
  }

  /// What iterators have of `Iterator.prototype`; njs has but `next`.
  static let iteratorMethods: Set<String> = [
    "drop", "every", "filter", "find", "flatMap", "forEach", "map", "reduce", "some", "take", "toArray",
  ]

  /// A method of `Iterator.prototype`.
  func iteratorMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    if case .object(let id)? = this.only, case .generator = heap[id].kind {
      let items = takeAll(ofGenerator: id)
      let all = items.known + (items.others.map { [$0] } ?? [])
      let list = makeArray(all, isExact: items.isExact && items.others == nil)
      return iteratorMethod(name, makeIterator(over: list), arguments)
    }
    if this.atoms.count > 1 { return branch(on: this.atoms) { self.iteratorMethod(name, Value($0), arguments) } }
    switch name {
    case "next": return nextOfIterator(this)
    case "@@Symbol.iterator": return this
    default: break
    }
    guard case .object(let id)? = this.only, case .iterator = heap[id].kind else {
      return .unknown(reason("this iterator is not known"))
    }
    switch name {
    case "take", "drop":
      guard case .number(let number)? = arguments.first.map({ $0.map { self.number($0) } })?.only, number >= 0 else {
        return .unknown(reason("how much of an iterator is taken is not known"))
      }
      var taken = Items()
      for _ in 0..<Int(min(number, Double(Self.maximumElements))) {
        guard case .item(let value) = advance(id) else { break }
        taken.known.append(value)
      }
      return name == "take" ? makeIterator(over: makeArray(taken.known)) : this
    case "some", "every", "find":
      while !isDead, step() {
        guard case .item(let value) = advance(id) else { break }
        let holds = decide(call(arguments.first ?? .undefined, this: .undefined, [value]))
        if isDead { return .undefined }
        guard let holds else {
          _ = takeAll(of: id)
          return name == "find" ? .unknown(reason("what an iterator is searched for is not known")) : .truth
        }
        if holds == (name != "every") {
          return name == "find" ? value : .bool(name == "some")
        }
      }
      return name == "find" ? .undefined : .bool(name == "every")
    default:
      let items = takeAll(of: id)
      let list = makeArray(
        items.known + (items.others.map { [$0] } ?? []), isExact: items.isExact && items.others == nil)
      if name == "toArray" { return list }
      let result = listMethod(name, list, arguments)
      return ["map", "filter", "flatMap"].contains(name) ? makeIterator(over: result) : result
    }
  }
}

extension HeapObject {
  /// The stamp of an element of a list, or of an entry of a map or set: it grows with each entry that is added, so that who
  /// stands behind one finds on when others are deleted.
  func stamp(at index: Int) -> Int { order.map { Int($0.stamps[index]) } ?? index }

  /// The place of the first entry whose stamp is not below a number; nil where that is not known.
  func index(ofStampFrom stamp: Int) -> Int? {
    guard let order else { return stamp }
    let count = kind == .map ? elements.count / 2 : elements.count
    guard order.stamps.count == count else { return nil }
    return order.stamps.firstIndex { Int($0) >= stamp } ?? count
  }

  /// Adds an entry of a map or set.
  mutating func append(entry: [Value]) {
    elements += entry
    if !isExact { isFilled = true }
    guard let last = order?.next else { return }
    order?.stamps.append(last)
    order?.next = last + 1
  }

  /// Removes entries of a map or set; all without places.
  mutating func remove(entryAt index: Int?) {
    isFilled = false
    let width = kind == .map ? 2 : 1
    let count = elements.count / width
    var order = order ?? InsertionOrder(stamps: (0..<Int32(count)).map { $0 }, next: Int32(count))
    if let index {
      elements.removeSubrange(index * width..<(index + 1) * width)
      order.stamps.remove(at: index)
    } else {
      elements = []
      order.stamps = []
    }
    self.order = order
  }
}

/// When the entries of a map or set were added, of which some were deleted.
struct InsertionOrder: Hashable {
  var stamps: [Int32]
  var next: Int32
}
