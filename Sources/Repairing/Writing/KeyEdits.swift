import Documents
import Schema

/// What is put into a key value store and deleted from it: each key once, so that no call does both to one.
struct KeyEdits: Equatable {
  /// The keys with their new values, `null` for those that go.
  private(set) var values: JSONObject
  /// Whether keys go before others come, for want of room.
  private(set) var deletesFirst = false

  private init(_ values: JSONObject, deletesFirst: Bool) { (self.values, self.deletesFirst) = (values, deletesFirst) }

  /// The edits of several calls as one.
  init(joining batches: some Sequence<KeyEdits>) {
    values = JSONObject(batches.flatMap { $0.values.map { ($0.name, $0.value) } })
    deletesFirst = batches.contains(where: \.deletesFirst)
  }

  /// What makes changes to these items.
  ///
  /// - Throws: ``WriteError/refused(_:)`` where a key, a value or the store would be larger than CloudFront takes.
  init(_ changes: [Change], on items: [JSONValue]) throws(WriteError) {
    let now = Self.values(of: items)
    values = [:]
    for change in changes where !change.isGuard {
      guard case .value(let value) = change.to, change.place.root == "Items" else {
        throw .refused("The keys of a store have no order.")
      }
      let steps = change.place.steps.dropFirst()
      guard case .element(let key)? = steps.first else {
        guard steps.isEmpty else { throw .refused("\(change.place) is no key of a store.") }
        let wanted = Self.values(of: value.array ?? [])
        for item in wanted where item.value.isNull { throw .refused(Self.lack(item.name)) }
        for name in now.names where wanted[name] == nil { values[name] = .null }
        for item in wanted { values[item.name] = item.value }
        continue
      }
      switch steps.dropFirst().first {
      case nil where !value.isNull && value["Value"].isNull: throw .refused(Self.lack(key))
      case nil: values[key] = value["Value"]
      case .member("Value"): values[key] = value
      default: throw .refused("\(change.place) is no key and no value of a store.")
      }
    }
    values = JSONObject(values.filter { $0.value != now[$0.name] ?? .null }.map { ($0.name, $0.value) })
    try check(on: now)
  }

  /// Why a change is not made that asks for more of an item than a call writes; `nil` where it does not.
  ///
  /// - Parameter schema: What is known of the store.
  static func refusal(of change: Change, in schema: SchemaNode) -> String? {
    guard !change.isGuard, change.place.root == "Items", case .value(let value) = change.to else { return nil }
    let names: [String] =
      if change.place.steps.count > 2, case .member(let name) = change.place.steps[2] { [name] } else {
        (value.array ?? [value]).flatMap { $0.object?.names ?? [] }
      }
    let known = schema["Items"].element.names
    guard let name = names.first(where: { !known.contains($0) }) else { return nil }
    return
      "UpdateKeys takes \(known.joined(separator: " and ")) of an item, and no \(name). Change it by hand, or with what "
      + "knows it."
  }

  private static func lack(_ key: String) -> String {
    "The key \(key) has no value, and without one a store takes none. Declare its Value."
  }

  private static func values(of items: [JSONValue]) -> JSONObject {
    JSONObject(items.compactMap { item in item["Key"].string.map { ($0, item["Value"]) } })
  }

  // MARK: Limits

  private static func limit(_ name: String) -> Int { Facts.limit(name) ?? 0 }

  private mutating func check(on now: JSONObject) throws(WriteError) {
    for item in values where !item.value.isNull {
      guard let value = item.value.string else {
        throw .refused("The value of the key \(item.name) is no text; a store holds nothing else.")
      }
      guard 1...Self.limit("keyBytes") ~= item.name.utf8.count else {
        throw .refused(
          "The key \(item.name) has \(item.name.utf8.count) bytes; a store takes 1 to \(Self.limit("keyBytes")).")
      }
      guard value.utf8.count <= Self.limit("valueBytes") else {
        throw .refused(
          "The value of the key \(item.name) has \(value.utf8.count) bytes; a store takes \(Self.limit("valueBytes")).")
      }
    }
    let kept = now.filter { values[$0.name] == nil }.reduce(0) { $0 + Self.size($1) }
    let put = values.filter { !$0.value.isNull }.reduce(0) { $0 + Self.size($1) }
    let storeBytes = Self.limit("storeBytes")
    guard kept + put <= storeBytes else {
      throw .refused("The store would hold \(kept + put) bytes; it takes \(storeBytes). Nothing was written.")
    }
    let replaced = now.filter { values[$0.name]?.isNull == true }.reduce(0) { $0 + Self.size($1) }
    deletesFirst = kept + put + replaced > storeBytes
  }

  private static func size(_ item: JSONObject.Member) -> Int {
    item.name.utf8.count + (item.value.string?.utf8.count ?? 0)
  }

  // MARK: Calls

  /// These edits in as many parts as they need calls of so many keys. What comes is written before what goes, so that a
  /// viewer finds the one or the other, unless the store has no room for both.
  func batches(of keysInCall: Int = KeyValueStoreSchema.keysOfOneUpdate) -> [KeyEdits] {
    let ordered = values.filter { $0.value.isNull == deletesFirst } + values.filter { $0.value.isNull != deletesFirst }
    var batches: [KeyEdits] = []
    var (batch, bytes) = (JSONObject(), 0)
    for item in ordered {
      if batch.count == keysInCall || bytes + Self.size(item) > KeyValueStoreSchema.bytesOfOneUpdate {
        batches.append(KeyEdits(batch, deletesFirst: deletesFirst))
        (batch, bytes) = ([:], 0)
      }
      batch[item.name] = item.value
      bytes += Self.size(item)
    }
    return batch.isEmpty ? batches : batches + [KeyEdits(batch, deletesFirst: deletesFirst)]
  }

  /// The members of an UpdateKeys call.
  var input: JSONObject {
    let puts = values.filter { !$0.value.isNull }.map { ["Key": .string($0.name), "Value": $0.value] as JSONValue }
    let deletes = values.filter(\.value.isNull).map { ["Key": .string($0.name)] as JSONValue }
    return JSONObject([("Puts", puts), ("Deletes", deletes)].filter { !$0.1.isEmpty }.map { ($0.0, .array($0.1)) })
  }
}

extension Change {
  /// A change of all keys of a store as changes of one key each: those that are made already do not stand in the way of
  /// the others when a write is taken up again.
  var keyByKey: [Change] {
    guard place == "Items", case .value(let value) = to else { return [self] }
    func items(_ list: JSONValue) -> JSONObject {
      JSONObject((list.array ?? []).compactMap { item in item["Key"].string.map { ($0, item) } })
    }
    let (old, new) = (items(from), items(value))
    let gone = old.names.filter { new[$0] == nil }
    return (new.names + gone).filter { old[$0] != new[$0] }.map { key in
      Change(place.element(key), from: old[key] ?? .null, to: new[key] ?? .null)
    }
  }
}
