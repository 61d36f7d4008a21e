import Documents
import Foundation
import Signing
import Transport

/// Executes operations: finds the endpoint, signs, sends, and repeats what may succeed the next time.
///
/// Copies share what they have learned: retry quotas, rates, clock skew and the regions of buckets. One client is for
/// one account, since that is whom AWS's limits count for.
public struct Client: Sendable {
  /// What it works with.
  public private(set) var configuration: ClientConfiguration
  private let state = ClientState()

  /// A client that has learned nothing yet.
  public init(_ configuration: ClientConfiguration) { self.configuration = configuration }

  /// A copy that signs with other credentials.
  public func signing(with credentials: any CredentialsProvider) -> Client {
    var copy = self
    copy.configuration.credentials = credentials
    return copy
  }

  /// Where a bucket is, where S3 has said that it is not where it was asked for.
  public func region(ofBucket bucket: String) -> String? { state.region(ofBucket: bucket) }

  /// The region in which a service without regions answers, of the partition that this client is for; of other services,
  /// that which stands for the partition as a whole.
  public func home(of service: Service) -> String {
    let region = configuration.region
    let table = EndpointTable.shared
    guard table.isGlobal(service.name),
      let endpoint = table.endpoint(of: service.name, in: region, isFIPS: false, isDualStack: false)
    else { return Partition.partition(of: region).implicitGlobalRegion }
    return endpoint.signingRegion
  }

  /// Calls an operation.
  ///
  /// - Parameters:
  ///   - operation: the operation.
  ///   - input: its input members by their API names.
  ///   - document: the body of an operation that takes an XML document.
  ///   - region: the region to ask; `nil` for the configured one.
  ///   - skipped: members of the answer's payload that nobody wants to know, which then cost next to nothing.
  ///   - isSentOnce: whether it is not repeated, so that its error says what became of it.
  /// - Throws: ``ServiceError``, once repeating is no use: of category `unreachable` where no answer came (with code
  ///   `Cancelled` where the task was cancelled), `unauthenticated` where there are no credentials.
  public func call(
    _ operation: Operation, _ input: JSONObject = [:], document: XMLElement? = nil, region: String? = nil,
    skipping skipped: Set<String> = [], isSentOnce: Bool = false
  ) async throws(ServiceError) -> Output {
    let bucket = operation.service.hostPrefix == .bucket ? input["Bucket"]?.string : nil
    var call = Call(
      client: self, operation: operation, input: input, document: document, skipped: skipped, isSentOnce: isSentOnce,
      bucket: bucket,
      region: bucket.flatMap { state.region(ofBucket: $0) } ?? region ?? configuration.region)
    return try await call.run()
  }

  /// Calls an operation that answers in pages, and follows them to the end, or as far as it is asked to.
  ///
  /// - Parameters:
  ///   - operation: the operation.
  ///   - input: its input members by their API names. Where it says nothing of the size of pages, they are as large as
  ///     the service allows.
  ///   - region: the region to ask; `nil` for the configured one.
  ///   - pageLimit: how many pages are asked for at most.
  /// - Returns: the entries of the pages, in order.
  /// - Throws: ``ServiceError`` as ``call(_:_:document:region:)`` does; also of category `malformedResponse` where a page
  ///   token comes again, because following it would never end, and where there are more than ``maximumPages``.
  public func items(
    _ operation: Operation, _ input: JSONObject = [:], region: String? = nil, pageLimit: Int = .max
  ) async throws(ServiceError) -> [JSONValue] {
    try await items(operation, input, region: region, pageLimit: pageLimit, maximum: Self.maximumPages).items
  }

  /// The same, with the moment from which on what changes may not be in it.
  ///
  /// - Parameter keep: What is kept of the entries of a page, once it has come: all of a long list at once is large.
  /// - Returns: the entries of the pages, in order, and when the first page was answered, by the service's own clock;
  ///   `nil` where a page does not say.
  /// - Throws: ``ServiceError`` as ``items(_:_:region:pageLimit:)`` does.
  public func datedItems(
    _ operation: Operation, _ input: JSONObject = [:], region: String? = nil, pageLimit: Int = .max,
    keeping keep: ([JSONValue]) -> [JSONValue] = { $0 }
  ) async throws(ServiceError) -> (items: [JSONValue], date: Date?) {
    try await items(
      operation, input, region: region, pageLimit: pageLimit, maximum: Self.maximumPages, keeping: keep)
  }

  /// How many pages an answer may have: fifty times as many as the largest key value store has.
  public static let maximumPages = 100_000

