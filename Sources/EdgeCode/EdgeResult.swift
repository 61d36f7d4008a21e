/// What a handler answers with on one of its ways: what it returns, or passes to its callback.
public struct EdgeResult: Sendable, Hashable {
  /// What is answered.
  public enum Outcome: String, Sendable, Hashable {
    /// The request of the event, passed on.
    case request
    /// The response of the event, passed on.
    case response
    /// A response that the code makes.
    case generated
    /// Nothing, `null`, or something that is neither a request nor a response.
    case invalid
  }

  /// How an answer gets to what runs the handler.
  public enum Delivery: String, Sendable, Hashable {
    /// A promise resolves to it: what an asynchronous function returns, or a handler for Python.
    case awaited
    /// A function returns it that is not asynchronous.
    case returned
    /// The callback is called with it.
    case callback
  }

  /// What is answered.
  public var outcome: Outcome
  /// How it is answered.
  public var delivery = Delivery.awaited
  /// The statuses that the code sets, by `status` in Lambda@Edge and `statusCode` in CloudFront Functions; nil where it
  /// sets none, so that what is passed on keeps its own.
  public var status: Possible<Int>?
  /// The statuses in `statusCode`, where a Lambda handler answers as API Gateway wants it.
  public var apiGatewayStatus: Possible<Int>?
  /// Whether the status is set on every path that leads here.
  public var alwaysSetsStatus = false
  /// The headers that the code sets or deletes on what it answers, by name in lower case.
  public var headers: [HeaderChange] = []
  /// Headers, by name in lower case, that the code looks for and leaves as they came: it sets them where there is none.
  public var keptHeaders: Set<String> = []
  /// Why there may be other header changes than those.
  public var undecidedHeaders: [Undecided] = []
  /// Why it may be that no event leads to this answer as it is told: what others do, or what it does on some ways, it may do
  /// on each.
  public var undecidedWay: [Undecided] = []
  /// Why the shape of a header may be wrong.
  public var undecidedShape: [Undecided] = []
  /// Why it may be no request or response at all, or one without a status.
  public var undecidedAnswer: [Undecided] = []
  /// Why its body, or the encoding of that, may be none that CloudFront takes.
  public var undecidedBody: [Undecided] = []
  /// What CloudFront does not accept in what is answered.
  public var faults: [Found<ShapeFault>] = []

  /// An answer of that outcome.
  public init(outcome: Outcome) { self.outcome = outcome }

  /// Whether a header of one of those names, in lower case, is set: certainly, certainly not, or nil where that is
  /// undecided.
  public func sets(anyOf names: Set<String>) -> Bool? {
    let changes = headers.filter { names.contains($0.name) && $0.action == .set }
    if changes.contains(where: \.isCertain) { return true }
    return changes.isEmpty && undecidedHeaders.isEmpty ? false : nil
  }
}

/// A header that code sets or deletes.
public struct HeaderChange: Sendable, Hashable {
  /// What is done to the header.
  public enum Action: String, Sendable, Hashable {
    case set, delete
  }

  /// The header's name in lower case; `*` for deletions of headers whose names are not known.
  public let name: String
  /// What is done to it.
  public let action: Action
  /// The values that it may get.
  public let values: Possible<String>
  /// Whether that is done on every path that leads to this answer.
  public let isCertain: Bool
  /// Where it is done.
  public let place: CodeLocation

  /// A change of a header.
  public init(name: String, action: Action, values: Possible<String>, isCertain: Bool, place: CodeLocation) {
    self.name = name
    self.action = action
    self.values = values
    self.isCertain = isCertain
    self.place = place
  }
}

/// What CloudFront refuses in an answer, with a 502 for viewers, or passes over.
///
/// CloudFront Developer Guide, "Generating HTTP responses in request triggers"; AWS re:Post, "How do I troubleshoot 502
/// and 503 errors from Lambda@Edge functions".
public enum ShapeFault: Sendable, Hashable {
  /// Lambda@Edge: `statusCode`, as for API Gateway, where `status` belongs.
  case statusCode
  /// Lambda@Edge: another member of API Gateway's that CloudFront does not know: `isBase64Encoded` where `bodyEncoding`
  /// belongs, `multiValueHeaders`, `cookies`.
  case apiGateway(String)
  /// Lambda@Edge: a body that is no text.
  case body
  /// Lambda@Edge: a `bodyEncoding` that is neither `text` nor `base64`.
  case bodyEncoding
  /// A generated response without a status.
  case noStatus
  /// A status that is no number from 100 to 599.
  case status(String)
  /// Lambda@Edge: the header is no list of `{key, value}`; CloudFront Functions: it is no `{value}`.
  case header(String)
  /// The value of the header is no text.
  case headerValue(String)
  /// The headers are no object.
  case headers
}
