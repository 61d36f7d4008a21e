import Foundation
import Testing
import Transport

@testable import CurlTransport

@Suite(StubServer.needsPython, .timeLimit(.minutes(2)))
struct CurlConcurrencyTests {
  let server: StubServer

  init() throws { server = try StubServer() }

  @Test func boundsConnectionsAndReusesThem() async throws {
    let configuration = CurlConfiguration(maximumConnections: 4, maximumIdleSeconds: 600)
    let transport = try CurlTransport(configuration: configuration)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<400 { group.addTask { try await transport.send(server.request("/busy")).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 400))
    let statistics = try await transport.send(server.request("/statistics")).text
    #expect(statistics == "4 4 0")
  }

  @Test func idleConnectionsToOtherHostsMakeRoom() async throws {
    let transport = try CurlTransport(configuration: CurlConfiguration(maximumConnections: 2))
    for name in ["a.example", "b.example", "c.example", "a.example", "b.example", "c.example"] {
      var request = server.request("/")
      request.url.host = name
      request.connectHost = "127.0.0.1"
      #expect(try await transport.send(request).status == 200)
    }
  }

  @Test func waitingTakesNothingFromTheTimeouts() async throws {
    let transport = try CurlTransport(configuration: CurlConfiguration(maximumConnections: 1))
    // Together they take longer than one may.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<60 {
        var request = server.request("/busy")
        request.timeouts.total = .milliseconds(500)
        group.addTask { [request] in _ = try await transport.send(request) }
      }
      try await group.waitForAll()
    }
  }

  @Test func cancellationAbandonsTheTransfer() async throws {
    let transport = try CurlTransport()
    let task = Task { try await transport.send(server.request("/silent")) }
    // Until the server has it.
    while try await connections(transport) < 2 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: TransportError(.cancelled, "the request to 127.0.0.1 was cancelled")) { try await task.value }
    // The server sees its connection go.
    while try await aborted(transport) < 1 { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test func cancellationReachesWhatWaits() async throws {
    let transport = try CurlTransport(configuration: CurlConfiguration(maximumConnections: 1))
    let first = Task { try await transport.send(server.request("/silent")) }
    let tasks = (0..<50).map { _ in Task { try await transport.send(server.request("/silent")) } }
    for task in tasks { task.cancel() }
    for task in tasks {
      let error = await #expect(throws: TransportError.self) { try await task.value }
      #expect(error?.reason == .cancelled)
    }
    first.cancel()
    await #expect(throws: TransportError.self) { try await first.value }
    #expect(try await transport.send(server.request("/")).status == 200)
  }

  @Test func cancelledBeforeItBegins() async throws {
    let transport = try CurlTransport()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await transport.send(server.request("/silent"))
    }
    await #expect(throws: TransportError.self) { try await task.value }
  }

  @Test func answersComeWithNobodyElseHoldingTheTransport() async throws {
    for _ in 0..<20 { #expect(try await CurlTransport().send(server.request("/busy")).status == 200) }
  }

  @Test func tasksRunOnTheThreadThatGetsTheirAnswers() async throws {
    let transport = try CurlTransport(configuration: CurlConfiguration(maximumConnections: 4))
    let threads = try await withTaskExecutorPreference(transport) {
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<40 {
          group.addTask {
            _ = try await transport.send(server.request("/busy"))
            // Steps that only wait for each other keep no answer waiting.
            await Task.yield()
            try await Task.sleep(for: .milliseconds(1))
            return currentThread()
          }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
    }
    #expect(threads.count == 1)
  }

  @Test func cancellationReachesATaskOnTheThread() async throws {
    let transport = try CurlTransport()
    let task = Task(executorPreference: transport) { try await transport.send(server.request("/silent")) }
    while try await connections(transport) < 2 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: TransportError.self) { try await task.value }
  }

  @Test func stoppingFailsWhatIsUnderWay() async throws {
    let multi = try CurlTransport.makeMulti()
    let queue = try TransferQueue(multi: multi)
    let loop = Thread { CurlLoop(queue: queue, configuration: CurlConfiguration(maximumConnections: 1)).run() }
    loop.start()
    let tasks = (1...3 as ClosedRange<UInt64>).map { id in
      Task { () -> Result<HTTPResponse, TransportError> in
        await withCheckedContinuation { continuation in
          let job = Job(id: id, request: server.request("/silent"), continuation: continuation)
          if let refusal = queue.submit(job) { job.finish(.failure(refusal)) }
        }
      }
    }
    let other = try CurlTransport()
    while try await connections(other) < 2 { try await Task.sleep(for: .milliseconds(5)) }
    queue.stop()
    for task in tasks { #expect(await task.value.failure == .stopped) }
  }

  private func connections(_ transport: CurlTransport) async throws -> Int {
    Int(try await transport.send(server.request("/statistics")).text.split(separator: " ")[0]) ?? 0
  }

  private func aborted(_ transport: CurlTransport) async throws -> Int {
    Int(try await transport.send(server.request("/statistics")).text.split(separator: " ")[2]) ?? 0
  }
}

extension Result {
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}

/// Not for asynchronous code, since that may go on elsewhere: which is what is asked here.
private func currentThread() -> String { "\(pthread_self())" }
