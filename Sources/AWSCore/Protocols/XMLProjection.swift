import Documents
import Transport
import XMLReading

/// Turns XML into data in the shape that the AWS CLI prints, with CloudFront's `{Quantity, Items}` as plain lists.
///
/// Values are made as elements end, from those of their children: a tree of elements in between would cost more than all
/// else that is done with an answer.
final class XMLProjection: XMLBuilder {
  private struct Child {
    let name: String
    let value: JSONValue
  }

  /// An element that is open, or the root when all is read.
  private struct Frame {
    let name: String
    var text = ""
    var children: [Child] = []
  }

  private let shapes: XMLShapes
  private let result: String?
  private let skipped: Set<String>
  private var frames: [Frame] = []
  private var root = Frame(name: "")

  /// A projection.
  ///
  /// - Parameters:
  ///   - shapes: What XML does not say about the members.
  ///   - result: The name of the element that wraps the members in the query protocol.
  ///   - skipped: The names of children of the root that are left out.
  init(shapes: XMLShapes, result: String? = nil, skipping skipped: Set<String> = []) {
    self.shapes = shapes
    self.result = result
    self.skipped = skipped
  }

  /// The name of the root element.
  var rootName: String { root.name }

  /// The data of the root element, by its name and contents.
  var value: JSONValue {
    switch shapes.kind(root.name) {
    case .entries: guess(root)
    case let kind: value(of: root, as: kind)
    }
  }

  /// Whether the root is a list that does not say how many entries it has. Lists in pages always do: this is no empty
  /// list but no list at all.
  var isCountlessList: Bool {
    shapes.kind(root.name) == .itemsObject && !root.children.contains { $0.name == "Quantity" }
  }

  /// The children of the root element as members.
  var members: JSONObject { members(of: root) }

  override func begin(_ name: String, namespace: String?, attributes: XMLAttributes) -> Bool {
    if frames.count == 1, skipped.contains(name) { return false }
    frames.append(Frame(name: name))
    return true
  }

  override func add(_ text: String) { frames[frames.count - 1].text += text }

  override func end() {
    let frame = frames.removeLast()
    if frames.isEmpty {
      root = frame
    } else {
      frames[frames.count - 1].children.append(Child(name: frame.name, value: entryValue(of: frame)))
    }
  }

  private func entryValue(of frame: Frame) -> JSONValue {
    if frame.name == "Items" { return .array(frame.children.map(\.value)) }
    if frame.name == result { return .object(members(of: frame)) }
    let kind = shapes.kind(frame.name)
    // An entry's name says little about what it holds: `Origin` is an object here and a text there.
    return kind == .entries ? guess(frame) : value(of: frame, as: kind)
  }

  private func value(of frame: Frame, as kind: XMLShapes.Kind?) -> JSONValue {
    switch kind {
    case .text: .string(frame.text)
    case .boolean, .integer, .number, .optionalText, .policy: shapes.scalar(frame.text, as: kind)
    case .structure: .object(members(of: frame))
    case .list: .array(frame.children.map(\.value))
    case .itemsObject: itemsObject(frame)
    case .quantityList where Self.isPlainQuantityList(frame): items(frame)
    case .entries, .quantityList, nil: guess(frame)
    }
  }

  private func members(of frame: Frame) -> JSONObject {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(frame.children.count)
    for child in frame.children {
      let name = shapes.name(child.name)
      if let earlier = members.firstIndex(where: { $0.name == name }) {
        // Nothing is lost of what comes more than once without being known for it.
        let value = members[earlier].value
        members[earlier].value = .array((value.array ?? [value]) + [child.value])
      } else {
        let value = shapes.kind(child.name) == .entries ? [child.value] : child.value
        members.append(JSONObject.Member(name: name, value: value))
      }
    }
    return JSONObject(uniqueMembers: members)
  }

  private func items(_ frame: Frame) -> JSONValue { frame.children.first { $0.name == "Items" }?.value ?? [] }

  private func itemsObject(_ frame: Frame) -> JSONValue {
    var object = members(of: frame)
    object["Quantity"] = nil
    if object["Items"] == nil { object["Items"] = [] }
    return .object(object)
  }

  private func guess(_ frame: Frame) -> JSONValue {
    if frame.children.isEmpty { return .string(frame.text) }
    if frame.children.allSatisfy({ $0.name == "member" }) { return .array(frame.children.map(\.value)) }
    guard frame.children.contains(where: { $0.name == "Quantity" }) else { return .object(members(of: frame)) }
    return Self.isPlainQuantityList(frame) ? items(frame) : itemsObject(frame)
  }

  private static func isPlainQuantityList(_ frame: Frame) -> Bool {
    frame.children.allSatisfy { $0.name == "Quantity" || $0.name == "Items" }
  }
}

extension XMLShapes {
  /// The data of a text that bears that name.
  func scalar(_ text: String, named name: String) -> JSONValue { scalar(text, as: kind(name)) }

  func scalar(_ text: String, as kind: Kind?) -> JSONValue {
    switch kind {
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
  static func policy(_ text: String) -> JSONValue { (try? JSONReader.read(Array(text.utf8))) ?? .string(text) }

  private static func number(_ text: String) -> JSONValue? {
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { return .none }
    return .number(number)
  }
}
