import ECMAScript

extension Evaluator {
  /// A member of what the language brings.
  func nativeMember(_ path: String, _ name: String) -> Value {
    switch (path, name) {
    case ("Math", "PI"): return .number(Double.pi)
    case ("Number", "MAX_SAFE_INTEGER"): return .number(9_007_199_254_740_991)
    case (_, "prototype"): return native(path + ".prototype")
    case (_, "name") where !path.contains("."): return .string(path)
    case (_, "length"): return .number
    // By this older engines tell that theirs is none; Babel asks for it.
    case ("Reflect.construct", "sham"): return .undefined
    default: break
    }
    // A method has no members of its own.
    if path.contains(".prototype.") { return .undefined }
    if path.hasSuffix(".prototype"), name == "constructor" { return native(String(path.dropLast(10))) }
    return native(path + "." + name)
  }

  /// Functions that give the same for the same, so that they are called with each status of a table.
  private static let pure: [String] = [
    "String.prototype.", "Number.prototype.", "Math.", "RegExp.prototype.test", "Array.prototype.includes",
    "Array.prototype.indexOf", "Set.prototype.has", "Map.prototype.has", "Map.prototype.get", "parseInt", "parseFloat",
    "isNaN", "isFinite", "String", "Number", "Boolean", "Number.", "Object.prototype.hasOwnProperty", "Object.hasOwn",
  ]

