import CCurl
import Foundation
import Synchronization
import Transport

/// Sends requests with libcurl: one multi handle on a thread of its own, connections kept alive, HTTP/2 where TLS offers
/// it, certificates always verified.
///
/// Proxies come from the environment, as curl reads it: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, each in
/// either case. The thread ends with the transport.
public final class CurlTransport: Transport {
  private let queue: TransferQueue
  private let lastID = Atomic<UInt64>(0)

  /// A transport with no connections yet.
  ///
  /// - Throws: ``TransportError`` where libcurl cannot start.
  public init(configuration: CurlConfiguration = CurlConfiguration()) throws(TransportError) {
    let queue = try TransferQueue(multi: try Self.makeMulti())
    self.queue = queue
    let thread = Thread {
      let loop = CurlLoop(queue: queue, configuration: configuration)
      loop.run()
    }
    thread.name = "curl"
    thread.start()
  }

  deinit { queue.stop() }

  static func makeMulti() throws(TransportError) -> UnsafeMutableRawPointer {
    guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init() else {
      throw TransportError(.other, "libcurl could not start")
    }
    return multi
  }

  public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    // Otherwise the last use is the handing over, and the transport could go while its answer is awaited.
    defer { withExtendedLifetime(self) {} }
    let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
    let result: Result<HTTPResponse, TransportError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let job = Job(id: id, request: request, continuation: continuation)
        if let refusal = queue.submit(job) { job.finish(.failure(refusal)) }
      }
    } onCancel: {
      queue.cancel(id)
    }
    return try result.get()
  }
}

extension CurlTransport: TaskExecutor {
  /// Runs a step of a task on the thread that gets the answers, so that none has to be handed to another thread.
  public func enqueue(_ job: consuming ExecutorJob) {
    queue.submit(TransferQueue.Step(job: UnownedJob(job), executor: asUnownedTaskExecutor()))
  }
}

/// A request on its way to the loop and back. A class, because it is handed on often and a request has many parts.
final class Job: Sendable {
  let id: UInt64
  let request: HTTPRequest
  private let continuation: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>

  init(
    id: UInt64, request: HTTPRequest, continuation: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>
  ) {
    self.id = id
    self.request = request
    self.continuation = continuation
  }

  /// Says how it ended; exactly once.
  func finish(_ result: Result<HTTPResponse, TransportError>) { continuation.resume(returning: result) }
}

extension TransportError {
  static func cancelled(_ request: HTTPRequest) -> TransportError {
    TransportError(.cancelled, "the request to \(request.url.host) was cancelled")
  }

  static let stopped = TransportError(.cancelled, "the transport was shut down")
}
