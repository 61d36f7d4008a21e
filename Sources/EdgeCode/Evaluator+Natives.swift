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
    default: break
    }
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
    if path.hasPrefix("String.prototype.") { return textMethod(String(path.dropFirst(17)), this, arguments) }
    if path.hasPrefix("Array.prototype.") { return listMethod(String(path.dropFirst(16)), this, arguments) }
    if path.hasPrefix("Object.prototype.") { return objectMethod(String(path.dropFirst(17)), this, arguments) }
    if path.hasPrefix("Function.prototype.") { return functionMethod(String(path.dropFirst(19)), this, arguments) }
    if path.hasPrefix("Promise.") { return promiseMethod(String(path.dropFirst(8)), this, arguments) }
    if path.hasPrefix("Object.") { return objectFunction(String(path.dropFirst(7)), arguments) }
    if path.hasPrefix("Map.prototype.") || path.hasPrefix("WeakMap.prototype.") || path.hasPrefix("Set.prototype.")
      || path.hasPrefix("WeakSet.prototype.")
    {
      return collectionMethod(path.split(separator: ".").last.map(String.init) ?? "", this, arguments)
    }
    if path.hasPrefix("Store.prototype.") { return storeMethod(String(path.dropFirst(16)), this, arguments) }
    if path.hasPrefix("Number.prototype.") || path.hasPrefix("Boolean.prototype.") {
      if path.hasSuffix(".toString"), arguments.isEmpty { return toText(this) }
      if path.hasSuffix(".valueOf") { return this }
      return .text
    }
    if path.hasPrefix("Math.") { return mathFunction(String(path.dropFirst(5)), arguments) }
    if path.hasPrefix("console.") { return .undefined }
    if path.hasPrefix("tslib.") { return helper(String(path.dropFirst(6)), this, arguments) }
    let first = arguments.first ?? .undefined
    switch path {
    case "Generator.prototype.next":
      let id = makeObject()
      var value = Value.undefined
      for atom in this.atoms {
        if case .object(let generator) = atom { value = runGenerator(generator).value }
      }
      heap[id].properties["value"] = Property(value: value, place: here)
      heap[id].properties["done"] = Property(value: .bool(true), place: here)
      return .object(id)
    case "Generator.prototype.return", "Generator.prototype.throw": return .unknown(reason("this is not followed"))
    case "Generator.prototype.@@Symbol.iterator", "Generator.prototype.@@Symbol.asyncIterator":
      // Whoever takes its elements takes them one by one.
      guard case .object(let generator)? = this.only else { return this }
      return makeIterator(over: makeArray(runGenerator(generator).yields, isExact: false))
    case "Iterator.prototype.next": return nextOfIterator(this)
    case "Iterator.prototype.@@Symbol.iterator": return this
    case "JSON.stringify": return stringify(first)
    case "JSON.parse":
      mayThrow += 1
      return parseJSON(first)
    case "String": return arguments.isEmpty ? .string("") : toText(first)
    case "Number": return arguments.isEmpty ? .number(0) : first.map { number($0) }
    case "Boolean": return first.map { truth(of: $0).map(Atom.bool) ?? .truth }
    case "parseInt", "Number.parseInt": return parseInteger(first, arguments.dropFirst().first)
    case "parseFloat", "Number.parseFloat":
      return first.map { atom in
        guard case .string(let text) = textAtom(atom) else { return .numeral }
        let prefix = text.trimmedASCII.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        return .number(Double(String(prefix)) ?? .nan)
      }
    case "isNaN", "Number.isNaN":
      return first.map { atom in
        if case .number(let value) = number(atom) { return .bool(value.isNaN) }
        return .truth
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
        case .array: return .bool(true)
        case .event(let part): return .bool(part.isList(isFunction: isFunction))
        case .external: return .truth
        default: return .bool(false)
        }
      }
    case "Array.from":
      let items = elements(of: first)
      let list = makeArray(
        items.known + (items.others.map { [$0] } ?? []), isExact: items.isExact && items.others == nil)
      return arguments.count > 1 ? listMethod("map", list, [arguments[1]]) : list
    case "Array.of": return makeArray(arguments, isExact: isExact)
    case "Array": return makeArray(arguments.count == 1 ? [] : arguments, isExact: arguments.count != 1)
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
      mayThrow += 1
      return first.map { atom in
        switch textAtom(atom) {
        case .string(let text) where text.utf8.allSatisfy({ Self.isUnreserved($0) }): return .string(text)
        case .text(let origin): return .text(origin.made)
        default: return .text(.none)
        }
      }
    case "Reflect.ownKeys": return objectFunction("keys", arguments)
    case "Reflect.get": return member(first, arguments.dropFirst().first ?? .undefined)
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
      return construct(first, items.known, isExact: items.isExact)
    case "Reflect.defineProperty": return objectFunction("defineProperty", arguments)
    case "RegExp.prototype.test":
      guard case .object(let id)? = this.only else { return .truth }
      return first.map { matches(id, $0).map(Atom.bool) ?? .truth }
    case "RegExp.prototype.exec":
      return Value([.null] + found(of: textValue(of: first, made: true)).atoms)
    case "eval", "Function":
      noteGap("text is evaluated as code")
      return .unknown(reason("text is evaluated as code"))
    case "Error", "TypeError", "RangeError", "SyntaxError", "EvalError", "ReferenceError", "URIError", "AggregateError",
      "RegExp":
      return constructNative(path, arguments)
    case "String.fromCharCode", "String.fromCodePoint", "String.bytesFrom": return .text
    case "String.raw": return .text
    case "BigInt": return .unknown(reason("arithmetic of BigInt is not followed"))
    default:
      mayThrow += 1
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

  /// An iterator over a list.
  func makeIterator(over list: Value) -> Value {
    let id = makeObject()
    heap[id].properties["next"] = Property(value: native("Iterator.prototype.next"), isHidden: true, place: here)
    heap[id].properties["@@Symbol.iterator"] = Property(
      value: native("Iterator.prototype.@@Symbol.iterator"), isHidden: true, place: here)
    heap[id].properties["#list"] = Property(value: list, isHidden: true, place: here)
    heap[id].properties["#place"] = Property(value: .number(0), isHidden: true, place: here)
    return .object(id)
  }

  private func nextOfIterator(_ this: Value) -> Value {
    let result = makeObject()
    guard case .object(let id)? = this.only, let list = heap[id].properties["#list"]?.value,
      let place = heap[id].properties["#place"]?.value
    else { return .unknown(reason("this iterator is not known")) }
    let items = elements(of: list)
    var value = Value.undefined
    var isDone = Value.truth
    if items.isExact, items.others == nil, case .number(let number)? = place.only {
      let index = Int(number)
      isDone = .bool(index >= items.known.count)
      if index < items.known.count { value = items.known[index] }
      heap[id].properties["#place"]?.value = .number(number + 1)
    } else {
      for item in items.known + (items.others.map { [$0] } ?? []) {
        value = value.isUndefined ? item : value.joined(item)
      }
      if items.known.isEmpty, items.others == nil { isDone = .bool(true) }
    }
    heap[result].properties["value"] = Property(value: value, place: here)
    heap[result].properties["done"] = Property(value: isDone, place: here)
    return .object(result)
  }

  /// What tsc takes from its library of helpers.
  private func helper(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch name {
    case "__awaiter":
      let made = call(arguments.count > 3 ? arguments[3] : .undefined, this: first, [])
      guard case .object(let generator)? = made.only, case .generator = heap[generator].kind else {
        return isDead ? .undefined : makePromise(awaited(made))
      }
      let value = runGenerator(generator).value
      if !isDead { return makePromise(value) }
      isDead = false
      return makePromise(nil, error: .object(makeObject(.error)))
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
    case "__read": return makeArray(elements(of: first).known, isExact: elements(of: first).isExact)
    case "__values": return first
    case "__exportStar", "__createBinding":
      if name == "__exportStar", arguments.count > 1, case .object(let target)? = arguments[1].only {
        copyMembers(of: first, to: target)
      }
      return .undefined
    default: return .unknown(reason("what tslib's \(name) does is not followed"))
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
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

  // MARK: Texts

  private func textValue(of value: Value, made: Bool) -> Atom {
    for atom in value.atoms { if case .text(let origin) = atom { return .text(made ? origin.made : origin) } }
    return .text(.none)
  }

  private func textMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    // Callbacks of `replace` and the like.
    for argument in arguments where isCallable(argument) {
      maybe { _ = self.call(argument, this: .undefined, [.text, .text, .text]) }
    }
    if this.atoms.count > 1 { return this.flatMap { textMethod(name, Value($0), arguments) } }
    let receiver = textAtom(this.first)
    guard case .string(let text) = receiver else {
      if case .unknown(let reason) = this.first { return .unknown(reason) }
      return unknownTextMethod(name, receiver, arguments)
    }
    let known = arguments.map { $0.only.map { atom in self.known(atom) } ?? nil }
    if known.contains(where: { $0 == nil }) { return unknownTextMethod(name, .text(.none), arguments) }
    let first = known.first ?? nil
    let second = known.count > 1 ? known[1] : nil
    let units = Array(text.utf16)
    func string(_ units: ArraySlice<UInt16>) -> Value { .string(String(decoding: units, as: UTF16.self)) }
    func index(_ atom: Atom?, _ fallback: Int) -> Int {
      guard let atom, atom != .undefined, case .number(let number) = number(atom), !number.isNaN else {
        return fallback
      }
      return Int(max(-1e9, min(1e9, number)))
    }
    switch name {
    case "toString", "valueOf", "normalize": return .string(text)
    case "toLowerCase", "toLocaleLowerCase": return .string(text.lowercased())
    case "toUpperCase", "toLocaleUpperCase": return .string(text.uppercased())
    case "trim": return .string(text.trimmedASCII)
    case "trimStart", "trimLeft": return .string(String(text.drop { $0.isWhitespace }))
    case "startsWith":
      guard case .string(let part)? = first.map(textAtom), second == nil else { return .truth }
      return .bool(text.hasPrefix(part) || part.isEmpty)
    case "endsWith":
      guard case .string(let part)? = first.map(textAtom), second == nil else { return .truth }
      return .bool(text.hasSuffix(part) || part.isEmpty)
    case "includes", "indexOf", "lastIndexOf":
      guard case .string(let part)? = first.map(textAtom), second == nil else {
        return name == "includes" ? .truth : .number
      }
      let place = Self.find(Array(part.utf16), in: units, last: name == "lastIndexOf")
      return name == "includes" ? .bool(place != nil) : .number(Double(place ?? -1))
    case "slice", "substring", "substr":
      var from = index(first, 0)
      var to = index(second, units.count)
      if name == "substring" {
        (from, to) = (max(0, min(from, units.count)), max(0, min(to, units.count)))
        if from > to { swap(&from, &to) }
      } else {
        if from < 0 { from = max(0, units.count + from) }
        if name == "substr" {
          to = second == nil ? units.count : from + max(0, to)
        } else if to < 0 {
          to = units.count + to
        }
        (from, to) = (min(from, units.count), min(to, units.count))
      }
      return from < to ? string(units[from..<to]) : .string("")
    case "charAt", "at":
      var place = index(first, 0)
      if name == "at", place < 0 { place += units.count }
      guard place >= 0, place < units.count else { return name == "at" ? .undefined : .string("") }
      return string(units[place..<place + 1])
    case "charCodeAt", "codePointAt":
      let place = index(first, 0)
      return place >= 0 && place < units.count ? .number(Double(units[place])) : .number(.nan)
    case "split":
      if first == nil || first == .undefined { return makeArray([.string(text)]) }
      guard case .string(let separator)? = first, second == nil, units.count < 10_000 else {
        return makeArray([.text], isExact: false)
      }
      if separator.isEmpty { return makeArray(units.map { string([$0]) }) }
      return makeArray(Self.split(text, separator).map { .string($0) })
    case "concat":
      return arguments.reduce(.string(text)) { binary(.add, $0, toText($1)) }
    case "repeat":
      let count = index(first, 0)
      return count >= 0 && count * text.utf8.count < 10_000 ? .string(String(repeating: text, count: count)) : .text
    case "padStart", "padEnd":
      let count = index(first, 0) - units.count
      var filler = " "
      if case .string(let given)? = second { filler = given }
      guard count > 0, !filler.isEmpty, count < 1000 else { return .string(text) }
      let padding = String(String(repeating: filler, count: count).prefix(count))
      return .string(name == "padStart" ? padding + text : text + padding)
    case "replace", "replaceAll":
      guard case .string(let pattern)? = first, case .string(let replacement)? = second, !replacement.contains("$"),
        !pattern.isEmpty, units.count < 10_000
      else { return .text }
      let parts = Self.split(text, pattern)
      if name == "replaceAll" { return .string(parts.joined(separator: replacement)) }
      if parts.count < 2 { return .string(text) }
      return .string(parts[0] + replacement + parts.dropFirst().joined(separator: pattern))
    case "localeCompare": return .number
    case "match":
      if case .object(let id)? = arguments.first?.only, let matches = matches(id, .string(text)) {
        return matches ? found(of: .text(.none)) : .null
      }
      return unknownTextMethod(name, .text(.none), arguments)
    case "search":
      if case .object(let id)? = arguments.first?.only, matches(id, .string(text)) == false { return .number(-1) }
      return .number
    default: return unknownTextMethod(name, receiver, arguments)
    }
  }

  /// What a regular expression finds: texts by place and by name.
  private func found(of text: Atom) -> Value {
    let entry = Value([text, .undefined])
    let list = makeArray([entry], isExact: false)
    let groups = makeObject()
    heap[groups].wildcard = entry
    guard case .object(let id)? = list.only else { return list }
    let members = ["groups": Value([.object(groups), .undefined]), "index": .number, "input": Value(text)]
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      heap[id].properties[name] = Property(value: value, isHidden: true, place: here)
    }
    return list
  }

  /// An argument that is known well enough to compute with it.
  private func known(_ atom: Atom) -> Atom? {
    switch atom {
    case .undefined, .null, .bool, .number, .string: atom
    case .object(let id): if case .regularExpression = heap[id].kind { atom } else { nil }
    default: nil
    }
  }

  private func unknownTextMethod(_ name: String, _ receiver: Atom, _ arguments: [Value]) -> Value {
    var origin = TextOrigin.none
    if case .text(let known) = receiver { origin = known }
    switch name {
    case "toString", "valueOf": return Value(.text(origin))
    case "startsWith", "endsWith", "includes": return .truth
    case "indexOf", "lastIndexOf", "search", "charCodeAt", "codePointAt", "localeCompare", "length": return .number
    case "split": return makeArray([Value(.text(origin.made))], isExact: false)
    case "match":
      return Value(found(of: .text(origin.made)).atoms + [.null])
    case "matchAll": return makeArray([found(of: .text(origin.made))], isExact: false)
    case "at": return Value([.text(origin.made), .undefined])
    default: return Value(.text(origin.made))
    }
  }

  static func find(_ part: [UInt16], in units: [UInt16], last: Bool) -> Int? {
    guard part.count <= units.count, units.count < 100_000 else { return nil }
    if part.isEmpty { return last ? units.count : 0 }
    let places = 0...(units.count - part.count)
    func isHere(_ place: Int) -> Bool {
      units[place] == part[0] && units[place..<place + part.count].elementsEqual(part)
    }
    return last ? places.last(where: isHere) : places.first(where: isHere)
  }

  static func split(_ text: String, _ separator: String) -> [String] {
    let units = Array(text.utf16)
    let part = Array(separator.utf16)
    var pieces: [String] = []
    var from = 0
    var place = 0
    while place + part.count <= units.count {
      if units[place] == part[0], units[place..<place + part.count].elementsEqual(part) {
        pieces.append(String(decoding: units[from..<place], as: UTF16.self))
        place += part.count
        from = place
      } else {
        place += 1
      }
    }
    pieces.append(String(decoding: units[from...], as: UTF16.self))
    return pieces
  }

  private func parseInteger(_ value: Value, _ radix: Value?) -> Value {
    let base: Int
    if case .number(let number)? = radix?.only { base = Int(max(0, min(36, number))) } else { base = 10 }
    guard base == 0 || (2...36).contains(base) else { return .number(.nan) }
    return value.map { atom in
      guard case .string(let text) = textAtom(atom) else { return .numeral }
      var rest = Substring(text.trimmedASCII)
      var sign = 1.0
      if let first = rest.first, first == "-" || first == "+" {
        sign = first == "-" ? -1 : 1
        rest = rest.dropFirst()
      }
      var radix = base == 0 ? 10 : base
      if rest.hasPrefix("0x") || rest.hasPrefix("0X"), base == 16 || radix == 10 && base == 0 {
        rest = rest.dropFirst(2)
        radix = 16
      }
      var result = 0.0
      var count = 0
      for character in rest {
        guard let digit = character.hexDigitValue ?? character.asciiValue.map({ Int($0 | 0x20) - 87 }), digit >= 0,
          digit < radix
        else { break }
        result = result * Double(radix) + Double(digit)
        count += 1
      }
      return .number(count == 0 ? .nan : sign * result)
    }
  }

  private func mathFunction(_ name: String, _ arguments: [Value]) -> Value {
    let numbers = arguments.map { value -> Double? in
      if case .number(let number)? = value.only.map({ self.number($0) }) { number } else { nil }
    }
    guard !numbers.contains(where: { $0 == nil }) else { return .number }
    let known = numbers.compactMap(\.self)
    switch name {
    case "floor": return .number((known.first ?? .nan).rounded(.down))
    case "ceil": return .number((known.first ?? .nan).rounded(.up))
    case "round": return .number(((known.first ?? .nan) + 0.5).rounded(.down))
    case "trunc": return .number((known.first ?? .nan).rounded(.towardZero))
    case "abs": return .number(abs(known.first ?? .nan))
    case "min": return .number(known.min() ?? .infinity)
    case "max": return .number(known.max() ?? -.infinity)
    default: return .number
    }
  }

  // MARK: JSON

  private func stringify(_ value: Value) -> Value {
    value.flatMap { atom in
      switch atom {
      case .undefined: return .undefined
      case .string(let text): return .string(JSONWriter.quoted(text))
      case .object(let id):
        switch heap[id].kind {
        case .event(let part):
          switch part {
          case .event, .record, .records, .cf, .request, .functionEvent: return Value(.text(.wholeRequest))
          default: return Value(.text(.madeOfEvent))
          }
        case .function, .class: return .undefined
        default:
          var budget = 500
          if let text = json(of: value, &budget), value.rest.isEmpty { return .string(text) }
          return holdsRequest(id, 4) ? Value(.text(.wholeRequest)) : .text
        }
      case .number, .bool, .null: return toText(Value(atom))
      default: return .text
      }
    }
  }

  /// Whether an object holds the request as a whole.
  private func holdsRequest(_ id: ObjectID, _ depth: Int) -> Bool {
    if case .event(let part) = heap[id].kind {
      return [.event, .record, .records, .cf, .request, .functionEvent].contains(part)
    }
    guard depth > 0 else { return false }
    let object = heap[id]
    let values =
      object.properties.names.prefix(50).compactMap { object.properties[$0]?.value } + object.elements.prefix(50)
    return values.contains { value in
      value.atoms.contains { if case .object(let inner) = $0 { holdsRequest(inner, depth - 1) } else { false } }
    } || object.copies.contains { holdsRequest($0, 0) }
  }

  /// The JSON of a value that is known whole.
  private func json(of value: Value, _ budget: inout Int) -> String? {
    budget -= 1
    guard budget > 0, let atom = value.only else { return nil }
    switch atom {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .number(let number): return number.isFinite ? NumberText.text(of: number) : "null"
    case .string(let text): return JSONWriter.quoted(text)
    case .object(let id):
      let object = heap[id]
      guard object.isOpen == nil, object.wildcard == nil, object.copies.isEmpty else { return nil }
      switch object.kind {
      case .array where object.isExact:
        var parts: [String] = []
        for element in object.elements {
          guard let part = element.isUndefined ? "null" : json(of: element, &budget) else { return nil }
          parts.append(part)
        }
        return "[" + parts.joined(separator: ",") + "]"
      case .plain where object.prototype < 0:
        var parts: [String] = []
        for name in object.properties.names {
          guard let property = object.properties[name], property.getter == nil, !property.isOptional else { return nil }
          if property.value.isUndefined { continue }
          guard let part = json(of: property.value, &budget) else { return nil }
          parts.append(JSONWriter.quoted(name) + ":" + part)
        }
        return "{" + parts.joined(separator: ",") + "}"
      default: return nil
      }
    default: return nil
    }
  }

  private func parseJSON(_ value: Value) -> Value {
    value.flatMap { atom in
      switch atom {
      case .string(let text):
        guard let parsed = try? Program(Array("(\(text))".utf8), goal: .script),
          let statement = parsed.list(parsed.nodes[Int(parsed.root)]).first
        else {
          throwValue(.object(makeObject(.error)))
          return .undefined
        }
        return jsonValue(parsed, parsed.nodes[Int(statement)].a)
      case .text(.wholeRequest), .text(.store):
        return .unknown(reason("what this JSON holds is not known"))
      default: return .unknown(reason("what this JSON holds is not known"))
      }
    }
  }

  /// The value of a JSON text, which was parsed as an expression.
  func jsonValue(_ program: Program, _ index: Int32) -> Value {
    guard step() else { return .unknown(.none) }
    let node = program.nodes[Int(index)]
    switch node.kind {
    case .string: return .string(program.text(node.a))
    case .number: return .number(program.numbers[Int(node.a)])
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .null: return .null
    case .unary: return unary(node.op, jsonValue(program, node.a))
    case .array: return makeArray(program.list(node).map { $0 < 0 ? .undefined : jsonValue(program, $0) })
    case .object:
      let id = makeObject()
      for member in program.list(node) {
        let property = program.nodes[Int(member)]
        guard property.kind == .property, property.a >= 0 else { continue }
        let value = jsonValue(program, property.b)
        heap[id].properties[program.text(property.a)] = Property(value: value, place: here)
      }
      return .object(id)
    default: return .unknown(reason("this is no JSON"))
    }
  }

  // MARK: Regular expressions

  /// Whether a regular expression finds something in a short text; nil where that is not known.
  private func matches(_ id: ObjectID, _ atom: Atom) -> Bool? {
    guard case .regularExpression = heap[id].kind, case .string(let text) = textAtom(atom), text.utf8.count <= 8,
      let pattern = heap[id].properties["source"]?.value.string, let flags = heap[id].properties["flags"]?.value.string
    else { return nil }
    return ShortPattern(pattern, flags: flags)?.matches(text)
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

  func constructNative(_ path: String, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch path {
    case "Date":
      if arguments.count == 1 { noteDate(first) }
      return .object(makeObject(.date))
    case "Promise":
      let promise = makeObject(.promise)
      let resolve = Value.object(makeObject(.settler(promise: promise, rejects: false)))
      let reject = Value.object(makeObject(.settler(promise: promise, rejects: true)))
      _ = call(first, this: .undefined, [resolve, reject])
      // What the executor throws rejects the promise.
      isDead = false
      return .object(promise)
    case "Map", "WeakMap":
      let map = makeObject(.map)
      for pair in elements(of: first).known {
        let items = elements(of: pair).known
        heap[map].elements += [items.first ?? .undefined, items.count > 1 ? items[1] : .undefined]
      }
      if isNullish(first) != true {
        heap[map].isExact = elements(of: first).isExact && elements(of: first).others == nil
      }
      return .object(map)
    case "Set", "WeakSet":
      let set = makeObject(.set)
      let items = elements(of: first)
      for item in items.known where !heap[set].elements.contains(item) { heap[set].elements.append(item) }
      heap[set].isExact = items.isExact && items.others == nil
      return .object(set)
    case "Array": return makeArray(arguments.count == 1 ? [] : arguments, isExact: arguments.count != 1)
    case "Object": return .object(makeObject())
    case "RegExp":
      let id = makeObject(.regularExpression)
      if let source = first.string {
        heap[id].properties["source"] = Property(value: .string(source), isHidden: true, place: here)
        heap[id].properties["flags"] = Property(
          value: .string(arguments.dropFirst().first?.string ?? ""), isHidden: true, place: here)
      }
      return .object(id)
    case "String", "Number", "Boolean": return callNative(path, this: .undefined, arguments, isExact: true)
    case "Function":
      noteGap("text is evaluated as code")
      return .unknown(reason("text is evaluated as code"))
    case "Proxy":
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

  // MARK: Promises

  private func promiseMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch name {
    case "resolve": return makePromise(awaited(first))
    case "reject": return makePromise(nil, error: first)
    case "all", "allSettled", "race", "any":
      let items = elements(of: first)
      let values = items.known.map { awaited($0) }
      if name == "race" || name == "any" {
        return makePromise((values + (items.others.map { [awaited($0)] } ?? [])).reduce(nil) { $0?.joined($1) ?? $1 })
      }
      if name == "allSettled" {
        return makePromise(
          makeArray(
            values.map { value in
              let entry = makeObject()
              heap[entry].properties["status"] = Property(value: .text, place: here)
              heap[entry].properties["value"] = Property(value: value, isOptional: true, place: here)
              return .object(entry)
            }, isExact: items.isExact && items.others == nil))
      }
      let all = values + (items.others.map { [awaited($0)] } ?? [])
      return makePromise(makeArray(all, isExact: items.isExact && items.others == nil))
    case "prototype.then":
      return this.flatMap { atom in
        guard case .object(let id) = atom, case .promise = heap[id].kind else { return .undefined }
        return then(id, first, arguments.dropFirst().first ?? .undefined)
      }
    case "prototype.catch":
      return this.flatMap { atom in
        guard case .object(let id) = atom, case .promise = heap[id].kind else { return .undefined }
        return then(id, .undefined, first)
      }
    case "prototype.finally":
      _ = call(first, this: .undefined, [])
      return this
    case "withResolvers":
      let promise = makeObject(.promise)
      let id = makeObject()
      heap[id].properties["promise"] = Property(value: .object(promise), place: here)
      for (name, rejects) in [("resolve", false), ("reject", true)] {
        heap[id].properties[name] = Property(
          value: .object(makeObject(.settler(promise: promise, rejects: rejects))), place: here)
      }
      return .object(id)
    default: return .unknown(reason("what Promise.\(name) gives is not followed"))
    }
  }

  private func then(_ id: ObjectID, _ fulfilled: Value, _ rejected: Value) -> Value {
    let value = heap[id].properties["value"]?.value
    let error = heap[id].properties["error"]?.value
    let result = makeObject(.promise)
    var bodies: [() -> Value] = []
    if let value {
      bodies.append {
        if self.isCallable(fulfilled) {
          let outcome = self.call(fulfilled, this: .undefined, [value])
          if !self.isDead { self.settle(result, with: self.awaited(outcome), rejects: false) }
        } else {
          self.settle(result, with: value, rejects: false)
        }
        self.isDead = false
        return .undefined
      }
    }
    // It may be rejected by what is not evaluated.
    if isCallable(rejected) {
      bodies.append {
        let outcome = self.call(rejected, this: .undefined, [error ?? .object(self.makeObject(.error))])
        if !self.isDead { self.settle(result, with: self.awaited(outcome), rejects: false) }
        self.isDead = false
        return .undefined
      }
    } else if let error, value == nil {
      settle(result, with: error, rejects: true)
    }
    if bodies.isEmpty, isCallable(fulfilled) {
      // Nothing is seen to resolve it; if something does, this goes on with it.
      let what = reason("nothing is seen to resolve this promise")
      bodies.append {
        let outcome = self.call(fulfilled, this: .undefined, [.unknown(what)])
        if !self.isDead { self.settle(result, with: self.awaited(outcome), rejects: false) }
        self.isDead = false
        return .undefined
      }
    }
    if !bodies.isEmpty { _ = branch(bodies) }
    return .object(result)
  }

  // MARK: Key value stores

  private func storeMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    mayThrow += 1
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
