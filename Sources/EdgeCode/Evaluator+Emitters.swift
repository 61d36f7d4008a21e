import ECMAScript

/// Emitters of the code's own, as Node.js has them in `events`: whoever emits calls the listeners there and then.
extension Evaluator {
  private static let emitterMethods = [
    "on", "addListener", "prependListener", "once", "emit", "off", "removeListener", "removeAllListeners",
    "listenerCount", "setMaxListeners", "eventNames", "listeners",
  ]

  /// Whether something from outside is the class of emitters.
  func isEmitterClass(_ path: String) -> Bool {
    ["events", "events.EventEmitter", "events.EventEmitter.EventEmitter"].contains(path)
  }

  /// The methods of emitters.
  var emitterPrototype: ObjectID {
    if let known = emitterMethods { return known }
    var object = HeapObject(kind: .plain, place: here)
    for name in Self.emitterMethods {
      object.properties[name] = Property(value: native("Emitter.prototype." + name), isHidden: true, place: here)
    }
    let id = heap.addOriginal(object)
    emitterMethods = id
    return id
  }

  func makeEmitter() -> Value {
    let id = makeObject()
    heap[id].prototype = emitterPrototype
    return .object(id)
  }

  func emitterMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    guard case .object(let id)? = this.only else { return unknownEmitter(arguments) }
    let first = arguments.first ?? .undefined
    switch name {
    case "on", "addListener", "prependListener", "once":
      guard let names = keyNames(first) else { return unknownEmitter(arguments) }
      for event in names {
        let place = "#on:" + event
        let listeners = heap[id].properties[place]?.value ?? makeArray([])
        if heap[id].properties[place] == nil {
          heap[id].properties[place] = Property(value: listeners, isHidden: true, place: here)
        }
        guard case .object(let list)? = listeners.only else { return unknownEmitter(arguments) }
        heap[list].elements += arguments.dropFirst().prefix(1)
        // What is called once need not be called the next time.
        if name == "once" || names.count > 1 || heap[id].properties[place]?.isOptional == true {
          heap[list].isExact = false
        }
      }
      return this
    case "emit":
      let given = Array(arguments.dropFirst())
      let all = heap[id].properties.names.filter { $0.hasPrefix("#on:") }
      let names = keyNames(first).map { names in names.map { "#on:" + $0 } } ?? all
      for place in names {
        guard let property = heap[id].properties[place] else { continue }
        let items = elements(of: property.value)
        let isCertain = items.isExact && !property.isOptional && names.count == 1
        for listener in items.known where !isDead {
          if isCertain {
            _ = call(listener, this: this, given)
          } else {
            maybe { _ = self.call(listener, this: this, given) }
          }
        }
      }
      return .truth
    case "off", "removeListener", "removeAllListeners":
      for place in heap[id].properties.names where place.hasPrefix("#on:") {
        if case .object(let list)? = heap[id].properties[place]?.value.only { heap[list].isExact = false }
      }
      return this
    case "listenerCount": return .number
    case "eventNames", "listeners": return .unknown(reason("the listeners of this emitter are not followed"))
    default: return this
    }
  }

  /// A listener of what is not known may be called at any time.
  private func unknownEmitter(_ arguments: [Value]) -> Value {
    let what = reason("which emitter or event this is, is not known")
    for argument in arguments where runsCode(argument) {
      maybe { _ = self.call(argument, this: .undefined, [.unknown(what), .unknown(what)]) }
    }
    return .unknown(what)
  }
}
