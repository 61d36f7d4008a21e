/// What tells the elements of AWS's lists of objects apart, and which lists have an order.
///
/// A list is known by the member that holds it. What tells the elements of one list apart says nothing about another
/// one: a role may have two attached policies of one name, as only their ARNs differ. The elements of a list that is not
/// here have no names, and are compared as a multiset.
public enum ListKeys {
  /// The member whose value tells the elements of a list apart; `nil` for lists without such a member.
  public static func key(of list: String) -> String? { keys[list] }

  /// Whether the order of a list's elements means something: the first behaviour whose pattern fits a path counts, the
  /// first member of an origin group is its primary, a layer is laid over those before it, and commands are run as they
  /// are written.
  ///
  /// All other lists are ones that AWS answers in any order.
  public static func isOrdered(_ list: String) -> Bool { ordered.contains(list) }

  /// Every list that has a key.
  public static var lists: [String] { keys.keys.sorted() }

  private static let keys = [
    // Distributions.
    "CacheBehaviors": "PathPattern", "Origins": "Id", "OriginGroups": "Id", "Members": "OriginId",
    "CustomHeaders": "HeaderName", "CustomErrorResponses": "ErrorCode", "LambdaFunctionAssociations": "EventType",
    "FunctionAssociations": "EventType", "ParameterDefinitions": "Name", "AliasICPRecordals": "CNAME",
    "Invalidations": "Id", "LogDeliveries": "id",
    // CloudFront's policies, functions and stores.
    "CustomHeadersConfig": "Header", "RemoveHeadersConfig": "Header", "KeyValueStoreAssociations": "KeyValueStoreARN",
    "Items": "Key",
    // Lambda.
    "Layers": "Arn", "FileSystemConfigs": "Arn", "Versions": "Version",
    // IAM.
    "AttachedManagedPolicies": "PolicyArn", "RolePolicyList": "PolicyName", "Statement": "Sid", "Tags": "Key",
    // S3 and CloudWatch Logs.
    "LambdaFunctionConfigurations": "Id", "QueueConfigurations": "Id", "TopicConfigurations": "Id",
    "FilterRules": "Name", "SubscriptionFilters": "filterName",
  ]

  private static let ordered: Set = ["CacheBehaviors", "Members", "Layers", "EntryPoint", "Command"]

  /// What people call the elements of a list beside its key, where that is unique as a rule.
  fileprivate static let otherNames = ["AttachedManagedPolicies": "PolicyName"]
}

extension JSONValue {
  /// What tells an element of a list from the others: the value of the list's key, as text.
  ///
  /// - Parameter list: The member that holds the list.
  /// - Returns: `nil` where the list has no key, or the element no value of it.
  public func elementName(in list: String) -> String? {
    guard let key = ListKeys.key(of: list) else { return nil }
    return text(of: key)
  }

  /// The index of the element of that name in this list; without one that is so called, of the one that people call so,
  /// or of the nameless one at that number.
  ///
  /// - Parameter list: The member that holds this list.
  public func index(ofElement name: String, in list: String) -> Int? {
    guard let array else { return nil }
    // Lists may be long: only the key is looked at.
    if let key = ListKeys.key(of: list), let index = array.firstIndex(where: { $0.holds(name, as: key) }) {
      return index
    }
    if let other = ListKeys.otherNames[list], let index = array.firstIndex(where: { $0.holds(name, as: other) }) {
      return index
    }
    guard let number = Int(name), array.indices.contains(number), array[number].elementName(in: list) == nil else {
      return nil
    }
    return number
  }

  private func text(of member: String) -> String? {
    guard case .object(let object) = self else { return nil }
    switch object[member] {
    case .string(let text)? where !text.isEmpty: return text
    case .integer(let number)?: return String(number)
    default: return nil
    }
  }

  private func holds(_ name: String, as member: String) -> Bool {
    guard case .object(let object) = self else { return false }
    switch object[member] {
    case .string(let text)?: return text.isSameText(as: name)
    case .integer(let number)?: return String(number) == name
    default: return false
    }
  }
}
