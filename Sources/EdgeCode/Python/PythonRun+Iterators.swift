import Python

/// What goes over something one by one, as far as somebody asks, and is used up by that.
final class PythonIterator {
  /// Gives the next; nil at the end.
  let next: () throws -> PythonValue?
  /// Why there may be others.
  var isOpen: Undecided?
  /// Whether all that is left is asked for at once.
  var isDrained = false
  private var hasEnded = false

  init(_ next: @escaping () throws -> PythonValue?) { self.next = next }

  /// The next; nil at the end, and ever after.
  func pull() throws -> PythonValue? {
    if hasEnded { return nil }
    let value = try next()
    hasEnded = value == nil
    return value
  }
}

extension PythonRun {
  func iterator(_ next: @escaping () throws -> PythonValue?) -> PythonValue {
    add(.iterator(PythonIterator(next))).value
  }

  /// The iterator that a value is.
  func iterator(_ value: PythonValue) -> PythonIterator? {
    guard let object = object(value), case .iterator(let iterator) = object.kind else { return nil }
    return iterator
  }

  /// What goes over a value one by one, as it is by then; nil where it is not known what is in it.
  func steps(over value: PythonValue) throws -> (() throws -> PythonValue?)? {
    let value = resolved(value)
    guard let object = object(value) else {
      let items = try elements(of: value)
      return items.isOpen == nil ? steps(through: items.values) : nil
    }
    guard object.isOpen == nil else { return nil }
    switch object.kind {
    case .iterator(let iterator): return iterator.isOpen == nil ? { try iterator.pull() } : nil
    case .list where object.viewed == nil:
      var place = 0
      return { [self] in
        guard object.isOpen == nil else {
          throw PythonSignal.stopped(undecided("a list is changed while it is gone over"))
        }
        defer { place += 1 }
        return place < object.elements.count ? object.elements[place] : nil
      }
    case .list, .set, .dictionary:
      let whole = object.viewed.flatMap { self.object($0) } ?? object
      guard whole.isOpen == nil, !whole.entries.contains(where: \.isOptional) else {
        let items = try elements(of: value)
        return items.isOpen == nil ? steps(through: items.values) : nil
      }
      func members() -> [PythonValue] { whole.entries.isEmpty ? whole.elements : whole.entries.map(\.key) }
      let before = members()
      var place = 0
      return { [self] in
        let now = members()
        guard whole.isOpen == nil else {
          throw PythonSignal.stopped(undecided("a dictionary is changed while it is gone over"))
        }
        if now.count != before.count {
          let what = if case .set = whole.kind { "Set" } else { "dictionary" }
          throw exception("RuntimeError", [.string("\(what) changed size during iteration")])
        }
        guard now == before else {
          throw PythonSignal.stopped(undecided("the keys of a dictionary are changed while they are gone over"))
        }
        defer { place += 1 }
        guard place < now.count else { return nil }
        switch object.view {
        case .values: return whole.entries[place].value
        case .items: return list([now[place], whole.entries[place].value], isOpen: nil, .tuple)
        case .keys, nil: return now[place]
        }
      }
    case .instance(let type):
      guard let method = typeMember(type, "__next__") else { break }
      var made = value
      if let iter = typeMember(type, "__iter__") { made = try call(bind(iter, to: value), PythonArguments()) }
      guard resolved(made) == value else { return try steps(over: made) }
      return { [self] in
        try step()
        return try unlessStopped { try call(bind(method, to: value), PythonArguments()) }
      }
    default: break
    }
    if case .instance(let type) = object.kind, let iter = typeMember(type, "__iter__") {
      return try steps(over: try call(bind(iter, to: value), PythonArguments()))
    }
    let items = try elements(of: value)
    return items.isOpen == nil ? steps(through: items.values) : nil
  }

  private func steps(through values: [PythonValue]) -> () throws -> PythonValue? {
    var place = 0
    return {
      defer { place += 1 }
      return place < values.count ? values[place] : nil
    }
  }

  /// What is evaluated, or nil where it raises StopIteration.
  private func unlessStopped(_ body: () throws -> PythonValue) throws -> PythonValue? {
    do {
      return try body()
    } catch PythonSignal.raised(let raised) where isStop(raised) {
      return nil
    }
  }

  private func isStop(_ raised: PythonValue) -> Bool {
    if raised == .builtin("StopIteration") { return true }
    return object(raised).map { type(of: $0) == .builtin("StopIteration") } ?? false
  }

  /// All that is left of an iterator.
  func drain(_ iterator: PythonIterator) throws -> (values: [PythonValue], isOpen: Undecided?) {
    iterator.isDrained = true
    var values: [PythonValue] = []
    while let value = try iterator.pull() {
      try step()
      values.append(value)
    }
    return (values, iterator.isOpen)
  }

  // MARK: What the language brings

