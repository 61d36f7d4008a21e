import ECMAScript

extension Evaluator {
  // MARK: Reading

  /// A member of a value.
  func member(_ object: Value, _ key: Value) -> Value {
    // The status as a key is a table of what stands under each status.
    if let only = key.only, case .status(let index) = only {
      let table = statusTables[Int(index)]
      return object.flatMap { atom in
        // Entries that are not there look the same whatever the status.
        Value(
          statusValue(
            table.map { entry in member(Value(atom), Value(entry)).only ?? .unknown(reason("this entry is not known")) }
          ))
      }
    }
    let key = expand(key)
    // Of nothing it throws: what comes after is evaluated for the other values alone.
    noteUse(of: object)
    return (object.filter { !$0.isNullish } ?? .undefined).flatMap { atom in
      switch atom {
      case .object(let id): return member(of: id, key, this: Value(atom))
      case .undefined, .null: return .unknown(reason("a member of undefined is read"))
      case .string(let text): return textMember(text, key)
      case .text(let origin):
        guard let name = key.string else {
          noteQueryMethod("[]", of: atom)
          return Value([.text(origin.part), .undefined])
        }
        if name == "length" {
          if case .wholeRequest = origin { noteQueryMethod(name, of: atom) }
          return .number
        }
        if let first = name.utf8.first, (0x30...0x39).contains(first) { return Value(.text(origin.part)) }
        return native("String.prototype." + name)
      case .number, .numeral: return key.string.map { native("Number.prototype." + $0) } ?? .undefined
      case .bool, .truth: return key.string.map { native("Boolean.prototype." + $0) } ?? .undefined
      case .bigInt: return key.string.map { native("BigInt.prototype." + $0) } ?? .undefined
      case .status(let index):
        // `status.length`, `status[0]`: entry by entry; methods see the table as their `this`.
        guard let name = key.string ?? keyNames(key)?.first else { return .unknown(reason("this entry is not known")) }
        let table = statusTables[Int(index)].map { member(Value($0), .string(name)) }
        if let first = table.first, table.allSatisfy({ $0 == first }) { return first }
        return Value(statusValue(table.map { $0.only ?? .unknown(.none) }))
      case .unknown:
        noteRisk()
        // Whatever it is, it gives a text of itself by that.
        return key.string == "toString" ? native("String.prototype.toString") : Value(atom)
      }
    }
  }

  /// What texts have of `String.prototype` and `Object.prototype`, njs's own among it.
  private static let methodsOfTexts: Set<String> = [
    "anchor", "at", "big", "blink", "bold", "bytesFrom", "charAt", "charCodeAt", "codePointAt", "concat", "constructor",
    "endsWith", "fixed", "fontcolor", "fontsize", "fromBytes", "fromUTF8", "hasOwnProperty", "includes", "indexOf",
    "isPrototypeOf", "isWellFormed", "italics", "lastIndexOf", "link", "localeCompare", "match", "matchAll",
    "normalize",
    "padEnd", "padStart", "propertyIsEnumerable", "repeat", "replace", "replaceAll", "search", "slice", "small",
    "split",
    "startsWith", "strike", "sub", "substr", "substring", "sup", "toBytes", "toLocaleLowerCase", "toLocaleString",
    "toLocaleUpperCase", "toLowerCase", "toString", "toUTF8", "toUpperCase", "toWellFormed", "trim", "trimEnd",
    "trimLeft", "trimRight", "trimStart", "valueOf", "@@Symbol.iterator",
  ]

  private func textMember(_ text: String, _ key: Value) -> Value {
    guard let names = keyNames(key) else { return Value([.text(.none), .undefined]) }
    let values = names.map { name -> Value in
      if name == "length" { return .number(Double(text.utf16.count)) }
      if let index = Int(name), index >= 0 {
        let units = Array(text.utf16)
        return index < units.count ? .string(String(decoding: [units[index]], as: UTF16.self)) : .undefined
      }
      return Self.methodsOfTexts.contains(name) ? native("String.prototype." + name) : .undefined
    }
    return values.dropFirst().reduce(values[0]) { $0.joined($1) }
  }

