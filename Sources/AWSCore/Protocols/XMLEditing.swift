import Documents

/// Data that an element cannot be made to hold; nothing was changed. Values are not shown, they may be secret.
public struct XMLEditingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name of the element.
  public let element: String
  /// Why, for a person.
  public let message: String

  /// `Compress: no element of that name can hold this value`.
  public var description: String { "\(element): \(message)" }
}

/// What tells the entries of a document's lists apart, by the names of the members that lead to a list from the root;
/// `nil` for a list whose entries nothing tells apart.
public typealias EntryKeys = @Sendable (_ list: [String]) -> EntryKey?

/// A member that tells the entries of a list apart.
public struct EntryKey: Sendable, Hashable {
  /// Its name.
  public let member: String
  /// Whether it is the same in capitals and in small letters.
  public let isCaseless: Bool

  /// A key of that name.
  public init(member: String, isCaseless: Bool = false) { (self.member, self.isCaseless) = (member, isCaseless) }

  /// What an entry is known by; `nil` where it does not say.
  fileprivate func value(of entry: JSONValue) -> JSONValue? {
    let value = entry[member]
    if isCaseless, let text = value.string { return .string(text.lowercased()) }
    return value.isNull ? nil : value
  }
}

extension XMLShapes {
  /// A copy of an element that holds other data, and is otherwise as it was.
  ///
  /// What the data does not change stays in its place with all that it has, known or not; entries of lists are found by
  /// their keys. What is new comes last. `Quantity` always says how many entries there are, and `Items` goes when there
  /// are none. What is no longer there is taken away, or emptied where the service wants it back all the same.
  ///
  /// - Parameters:
  ///   - value: All data of the element, in the shape of ``value(of:)``.
  ///   - keys: What tells the entries of lists apart, by paths from the element.
  /// - Throws: ``XMLEditingError`` where the result would not be read as that data, but for empty members, which are the
  ///   same as missing ones.
  public func editing(
    _ element: XMLElement, to value: JSONValue, keys: @escaping EntryKeys
  ) throws(XMLEditingError) -> XMLElement {
    try XMLEditor(shapes: self, keys: keys).editing(element, to: value, at: [])
  }
}

/// Makes an element hold other data.
private struct XMLEditor {
  let shapes: XMLShapes
  let keys: EntryKeys

  func editing(_ element: XMLElement, to value: JSONValue, at path: [String]) throws(XMLEditingError) -> XMLElement {
    shapes.value(of: element) == value ? element : try writing(value, into: element, at: path)
  }

  private func writing(_ value: JSONValue, into element: XMLElement, at path: [String]) throws(XMLEditingError)
    -> XMLElement
  {
    var edited = element
    if element.children.isEmpty { edited.nodes = [] }
    switch value {
    case .object(let members): try setMembers(of: &edited, to: members, at: path)
    case .array(let entries) where shapes.shape(element.name) == .quantityList || element.first("Quantity") != nil:
      try setItems(of: &edited, to: entries, at: path)
    case .array(let entries): edited.nodes = try nodes(of: edited, in: element.name, to: entries, at: path)
    case .string(let text): edited.nodes = XMLElement("", text: text).nodes
    case .bool(let bool): edited.nodes = [.text(String(bool))]
    case .integer(let number): edited.nodes = [.text(String(number))]
    case .number(let number): edited.nodes = [.text(String(number))]
    case .null, .unread: throw XMLEditingError(element: element.name, message: "there is no value to set")
    }
    guard shapes.value(of: edited).withoutEmptyMembers == value.withoutEmptyMembers else {
      throw XMLEditingError(element: element.name, message: "an element of that name cannot hold this value")
    }
    return edited
  }

  private func setMembers(
    of element: inout XMLElement, to members: JSONObject, at path: [String]
  ) throws(XMLEditingError) {
    let now = shapes.value(of: element)
    // The names that are dealt with.
    var names: Set<String> = []
    if shapes.shape(element.name) == .itemsObject || element.first("Quantity") != nil {
      let items = members["Items"] ?? []
      if now["Items"] != items || element.first("Quantity") == nil {
        try setItems(of: &element, to: items.array ?? [], at: path + ["Items"])
      }
      names = ["Items", "Quantity"]
    }
    var nodes: [XMLElement.Node] = []
    for node in element.nodes {
      guard case .element(let child) = node, !["Items", "Quantity"].contains(child.name) || !names.contains(child.name)
      else {
        nodes.append(node)
        continue
      }
      names.insert(shapes.name(child.name))
      if let child = try self.child(
        child, of: element, from: now[shapes.name(child.name)], to: members[shapes.name(child.name)], at: path)
      {
        nodes.append(.element(child))
      }
    }
    for member in members where !member.value.isNull && !names.contains(member.name) {
      nodes.append(.element(try writing(member.value, into: XMLElement(member.name), at: path + [member.name])))
    }
    element.nodes = nodes
  }

