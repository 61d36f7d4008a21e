import Auditing
import Documents
import Estate
import Schema

/// One resource as a Terraform document holds it.
struct ResourceInstance {
  let address: String
  let type: String
  /// Its attributes. What must not or cannot be shown is a ``JSONValue/unread(_:)`` with the
  /// number of a ``WithheldReason``.
  let values: JSONObject
  /// The attributes that hold blocks of which something is sensitive. Terraform marks a set as a whole, whatever in it
  /// is: unless they hold what is known to be secret, its blocks are compared and not shown.
  var concealed: Set<String> = []
  /// What tells the configuration of its provider from others; empty where the document does not say.
  var provider = ""
  /// The region of that configuration; `nil` where it is not known.
  var region: String?
  /// The account of that configuration; `nil` where it is not known.
  var providerAccount: String?
  /// Those that it may be of.
  var providerAccounts = AccountPatterns()

  /// The account that it says to be in; `nil` where it says none.
  var account: String? {
    let text =
      type == Self.callerIdentity ? values["account_id"]?.string : values["arn"]?.string.flatMap(ARN.init)?.account
    guard let text, text.utf8.count == 12, text.allSatisfy(\.isNumber) else { return nil }
    return text
  }

  /// The type of the data that say whose credentials a provider has.
  static let callerIdentity = "aws_caller_identity"

  /// The index of an instance, as addresses write it: `[0]`, `["a"]`.
  static func index(_ key: JSONValue) -> String {
    switch key {
    case .null: ""
    case .string(let text): "[\(JSONWriter().string(.string(text)))]"
    default: "[\(JSONWriter().string(key))]"
    }
  }
}

/// What a plan does to a resource.
struct Change {
  let address: String
  let type: String
  let actions: Set<String>
  /// Its attributes before.
  let before: JSONObject
  /// Which attributes are known only after the plan is applied, as a tree with `true` in their places.
  let unknown: JSONValue

  /// Whether what was there before goes.
  var isDeletion: Bool { actions.contains("delete") }

  /// Whether Terraform no longer has to do with it, and leaves it as it is.
  var isForgotten: Bool { actions == ["forget"] }
}

/// Why a value is left out.
enum WithheldReason: Int {
  case unknown, sensitive

  /// Why the value with that number is left out.
  static func text(of number: Int) -> String {
    number == unknown.rawValue ? "is known only after the plan is applied" : "is sensitive"
  }
}

extension JSONValue {
  /// A tree of what is withheld without its marks on whole lists of blocks in a value, and whether it had any.
  func sparingBlocks(of value: JSONValue) -> (mask: JSONValue, hasSpared: Bool) {
    switch (self, value) {
    case (.bool(true), .array) where value.isListOfBlocks: return (false, true)
    case (.object(let masks), .object(let object)):
      let spared = masks.map { ($0.name, $0.value.sparingBlocks(of: object[$0.name] ?? .null)) }
      return (
        .object(JSONObject(spared.map { ($0.0, $0.1.mask) })), spared.contains { $0.1.hasSpared }
      )
    case (.array(let masks), .array(let elements)) where masks.count <= elements.count:
      let spared = zip(masks, elements).map { $0.sparingBlocks(of: $1) }
      return (.array(spared.map(\.mask)), spared.contains(where: \.hasSpared))
    default: return (self, false)
    }
  }

  /// Whether a path, as state files write it, leads to a list of blocks in this value.
  func isListOfBlocks(at path: ArraySlice<JSONValue>) -> Bool {
    path.reduce(self) { value, step in
      let key = step["type"] == "index" ? step["value"]["value"] : step["value"]
      if let name = key.string { return value[name] }
      return key.integer.map { value[$0] } ?? .null
    }.isListOfBlocks
  }

  private var isListOfBlocks: Bool { array.map { !$0.isEmpty && $0.allSatisfy { $0.object != nil } } ?? false }

  /// A copy with a mark in each place where a tree of the same shape has `true`.
  func withholding(_ mask: JSONValue, as reason: WithheldReason) -> JSONValue {
    switch (self, mask) {
    case (_, .bool(true)): return .unread(reason.rawValue)
    case (.object(var object), .object(let masks)):
      for mask in masks where mask.value.holdsTrue {
        object[mask.name] = (object[mask.name] ?? .null).withholding(mask.value, as: reason)
      }
      return .object(object)
    case (.array(let elements), .array(let masks)) where masks.count <= elements.count:
      let covered = zip(elements, masks).map { $0.withholding($1, as: reason) }
      return .array(covered + elements[covered.count...])
    default: return mask.holdsTrue ? .unread(reason.rawValue) : self
    }
  }

  private var holdsTrue: Bool {
    switch self {
    case .bool(let value): value
    case .array(let elements): elements.contains(where: \.holdsTrue)
    case .object(let object): object.contains { $0.value.holdsTrue }
    default: false
    }
  }

  /// A copy with a mark in the place of a sensitive value, as state files write its path:
  /// `[{"type": "get_attr", "value": "origin"}, {"type": "index", "value": {"value": 0, "type": "number"}}]`.
  func withholding(at path: ArraySlice<JSONValue>) -> JSONValue {
    guard let step = path.first else { return .unread(WithheldReason.sensitive.rawValue) }
    let key = step["type"] == "index" ? step["value"]["value"] : step["value"]
    switch (self, key) {
    case (.object(var object), .string(let name)):
      object[name] = object[name]?.withholding(at: path.dropFirst())
      return .object(object)
    case (.array(var elements), _):
      guard let index = key.integer, elements.indices.contains(index) else { break }
      elements[index] = elements[index].withholding(at: path.dropFirst())
      return .array(elements)
    default: break
    }
    // A path that leads nowhere known: rather all of it than the secret.
    return .unread(WithheldReason.sensitive.rawValue)
  }
}