  /// What `map` and the like give; nil where it is not known what is gone over.
  func lazily(_ name: String, _ arguments: PythonArguments) throws -> PythonValue? {
    let given = arguments.positional
    let isMade = ["map", "filter"].contains(name)
    // Of these `range` goes over nothing.
    guard name != "range", !arguments.isOpen, given.count > (isMade ? 1 : 0) || name == "zip" else { return nil }
    var sources: [() throws -> PythonValue?] = []
    let gone = isMade ? Array(given.dropFirst()) : name == "zip" ? given : Array(given.prefix(1))
    for value in gone {
      // The order of a set is not known.
      if let object = object(value), case .set = object.kind, object.elements.count > 1 { return nil }
      guard let steps = try steps(over: value) else { return nil }
      sources.append(steps)
    }
    let isStrict = try arguments.keywords.first { $0.name == "strict" }.map { try isTrue($0.value) } ?? false
    if isStrict { return nil }
    switch name {
    case "enumerate":
      guard case .int(let start) = arguments.value(1, "start").map(plain) ?? .int(0) else { return nil }
      var place = start
      return iterator { [self] in
        guard let value = try sources[0]() else { return nil }
        defer { place += 1 }
        return list([.int(place), value], isOpen: nil, .tuple)
      }
    case "zip", "map":
      let function = given.first ?? .none
      return iterator { [self] in
        var values: [PythonValue] = []
        for source in sources {
          guard let value = try source() else { return nil }
          values.append(value)
        }
        if sources.isEmpty { return nil }
        return name == "zip"
          ? list(values, isOpen: nil, .tuple) : try call(function, PythonArguments(positional: values))
      }
    case "filter":
      let function = resolved(given[0])
      return iterator { [self] in
        while let value = try sources[0]() {
          try step()
          let holds =
            function == .none ? value : try call(function, PythonArguments(positional: [value]))
          if try isTrue(holds) { return value }
        }
        return nil
      }
    case "iter":
      return given.count == 1 ? iterator(sources[0]) : nil
    case "reversed":
      var values: [PythonValue] = []
      while let value = try sources[0]() { values.append(value) }
      return iterator(steps(through: values.reversed()))
    default: return nil
    }
  }

  /// The next of an iterator, as `next` gives it; nil where it is no iterator that is followed.
  func next(of value: PythonValue, otherwise: PythonValue?) throws -> PythonValue? {
    let found: PythonValue?
    if let iterator = iterator(value), iterator.isOpen == nil {
      found = try iterator.pull()
    } else if let object = object(value) {
      switch object.kind {
      case .list where object.isOpen == nil, .tuple, .set, .dictionary: throw exception("TypeError")
      case .instance(let type):
        guard let method = typeMember(type, "__next__") else { return nil }
        found = try unlessStopped { try call(bind(method, to: value), PythonArguments()) }
      default: return nil
      }
    } else {
      return nil
    }
    if let found = found ?? otherwise { return found }
    throw exception("StopIteration")
  }

  // MARK: What the code brings

  /// What a generator expression gives: each row of its clauses, as somebody asks for it.
  func generator(
    _ element: Expression, _ clauses: [Expression.ComprehensionClause], _ frame: PythonFrame
  ) throws -> PythonValue? {
    guard let first = clauses.first, let source = try steps(over: try evaluate(first.iterable, frame)) else {
      return nil
    }
    let own = PythonFrame(parent: frame, isComprehension: true)
    let (value, object) = add(.list)
    let home = module
    var made: PythonIterator?
    let rows = rows(clauses[...], source, own) { made?.isOpen = made?.isOpen ?? $0 }
    let iterator = PythonIterator { [self] in
      let before = (module, offset)
      module = home
      defer { (module, offset) = before }
      return try rows() ? try evaluate(element, own) : nil
    }
    made = iterator
    object.kind = .iterator(iterator)
    return value
  }

  /// Goes on to the next row of some clauses, whose first goes over what is given; false at the end.
  private func rows(
    _ clauses: ArraySlice<Expression.ComprehensionClause>, _ source: @escaping () throws -> PythonValue?,
    _ own: PythonFrame, _ noteOpen: @escaping (Undecided) -> Void
  ) -> () throws -> Bool {
    var inner: (() throws -> Bool)?
    return { [self] in
      guard let clause = clauses.first else { return false }
      while true {
        try step()
        if let next = inner {
          if try next() { return true }
          inner = nil
        }
        guard let item = try source() else { return false }
        try assign(clause.target, item, own)
        var holds = true
        for condition in clause.conditions where holds { holds = try isTrue(try evaluate(condition, own)) }
        guard holds else { continue }
        let rest = clauses.dropFirst()
        guard let next = rest.first else { return true }
        let iterable = try evaluate(next.iterable, own)
        if let steps = try steps(over: iterable) {
          inner = rows(rest, steps, own, noteOpen)
        } else {
          let items = try elements(of: iterable)
          items.isOpen.map(noteOpen)
          inner = rows(rest, steps(through: items.values.isEmpty ? [fresh()] : items.values), own, noteOpen)
        }
      }
    }
  }

  /// What a generator of the code gives. It is run to its end where somebody asks for the first value, so that what it
  /// does beside is in its place only where all of it is asked for at once.
  func generator(_ function: PythonFunction, _ frame: PythonFrame, _ run: @escaping () throws -> Void) -> PythonValue {
    let (value, object) = add(.list)
    var waiting: [PythonValue]?
    var raised: PythonSignal?
    var made: PythonIterator?
    let iterator = PythonIterator { [self] in
      if waiting == nil {
        let first = objects.count
        let changed = objects.map(\.isChanged)
        for object in objects { object.isChanged = false }
        do {
          try run()
        } catch let signal as PythonSignal {
          guard case .raised = signal else { throw signal }
          raised = signal
        }
        var doesMore = !frame.globals.isEmpty || !frame.nonlocals.isEmpty
        for (index, object) in objects.prefix(first).enumerated() {
          if object.isChanged { doesMore = true }
          object.isChanged = object.isChanged || changed[index]
        }
        waiting = frame.yields.reversed()
        made?.isOpen = frame.yieldsOthers
        if doesMore, made?.isDrained != true {
          throw PythonSignal.stopped(undecided("a generator is gone over that does more than give values"))
        }
      }
      if let next = waiting?.popLast() { return next }
      if let signal = raised { throw signal }
      return nil
    }
    made = iterator
    object.kind = .iterator(iterator)
    return value
  }
}
