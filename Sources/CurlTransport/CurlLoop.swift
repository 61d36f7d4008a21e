import CCurl
import Foundation
import Transport

/// The loop around one multi handle. Belongs to one thread.
final class CurlLoop {
  private let queue: TransferQueue
  private let sockets: Sockets
  private let configuration: CurlConfiguration
  /// The value of `HTTP_PROXY`, which curl itself reads in lower case only.
  private let plainProxy: String?
  /// Jobs whose turn has not come, first come first; the first ``waitingHead`` are done with.
  private var waiting: [Job] = []
  private var waitingHead = 0
  private var active: [UnsafeMutableRawPointer: Exchange] = [:]
  private var idle: [Exchange] = []

  private var multi: UnsafeMutableRawPointer { queue.multi }

  init(queue: TransferQueue, configuration: CurlConfiguration) {
    self.queue = queue
    sockets = Sockets(of: queue.multi, wakeUp: queue.wakeUp)
    self.configuration = configuration
    plainProxy = Self.plainProxy(ProcessInfo.processInfo.environment)
    curl_multi_set_long(queue.multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections)
    // Left alone, curl keeps fewer idle connections when it has had few requests at a time.
    curl_multi_set_long(queue.multi, CURLMOPT_MAXCONNECTS, configuration.maximumConnections)
  }

  /// Runs until the queue is told to stop.
  func run() {
    while true {
      let maySleep = queue.maySleep(isFull: active.count == configuration.maximumConnections)
      let ready = sockets.wait(sleeping: maySleep)
      queue.wake()
      sockets.attend(to: ready)
      finishDone()
      let post = queue.take()
      if post.isStopped {
        finish(post)
        return
      }
      append(post.jobs)
      post.cancelled.forEach(cancel)
      for step in post.steps { step.job.runSynchronously(on: step.executor) }
      startWaiting()
    }
  }

  /// `HTTP_PROXY` where `http_proxy` is not set, and not in a CGI script, where a client's header could set it.
  static func plainProxy(_ environment: [String: String]) -> String? {
    guard environment["http_proxy"] == nil, environment["REQUEST_METHOD"] == nil else { return nil }
    return environment["HTTP_PROXY"].flatMap { $0.isEmpty ? nil : $0 }
  }

  private func append(_ jobs: [Job]) {
    if waitingHead == waiting.count {
      waiting = jobs
      waitingHead = 0
    } else {
      waiting += jobs
    }
  }

  private func startWaiting() {
    while waitingHead < waiting.count, active.count < configuration.maximumConnections {
      let job = waiting[waitingHead]
      waitingHead += 1
      guard let exchange = idle.popLast() ?? Exchange(configuration: configuration) else {
        job.finish(.failure(TransportError(.other, "libcurl is out of memory")))
        continue
      }
      if let refusal = exchange.prepare(job, plainProxy: plainProxy) {
        idle.append(exchange)
        job.finish(.failure(refusal))
        continue
      }
      active[exchange.easy] = exchange
      let code = curl_multi_add_handle(multi, exchange.easy)
      if code != CURLM_OK {
        end(exchange, .failure(TransportError(.other, "libcurl: \(String(cString: curl_multi_strerror(code)))")))
      }
    }
    // Let go of the jobs that have started, bodies and all, before a long queue has run dry.
    if waitingHead > 256, waitingHead * 2 > waiting.count {
      waiting.removeFirst(waitingHead)
      waitingHead = 0
    }
  }

  /// Hands out what has come to an end.
  private func finishDone() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle, let exchange = active[easy]
      else { continue }
      let result = exchange.result(message.pointee.data.result)
      curl_multi_remove_handle(multi, easy)
      end(exchange, result)
    }
  }

  private func cancel(_ id: UInt64) {
    if let exchange = active.values.first(where: { $0.job?.id == id }) {
      // Closes the connection too, since the rest of the answer is still to come on it.
      curl_multi_remove_handle(multi, exchange.easy)
      end(exchange, nil)
    } else if let position = waiting[waitingHead...].firstIndex(where: { $0.id == id }) {
      let job = waiting.remove(at: position)
      job.finish(.failure(.cancelled(job.request)))
    }
  }

  /// Puts a handle back and tells its job; `nil` for cancelled.
  private func end(_ exchange: Exchange, _ result: Result<HTTPResponse, TransportError>?) {
    active[exchange.easy] = nil
    idle.append(exchange)
    if let job = exchange.release() { job.finish(result ?? .failure(.cancelled(job.request))) }
  }

  private func finish(_ post: TransferQueue.Post) {
    for exchange in active.values {
      curl_multi_remove_handle(multi, exchange.easy)
      exchange.release()?.finish(.failure(.stopped))
    }
    active = [:]
    idle = []
    let late = queue.close()
    curl_multi_cleanup(multi)
    for job in waiting[waitingHead...] + post.jobs + late.jobs { job.finish(.failure(.stopped)) }
  }
}
