import AWSCore
import Documents
import Estate

/// The calls that a writer makes: every one that changes something stands in the journal before it is made.
struct Calls: Sendable {
  private let client: Client
  private let stop: Stop
  private let journal: @Sendable (CallNote) throws -> Void

  /// Calls by a client.
  ///
  /// - Parameters:
  ///   - stop: Keeps calls that change something from being made.
  ///   - journal: Writes a note down, on disk when it returns. Where it throws, the call is not made.
  init(client: Client, stop: Stop = Stop(), journal: @escaping @Sendable (CallNote) throws -> Void) {
    self.client = client
    self.stop = stop
    self.journal = journal
  }

  /// What is noted of a call that changes something; no input, which may hold secrets.
  enum CallNote: Sendable {
    /// It is about to be made. `aside` is what it changes for a while beside the step's changes: as long as no later call
    /// has changed it back, an undo has to.
    case begins(operation: String, resource: String?, aside: [Change] = [])
    /// It was answered, with what the service calls the new state, where it does.
    case succeeded(operation: String, version: String?)
    /// It failed, or its answer was lost.
    case failed(ServiceError)

    /// Whether the service has done what was asked, or may have.
    var mayHaveActed: Bool {
      switch self {
      case .begins: false
      case .succeeded: true
      case .failed(let error): error.isLost
      }
    }
  }

  /// The same calls, made even where a stop was asked for: for what must not be left half done.
  var finishing: Calls { Calls(client: client, journal: journal) }

  /// Whether somebody wants the run to stop.
  var isStopping: Bool { stop.isAsked }

  /// What the client works with: time, transport, configured region.
  var configuration: ClientConfiguration { client.configuration }

  /// What runs tests of functions.
  var tester: FunctionTester { FunctionTester(client: client) }

  /// Makes a call that only reads.
  func read(
    _ operation: Operation, _ input: JSONObject = [:], region: String? = nil
  ) async throws(ServiceError) -> Output {
    try await client.call(operation, input, region: region)
  }

  /// Follows a list to its end.
  func items(
    _ operation: Operation, _ input: JSONObject = [:], region: String? = nil
  ) async throws(ServiceError) -> [JSONValue] {
    try await client.items(operation, input, region: region)
  }

  /// Makes a call that changes something, once: what became of it is seen by looking again, and what is sent a second time
  /// might replace what somebody else has written by then.
  ///
  /// - Parameters:
  ///   - aside: What it changes for a while beside the step's changes.
  ///   - secrets: Texts in it that no error may repeat, beside those that stand where secrets do.
  ///   - isRepeated: Whether the service knows a repeated request, so that it is sent again until it passes.
  func write(
    _ operation: Operation, _ input: JSONObject, document: XMLElement? = nil, region: String? = nil,
    aside: [Change] = [], secrets: [String] = [], isRepeated: Bool = false
  ) async throws(WriteError) -> Output {
    if stop.isAsked { throw .stopped }
    do {
      try journal(.begins(operation: operation.identifier, resource: operation.resource(of: input), aside: aside))
    } catch {
      throw .refused("The journal cannot be written: \(error). Nothing was sent.")
    }
    do throws(ServiceError) {
      let output = try await client.call(
        operation, input, document: document, region: region, isSentOnce: !isRepeated)
      // Where this fails, the journal still says that the call began, which is what an undo goes by.
      try? journal(.succeeded(operation: operation.identifier, version: output.etag))
      return output
    } catch {
      let error = SentSecrets(in: input, document, besides: secrets).struckOut(of: error)
      try? journal(.failed(error))
      throw .service(error)
    }
  }
}

extension ServiceError {
  /// Whether a call that was sent once may have done its work: no answer came, or none that says that it did not.
  var isLost: Bool {
    switch category {
    case .serviceFault, .unreachable, .malformedResponse: true
    case .conflict, .throttled, .notFound, .accessDenied, .unauthenticated, .invalidRequest: false
    }
  }
}
