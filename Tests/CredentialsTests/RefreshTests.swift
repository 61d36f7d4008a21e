import AWSCore
import Credentials
import Foundation
import Signing
import Synchronization
import TestSupport
import Testing

/// A source whose clock and answers a test decides.
private final class Source: Sendable {
  struct State {
    var time = testTime
    var lifetime: TimeInterval = 3_600
    var fails = false
    var calls = 0
  }

  let state = Mutex(State())

  func advance(_ seconds: TimeInterval) { state.withLock { $0.time += seconds } }
  func set(fails: Bool) { state.withLock { $0.fails = fails } }
  func set(lifetime: TimeInterval) { state.withLock { $0.lifetime = lifetime } }
  var calls: Int { state.withLock { $0.calls } }

  func provider() -> RefreshingCredentialsProvider {
    RefreshingCredentialsProvider(now: { self.state.withLock { $0.time } }) {
      await Task.yield()
      return try self.state.withLock { state in
        state.calls += 1
        if state.fails { throw CredentialsError("the source failed") }
        return Credentials(
          accessKeyID: "KEY\(state.calls)", secretAccessKey: "SECRET", expiration: state.time + state.lifetime)
      }
    }
  }
}

struct RefreshTests {
  /// Asks until the refresh in the background is done.
  private func key(of provider: RefreshingCredentialsProvider, until expected: String) async throws -> String {
    for _ in 0..<10_000 {
      let key = try await provider.credentials().accessKeyID
      if key == expected { return key }
      await Task.yield()
    }
    return try await provider.credentials().accessKeyID
  }

  @Test func oneRefreshServesAll() async throws {
    let source = Source()
    let provider = source.provider()
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await provider.credentials().accessKeyID } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(keys == ["KEY1"])
    #expect(source.calls == 1)
  }

  @Test func callersGoOnWithTheOldOnesWhileTheNewOnesAreFetched() async throws {
    let source = Source()
    let provider = source.provider()
    _ = try await provider.credentials()
    source.advance(3_600 - 15 * 60 - 1)
    #expect(try await provider.credentials().accessKeyID == "KEY1")
    #expect(source.calls == 1)
    source.advance(2)
    #expect(try await key(of: provider, until: "KEY2") == "KEY2")
    #expect(source.calls == 2)
  }

  @Test func aFailureIsToleratedFirstAndFatalThen() async throws {
    let source = Source()
    let provider = source.provider()
    _ = try await provider.credentials()
    source.set(fails: true)
    source.advance(3_600 - 14 * 60)
    for _ in 0..<100 {
      #expect(try await provider.credentials().accessKeyID == "KEY1")
      await Task.yield()
    }
    source.advance(5 * 60)
    await #expect(throws: CredentialsError("the source failed")) { try await provider.credentials() }
    // A failure ends nothing: the next caller tries again.
    source.set(fails: false)
    #expect(try await provider.credentials().accessKeyID.hasPrefix("KEY"))
  }

  @Test func shortCredentialsAreUsedForMostOfTheirTime() async throws {
    let source = Source()
    source.set(lifetime: 60)
    let provider = source.provider()
    for _ in 0..<5 { #expect(try await provider.credentials().accessKeyID == "KEY1") }
    source.advance(41)
    #expect(try await provider.credentials().accessKeyID == "KEY2")
  }

  @Test func lastingCredentialsAreFetchedOnce() async throws {
    let calls = Mutex(0)
    let provider = RefreshingCredentialsProvider(now: { .distantFuture }) {
      calls.withLock { $0 += 1 }
      return Credentials(accessKeyID: "A", secretAccessKey: "SECRET")
    }
    for _ in 0..<3 { _ = try await provider.credentials() }
    #expect(calls.withLock { $0 } == 1)
  }

  @Test func oneCallersCancellationIsNotTheOthers() async throws {
    let source = Source()
    let provider = source.provider()
    let cancelled = Task { try await provider.credentials() }
    cancelled.cancel()
    #expect(try await provider.credentials().accessKeyID == "KEY1")
  }
}