  func items(
    _ operation: Operation, _ input: JSONObject, region: String? = nil, pageLimit: Int = .max, maximum: Int,
    keeping keep: ([JSONValue]) -> [JSONValue] = { $0 }
  ) async throws(ServiceError) -> (items: [JSONValue], date: Date?) {
    let error = { (code: String, category: ServiceError.Category, message: String) in
      ServiceError(
        operation: operation.identifier, resource: operation.resource(of: input),
        region: region ?? configuration.region, category: category, code: code, message: message)
    }
    guard let pagination = operation.pagination else {
      throw error("InvalidRequest", .invalidRequest, "the operation does not answer in pages")
    }
    var page = input
    if let limit = pagination.limit, let greatest = pagination.greatestLimit, page[limit] == nil {
      page[limit] = .integer(greatest)
    }
    var items: [JSONValue] = []
    var tokens: Set<JSONObject> = []
    var pages = 0
    var date: Date? = .distantFuture
    while true {
      let output = try await call(operation, page, region: region)
      date = date.flatMap { date in output.date.map { min(date, $0) } }
      do throws(ServiceError) {
        items += keep(try pagination.items(in: output))
      } catch {
        var error = error
        error.resource = operation.resource(of: input)
        error.region = region ?? configuration.region
        throw error
      }
      pages += 1
      guard pages < pageLimit, let next = pagination.next(after: output) else { return (items, date) }
      guard pages < maximum else {
        throw error("TooManyPages", .malformedResponse, "the answer has more than \(maximum) pages")
      }
      // The token that the input began with counts as well.
      if tokens.isEmpty {
        tokens.insert(JSONObject(next.compactMap { member in input[member.name].map { (member.name, $0) } }))
      }
      guard tokens.insert(next).inserted else {
        let token = next.map { "\($0.name) \($0.value.string ?? $0.value.integer.map(String.init) ?? "")" }
        throw error(
          "RepeatedPageToken", .malformedResponse,
          "the page after \(items.count) entries is announced by a token that came before: "
            + token.joined(separator: ", "))
      }
      page = page.merging(next)
    }
  }
}

extension Client {
  /// One call on its way through its attempts.
  private struct Call {
    let client: Client
    let operation: Operation
    let input: JSONObject
    let document: XMLElement?
    let skipped: Set<String>
    let isSentOnce: Bool
    let bucket: String?
    var region: String
    /// The same in all attempts, so that the service can tell a repeated request.
    let invocationID = Self.newInvocationID()
    /// The attempts begun; one that is repeated at once, after learning where or when to ask, does not count.
    var attempt = 1
    /// What the retry quota was charged for this attempt.
    var cost: Int?
    var isRetry = false
    var hasCorrectedClock = false
    var hasRedirected = false

    private var configuration: ClientConfiguration { client.configuration }
    private var state: ClientState { client.state }
    private var service: Service { operation.service }

    mutating func run() async throws(ServiceError) -> Output {
      while true {
        let endpoint = try resolve()
        let request = try await signedRequest(endpoint)
        configuration.callLog.record(
          CallEvent(
            operation: operation.identifier, resource: operation.resource(of: input), region: region, isRetry: isRetry))
        isRetry = true
        let response: HTTPResponse
        do throws(TransportError) {
          response = try await configuration.transport.send(request)
        } catch {
          let failure = AttemptFailure(error)
          observe(throttled: false)
          try await retry(after: failure, self.error(.unreachable, error.code, error.description))
          continue
        }
        do throws(ServiceError) {
          let output = try operation.output(
            response, region: region, resource: operation.resource(of: input), skipping: skipped,
            isCustomEndpoint: endpoint.isCustom)
          observe(throttled: false)
          state.succeeded(service, cost: cost, at: configuration.time.uptime())
          return output
        } catch {
          let now = configuration.time.now()
          let failure = AttemptFailure(error, service: service, retryAfter: response.headers.retryAfter(now: now))
          observe(throttled: failure.classification == .throttling)
          if followsBucket(error) || correctsClock(error, response, host: endpoint.url.host, now: now) { continue }
          try await retry(after: failure, error)
        }
      }
    }

    // Before an attempt

    /// A random UUID (version 4). Foundation's would open `/dev/urandom` for each.
    private static func newInvocationID() -> String {
      var random = UInt128.random(in: 0 ... .max)
      random = random & ~(15 << 76) | 4 << 76
      random = random & ~(3 << 62) | 2 << 62
      return String(unsafeUninitializedCapacity: 36) { buffer in
        for index in 0..<36 {
          let isDash = [12, 17, 22, 27].contains(index)
          let digit = UInt8(truncatingIfNeeded: random & 15)
          buffer[35 - index] = isDash ? 0x2D : digit < 10 ? 0x30 + digit : 0x57 + digit
          if !isDash { random >>= 4 }
        }
        return 36
      }
    }

    private mutating func resolve() throws(ServiceError) -> ResolvedEndpoint {
      var parameters = EndpointParameters(region: region, bucket: bucket)
      switch service.hostPrefix {
      case .accountOfStore: parameters.storeARN = operation.resource(of: input)
      case .account: parameters.accountID = input["AccountId"]?.string
      case .bucket, .none: break
      }
      do {
        let endpoint = try configuration.endpoints(service, parameters)
        // Global services are asked in a region of their own.
        if service.signature == .sigV4 { region = endpoint.signingRegion }
        return endpoint
      } catch let error as ServiceError {
        throw error
      } catch {
        throw self.error(.invalidRequest, "NoEndpoint", "\(error)")
      }
    }