  func callNative(_ path: String, this: Value, _ arguments: [Value], isExact: Bool) -> Value {
    let hasStatus = ([this] + arguments).contains { value in
      value.atoms.contains { if case .status = $0 { true } else { false } }
    }
    if hasStatus {
      if Self.pure.contains(where: { $0.hasSuffix(".") ? path.hasPrefix($0) : path == $0 || path.hasPrefix($0 + ".") })
      {
        return liftCall(path, this, arguments)
      }
      if !path.hasPrefix("console"), !path.hasPrefix("JSON"), path != "identity", !path.hasPrefix("Promise"),
        !path.hasPrefix("Array.prototype"), !path.hasPrefix("Object")
      {
        awaitedUndecided.append(Undecided("what \(path) makes of the status is not followed", at: place(here)))
      }
    }
    if path == "identity" { return arguments.first ?? .undefined }
    if path == "settle" {
      settleByCallback(arguments)
      return .undefined
    }
    if path == "promisified", let function = arguments.first {
      return callPromisified(function, this, Array(arguments.dropFirst()))
    }
    if path.hasPrefix("String.prototype.") { return textMethod(String(path.dropFirst(17)), this, arguments) }
    if path.hasPrefix("Array.prototype.") {
      return onEachWay(of: [this]) { self.listMethod(String(path.dropFirst(16)), this, arguments) }
    }
    if path.hasPrefix("Object.prototype.") { return objectMethod(String(path.dropFirst(17)), this, arguments) }
    if path.hasPrefix("Function.prototype.") { return functionMethod(String(path.dropFirst(19)), this, arguments) }
    if path.hasPrefix("Promise.") { return promiseMethod(String(path.dropFirst(8)), this, arguments) }
    if ["Object.keys", "Object.values", "Object.entries"].contains(path) {
      return onEachWay(of: arguments) { self.objectFunction(String(path.dropFirst(7)), arguments) }
    }
    if path.hasPrefix("Object.") { return objectFunction(String(path.dropFirst(7)), arguments) }
    if path.hasPrefix("Map.prototype.") || path.hasPrefix("WeakMap.prototype.") || path.hasPrefix("Set.prototype.")
      || path.hasPrefix("WeakSet.prototype.")
    {
      return collectionMethod(path.split(separator: ".").last.map(String.init) ?? "", this, arguments)
    }
    if path.hasPrefix("Emitter.prototype.") { return emitterMethod(String(path.dropFirst(18)), this, arguments) }
    if path.hasPrefix("Store.prototype.") { return storeMethod(String(path.dropFirst(16)), this, arguments) }
    if path.hasPrefix("Number.prototype.") || path.hasPrefix("Boolean.prototype.") {
      if path.hasSuffix(".toString"), arguments.isEmpty { return toText(this) }
      if path.hasSuffix(".valueOf") { return this }
      return numberText(path, this, arguments.first ?? .undefined)
    }
    if path.hasPrefix("Iterator.prototype.") { return iteratorMethod(String(path.dropFirst(19)), this, arguments) }
    if path.hasPrefix("Math.") { return mathFunction(String(path.dropFirst(5)), arguments) }
    if path.hasPrefix("console.") { return .undefined }
    if path.hasPrefix("regenerator.") { return regeneratorStep(String(path.dropFirst(12)), this, arguments) }
    if path.hasPrefix("tslib.") { return helper(String(path.dropFirst(6)), this, arguments) }
    let first = arguments.first ?? .undefined
    switch path {
    case "Generator.prototype.next":
      return this.flatMap { atom in
        guard case .object(let generator) = atom else { return .undefined }
        if !first.isUndefined, case .generator(_, ..<0, _) = heap[generator].kind, !isMachine(generator) {
          noteGap("what `next` hands to a generator is not followed")
        }
        return nextOfGenerator(generator)
      }
    case "Generator.prototype.return", "Generator.prototype.throw":
      return this.flatMap { atom in
        guard case .object(let generator) = atom else { return .undefined }
        return leaveGenerator(generator, by: path.hasSuffix("throw") ? .throws : .returns, first)
      }
    case "Generator.prototype.@@Symbol.iterator", "Generator.prototype.@@Symbol.asyncIterator":
      guard case .object(let generator)? = this.only, !isSteppedThrough(generator) else { return this }
      // Whoever takes its elements takes them one by one.
      let yields = runGenerator(generator).yields
      if !yields.isEmpty { noteInexact(generator: generator) }
      return makeIterator(over: makeArray(yields, isExact: false))
    case _ where path.hasPrefix("Generator.prototype.") && Self.iteratorMethods.contains(String(path.dropFirst(20))):
      return iteratorMethod(String(path.dropFirst(20)), this, arguments)
    case "Buffer.prototype.toString": return bufferText(this, arguments)
    case "JSON.stringify":
      let replacer = arguments.dropFirst().first ?? .undefined
      if callsForJSON(first, replacer) || isNullish(replacer) != true && !runsCode(replacer) {
        return Value(textValue(of: stringify(first, isPlain: false), made: true))
      }
      return stringify(first, space: arguments.count > 2 ? arguments[2] : .undefined)
    case "JSON.parse":
      noteRisk()
      return revived(parseJSON(first), named: .string(""), by: arguments.dropFirst().first ?? .undefined)
    case "String": return arguments.isEmpty ? .string("") : toText(first)
    case "Number": return arguments.isEmpty ? .number(0) : first.map { number($0) }
    case "Boolean": return first.map { truth(of: $0).map(Atom.bool) ?? .truth }
    case "parseInt", "Number.parseInt": return parseInteger(first, arguments.dropFirst().first)
    case "parseFloat", "Number.parseFloat":
      return first.map { atom in
        guard case .string(let text) = textAtom(atom) else { return .numeral }
        return .number(Self.leadingNumber(of: text.trimmed))
      }
    case "isNaN", "Number.isNaN":
      return first.map { atom in
        // `Number.isNaN` makes no number of what is none.
        switch path == "isNaN" ? number(atom) : atom {
        case .number(let value): return .bool(value.isNaN)
        case .string, .undefined, .null, .bool, .object: return .bool(false)
        default: return .truth
        }
      }
    case "isFinite", "Number.isFinite", "Number.isInteger", "Number.isSafeInteger":
      return first.map { atom in
        guard case .number(let value) = path.hasPrefix("Number") ? atom : number(atom) else { return .truth }
        return .bool(value.isFinite && (!path.hasSuffix("nteger") || value == value.rounded()))
      }
    case "Array.isArray":
      return first.map { atom in
        guard case .object(let id) = atom else {
          if case .unknown = atom { return .truth } else { return .bool(false) }
        }
        switch heap[id].kind {
        case .array: return .bool(!isArguments(id))
        case .event(let part): return .bool(part.isList(isFunction: isFunction))
        case .external: return .truth
        default: return .bool(false)
        }
      }
    case "Array.from":
      noteUse(of: first)
      let items = arrayLike(first) ?? elements(of: first)
      let list = makeArray(
        items.known + (items.others.map { [$0] } ?? []), isExact: items.isExact && items.others == nil)
      return arguments.count > 1 ? listMethod("map", list, [arguments[1]]) : list
    case "Array.of": return makeArray(arguments, isExact: isExact)
    case "Array": return list(of: arguments)
    case "Object":
      if case .object? = first.only { return first }
      return .object(makeObject())
    case "Symbol", "Symbol.for": return native("Symbol." + (first.string ?? "a symbol"))
    case "Date.now": return .number
    case "Date.parse":
      noteDate(first)
      return .number
    case "Date.UTC": return .number
    case "Date": return .text
    case "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI":
      noteRisk()
      return first.flatMap { atom in
        switch textAtom(atom) {
        case .string(let text):
          if let made = KnownText.uriCoded(text, by: path) { return .string(made) }
          throwValue(.object(makeObject(.error)))
          return .undefined
        case .text(let origin): return Value(.text(origin.made))
        default: return .text
        }
      }
    case "Reflect.ownKeys": return objectFunction("keys", arguments)
    case "Reflect.get":
      let key = arguments.dropFirst().first ?? .undefined
      // A getter is called with the object that stands for `this`.
      if arguments.count > 2, case .object(let id)? = first.only { return member(of: id, key, this: arguments[2]) }
      return member(first, key)
    case "Reflect.has": return .truth
    case "Reflect.set":
      setMember(first, arguments.dropFirst().first ?? .undefined, arguments.dropFirst(2).first ?? .undefined)
      return .truth
    case "Reflect.deleteProperty":
      removeMember(first, arguments.dropFirst().first ?? .undefined)
      return .truth
    case "Reflect.setPrototypeOf", "Reflect.getPrototypeOf", "Reflect.getOwnPropertyDescriptor":
      return objectFunction(String(path.dropFirst(8)), arguments)
    case "Reflect.apply":
      let items = elements(of: arguments.dropFirst(2).first ?? .undefined)
      return call(first, this: arguments.dropFirst().first ?? .undefined, items.known, isExact: items.isExact)
    case "Reflect.construct":
      let items = elements(of: arguments.dropFirst().first ?? .undefined)
      return construct(
        first, items.known, isExact: items.isExact, newTarget: arguments.count > 2 ? arguments[2] : nil)
    case "Reflect.defineProperty": return objectFunction("defineProperty", arguments)
    case "RegExp.prototype.test":
      for atom in first.atoms { noteQueryMethod("test", of: atom) }
      return execute(this, first, isTest: true)
    case "RegExp.prototype.exec":
      for atom in first.atoms { noteQueryMethod("exec", of: atom) }
      return execute(this, first, isTest: false)
    case "Function" where returnsGlobal(arguments): return globalFunction
    case "eval", "Function":
      noteGap("text is evaluated as code")
      return .unknown(reason("text is evaluated as code"))
    case "Error", "TypeError", "RangeError", "SyntaxError", "EvalError", "ReferenceError", "URIError", "AggregateError",
      "RegExp":
      return constructNative(path, arguments)
    case "String.fromCharCode", "String.fromCodePoint":
      return characters(arguments, isExact: isExact, ofPoints: path.hasSuffix("Point"))
    case "String.bytesFrom": return .text
    case "String.raw": return raw(first, Array(arguments.dropFirst()), isExact: isExact)
    case "BigInt":
      noteRisk()
      return .unknown(reason("arithmetic of BigInt is not followed"))
    default:
      noteRisk()
      // What the language brings does nothing but give a value, and call what it is given.
      for argument in arguments where runsCode(argument) {
        maybe { _ = self.call(argument, this: .undefined, [.unknown(self.reason("what \(path) passes is not known"))]) }
      }
      if path.hasPrefix("Date.prototype.") {
        return path.contains(".to") ? .text : .number
      }
      return .unknown(reason("what \(path) gives is not followed"))
    }
  }