  /// A member of an object; `this` is what a getter is called with.
  func member(of id: ObjectID, _ key: Value, this: Value) -> Value {
    guard let names = keyNames(key) else { return memberOfUnknownName(id, key) }
    guard let first = names.first else { return .undefined }
    var value = member(of: id, named: first, this: this)
    for name in names.dropFirst() { value = value.joined(member(of: id, named: name, this: this)) }
    return value
  }

  func member(of id: ObjectID, named name: String, this: Value, depth: Int = 0) -> Value {
    guard step() else { return .unknown(.none) }
    let object = heap.objects[Int(id)]
    if case .namespace(let module) = object.kind { return exported(name, of: module) }
    if let property = object.properties[name], !(property.isDeleted && property.isOptional) {
      if property.isDeleted { return .undefined }
      var value = property.value
      if let getter = property.getter {
        value = call(.object(getter), this: this, [])
      }
      if property.isOptional { value = value.joined(inherited(object, id, name, this, depth)) }
      if let wildcard = object.wildcard { value = value.joined(wildcard) }
      return value
    }
    return inherited(object, id, name, this, depth)
  }

  /// A member that an object does not have itself.
  private func inherited(_ object: HeapObject, _ id: ObjectID, _ name: String, _ this: Value, _ depth: Int) -> Value {
    var value: Value
    switch object.kind {
    case .array, .map, .set, .date:
      if name == "length" || Int(name) != nil { break }
      if let own = ownMember(object, name, this, depth) { return own }
      // What such a method makes is an object of the class too.
      if object.prototype >= 0, object.kind == .array, Self.speciesMethods.contains(name) {
        return .unknown(reason("what \(name) gives of a class that extends Array is not followed"))
      }
    default: break
    }
    switch object.kind {
    case .event(let part):
      let value = eventMember(part, id, name)
      return Int(name) == nil ? value : addedElements(id).reduce(value) { $0.joined($1) }
    case .array:
      if name == "length" { return object.isExact ? .number(Double(object.elements.count)) : .number }
      if let index = Int(name) {
        if object.isExact, object.properties[Self.unordered] == nil || !object.elements.indices.contains(index) {
          return index >= 0 && index < object.elements.count ? object.elements[index] : .undefined
        }
        let most = object.properties[Self.most].flatMap { $0.isOptional ? nil : $0.value }
        let isInOrder = most == .number(Double(object.elements.count)) && index >= 0
        return object.elements.dropFirst(isInOrder ? index : 0).reduce(.undefined) { $0.joined($1) }
      }
      if object.properties[Self.argumentsMark] != nil {
        return name == "@@Symbol.iterator"
          ? native("Array.prototype.values")
          : Self.objectMethods.contains(name) ? native("Object.prototype." + name) : .undefined
      }
      return Self.listMethods.contains(name) ? native("Array.prototype." + name) : .undefined
    case .function(let closure):
      if name == "prototype" { return functionPrototype(id) }
      if name == "name" {
        let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
        return function.name < 0 ? .text : .string(modules[Int(closure.module)].text(function.name))
      }
      if name == "length" { return .number }
      if let inherited = prototypeMember(object, name, this, depth) { return inherited }
      return ["call", "apply", "bind", "toString"].contains(name) ? native("Function.prototype." + name) : .undefined
    case .class(let value):
      if name == "name" {
        let declared = modules[Int(value.module)].program.classes[Int(value.index)]
        return declared.name < 0 ? .text : .string(modules[Int(value.module)].text(declared.name))
      }
      if let inherited = prototypeMember(object, name, this, depth) { return inherited }
      if ["call", "apply", "bind", "toString"].contains(name) { return native("Function.prototype." + name) }
      if case .object(let base)? = value.base?.only, case .native(let path) = heap[base].kind,
        Self.nativeStatics.contains(name)
      {
        return .unknown(reason("what \(name) gives of a class that extends \(path) is not followed"))
      }
      return .undefined
    case .native(let path):
      if ["call", "apply", "bind"].contains(name), path != "globalThis", path != "Reflect" {
        return native("Function.prototype." + name)
      }
      if path == "globalThis" {
        // Asked for as a member, what nobody has put there is undefined.
        let value = global(name)
        if case .unknown? = value.only, globals[name] == nil { return .undefined }
        return value
      }
      return nativeMember(path, name)
    case .external(let path):
      // What is called by these is the function itself; what a call gives may have methods of these names.
      if ["call", "apply", "bind"].contains(name), let last = path.last, last != ")", last != "]" {
        return native("Function.prototype." + name)
      }
      return externalMember(path, name)
    case .bound, .settler, .callback, .require:
      if case .require = object.kind { return external("require." + name) }
      return native("Function.prototype." + name)
    case .promise:
      return ["then", "catch", "finally"].contains(name) ? native("Promise.prototype." + name) : .undefined
    case .generator: return native("Generator.prototype." + name)
    case .iterator:
      let isThere = name == "next" || name == "@@Symbol.iterator" || !isFunction && Self.iteratorMethods.contains(name)
      return isThere
        ? native("Iterator.prototype." + name)
        : Self.objectMethods.contains(name) ? native("Object.prototype." + name) : .undefined
    case .error:
      if let inherited = prototypeMember(object, name, this, depth) { return inherited }
      if name == "message" || name == "stack" || name == "name" { return .text }
      return .unknown(reason("what an error carries is not known"))
    case .date: return native("Date.prototype." + name)
    case .regularExpression:
      return name == "lastIndex" ? .number : native("RegExp.prototype." + name)
    case .map, .set: value = collectionMember(name, of: object)
    case .buffer:
      if name == "length" || name == "byteLength" || Int(name) != nil { return .number }
      return name == "toString" ? native("Buffer.prototype.toString") : external("fs.readFileSync()." + name)
    case .store: return native("Store.prototype." + name)
    case .plain, .namespace, .wrapper, .imported:
      if let inherited = prototypeMember(object, name, this, depth) {
        value = inherited
      } else {
        value = .undefined
        for copy in object.copies { value = member(of: copy, named: name, this: .object(copy), depth: depth + 1) }
        if value.isUndefined, Self.objectMethods.contains(name) { value = native("Object.prototype." + name) }
      }
    }
    if let wildcard = object.wildcard { value = value.joined(wildcard) }
    if let reason = object.isOpen { value = value.joined(.unknown(reason)) }
    return value
  }