    private func signedRequest(_ endpoint: ResolvedEndpoint) async throws(ServiceError) -> HTTPRequest {
      var request = try operation.request(input, document: document, at: endpoint, region: region)
      request.timeouts = configuration.timeouts
      request.isSentOnce = isSentOnce
      request.headers["User-Agent"] = configuration.userAgent
      request.headers["amz-sdk-invocation-id"] = invocationID
      let maximum = max(configuration.retryPolicy.maximumAttempts, attempt)
      request.headers["amz-sdk-request"] = "attempt=\(attempt); max=\(maximum)"
      try await waitForTurn(endpoint)
      guard operation.isSigned else { return request }
      let credentials = try await credentials()
      do {
        try state.signer.sign(
          &request, credentials: credentials, service: service.signingName, region: endpoint.signingRegion,
          algorithm: service.signature == .sigV4A ? .sigV4A : .sigV4,
          date: state.date(at: endpoint.url.host, now: configuration.time.now()))
      } catch {
        throw self.error(.unauthenticated, "SigningFailed", "\(error)")
      }
      return request
    }

    private func waitForTurn(_ endpoint: ResolvedEndpoint) async throws(ServiceError) {
      let time = configuration.time
      do {
        try Task.checkCancellation()
        if !endpoint.isCustom,
          let limiter = state.limiter(for: operation, region: region, limits: configuration.rateLimits, time: time)
        {
          try await limiter.acquire()
        }
        guard configuration.retryPolicy.mode == .adaptive else { return }
        while case let delay = state.adaptiveDelay(service, at: time.uptime()), delay > 0 {
          try await time.sleep(.seconds(delay))
        }
      } catch {
        throw cancelled
      }
    }

    private func credentials() async throws(ServiceError) -> Credentials {
      guard let provider = configuration.credentials else {
        throw error(.unauthenticated, "NoCredentials", "there are no credentials to sign the call with")
      }
      do {
        return try await provider.credentials()
      } catch let error as CredentialsError {
        throw self.error(.unauthenticated, "NoCredentials", error.description)
      } catch let error as ServiceError {
        throw error
      } catch {
        throw Task.isCancelled ? cancelled : self.error(.unauthenticated, "NoCredentials", "\(error)")
      }
    }

    // After an attempt that failed

    /// Whether the bucket turned out to be in another region, which is asked next.
    private mutating func followsBucket(_ error: ServiceError) -> Bool {
      guard let bucket, let redirect = error.redirectRegion, redirect != region, !hasRedirected else { return false }
      hasRedirected = true
      state.setRegion(redirect, ofBucket: bucket)
      region = redirect
      return true
    }

    /// Whether the signature was refused because of this machine's clock, which is corrected for from now on.
    private mutating func correctsClock(_ error: ServiceError, _ response: HTTPResponse, host: String, now: Date)
      -> Bool
    {
      guard !hasCorrectedClock,
        state.learnSkew(code: error.code, serverDate: response.headers.date, host: host, now: now)
      else { return false }
      hasCorrectedClock = true
      return true
    }

    /// Waits until the next attempt is due, or throws the error where there is none.
    private mutating func retry(after failure: AttemptFailure, _ error: ServiceError) async throws(ServiceError) {
      if isSentOnce { throw error }
      let policy = configuration.retryPolicy
      let goesOn = operation.isRead && state.letsThrough(at: configuration.time.uptime())
      let delay = policy.delay(
        after: failure, attempt: attempt, goesOn: goesOn, random: configuration.random())
      guard let delay else {
        let hasGivenUp = failure.classification != .permanent && attempt > 1
        throw hasGivenUp ? error.adding("given up after \(attempt) attempts") : error
      }
      if policy.mode != .legacy {
        cost = state.payForRetry(of: service, after: failure)
        guard cost != nil else {
          throw error.adding("not tried again, because too many calls of \(service.name) have failed")
        }
      }
      attempt += 1
      do {
        try await configuration.time.sleep(delay)
      } catch {
        throw cancelled
      }
    }

    private func observe(throttled: Bool) {
      guard configuration.retryPolicy.mode == .adaptive else { return }
      state.answered(service, throttled: throttled, at: configuration.time.uptime())
    }

    // Errors

    private var cancelled: ServiceError { error(.unreachable, "Cancelled", "the call was cancelled") }

    private func error(_ category: ServiceError.Category, _ code: String, _ message: String) -> ServiceError {
      ServiceError(
        operation: operation.identifier, resource: operation.resource(of: input), region: region, category: category,
        code: code, message: message)
    }
  }
}

extension ServiceError {
  fileprivate func adding(_ remark: String) -> ServiceError {
    var copy = self
    copy.message += copy.message.isEmpty ? remark : " (\(remark))"
    return copy
  }
}
