import Documents

/// How an operation answers in pages: what they hold, and how the next one is asked for.
///
/// A caller loops with ``next(after:)`` and has to stop with an error when a token comes twice in a row.
public struct Pagination: Sendable, Hashable {
  /// The paths of the lists whose entries are what is listed.
  public let items: [DocumentPath]
  /// The input member that takes the token.
  public let inputToken: String
  /// The path of the token for the next page.
  public let outputToken: DocumentPath
  /// The path of the boolean that says whether there is a next page, where there is one.
  public let isTruncated: DocumentPath?
  /// The input member for the greatest number of entries in a page.
  public let limit: String?
  /// The greatest number of entries that a page may be asked to have.
  public let greatestLimit: Int?
  /// Whether the lists may be missing from an answer that has no entries.
  public let mayOmitItems: Bool
  /// Whether ``isTruncated`` may be missing, so that only the token says whether there is a next page.
  public let mayOmitTruncation: Bool
  private var operation = ""

  /// Pages of one list; paths as JMESPath writes them, with members only.
  public init(
    _ items: String, token inputToken: String, from outputToken: String, more isTruncated: String? = nil,
    limit: String? = nil, atMost greatestLimit: Int? = nil, mayOmitItems: Bool = false,
    mayOmitTruncation: Bool = false
  ) {
    self.init(
      [items], token: inputToken, from: outputToken, more: isTruncated, limit: limit, atMost: greatestLimit,
      mayOmitItems: mayOmitItems, mayOmitTruncation: mayOmitTruncation)
  }

  /// Pages of several lists.
  public init(
    _ items: [String], token inputToken: String, from outputToken: String, more isTruncated: String? = nil,
    limit: String? = nil, atMost greatestLimit: Int? = nil, mayOmitItems: Bool = false,
    mayOmitTruncation: Bool = false
  ) {
    self.items = items.map(Self.path)
    self.inputToken = inputToken
    self.outputToken = Self.path(outputToken)
    self.isTruncated = isTruncated.map(Self.path)
    self.limit = limit
    self.greatestLimit = greatestLimit
    self.mayOmitItems = mayOmitItems
    self.mayOmitTruncation = mayOmitTruncation
  }

  /// The entries of one page, in order; of several lists one after the other.
  ///
  /// - Throws: ``ServiceError`` of category `malformedResponse` where a list is missing, or where a next page is announced
  ///   without a token to ask for it.
  public func items(in output: Output) throws(ServiceError) -> [JSONValue] {
    if let isTruncated {
      switch output.value[isTruncated] {
      case true where token(in: output) == nil:
        throw malformed("\(isTruncated) is true, but there is no \(outputToken)", output)
      case true, false: break
      // Only what IAM's model calls optional may be missing.
      case .null where mayOmitTruncation: break
      default: throw malformed("\(isTruncated) is neither true nor false", output)
      }
    }
    var entries: [JSONValue] = []
    for path in items {
      switch output.value[path] {
      case .array(let list): entries += list
      case .null where mayOmitItems: break
      default: throw malformed("there is no list \(path)", output)
      }
    }
    return entries
  }

  /// The input members that ask for the next page; `nil` after the last one.
  public func next(after output: Output) -> JSONObject? {
    if let isTruncated, output.value[isTruncated].bool == false { return nil }
    return token(in: output).map { [inputToken: $0] }
  }

  /// A token that is empty is none: some answers carry an empty element after the last page.
  private func token(in output: Output) -> JSONValue? {
    let token = output.value[outputToken]
    if token.isNull || token.string?.isEmpty == true { return .none }
    return token
  }

  private func malformed(_ message: String, _ output: Output) -> ServiceError {
    ServiceError(
      operation: operation, region: "", category: .malformedResponse, code: "MalformedResponse", message: message,
      requestID: output.requestID)
  }

  /// The same pages, of the operation with that identifier.
  func of(_ operation: String) -> Pagination {
    var copy = self
    copy.operation = operation
    return copy
  }

  private static func path(_ text: String) -> DocumentPath {
    DocumentPath(text.split(separator: ".").map { .member(String($0)) })
  }
}