  private static let listMethods: Set<String> = [
    "at", "concat", "copyWithin", "entries", "every", "fill", "filter", "find", "findIndex", "findLast",
    "findLastIndex", "flat", "flatMap", "forEach", "hasOwnProperty", "includes", "indexOf", "join", "keys",
    "lastIndexOf", "map", "pop", "push", "reduce", "reduceRight", "reverse", "shift", "slice", "some", "sort", "splice",
    "toLocaleString", "toReversed", "toSorted", "toSpliced", "toString", "unshift", "values", "with", "constructor",
    "@@Symbol.iterator", "isPrototypeOf", "propertyIsEnumerable", "valueOf",
  ]

  static let objectMethods: Set<String> = [
    "hasOwnProperty", "toString", "valueOf", "propertyIsEnumerable", "isPrototypeOf",
  ]

  /// Methods of lists that make another of the same class.
  private static let speciesMethods: Set<String> = ["concat", "filter", "flat", "flatMap", "map", "slice", "splice"]

  /// Functions of what a class may extend that it has too.
  private static let nativeStatics: Set<String> = [
    "from", "of", "isArray", "fromAsync", "groupBy", "now", "parse", "UTC", "all", "allSettled", "any", "race",
    "reject",
    "resolve", "withResolvers", "assign", "create", "entries", "fromEntries", "keys", "values",
  ]

