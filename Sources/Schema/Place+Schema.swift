import AWSCore
import Documents

extension SchemaNode {
  /// What tells an element of this list from the others: the value of the list's key, as text.
  ///
  /// - Returns: `nil` where the list has no key, or the element no value of it.
  public func name(of element: JSONValue) -> String? { list.key.flatMap { element.text(of: $0) } }

  /// The names of the elements of a list that this node describes, in their order.
  public func names(of list: JSONValue) -> [String] { (list.array ?? []).compactMap(name) }

  /// The index of the element of that name in a list that this node describes; without one that is so called, of the
  /// first that people call so, or of the nameless one at that number.
  public func index(ofElement name: String, in value: JSONValue) -> Int? {
    guard let elements = value.array else { return nil }
    // Lists may be long: only the key is looked at.
    if let key = list.key, let index = elements.firstIndex(where: { $0.holds(name, as: key) }) { return index }
    if let alias = list.alias, let index = elements.firstIndex(where: { $0.holds(name, as: alias) }) { return index }
    guard let number = Int(name), elements.indices.contains(number), self.name(of: elements[number]) == nil else {
      return nil
    }
    return number
  }

  /// What tells the entries of the lists below apart, as the editing of XML asks for it.
  public var keys: EntryKeys { { path in path.reduce(self) { $0.member($1) }.list.key } }

  /// What is known of what a place leads to.
  public subscript(place: Place) -> SchemaNode {
    place.steps.reduce(self) { node, step in
      switch step {
      case .member(let name): node.member(name)
      case .element: node.element
      }
    }
  }
}

extension DocumentPath {
  /// The place that this path leads to in a document.
  ///
  /// - Parameter schema: What is known of the document.
  public func place(in document: JSONValue, of schema: SchemaNode) -> Place {
    var (value, node) = (document, schema)
    return Place(
      steps.map { step in
        switch step {
        case .member(let name):
          (value, node) = (value[name], node.member(name))
          return .member(name)
        case .index(let index):
          let element = value[index]
          let name = node.name(of: element) ?? String(index)
          (value, node) = (element, node.element)
          return .element(name)
        }
      })
  }
}

extension JSONValue {
  /// The value at a place; `null` where there is none.
  ///
  /// - Parameter schema: What is known of this value.
  public subscript(place: Place, of schema: SchemaNode) -> JSONValue {
    var (value, node) = (self, schema)
    for step in place.steps {
      if case .unread = value { return value }
      switch step {
      case .member(let name): (value, node) = (value[name], node.member(name))
      case .element(let name):
        value = node.index(ofElement: name, in: value).map { value[$0] } ?? .null
        node = node.element
      }
    }
    return value
  }

  /// A copy with another value at a place: `null` takes it away, an element that is not there is added at the end of its
  /// list. Objects and lists on the way there are made where they are missing.
  ///
  /// - Parameter schema: What is known of this value.
  public func setting(_ value: JSONValue, at place: Place, of schema: SchemaNode) -> JSONValue {
    setting(value, at: place.steps[...], schema)
  }

  private func setting(_ value: JSONValue, at steps: ArraySlice<Place.Step>, _ node: SchemaNode) -> JSONValue {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch step {
    case .member(let name):
      var object = object ?? [:]
      let member = (object[name] ?? .null).setting(value, at: rest, node.member(name))
      object[name] = member.isNull ? .none : .some(member)
      return .object(object)
    case .element(let name):
      var elements = array ?? []
      let index = node.index(ofElement: name, in: self)
      let element = (index.map { elements[$0] } ?? .null).setting(value, at: rest, node.element)
      switch (index, element.isNull) {
      case (let index?, true): elements.remove(at: index)
      case (let index?, false): elements[index] = element
      case (nil, true): break
      case (nil, false): elements.append(element)
      }
      return .array(elements)
    }
  }

  /// The member of that name as text, where it is a text that is not empty or a number.
  func text(of member: String) -> String? {
    guard case .object(let object) = self else { return nil }
    switch object[member] {
    case .string(let text)? where !text.isEmpty: return text
    case .integer(let number)?: return String(number)
    default: return nil
    }
  }

  fileprivate func holds(_ name: String, as member: String) -> Bool {
    guard case .object(let object) = self else { return false }
    switch object[member] {
    case .string(let text)?: return text.isSameText(as: name)
    case .integer(let number)?: return String(number) == name
    default: return false
    }
  }
}
