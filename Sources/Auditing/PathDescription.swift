import Documents

extension DocumentPath {
  /// The path as a person knows the place: elements of lists are named by what tells them apart, as in
  /// `CacheBehaviors[/api/*].LambdaFunctionAssociations[viewer-request]`.
  func description(in document: JSONValue) -> String {
    var value = document
    var text = ""
    for step in steps {
      switch step {
      case .member(let name):
        text += text.isEmpty ? name : ".\(name)"
        value = value[name]
      case .index(let index):
        value = value[index]
        text += "[\(value.elementName ?? String(index))]"
      }
    }
    return text
  }
}

extension JSONValue {
  /// The members that tell the elements of AWS's lists apart.
  static let naming = [
    "PathPattern", "EventType", "ErrorCode", "HeaderName", "Header", "PolicyName", "PolicyArn", "KeyValueStoreARN",
    "filterName", "Id", "Sid", "Key",
  ]

  var elementName: String? {
    guard let object else { return nil }
    for name in Self.naming {
      switch object[name] {
      case .string(let text)? where !text.isEmpty: return text
      case .integer(let number)?: return String(number)
      default: continue
      }
    }
    return nil
  }
}
