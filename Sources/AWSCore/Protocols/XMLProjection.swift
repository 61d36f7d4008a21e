import Documents
import Transport
import XMLReading

/// Turns XML into data in the shape that the AWS CLI prints, with CloudFront's `{Quantity, Items}` as plain lists.
///
/// Values are made as elements end, from those of their children: a tree of elements in between would cost more than all
/// else that is done with an answer.
final class XMLProjection: XMLBuilder {
  // Unchecked, as the check would cost as much as what it guards: each use is one call of a function of `Tree`.
  @exclusivity(unchecked) private var tree: Tree

  /// A projection.
  ///
  /// - Parameters:
  ///   - shapes: What XML does not say about the members.
  ///   - result: The name of the element that wraps the members in the query protocol.
  ///   - skipped: The names of children of the root that are left out.
  init(shapes: XMLShapes, result: String? = nil, skipping skipped: Set<String> = []) {
    tree = Tree(shapes: shapes, result: result, skipped: skipped)
  }

  /// The name of the root element.
  var rootName: String { text(ofName: tree.root.name) }

  /// The data of the root element, by its name and contents.
  var value: JSONValue { tree.value }

  /// Whether the root is a list that does not say how many entries it has. Lists in pages always do: this is no empty
  /// list but no list at all.
  var isCountlessList: Bool { tree.isCountlessList }

  /// The name of a list that does not hold as many entries as it says; `nil` where each does.
  var miscountedList: String? { tree.miscountedList }

  /// The children of the root element as members.
  var members: JSONObject { tree.members(of: tree.root) }

  override func begin(_ name: Int, _ details: XMLTagDetails) -> Bool {
    if tree.isNew(name) { tree.add(name: text(ofName: name)) }
    return tree.begin(name)
  }

  override func add(_ text: String) { tree.add(text) }

  override func end() { tree.end() }
}

/// What the last element of each name had for members: the next one mostly has the same, and shares their names.
private final class KnownMembers {
  @exclusivity(unchecked) private var lists: [(numbers: [Int], names: JSONNames)?] = []

  /// The names that the last element of that name had, where these are its members.
  func names(of element: Int, where areMembers: ([Int]) -> Bool) -> JSONNames? {
    guard element < lists.count, let list = lists[element], areMembers(list.numbers) else { return nil }
    return list.names
  }

  /// Remembers the members of an element.
  func note(_ names: JSONNames, numbers: [Int], of element: Int) {
    while lists.count <= element { lists.append(nil) }
    lists[element] = (numbers, names)
  }
}

/// The elements that are open, and what has been made of those that are not.
private struct Tree {
  struct Child {
    let name: Int
    let value: JSONValue
  }

  /// An element that is open, or the root when all is read.
  struct Frame {
    var name = 0
    var text = ""
    /// Where its children begin among all that wait for the end of their parent.
    var firstChild = 0
  }

  /// What is known of all elements of one name, worked out once for a document.
  struct Name {
    let text: String
    let member: String
    /// The number of the first name that is read as this member.
    let memberNumber: Int
    let shape: XMLShapes.Shape?
    /// Whether the element around it says what it is.
    let isAmbiguous: Bool
    let isSkipped: Bool
    let role: Role?
  }

  /// The names that mean something by themselves.
  enum Role { case items, quantity, entry, result }

  let shapes: XMLShapes
  let result: String?
  let skipped: Set<String>
  /// By number.
  private var names: [Name] = []
  /// The number of the first name that is read as a member.
  private var memberNumbers: [String: Int] = [:]
  private var frames: [Frame] = []
  private var children: [Child] = []
  private let known = KnownMembers()
  private(set) var root = Frame()
  private(set) var miscountedList: String?

  init(shapes: XMLShapes, result: String?, skipped: Set<String>) {
    self.shapes = shapes
    self.result = result
    self.skipped = skipped
    names.reserveCapacity(64)
    frames.reserveCapacity(16)
    children.reserveCapacity(64)
  }

  var value: JSONValue {
    switch names[root.name].shape {
    case .entries, .mapEntries: guess(root)
    case let shape: value(of: root, as: shape)
    }
  }

  var isCountlessList: Bool { names[root.name].shape == .itemsObject && !hasQuantity(root) }

  /// Whether nothing is known yet of the name of that number. Names come in the order of their numbers.
  func isNew(_ name: Int) -> Bool { name == names.count }

  mutating func add(name: String) { names.append(describe(name)) }

  mutating func begin(_ name: Int) -> Bool {
    if frames.count == 1, names[name].isSkipped { return false }
    frames.append(Frame(name: name, firstChild: children.count))
    return true
  }

  mutating func add(_ text: String) {
    let frame = frames.count - 1
    if frames[frame].text.isEmpty { frames[frame].text = text } else { frames[frame].text += text }
  }

