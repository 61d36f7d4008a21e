import Documents

/// Turns XML into data in the shape that the AWS CLI prints, with CloudFront's `{Quantity, Items}` as plain lists.
struct XMLProjection {
  let shapes: XMLShapes

  /// The data of one element, by its name and contents.
  func value(_ element: XMLElement) -> JSONValue {
    switch shapes.kind(element.name) {
    case .boolean, .integer, .number, .optionalText, .policy: scalar(element.text, as: element.name)
    case .text: .string(element.text)
    case .structure: .object(members(element))
    case .list: .array(entries(element))
    case .itemsObject: itemsObject(element)
    case .quantityList where Self.isPlainQuantityList(element): .array(items(element))
    case .entries, .quantityList, nil: guess(element)
    }
  }

  /// The data of a text that bears that name.
  func scalar(_ text: String, as name: String) -> JSONValue {
    switch shapes.kind(name) {
    case .boolean:
      switch text.lowercased() {
      case "true": true
      case "false": false
      // Neither may be assumed.
      default: .string(text)
      }
    case .integer: Int(text).map(JSONValue.integer) ?? .string(text)
    case .number: Self.number(text) ?? .string(text)
    case .optionalText: text.isEmpty ? .null : .string(text)
    case .policy: Self.policy(PercentEncoding.decode(text) ?? text)
    default: .string(text)
    }
  }

  private static func number(_ text: String) -> JSONValue? {
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { return .none }
    return .number(number)
  }

  /// The children of one element as members.
  func members(_ element: XMLElement) -> JSONObject {
    var object = JSONObject()
    for case .element(let child) in element.nodes {
      let name = shapes.name(child.name)
      let value = child.name == "Items" ? .array(entries(child)) : entryValue(child)
      guard let earlier = object[name] else {
        object[name] = shapes.kind(child.name) == .entries ? [value] : value
        continue
      }
      // Nothing is lost of what comes more than once without being known for it.
      object[name] = .array((earlier.array ?? [earlier]) + [value])
    }
    return object
  }

  /// A policy document as data, or as the text that it is where it is no JSON.
  static func policy(_ text: String) -> JSONValue { (try? JSONReader.read(Array(text.utf8))) ?? .string(text) }

  private func entries(_ element: XMLElement) -> [JSONValue] {
    element.nodes.compactMap { if case .element(let entry) = $0 { entryValue(entry) } else { nil } }
  }

  /// An entry's name says little about what it holds: `Origin` is an object here and a text there.
  private func entryValue(_ element: XMLElement) -> JSONValue {
    shapes.kind(element.name) == .entries ? guess(element) : value(element)
  }

  private func items(_ element: XMLElement) -> [JSONValue] { element.first("Items").map(entries) ?? [] }

  private func itemsObject(_ element: XMLElement) -> JSONValue {
    var object = members(element)
    object["Quantity"] = nil
    if object["Items"] == nil { object["Items"] = [] }
    return .object(object)
  }

  private func guess(_ element: XMLElement) -> JSONValue {
    var isList = true
    var hasQuantity = false
    var isEmpty = true
    for case .element(let child) in element.nodes {
      isEmpty = false
      isList = isList && child.name == "member"
      hasQuantity = hasQuantity || child.name == "Quantity"
    }
    if isEmpty { return .string(element.text) }
    if isList { return .array(entries(element)) }
    if !hasQuantity { return .object(members(element)) }
    return Self.isPlainQuantityList(element) ? .array(items(element)) : itemsObject(element)
  }

  private static func isPlainQuantityList(_ element: XMLElement) -> Bool {
    element.nodes.allSatisfy {
      guard case .element(let child) = $0 else { return true }
      return child.name == "Quantity" || child.name == "Items"
    }
  }
}