  /// What tsc takes from its library of helpers.
  private func helper(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch name {
    case "__awaiter":
      let promise = makeObject(.promise)
      runMachine(of: promise) {
        let made = self.call(arguments.count > 3 ? arguments[3] : .undefined, this: first, [])
        guard case .object(let generator)? = made.only, case .generator = self.heap[generator].kind else {
          return self.isDead ? .undefined : self.awaited(made)
        }
        let value = self.runGenerator(generator).value
        return self.isDead ? .undefined : self.awaited(value)
      }
      return .object(promise)
    case "__generator":
      guard arguments.count > 1, case .object(let body)? = arguments[1].only,
        case .function(let closure) = heap[body].kind
      else { return .unknown(reason("this generator is not known")) }
      return makeMachine(closure, this: first)
    case "__assign": return objectFunction("assign", arguments)
    case "__importDefault", "__importStar":
      guard case .object(let id)? = first.only else { return first }
      if case .external = heap[id].kind { return first }
      if truth(of: member(first, .string("__esModule")).first) == true { return first }
      let wrapper = makeObject()
      if name == "__importStar" { copyMembers(of: first, to: wrapper) }
      heap[wrapper].properties["default"] = Property(value: first, place: here)
      return .object(wrapper)
    case "__spreadArray", "__spread", "__spreadArrays":
      return listMethod("concat", makeArray([]), Array(arguments.prefix(name == "__spreadArray" ? 2 : arguments.count)))
    case "__read":
      let items = iterated(first)
      return makeArray(items.known, isExact: items.isExact)
    case "__values":
      noteUse(of: first)
      return first
    case "__exportStar", "__createBinding":
      if name == "__exportStar", arguments.count > 1, case .object(let target)? = arguments[1].only {
        copyMembers(of: first, to: target)
      }
      return .undefined
    default: return .unknown(reason("what tslib's \(name) does is not followed"))
    }
  }