  mutating func end() {
    let frame = frames.removeLast()
    if isMiscounted(frame) { miscountedList = names[frame.name].text }
    if frames.isEmpty {
      root = frame
    } else {
      let value = entryValue(of: frame)
      children.removeLast(children.count - frame.firstChild)
      children.append(Child(name: frame.name, value: value))
    }
  }

  /// Takes an element that has been read as a tree.
  mutating func read(_ element: XMLElement, numbers: inout [String: Int]) {
    let number = numbers[element.name] ?? numbers.count
    numbers[element.name] = number
    if isNew(number) { add(name: element.name) }
    guard begin(number) else { return }
    for node in element.nodes {
      switch node {
      case .text(let text): add(text)
      case .element(let child): read(child, numbers: &numbers)
      }
    }
    end()
  }

  private mutating func describe(_ name: String) -> Name {
    let role: Role? =
      switch name {
      case result: .result
      case "Items": .items
      case "Quantity": .quantity
      case "member": .entry
      default: nil
      }
    let member = shapes.name(name)
    let number = memberNumbers[member] ?? names.count
    memberNumbers[member] = number
    return Name(
      text: name, member: member, memberNumber: number,
      shape: shapes.shape(name), isAmbiguous: shapes.isAmbiguous(name), isSkipped: skipped.contains(name), role: role)
  }

  /// What an element is whose parent is the innermost one that is open.
  private func shape(of frame: Frame) -> XMLShapes.Shape? {
    guard names[frame.name].isAmbiguous, let parent = frames.last else { return names[frame.name].shape }
    return shapes.shape(names[frame.name].text, in: names[parent.name].text)
  }

  private func entryValue(of frame: Frame) -> JSONValue {
    switch (names[frame.name].role, shape(of: frame)) {
    case (.items, _): isText(frame) ? .string(frame.text) : list(frame)
    case (.result, _): .object(members(of: frame))
    // An entry's name says little about what it holds: `Origin` is an object here and a text there.
    case (_, .entries), (_, .mapEntries): guess(frame)
    case (_, let shape): value(of: frame, as: shape)
    }
  }

  /// What holds another kind of thing than its name says stays what it holds: nobody may take it for nothing.
  private func value(of frame: Frame, as shape: XMLShapes.Shape?) -> JSONValue {
    switch shape {
    case .text, .boolean, .integer, .number, .optionalText, .policy:
      children(of: frame).isEmpty ? shapes.scalar(frame.text, as: shape) : guess(frame)
    case .structure where isText(frame), .list where isText(frame): .string(frame.text)
    case .structure: .object(members(of: frame))
    case .list: list(frame)
    case .map: map(frame)
    case .itemsObject: itemsObject(frame)
    case .quantityList where isPlainQuantityList(frame): items(frame)
    case .entries, .mapEntries, .quantityList, nil: guess(frame)
    }
  }

  /// Whether an element holds text where children belong.
  private func isText(_ frame: Frame) -> Bool {
    children(of: frame).isEmpty && !frame.text.allSatisfy(\.isWhitespace)
  }

  /// The children of the innermost element.
  private func children(of frame: Frame) -> ArraySlice<Child> { children[frame.firstChild...] }

  private func list(_ frame: Frame) -> JSONValue { .array(children(of: frame).map(\.value)) }

  /// What is no map stays what it is.
  private func map(_ frame: Frame) -> JSONValue {
    let children = children(of: frame)
    if children.isEmpty { return frame.text.allSatisfy(\.isWhitespace) ? [:] : .string(frame.text) }
    let members = children.compactMap { Self.mapMember($0.value) }
    return members.count == children.count ? .object(JSONObject(members)) : guess(frame)
  }

  /// The member of a map that an entry is: it holds a key and then its value, whatever they are called.
  private static func mapMember(_ entry: JSONValue) -> (String, JSONValue)? {
    guard let pair = entry.object, pair.count == 2 else { return nil }
    return pair[pair.startIndex].value.string.map { ($0, pair[pair.startIndex + 1].value) }
  }

  func members(of frame: Frame) -> JSONObject {
    let children = children(of: frame)
    if let known = known.names(
      of: frame.name,
      where: { numbers in
        numbers.count == children.count && zip(numbers, children).allSatisfy { $0 == names[$1.name].memberNumber }
      })
    {
      return JSONObject(names: known, values: children.map { Self.first($0.value, as: names[$0.name].shape) })
    }
    var values: [JSONValue] = []
    values.reserveCapacity(children.count)
    // Where each member stands, by its number; of a few it is sooner looked for than written down.
    var numbers: [Int] = []
    numbers.reserveCapacity(children.count)
    var places: [Int: Int]? = children.count > 32 ? [:] : nil
    for child in children {
      let (number, shape) = (names[child.name].memberNumber, names[child.name].shape)
      if let earlier = places.map({ $0[number] }) ?? numbers.firstIndex(of: number) {
        // Nothing is lost of what comes more than once without being known for it.
        Self.join(child.value, to: &values[earlier], as: shape)
      } else {
        places?[number] = values.count
        numbers.append(number)
        values.append(Self.first(child.value, as: shape))
      }
    }
    let list = JSONNames(numbers.map { names[$0].member })
    known.note(list, numbers: numbers, of: frame.name)
    return JSONObject(names: list, values: values)
  }

