/// What the code of an edge function does, as far as reading it tells; the same questions for every language.
///
/// CloudFront Developer Guide, "Lambda@Edge event structure" and "CloudFront Functions event structure".
public struct EdgeCodeAnswers: Sendable, Hashable {
  /// Where the handler is made that the file exports; none where the file exports no such function.
  public var handler = Answer<HandlerExport>()
  /// The key value stores that are opened.
  public var stores = Answer<OpenedStore>()
  /// What the handler answers with: responses of its own, and requests and responses that it passes on.
  public var results = Answer<EdgeResult>()
  /// Statuses of the origin's response that the code waits for.
  public var awaitedStatuses = Answer<AwaitedStatus>()
  /// The texts that dates are made of.
  public var dates = Answer<ParsedDate>()
  /// What the code uses that a runtime of CloudFront Functions lacks.
  public var features = Answer<RuntimeFeature>()
  /// What the code reads of the request.
  public var reads = Answer<RequestPart>()
  /// The names of parameters of the query string that the code of a Lambda handler asks for, as far as they are known; what
  /// else it does with the query string is not among them.
  public var parameters = Answer<String>()
  /// AWS SDK clients that are made, with and without a region.
  public var clients = Answer<SDKClient>()
  /// Where the event is read as API Gateway sends it: the members that are read.
  public var apiGatewayReads = Answer<String>()

  /// Whether the code asks for which distribution it is called, so that it may do something else for another one.
  public internal(set) var asksForDistribution = false

  /// Answers that say none to everything.
  public init() {}

  /// Answers that are undecided throughout, for one reason: the code cannot be read.
  public init(undecided reason: Undecided) {
    handler = Answer(undecided: [reason])
    stores = Answer(undecided: [reason])
    results = Answer(undecided: [reason])
    awaitedStatuses = Answer(undecided: [reason])
    dates = Answer(undecided: [reason])
    features = Answer(undecided: [reason])
    reads = Answer(undecided: [reason])
    clients = Answer(undecided: [reason])
    apiGatewayReads = Answer(undecided: [reason])
  }

  /// The same, where what is answered on some ways may be answered on each.
  func withUndecidedWays(_ reason: Undecided) -> EdgeCodeAnswers {
    var answers = self
    answers.results = Answer(
      found: results.found.map { found in
        var result = found.value
        if result.undecidedWay.isEmpty { result.undecidedWay = [reason] }
        return Found(result, at: found.place)
      }, undecided: results.undecided)
    return answers
  }

  /// The answers of the same code for one event or another.
  public func joined(with other: EdgeCodeAnswers) -> EdgeCodeAnswers {
    var answers = self
    answers.handler = handler.joined(with: other.handler)
    answers.stores = stores.joined(with: other.stores)
    answers.results = results.joined(with: other.results)
    answers.awaitedStatuses = awaitedStatuses.joined(with: other.awaitedStatuses)
    answers.dates = dates.joined(with: other.dates)
    answers.features = features.joined(with: other.features)
    answers.reads = reads.joined(with: other.reads)
    answers.parameters = parameters.joined(with: other.parameters)
    answers.clients = clients.joined(with: other.clients)
    answers.apiGatewayReads = apiGatewayReads.joined(with: other.apiGatewayReads)
    answers.asksForDistribution = asksForDistribution || other.asksForDistribution
    return answers
  }
}

/// The handler that a file exports.
public struct HandlerExport: Sendable, Hashable {
  /// Its name, such as `handler` or `api.handler`.
  public let name: String
  /// Its file in the package.
  public let file: String
  /// How many parameters it declares before the first that has a default, its `length`; nil where that is not known.
  public let parameterCount: Int?

  /// That handler of that file.
  public init(name: String, file: String, parameterCount: Int? = nil) {
    self.name = name
    self.file = file
    self.parameterCount = parameterCount
  }
}

/// A key value store that a function opens.
public enum OpenedStore: Sendable, Hashable {
  /// By its id.
  case id(String)
  /// Without an id: the one that is associated.
  case associated
}

/// A status that code which gets the origin's response waits for.
public struct AwaitedStatus: Sendable, Hashable {
  /// The statuses of 400 and above for which the code does something else than for success.
  public let statuses: [Int]

  /// Those statuses, in order.
  public init(_ statuses: [Int]) { self.statuses = statuses }
}

/// A date that code makes of a text.
public enum ParsedDate: Sendable, Hashable {
  /// Of this text: a literal, a constant, an entry of a table, or texts put together.
  case text(String)
  /// Of what a key value store holds; the key, where it is known.
  case store(OpenedStore, key: String?)
}

/// What code uses that not all runtimes have.
public struct RuntimeFeature: Sendable, Hashable {
  /// What it is, such as `const`, `await`, `cf.kvs` or `String.bytesFrom`.
  public let name: String
  /// The only runtime that has it.
  public let runtime: Runtime

  /// A runtime of CloudFront Functions.
  public enum Runtime: String, Sendable, Hashable {
    case js1 = "cloudfront-js-1.0"
    case js2 = "cloudfront-js-2.0"
  }

  /// A feature of one runtime.
  public init(_ name: String, of runtime: Runtime) {
    self.name = name
    self.runtime = runtime
  }
}

/// A part of the viewer's request that not every function gets.
public enum RequestPart: String, Sendable, Hashable, CaseIterable {
  case body, queryString, cookies
}

/// A client of an AWS service.
public struct SDKClient: Sendable, Hashable {
  /// The client as the SDK names it: `S3`, `DynamoDBClient`, `dynamodb`.
  public let name: String
  /// Whether a region is given, to the client or to the SDK's configuration or session.
  public let region: Region

  /// Where a client gets its region.
  public enum Region: Sendable, Hashable {
    /// One that the code names.
    case named(String)
    /// One that the code computes.
    case computed
    /// None: the region that the function happens to run in.
    case none
  }

  /// That client with that region.
  public init(name: String, region: Region) {
    self.name = name
    self.region = region
  }
}
