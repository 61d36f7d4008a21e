import AWSCore
import Documents
import Estate
import Foundation
import Schema
import Signing

/// What somebody declares that the code of a function does, where reading it does not tell: it settles what is undecided,
/// and nothing that is certain.
public struct Assumption: Sendable, Equatable {
  /// The statuses of the responses that it makes; `nil` where nothing is said of them, as of all others.
  public var statuses: [Int]?
  /// The headers, in lower case, that it sets, in their right form, on each response.
  public var headers: [String]?
  /// The ids of the key value stores that it opens.
  public var stores: [String]?
  /// The statuses of the origin's response that it waits for.
  public var awaits: [Int]?
  /// What it reads of the request: `body`, `queryString`, `cookies`.
  public var reads: [String]?
  /// The region that its SDK clients are made with.
  public var region: String?
  /// Who says so.
  public var by = ""
  /// The last day on which it counts; without one it counts on none.
  public var expires: CalendarDate?
  /// The code that it is about: the SHA-256 of a CloudFront function's code as 64 hexadecimal digits, or the `CodeSha256`
  /// of a Lambda version. `nil` for whatever the version holds, which never changes.
  public var code: String?
  /// Where it is written.
  public var source: SourceMark

  /// An assumption that says nothing.
  public init(source: SourceMark = SourceMark(file: "", line: 1)) { self.source = source }
}

extension Assumption {
  /// The types of resources whose code is read.
  static let types = Set(ResourceType.allCases.filter { !$0.schema.code.places.isEmpty })

  /// Whether it is about code of a resource.
  fileprivate func isAbout(_ code: JSONValue, of resource: Resource) -> Bool {
    guard let wanted = self.code else { return true }
    if let digest = resource.reference.type.schema.code.digest { return resource.properties[digest]?.string == wanted }
    return Digest.sha256Hex(Array((code.string ?? "").utf8)) == wanted.lowercased()
  }
}

extension Resource {
  /// The code that rules are asked about, as far as it was read.
  fileprivate var codes: [JSONValue] {
    reference.type.schema.code.places.map { $0.reduce(JSONValue.object(properties)) { $0[$1] } }
      .filter { !$0.isNull && $0.firstGap == nil }
  }
}

extension Auditor {
  /// What is assumed of code, by that code, and what is wrong with the assumptions.
  func assumptions(in estate: Estate, at time: Date) -> ([JSONValue: Assumption], [AuditReport.Warning]) {
    var known: [JSONValue: Assumption] = [:]
    var warnings: [AuditReport.Warning] = []
    for declaration in context {
      guard let assumption = declaration.assumption else { continue }
      func warn(_ message: String) { warnings.append(.init(message: message, source: assumption.source)) }
      if let expires = assumption.expires, expires.isOver(at: time) {
        warn("What is assumed of \(declaration.selector) expired on \(expires) and settles nothing any more.")
        continue
      }
      for resource in estate.resources.values where filter.matches(resource) && declaration.means(resource) {
        let codes = resource.codes
        let meant = codes.filter { assumption.isAbout($0, of: resource) }
        for code in meant { known[code] = assumption }
        if meant.isEmpty, !codes.isEmpty {
          warn(
            "The code of \(resource.reference.id) is another one than what is assumed of it is about, which settles "
              + "nothing any more: look at the code, and write its digest anew.")
        }
      }
    }
    return (known, warnings)
  }
}

extension Declaration {
  /// Whether a resource is certainly meant.
  func means(_ resource: Resource) -> Bool {
    guard selector.names.fit(resource.reference) else { return false }
    if case .yes = selector.means(resource.reference, .object(resource.properties)) { return true }
    return false
  }
}

// MARK: - Reading

