/// Either of two states of an object.
extension HeapObject {
  /// Whether a list, a map or a set has an element for certain.
  var isFilledForCertain: Bool { isOpen == nil && (isExact ? !elements.isEmpty : isFilled) }

  /// How many members it has.
  var size: Int { 1 + properties.names.count + elements.count }

  /// This, with what was written to another state of the object from then to now.
  func written(from old: HeapObject, to new: HeapObject) -> HeapObject {
    var (result, same) = (self, old)
    same.properties = new.properties
    // Where more was written than members, what is there now may also be what was there before.
    guard same == new else { return joined(new) }
    for name in new.properties.names where old.properties[name] != new.properties[name] {
      result.properties[name] = new.properties[name]
    }
    for name in old.properties.names where new.properties[name] == nil { result.properties[name] = nil }
    return result
  }

  /// Either of two states of an object.
  func joined(_ other: HeapObject) -> HeapObject {
    if self == other { return self }
    var result = self
    for name in properties.names where other.properties[name] == nil { result.properties[name]?.isOptional = true }
    for name in other.properties.names {
      guard var theirs = other.properties[name] else { continue }
      if let ours = properties[name] {
        theirs.value = ours.value.joined(theirs.value)
        theirs.isOptional = ours.isOptional || theirs.isOptional || ours.isDeleted != theirs.isDeleted
        theirs.isDeleted = ours.isDeleted && theirs.isDeleted
        theirs.getter = ours.getter ?? theirs.getter
        theirs.setter = ours.setter ?? theirs.setter
        theirs.removal = ours.removal ?? theirs.removal
        theirs.place = ours.place
      } else {
        theirs.isOptional = true
      }
      result.properties[name] = theirs
    }
    if elements.count == other.elements.count, isExact, other.isExact, kind != .map || elements == other.elements {
      result.elements = zip(elements, other.elements).map { $0.joined($1) }
    } else if kind == .map {
      // Keys and values stand in pairs.
      result.isExact = false
      for place in stride(from: 0, to: other.elements.count - 1, by: 2) {
        let pair = other.elements[place...place + 1]
        let isKnown = stride(from: 0, to: elements.count - 1, by: 2).contains { elements[$0...$0 + 1] == pair }
        if !isKnown { result.elements += pair }
      }
    } else if elements != other.elements || isExact || other.isExact {
      for name in [Evaluator.most, Evaluator.least] { result.properties[name] = nil }
      result.elements = []
      for value in elements + other.elements where !result.elements.contains(value) { result.elements.append(value) }
      result.isExact = false
    }
    // Who goes over it no longer knows where it stands.
    if order != other.order { result.isExact = false }
    if let theirs = other.wildcard { result.wildcard = wildcard?.joined(theirs) ?? theirs }
    result.isFilled = isFilledForCertain && other.isFilledForCertain && !result.isExact
    result.isOfRounds = isOfRounds || other.isOfRounds
    result.isOpen = isOpen ?? other.isOpen
    result.removes = removes ?? other.removes
    if lock != other.lock { result.isOpen = result.isOpen ?? Reason.none }
    result.lock = max(lock, other.lock)
    if kind != other.kind { result.isOpen = result.isOpen ?? Reason.none }
    for copy in other.copies where !copies.contains(copy) { result.copies.append(copy) }
    return result
  }
}