  /// Calls a function with each status of a table.
  private func liftCall(_ path: String, _ this: Value, _ arguments: [Value]) -> Value {
    func table(_ value: Value) -> [Atom]? {
      for atom in value.atoms { if case .status(let index) = atom { return statusTables[Int(index)] } }
      return nil
    }
    let thisTable = table(this)
    let tables = arguments.map(table)
    var results: [Atom] = []
    results.reserveCapacity(Self.statuses.count)
    for index in Self.statuses.indices {
      let receiver = thisTable.map { Value($0[index]) } ?? this
      let values = zip(arguments, tables).map { argument, table in table.map { Value($0[index]) } ?? argument }
      let result = callNative(path, this: receiver, values, isExact: true)
      guard let only = result.only else {
        awaitedUndecided.append(Undecided("what \(path) makes of the status is not followed", at: place(here)))
        return .unknown(reason("what \(path) makes of the status is not followed"))
      }
      results.append(only)
    }
    if let first = results.first, results.allSatisfy({ $0 == first }), case .unknown = first {
      awaitedUndecided.append(Undecided("what \(path) makes of the status is not followed", at: place(here)))
    }
    if results.contains(where: { $0 == .truth || $0 == .text(.none) || $0 == .numeral }) {
      awaitedUndecided.append(Undecided("what \(path) makes of the status is not followed", at: place(here)))
    }
    return Value(statusValue(results))
  }

  // MARK: Functions