  /// What the first element of its name is, as long as it is the only one.
  private static func first(_ value: JSONValue, as shape: XMLShapes.Shape?) -> JSONValue {
    if shape == .mapEntries, let member = mapMember(value) { return .object(JSONObject([member])) }
    return shape == .entries ? [value] : value
  }

  /// Adds one more element of a name to those before it, in place: there may be as many as an answer holds.
  private static func join(_ value: JSONValue, to earlier: inout JSONValue, as shape: XMLShapes.Shape?) {
    if shape == .mapEntries, var object = earlier.object, let (name, value) = mapMember(value) {
      earlier = .null
      object[name] = value
      earlier = .object(object)
    } else {
      var elements = earlier.array ?? [earlier]
      earlier = .null
      elements.append(value)
      earlier = .array(elements)
    }
  }

  /// Whether an element is a list, `{Quantity, Items}`, that does not hold as many entries as it says. A page that is not
  /// the last one may count those of the others as well.
  private func isMiscounted(_ frame: Frame) -> Bool {
    let children = children(of: frame)
    guard let quantity = children.first(where: { names[$0.name].role == .quantity })?.value else {
      // Each list of a known name says how many entries it has. `Cookies` may be no list.
      return names[frame.name].shape == .quantityList && isPlainQuantityList(frame)
    }
    // Of what comes twice nobody knows which is meant.
    let twice = [Role.quantity, .items].contains { role in children.count { names[$0.name].role == role } > 1 }
    if twice { return true }
    let count = children.first { names[$0.name].role == .items }.map { $0.value.array?.count ?? 0 } ?? 0
    guard let said = quantity.integer ?? quantity.string.flatMap({ Int($0) }) else { return true }
    guard frames.isEmpty else { return said != count }
    let goesOn = children.contains { child in
      switch names[child.name].text {
      case "IsTruncated": child.value == true
      case "NextMarker": child.value.string?.isEmpty == false
      default: false
      }
    }
    return goesOn ? said < count : said != count
  }

  private func items(_ frame: Frame) -> JSONValue {
    children(of: frame).first { names[$0.name].role == .items }?.value ?? []
  }

  private func itemsObject(_ frame: Frame) -> JSONValue {
    var object = members(of: frame)
    object["Quantity"] = nil
    if object["Items"] == nil { object["Items"] = [] }
    return .object(object)
  }

  private func guess(_ frame: Frame) -> JSONValue {
    let children = children(of: frame)
    if children.isEmpty { return .string(frame.text) }
    if children.allSatisfy({ names[$0.name].role == .entry }) { return list(frame) }
    guard hasQuantity(frame) else { return .object(members(of: frame)) }
    return isPlainQuantityList(frame) ? items(frame) : itemsObject(frame)
  }

  private func hasQuantity(_ frame: Frame) -> Bool {
    children(of: frame).contains { names[$0.name].role == .quantity }
  }

  private func isPlainQuantityList(_ frame: Frame) -> Bool {
    children(of: frame).allSatisfy { [.items, .quantity].contains(names[$0.name].role) }
  }
}

extension XMLShapes {
  /// The data of an element, as it stands in an answer.
  public func value(of element: XMLElement) -> JSONValue {
    var tree = Tree(shapes: self, result: nil, skipped: [])
    var numbers: [String: Int] = [:]
    tree.read(element, numbers: &numbers)
    return tree.value
  }

  /// The data of a text that bears that name.
  func scalar(_ text: String, named name: String) -> JSONValue { scalar(text, as: shape(name)) }

  func scalar(_ text: String, as shape: Shape?) -> JSONValue {
    switch shape {
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
    case .policy: Self.policy(text.percentDecoded ?? text)
    default: .string(text)
    }
  }

  /// A policy document as data, or as the text that it is where it is no JSON.
  static func policy(_ text: String) -> JSONValue {
    // Of two members of one name nobody can say which counts: what cannot be read as one document stays the text it is.
    (try? JSONReader.read(Array(text.utf8), duplicateNames: .refused)) ?? .string(text)
  }

  private static func number(_ text: String) -> JSONValue? {
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { return .none }
    return .number(number)
  }
}
