import Testing
import Transport

struct RetryPolicyTests {
  @Test(arguments: [(1, 1.0), (2, 2), (3, 4), (5, 16), (6, 20), (60, 20), (1_000_000, 20)])
  func waitsDoubleUpToTwentySeconds(attempt: Int, longest: Double) {
    let policy = RetryPolicy(maximumAttempts: .max)
    #expect(policy.delay(after: AttemptFailure(.transient), attempt: attempt, random: 1) == .seconds(longest))
    #expect(policy.delay(after: AttemptFailure(.throttling), attempt: attempt, random: 0.5) == .seconds(longest / 2))
    #expect(policy.delay(after: AttemptFailure(.timeout), attempt: attempt, random: 0) == .zero)
  }

  @Test(arguments: [(RetryMode.standard, 3), (.adaptive, 3), (.legacy, 5)])
  func modesEndAfterTheirNumberOfAttempts(mode: RetryMode, attempts: Int) {
    let policy = RetryPolicy(mode: mode)
    let failure = AttemptFailure(.transient)
    #expect(policy.delay(after: failure, attempt: attempts - 1, random: 1) != nil)
    #expect(policy.delay(after: failure, attempt: attempts, random: 1) == nil)
  }

  @Test func permanentFailuresAreNotTriedAgain() {
    #expect(
      RetryPolicy().delay(after: AttemptFailure(.permanent, retryAfter: .seconds(1)), attempt: 1, random: 1) == nil)
  }

  @Test(arguments: [
    (Duration.milliseconds(1500), 0.25, Duration.milliseconds(1500)), (.milliseconds(100), 0.25, .milliseconds(250)),
    (.seconds(3600), 0.25, .seconds(20)),
  ])
  func whatTheServiceAsksForIsTheLeastWait(asked: Duration, random: Double, expected: Duration) {
    let failure = AttemptFailure(.throttling, retryAfter: asked)
    #expect(RetryPolicy().delay(after: failure, attempt: 1, random: random) == expected)
  }

  @Test func readsItsConfiguration() throws {
    #expect(try RetryPolicy(mode: nil, maximumAttempts: nil) == RetryPolicy(mode: .standard, maximumAttempts: 3))
    #expect(try RetryPolicy(mode: "", maximumAttempts: "") == RetryPolicy(mode: .standard, maximumAttempts: 3))
    #expect(try RetryPolicy(mode: "Adaptive", maximumAttempts: "7") == RetryPolicy(mode: .adaptive, maximumAttempts: 7))
    #expect(try RetryPolicy(mode: "legacy", maximumAttempts: nil).maximumAttempts == 5)
  }

  @Test(arguments: ["0", "-1", "three", "2.5", " 3"])
  func refusesWhatIsNoNumberOfAttempts(text: String) {
    let error = #expect(throws: RetryConfigurationError.self) { try RetryPolicy(mode: nil, maximumAttempts: text) }
    #expect(
      error?.description
        == "the number of attempts '\(text)' (AWS_MAX_ATTEMPTS, max_attempts) is not a whole number from 1 on")
  }

  @Test func refusesUnknownModes() {
    let error = #expect(throws: RetryConfigurationError.self) { try RetryPolicy(mode: "eager", maximumAttempts: nil) }
    #expect(
      error?.description
        == "the retry mode 'eager' (AWS_RETRY_MODE, retry_mode) is none of standard, adaptive, legacy")
  }
}

struct RetryQuotaTests {
  @Test func paysForRetriesUntilItIsEmpty() {
    var quota = RetryQuota()
    let costs = (0..<101).map { _ in quota.take(for: AttemptFailure(.transient)) }
    #expect(costs == Array(repeating: 5, count: 100) + [nil])
    #expect(quota.available == 0)
  }

  @Test func timeoutsCostMore() {
    var quota = RetryQuota()
    var costs = (0..<50).map { _ in quota.take(for: AttemptFailure(.timeout)) }
    #expect(costs == Array(repeating: 10, count: 50))
    quota.succeeded(cost: 5)
    costs = [quota.take(for: AttemptFailure(.timeout)), quota.take(for: AttemptFailure(.transient))]
    #expect(costs == [nil, 5])
  }

  @Test func successGivesBack() {
    var quota = RetryQuota()
    quota.succeeded(cost: nil)
    #expect(quota.available == 500)
    _ = quota.take(for: AttemptFailure(.timeout))
    quota.succeeded(cost: nil)
    #expect(quota.available == 491)
    quota.succeeded(cost: 10)
    #expect(quota.available == 500)
  }
}