  private func functionMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    switch name {
    case "call": return call(this, this: arguments.first ?? .undefined, Array(arguments.dropFirst()))
    case "apply":
      let list = arguments.dropFirst().first ?? .undefined
      if isNullish(list) == true { return call(this, this: arguments.first ?? .undefined, []) }
      let items = elements(of: list)
      return call(
        this, this: arguments.first ?? .undefined, items.known + (items.others.map { [$0] } ?? []),
        isExact: items.isExact && items.others == nil)
    case "bind":
      let id = makeObject(
        .bound(target: this, this: arguments.first ?? .undefined, arguments: Array(arguments.dropFirst())))
      return .object(id)
    case "toString": return .text
    default: return .undefined
    }
  }

  /// `Array(…)`: the elements, or so many of undefined.
  /// Whether each group and class of a pattern has its end, so that it is taken for one; false where it is not known.
  private static func isBalanced(_ pattern: String?) -> Bool {
    guard let pattern else { return false }
    var (depth, isClass, isEscaped) = (0, false, false)
    for byte in pattern.utf8 {
      if isEscaped { isEscaped = false; continue }
      switch byte {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "["): isClass = true
      case UInt8(ascii: "]"): isClass = false
      case UInt8(ascii: "(") where !isClass: depth += 1
      case UInt8(ascii: ")") where !isClass: depth -= 1
      default: break
      }
      if depth < 0 { return false }
    }
    return depth == 0 && !isClass && !isEscaped
  }

  private func list(of arguments: [Value]) -> Value {
    guard arguments.count == 1, arguments[0].string == nil else { return makeArray(arguments) }
    guard case .number(let number)? = arguments[0].only, (0...Double(Self.maximumElements)).contains(number) else {
      return makeArray([.undefined], isExact: false)
    }
    let list = makeArray(Array(repeating: .undefined, count: Int(number)))
    if case .object(let id)? = list.only {
      noteHoles(in: id)
    }
    return list
  }

  /// The elements of an object that is no list and has a length, as `Array.from` takes them.
  private func arrayLike(_ value: Value) -> Items? {
    guard case .object(let id)? = value.only, case .plain = heap[id].kind,
      member(of: id, named: "@@Symbol.iterator", this: value).isUndefined
    else { return nil }
    let length = member(of: id, named: "length", this: value)
    if length.isUndefined { return Items() }
    guard case .number(let number)? = length.map({ number($0) }).only else {
      return Items(known: [memberOfUnknownName(id, .text)], isExact: false)
    }
    guard number >= 1 else { return Items() }
    guard number < Double(Self.maximumRounds) else {
      return Items(known: [memberOfUnknownName(id, .text)], isExact: false)
    }
    return Items(known: (0..<Int(number)).map { member(of: id, named: String($0), this: value) })
  }

  /// `Function('return this')`, by which libraries get at the global object.
  private func returnsGlobal(_ arguments: [Value]) -> Bool {
    arguments.count == 1 && ["return this", "return this;"].contains(arguments[0].string?.trimmed)
  }

  private var globalFunction: Value {
    .object(makeObject(.bound(target: native("identity"), this: .undefined, arguments: [native("globalThis")])))
  }

  private func noteWeak(_ id: ObjectID) {
    heap[id].properties[Self.weak] = Property(value: .truth, isHidden: true, place: here)
  }

  func constructNative(_ path: String, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch path {
    case "Date":
      if arguments.count == 1 { noteDate(first) }
      return .object(makeObject(.date))
    case "Promise":
      let promise = makeObject(.promise)
      execute(first, for: promise)
      return .object(promise)
    case "Map", "WeakMap":
      let map = makeObject(.map)
      if path == "WeakMap" { noteWeak(map) }
      let pairs = elements(of: first)
      for pair in pairs.known {
        let items = iterated(pair).known
        heap[map].elements += [items.first ?? .undefined, items.count > 1 ? items[1] : .undefined]
      }
      if isNullish(first) != true { heap[map].isExact = pairs.isExact && pairs.others == nil }
      return .object(map)
    case "Boolean": return .unknown(reason("what new Boolean gives is not followed"))
    case "Set", "WeakSet":
      let set = makeObject(.set)
      if path == "WeakSet" { noteWeak(set) }
      let items = elements(of: first)
      for item in items.known where !heap[set].elements.contains(item) { heap[set].elements.append(item) }
      heap[set].isExact = items.isExact && items.others == nil
      return .object(set)
    case "Array": return list(of: arguments)
    case "Object": return .object(makeObject())
    case "RegExp":
      let id = makeObject(.regularExpression)
      if !Self.isBalanced(first.string) { noteRisk() }
      let flags = arguments.dropFirst().first ?? .undefined
      if let source = first.string, let flags = flags.isUndefined ? "" : flags.string {
        heap[id].properties["source"] = Property(value: .string(source), isHidden: true, place: here)
        heap[id].properties["flags"] = Property(value: .string(flags), isHidden: true, place: here)
      }
      return .object(id)
    case "String", "Number": return callNative(path, this: .undefined, arguments, isExact: true)
    case "Function" where returnsGlobal(arguments): return globalFunction
    case "Function":
      noteGap("text is evaluated as code")
      return .unknown(reason("text is evaluated as code"))
    case "Proxy":
      // What its traps do is not followed.
      if arguments.count > 1, keys(of: arguments[1]).known != [] {
        noteGap("what a Proxy does is not followed")
      }
      return Value(first.atoms + [.unknown(reason("what a Proxy gives is not followed"))])
    default:
      if path.hasSuffix("Error") {
        let id = makeObject(.error)
        heap[id].properties["message"] = Property(
          value: arguments.isEmpty ? .string("") : toText(first), isHidden: true, place: here)
        heap[id].properties["name"] = Property(value: .string(path), isHidden: true, place: here)
        return .object(id)
      }
      return .unknown(reason("what new \(path) gives is not followed"))
    }
  }

  // MARK: Key value stores

  private func storeMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    noteRisk()
    guard case .object(let id)? = this.only, case .store(let index) = heap[id].kind, !stores.isEmpty else {
      return .unknown(reason("which store this is, is not known"))
    }
    switch name {
    case "get":
      let store = openedStores[Int(index)]
      var isText = true
      if case .object(let options)? = arguments.dropFirst().first?.only {
        let format = member(of: options, named: "format", this: .undefined)
        if !format.isUndefined, format.string != "string" { isText = false }
      }
      guard isText, let store else { return makePromise(.unknown(reason("what the store holds is not known"))) }
      storeReads.append(StoreRead(store: store, key: arguments.first?.string))
      return makePromise(Value(.text(.store(Int32(storeReads.count - 1)))))
    case "exists": return makePromise(.truth)
    case "count": return makePromise(.number)
    case "meta": return makePromise(external("cloudfront.kvs().meta()"))
    default: return .unknown(reason("what this does with the store is not known"))
    }
  }
}