  /// What becomes of a child whose value is to be another one; `nil` where it goes.
  private func child(
    _ child: XMLElement, of parent: XMLElement, from now: JSONValue, to value: JSONValue?,
    at path: [String]
  ) throws(XMLEditingError) -> XMLElement? {
    let value = value ?? .null
    let path = path + [shapes.name(child.name)]
    if now == value || value.isNull && now.isEmpty { return child }
    guard parent.children.count(where: { $0.name == child.name }) == 1 else {
      throw XMLEditingError(
        element: child.name, message: "it comes more than once, and which one is meant is not known")
    }
    if !value.isNull { return try editing(child, to: value, at: path) }
    guard shapes.keptEmpty.contains(child.name) else { return nil }
    return try writing(now.array == nil ? "" : [], into: child, at: path)
  }

  private func setItems(
    of element: inout XMLElement, to values: [JSONValue], at path: [String]
  ) throws(XMLEditingError) {
    var items = element.first("Items") ?? XMLElement("Items")
    items.nodes = try nodes(of: items, in: element.name, to: values, at: path)
    var quantity = element.first("Quantity") ?? XMLElement("Quantity")
    quantity.nodes = [.text(String(values.count))]
    let place = element.nodes.index(ofElement: "Quantity") ?? element.nodes.endIndex
    element.nodes.replaceSubrange(place..<min(place + 1, element.nodes.endIndex), with: [.element(quantity)])
    switch element.nodes.index(ofElement: "Items") {
    case let place? where values.isEmpty: element.nodes.remove(at: place)
    case let place?: element.nodes[place] = .element(items)
    case nil where !values.isEmpty: element.nodes.insert(.element(items), at: place + 1)
    case nil: break
    }
  }

  /// The entries of a list as they are to be, made of those that are there where one is known by its name, or, without
  /// names, by its place.
  ///
  /// - Parameters:
  ///   - list: The element that holds the entries.
  ///   - wireName: The member that holds the list.
  ///   - path: Where the list is, which says what tells its entries apart.
  private func nodes(
    of list: XMLElement, in wireName: String, to values: [JSONValue], at path: [String]
  ) throws(XMLEditingError) -> [XMLElement.Node] {
    let entryKey = keys(path)
    // What an entry of the list is found again by.
    func key(_ value: JSONValue) -> JSONValue { entryKey?.value(of: value) ?? value }
    func isNamelessObject(_ value: JSONValue) -> Bool { value.object != nil && entryKey?.value(of: value) == nil }
    var left: [XMLElement?] = list.children
    var indices = Dictionary(grouping: left.indices) { left[$0].map { key(shapes.value(of: $0)) } ?? .null }
    let found = values.map { value -> XMLElement? in
      guard let index = indices[key(value)]?.first else { return nil }
      indices[key(value)]?.removeFirst()
      return left[index].take()
    }
    var nodes: [XMLElement.Node] = []
    for (index, value) in values.enumerated() {
      var entry = found[index]
      if entry == nil, isNamelessObject(value), left.indices.contains(index),
        left[index].map({ isNamelessObject(shapes.value(of: $0)) }) ?? false
      {
        entry = left[index].take()
      }
      if let entry {
        nodes.append(.element(try editing(entry, to: value, at: path)))
      } else if let name = list.children.first?.name ?? shapes.itemNames[wireName] {
        nodes.append(.element(try writing(value, into: XMLElement(name), at: path)))
      } else {
        throw XMLEditingError(element: list.name, message: "what the entries of this list are called is not known")
      }
    }
    return nodes
  }
}

extension [XMLElement.Node] {
  fileprivate func index(ofElement name: String) -> Int? {
    firstIndex { if case .element(let element) = $0 { element.name == name } else { false } }
  }
}

extension JSONValue {
  fileprivate var isEmpty: Bool { self == .null || self == "" || self == [] || self == [:] }

  /// A copy without the members that hold nothing.
  fileprivate var withoutEmptyMembers: JSONValue {
    switch self {
    case .array(let entries): .array(entries.map(\.withoutEmptyMembers))
    case .object(let members):
      .object(
        JSONObject(
          members.map { ($0.name, $0.value.withoutEmptyMembers) }.filter { !$0.1.isEmpty }))
    default: self
    }
  }
}
