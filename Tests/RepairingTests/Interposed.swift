import AWSCore
import Documents
import Estate
import Foundation
import Synchronization
import Testing
import Transport

@testable import Repairing

/// A transport with somebody in between, who may do something before a request goes out or after it was answered, or
/// answer it alone.
struct Interposed: Transport {
  typealias Send = @Sendable (HTTPRequest) async throws -> HTTPResponse
  typealias Body = @Sendable (HTTPRequest, Send) async throws -> HTTPResponse

  let transport: any Transport
  let body: Body

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    do {
      return try await body(request) { try await transport.send($0) }
    } catch {
      throw error as? TransportError ?? TransportError(.other, "\(error)")
    }
  }
}

/// Calls on the emulator, and what they leave behind.
struct Recorded: Sendable {
  let calls: Calls
  let log: CallLog
  private let box = Box()

  private final class Box: Sendable { let notes = Mutex<[Calls.CallNote]>([]) }

  /// Calls that wait no longer than a test has to, with somebody in between.
  init(stop: Stop = Stop(), _ body: Interposed.Body? = nil) throws {
    try self.init(uptime: TimeSource.system.uptime, stop: stop, body)
  }

  /// The same; `uptime` gives seconds from any beginning.
  init(uptime: @escaping @Sendable () -> Double, stop: Stop = Stop(), _ body: Interposed.Body?) throws {
    var configuration = try Emulator.shared.get().configuration
    if let body { configuration.transport = Interposed(transport: configuration.transport, body: body) }
    configuration.time = TimeSource(now: { Date() }, uptime: uptime) { _ in try await Task.sleep(for: .milliseconds(50))
    }
    log = CallLog()
    configuration.callLog = log
    let box = box
    calls = Calls(client: Client(configuration), stop: stop) { note in box.notes.withLock { $0.append(note) } }
  }

  /// What was noted of calls that change something.
  var notes: [Calls.CallNote] { box.notes.withLock { $0 } }

  /// What calls changed for a while.
  var asides: [[Change]] {
    notes.compactMap { if case .begins(_, _, let aside) = $0, !aside.isEmpty { aside } else { nil } }
  }

  /// How many requests there were for an operation.
  func count(_ operation: String) -> Int { log.byOperation[operation] ?? 0 }
}

/// Rounds as an applier makes them: what is due is written, and after a conflict it is read again what still is.
///
/// - Returns: What was written, and how many rounds it took.
func apply(_ step: Step, by writer: some PartWriter, _ calls: Calls) async throws -> (written: Written, rounds: Int) {
  for round in 1...5 {
    let reading = try await writer.read(step.part, with: calls)
    let seen = JSONValue.object(Redacted.members(reading.members.object ?? [:], of: step.part.resource.type))
    let due = try step.changes.filter { change in
      let status = change.status(in: seen)
      if case .overtaken(let value) = status { throw Overtaken(place: change.place, by: value) }
      return status == .due
    }
    let written: Result<Written, WriteError>
    do throws(WriteError) {
      written = .success(try await writer.write(due, on: reading, of: step, with: calls))
    } catch {
      written = .failure(error)
    }
    if case .failure(.service(let error)) = written, error.category == .conflict || error.isLost { continue }
    return (try written.get(), round)
  }
  throw Overtaken(place: DocumentPath(), by: .null)
}

struct Overtaken: Error {
  let place: DocumentPath
  let by: JSONValue
}

/// Something that happens once.
final class Once: Sendable {
  private let isDone = Atomic(false)
  /// Whether it is the first time.
  func callAsFunction() -> Bool { !isDone.exchange(true, ordering: .relaxed) }
}

extension WriteError {
  /// Why it was refused, where it was.
  var refusal: String? { if case .refused(let text) = self { text } else { nil } }
  /// What the service said, where it did.
  var service: ServiceError? { if case .service(let error) = self { error } else { nil } }
}

/// Counts by name.
final class Counts: Sendable {
  private let counts = Mutex<[String: Int]>([:])
  /// The number of this time, from 1.
  func next(_ name: String) -> Int {
    counts.withLock { counts in
      counts[name, default: 0] += 1
      return counts[name] ?? 0
    }
  }
}

/// A value that comes later.
final class Mutexed<Value: Sendable>: Sendable {
  private let box = Mutex<Value?>(nil)
  var value: Value? {
    get { box.withLock { $0 } }
    set { box.withLock { $0 = newValue } }
  }
}
