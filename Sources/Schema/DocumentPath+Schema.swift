import AWSCore
import Documents

extension SchemaNode {
  /// What tells an element of this list from the others: the value of the list's key, as text; in small letters where
  /// names have no case.
  ///
  /// - Returns: `nil` where the list has no key, or the element no value of it.
  public func name(of element: JSONValue) -> String? {
    guard let key = list.key, let name = element.text(of: key) else { return nil }
    return self.element.member(key).folded(name)
  }

  /// A name as it is compared.
  fileprivate func folded(_ name: String) -> String { isCaseless ? name.lowercased() : name }

  /// The names of the elements of a list that this node describes, in their order.
  public func names(of list: JSONValue) -> [String] { (list.array ?? []).compactMap(name) }

  /// The index of the element of that name in a list that this node describes; without one that is so called, of the
  /// first that people call so, or of the nameless one at that number.
  public func index(ofElement name: String, in value: JSONValue) -> Int? {
    guard let elements = value.array else { return nil }
    // Lists may be long: only the key is looked at.
    if let key = list.key {
      let index =
        element.member(key).isCaseless
        ? elements.firstIndex { self.name(of: $0) == name.lowercased() }
        : elements.firstIndex { $0.holds(name, as: key) }
      if let index { return index }
    }
    if let alias = list.alias, let index = elements.firstIndex(where: { $0.holds(name, as: alias) }) { return index }
    guard let number = Int(name), elements.indices.contains(number), self.name(of: elements[number]) == nil else {
      return nil
    }
    return number
  }

  /// What tells the entries of the lists below apart, as the editing of XML asks for it.
  public var keys: EntryKeys {
    { path in
      let node = path.reduce(self) { $0.member($1) }
      return node.list.key.map { EntryKey(member: $0, isCaseless: node.element.member($0).isCaseless) }
    }
  }

  /// A path as this schema names the elements on it, however it is spelled.
  public func canonical(_ path: DocumentPath) -> DocumentPath {
    var node = self
    return DocumentPath(
      path.steps.map { step in
        switch step {
        case .member(let name):
          node = node.member(name)
          return step
        case .index:
          node = node.element
          return step
        case .element(let name):
          let key = node.list.key.map { node.element.member($0) }
          node = node.element
          return .element(key?.folded(name) ?? name)
        }
      })
  }

  /// What is known of what a path leads to.
  public subscript(path: DocumentPath) -> SchemaNode {
    path.steps.reduce(self) { node, step in
      switch step {
      case .member(let name): node.member(name)
      case .index, .element: node.element
      }
    }
  }
}

extension DocumentPath {
  /// This path with the names of the elements that it leads to in a document, where they have names.
  ///
  /// - Parameter schema: What is known of the document.
  public func named(in document: JSONValue, of schema: SchemaNode) -> DocumentPath {
    var (value, node) = (document, schema)
    return DocumentPath(
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
        case .element(let name):
          let index = node.index(ofElement: name, in: value)
          (value, node) = (index.map { value[$0] } ?? .null, node.element)
          return step
        }
      })
  }
}

extension JSONValue {
  /// The value at a path; `null` where there is none.
  ///
  /// - Parameter schema: What is known of this value.
  public subscript(path: DocumentPath, of schema: SchemaNode) -> JSONValue {
    var (value, node) = (self, schema)
    for step in path.steps {
      if case .unread = value { return value }
      switch step {
      case .member(let name): (value, node) = (value[name], node.member(name))
      case .index(let index): (value, node) = (value[index], node.element)
      case .element(let name):
        value = node.index(ofElement: name, in: value).map { value[$0] } ?? .null
        node = node.element
      }
    }
    return value
  }

  /// A copy with another value at a path: `null` takes it away, an element that is not there is added at the end of its
  /// list. Objects and lists on the way there are made where they are missing.
  ///
  /// - Parameter schema: What is known of this value.
  public func setting(_ value: JSONValue, at path: DocumentPath, of schema: SchemaNode) -> JSONValue {
    setting(value, at: path.steps[...], schema)
  }

  private func setting(_ value: JSONValue, at steps: ArraySlice<DocumentPath.Step>, _ node: SchemaNode) -> JSONValue {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch step {
    case .member(let name):
      var object = object ?? [:]
      let member = (object[name] ?? .null).setting(value, at: rest, node.member(name))
      object[name] = member.isNull ? .none : .some(member)
      return .object(object)
    case .index(let index):
      return setting(value, inElementAt: array.flatMap { $0.indices.contains(index) ? index : nil }, at: rest, node)
    case .element(let name):
      return setting(value, inElementAt: node.index(ofElement: name, in: self), at: rest, node)
    }
  }

  private func setting(
    _ value: JSONValue, inElementAt index: Int?, at rest: ArraySlice<DocumentPath.Step>, _ node: SchemaNode
  ) -> JSONValue {
    var elements = array ?? []
    let element = (index.map { elements[$0] } ?? .null).setting(value, at: rest, node.element)
    switch (index, element.isNull) {
    case (let index?, true): elements.remove(at: index)
    case (let index?, false): elements[index] = element
    case (nil, true): break
    case (nil, false): elements.append(element)
    }
    return .array(elements)
  }

  /// The structures that names of members lead to, lists passed through, each with its place.
  public func structures(at names: [String], of root: SchemaNode) -> [(place: DocumentPath, value: JSONValue)] {
    var (here, node) = ([(DocumentPath(), self)], root)
    for name in names {
      node = node.member(name)
      let list = node
      here = here.flatMap { place, value -> [(DocumentPath, JSONValue)] in
        guard let elements = value[name].array else { return [(place.member(name), value[name])] }
        return elements.enumerated().map { index, element in
          (place.member(name).element(list.name(of: element) ?? String(index)), element)
        }
      }
      if case .list = node.shape { node = node.element }
    }
    return here
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