  /// A member that an object has of a class of the code, and not of what the language brings.
  func ownMember(_ object: HeapObject, _ name: String, _ this: Value, _ depth: Int = 0) -> Value? {
    guard let value = prototypeMember(object, name, this, depth) else { return nil }
    if case .object(let id)? = value.only, case .native(let path) = heap[id].kind, path.contains(".prototype.") {
      return nil
    }
    return value
  }

  private func prototypeMember(_ object: HeapObject, _ name: String, _ this: Value, _ depth: Int) -> Value? {
    guard object.prototype >= 0, depth < 64 else { return nil }
    if name == "__proto__" { return .object(object.prototype) }
    let value = member(of: object.prototype, named: name, this: this, depth: depth + 1)
    return value.isUndefined ? nil : value
  }

  func functionPrototype(_ id: ObjectID) -> Value {
    if let value = heap[id].properties["prototype"]?.value { return value }
    let prototype = makeObject()
    heap[prototype].properties["constructor"] = Property(value: .object(id), isHidden: true, place: here)
    heap[id].properties["prototype"] = Property(value: .object(prototype), isHidden: true, place: here)
    return .object(prototype)
  }

  func memberOfUnknownName(_ id: ObjectID, _ key: Value) -> Value {
    let object = heap[id]
    let others = names(beside: key)
    var value: Value
    switch object.kind {
    case .event(let part):
      let known = object.properties.names.filter { !others.contains($0) }.compactMap { object.properties[$0]?.value }
      value = eventMember(part, id, nil)
      for entry in known { value = value.joined(entry) }
      return value
    case .array:
      steps += object.elements.count / 4
      return Value([.undefined] + object.elements.flatMap(\.atoms))
    case .plain, .function, .class:
      var atoms: [Atom] = [.undefined]
      for name in object.properties.names where !others.contains(name) {
        guard let property = object.properties[name], !property.isDeleted else { continue }
        atoms += (property.getter == nil ? property.value : member(of: id, named: name, this: .object(id))).atoms
      }
      steps += atoms.count / 4
      value = Value(atoms)
      for copy in object.copies { value = value.joined(memberOfUnknownName(copy, key)) }
      if let wildcard = object.wildcard { value = value.joined(wildcard) }
      if let reason = object.isOpen { value = value.joined(.unknown(reason)) }
      return value
    case .external(let path):
      noteGoingOver(path)
      return external(path + "[]")
    default: return .unknown(reason("the name of this member is not known"))
    }
  }

  /// Whether an object has a member of that name itself; nil where that is not known.
  func hasOwn(_ name: String, _ id: ObjectID) -> Bool? {
    let object = heap[id]
    guard object.prototype >= 0, object.properties[name] == nil, object.isOpen == nil, object.wildcard == nil,
      object.copies.isEmpty
    else { return has(name, id) }
    switch object.kind {
    case .plain, .function, .class: return false
    default: return has(name, id)
    }
  }

  /// Whether an object has a member of that name; nil where that is not known.
  func has(_ name: String, _ id: ObjectID) -> Bool? {
    let object = heap[id]
    if let property = object.properties[name] {
      return property.isOptional ? nil : !property.isDeleted
    }
    if object.isOpen != nil || object.wildcard != nil { return nil }
    switch object.kind {
    case .plain, .function, .class:
      if !object.copies.isEmpty { return nil }
      return object.prototype >= 0 ? has(name, object.prototype) : false
    case .array:
      guard object.isExact, let index = Int(name) else { return nil }
      if object.elements.indices.contains(index), mayHaveHoles(id),
        object.elements[index].atoms.contains(.undefined)
      {
        return nil
      }
      return index >= 0 && index < object.elements.count
    case .event(let part):
      if part.isTable || part == .request && name == "body" {
        _ = eventMember(part, id, name)
        return nil
      }
      if case .undefined = part.member(name, isFunction: isFunction) { return false }
      return nil
    case .external(Self.parsedQuery):
      noteParameter(name)
      return nil
    default: return nil
    }
  }
}