extension BaselineFile {
  static let assumptionForm = FileForm([
    .optional("statuses", .list(of: ["type": "integer"]), "The statuses of the responses that the code makes."),
    .optional(
      "headers", .list(of: .text), "The headers that it sets, in their right form, on each response that viewers get."),
    .optional("stores", .list(of: .text), "The ids of the key value stores that it opens."),
    .optional("awaits", .list(of: ["type": "integer"]), "The statuses of the origin's response that it waits for."),
    .optional(
      "reads", .list(of: ["enum": ["body", "queryString", "cookies"]]), "What it reads of the request."),
    .optional("region", .text, "The region that clients of the AWS SDK are made with."),
    .optional(
      "code", .text,
      "The code that this is about: the SHA-256 of a function's code in hexadecimal digits, or the CodeSha256 of a Lambda "
        + "version. Other code ends it. It may be left out for one numbered version, whose code never changes."),
    .required("by", .text, "Who says so."),
    .required("expires", .text, "The last day on which it counts, such as 2027-03-31."),
  ])

  /// What is assumed of a function's code.
  func assumption(_ reader: YAMLReader?, of selector: Declaration.Selector, _ values: BaselineValues) -> Assumption? {
    guard let reader else { return nil }
    let members = reader.members(known: Self.assumptionForm.names)
    var assumption = Assumption(source: reader.mark)
    if !Assumption.types.contains(selector.type) {
      reader.note("Only functions and Lambda versions have code of which something can be assumed.")
    }
    assumption.statuses = members["statuses"].map { statuses($0, values) }
    assumption.awaits = members["awaits"].map { statuses($0, values) }
    assumption.headers = members["headers"].map { texts($0, values).map { $0.lowercased() } }
    assumption.stores = members["stores"].map { texts($0, values) }
    assumption.reads = members["reads"].map { reader in
      let known = ["body", "queryString", "cookies"]
      let reads = texts(reader, values)
      for text in reads where !known.contains(text) {
        reader.note("\"\(text)\" is no part of a request. Known: \(known.joined(separator: ", ")).")
      }
      return reads
    }
    assumption.region = members["region"].flatMap { text($0, values) }
    if let region = assumption.region, let complaint = RegionName.complaint(about: region, isElsewhere: true) {
      members["region"]?.note(complaint)
    }
    if ["statuses", "headers", "stores", "awaits", "reads", "region"].allSatisfy({ members[$0] == nil }) {
      reader.note("Nothing is assumed: `statuses`, `headers`, `stores`, `awaits`, `reads` or `region` is missing.")
    }
    assumption.by = reader.required("by", in: members) { text($0, values) } ?? ""
    assumption.expires = reader.required("expires", in: members) { reader in
      let date = text(reader, values).flatMap { CalendarDate($0) }
      if date == nil { reader.note("A day such as 2027-03-31 was expected here.") }
      return date
    }
    assumption.code = members["code"].flatMap { text($0, values) }
    if let code = assumption.code, selector.type.schema.code.digest == nil,
      code.utf8.count != 64 || !code.allSatisfy(\.isHexDigit)
    {
      members["code"]?.note("The SHA-256 of the code was expected here, as 64 hexadecimal digits.")
    }
    // A published version never changes.
    let isOneVersion =
      selector.type == .lambdaVersion && selector.key(in: "us-east-1") != nil
      && selector.id?.hasSuffix(":$LATEST") != true
    if assumption.code == nil, !isOneVersion {
      reader.note("Which code is meant is missing: `code`, its digest. Code that changes ends what is assumed of it.")
    }
    return assumption
  }

  private func statuses(_ reader: YAMLReader, _ values: BaselineValues) -> [Int] {
    reader.elements.compactMap { element in
      let value = values.value(element)
      if let status = value.integer, (100...599).contains(status) { return status }
      element.note("A status from 100 to 599 was expected here.")
      return nil
    }
  }

  private func texts(_ reader: YAMLReader, _ values: BaselineValues) -> [String] {
    reader.elements.compactMap { text($0, values) }
  }

  func text(_ reader: YAMLReader, _ values: BaselineValues) -> String? {
    if let text = values.value(reader).string { return text }
    reader.note("Text was expected here.")
    return nil
  }
}

extension Declaration.Selector {
  /// The one resource that is meant, in a region where none is said.
  fileprivate func key(in region: String) -> ResourceKey? {
    var selector = self
    selector.region = self.region ?? region
    return selector.key
  }
}
