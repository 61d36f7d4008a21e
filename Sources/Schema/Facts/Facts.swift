import Documents
import Foundation

/// What is known of AWS that ages: when the support of runtimes ends, what security policies allow, limits, the documents
/// of managed policies. It stands in `Facts.json`, each part with its source and the day on which that was read;
/// `scripts/facts` writes it anew.
public enum Facts {
  /// A part of the file.
  public struct Section: Sendable, Hashable {
    /// Its name: `runtimes`.
    public let name: String
    /// Where it is from.
    public let source: String
    /// The page on which AWS says it.
    public let page: String
    /// The day on which that was read.
    public let read: CalendarDate
  }

  /// All parts.
  public static let sections: [Section] = (file.object ?? [:]).compactMap { entry in
    guard let read = entry.value["read"].string.flatMap(CalendarDate.init) else { return nil }
    return Section(
      name: entry.name, source: entry.value["source"].string ?? "", page: entry.value["page"].string ?? "", read: read)
  }

  /// The day on which the newest of it was read.
  public static var day: Date? { sections.map(\.read.start).max() }

  /// The parts that were read more than so many days before a time.
  public static func sections(olderThan days: Int, at time: Date) -> [Section] {
    let today = CalendarDate(of: time).days
    return sections.filter { today - $0.read.days > days }
  }

  /// What to tell a user whose build knows AWS as it was more than a year ago; `nil` where it does not.
  public static func warning(at time: Date) -> String? {
    guard let oldest = sections(olderThan: 365, at: time).min(by: { $0.read.days < $1.read.days }) else { return nil }
    return
      "this build knows AWS's runtimes, security policies and limits as they were on \(oldest.read), more than a year "
      + "ago; verdicts that lean on them may be out of date. A newer version of audit knows newer ones."
  }

  /// Read where somebody asks first.
  private static let file = (try? JSONReader.read(PackageResources.Facts_json)) ?? .null
}

extension Facts {
  /// What is known of something that AWS adds to.
  public enum Knowledge<Value: Sendable>: Sendable {
    case known(Value)
    /// It is none of those that the file is about.
    case none
    /// It is not in the file, and may be newer; why is for a person.
    case unknown(String)
  }

  /// The last day on which Lambda supports a runtime of Node.js or Python, the families that run at the edge.
  ///
  /// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>
  public static func supportEnd(ofRuntime name: String) -> Knowledge<CalendarDate> {
    if let date = file["runtimes"]["supportEnds"][name].string.flatMap(CalendarDate.init) { return .known(date) }
    guard ["nodejs", "python"].contains(where: name.hasPrefix) else { return .none }
    return .unknown(
      "The runtime \(name) is not among those that were known on \(file["runtimes"]["read"].string ?? "").")
  }

  /// The days from which Lambda takes no new function with a runtime, and no change to one; `nil` for a runtime of which
  /// none is known.
  ///
  /// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>
  public static func blocks(ofRuntime name: String) -> (create: CalendarDate?, update: CalendarDate?)? {
    guard case .object? = file["runtimes"]["blocked"].object?[name] else { return nil }
    let block = file["runtimes"]["blocked"][name]
    return (
      block["create"].string.flatMap(CalendarDate.init), block["update"].string.flatMap(CalendarDate.init)
    )
  }

  /// Why Lambda takes no function with that runtime on a day; `nil` where it does, or nothing is known of it.
  public static func refusal(ofRuntime name: String, on day: CalendarDate) -> String? {
    guard let blocks = blocks(ofRuntime: name) else { return nil }
    let parts = [("new functions", blocks.create), ("changes to functions", blocks.update)].compactMap { what, date in
      date.flatMap { $0.days <= day.days ? "no \(what) since \($0)" : nil }
    }
    if parts.isEmpty { return nil }
    let runtimes = file["runtimes"]
    return
      "Lambda takes \(parts.joined(separator: " and ")) with the runtime \(name), by "
      + "\(runtimes["source"].string ?? ""), read on \(runtimes["read"].string ?? ""). Declare one that it supports."
  }

  /// Whether a runtime of CloudFront functions is known by its name.
  public static func functionRuntime(_ name: String) -> Knowledge<String> {
    let runtimes = file["functionRuntimes"]
    if runtimes["names"].array?.contains(.string(name)) == true { return .known(name) }
    return .unknown("The runtime \(name) is not among those that were known on \(runtimes["read"].string ?? "").")
  }

  /// The actions of a service by the prefix that policies give it, in small letters: those that a policy can hold to a
  /// resource, and those that know none; `nil` for a service that is not among those that are known.
  public static func actions(of service: String) -> (ofResources: [String], ofNone: [String])? { actions[service] }

  /// The day on which they were read.
  public static var actionsRead: String { file["actions"]["read"].string ?? "" }

  private static let actions = Dictionary(
    uniqueKeysWithValues: (file["actions"]["services"].object ?? [:]).map { entry in
      func names(_ member: String) -> [String] {
        (entry.value[member].string ?? "").lowercased().split(separator: " ").map(String.init)
      }
      return (entry.name, (ofResources: names("ofResources"), ofNone: names("ofNone")))
    })

  /// What a security policy of CloudFront allows: its `protocol`, the oldest one that it takes; whether it is as new as
  /// audit asks for (`isAccepted`); whether all that it takes can have a post-quantum key exchange (`isPostQuantum`).
  public static func securityPolicy(_ name: String) -> Knowledge<JSONValue> {
    let policies = file["securityPolicies"]
    if let policy = policies["policies"].object?[name] { return .known(policy) }
    return .unknown(
      "The security policy \(name) is not among those that were known on \(policies["read"].string ?? "").")
  }

  /// The names of the security policies that are as new as audit asks for.
  public static var acceptedSecurityPolicies: [String] {
    (file["securityPolicies"]["policies"].object ?? [:]).filter { $0.value["isAccepted"] == true }.map(\.name)
  }

  /// A limit by its name, such as `storeBytes`; `nil` where there is none of that name.
  public static func limit(_ name: String) -> Int? { file["limits"]["values"][name].integer }

  /// The names of all limits.
  public static var limits: [String] { (file["limits"]["values"].object ?? [:]).map(\.name) }

  /// The document of the AWS managed policy of that ARN, such as
  /// `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`; `nil` where it is not one of those that are
  /// known, of which only what their statements say of logs is complete.
  public static func managedPolicy(arn text: String) -> JSONValue? {
    guard let arn = ARN(text), arn.service == "iam", arn.account == "aws", arn.resource.hasPrefix("policy/") else {
      return nil
    }
    return managedPolicies[String(arn.resource.dropFirst("policy/".count))]
  }

  /// Those documents by path and name, such as `service-role/AWSLambdaBasicExecutionRole`.
  public static var managedPolicies: JSONObject { file["managedPolicies"]["documents"].object ?? [:] }
}
