import Testing
import Transport

struct RetryPolicyTests {
  /// Those of botocore 1.44.8: from 1 second after a throttle, from 50 milliseconds after what passes by itself.
  @Test(arguments: [
    (1, 1.0, 0.05), (2, 2, 0.1), (3, 4, 0.2), (5, 16, 0.8), (6, 20, 1.6), (10, 20, 20), (60, 20, 20),
    (1_000_000, 20, 20),
  ])
  func waitsDoubleUpToTwentySeconds(attempt: Int, throttle: Double, fault: Double) {
    let policy = RetryPolicy(maximumAttempts: .max)
    func delay(_ classification: AttemptFailure.Classification, _ random: Double) -> Double? {
      policy.delay(after: AttemptFailure(classification), attempt: attempt, random: random)?.seconds
    }
    #expect(delay(.throttling, 1) == throttle && delay(.throttling, 0.5) == throttle / 2)
    #expect(abs((delay(.transient, 1) ?? -1) - fault) < 1e-9 && delay(.transient, 0) == 0)
  }

  /// A read whose service lets others through is asked for ten times, a number that is given holds for it as well.
  @Test(arguments: [(Int?.none, 10), (2, 2), (25, 25)])
  func throttledReadsGoOn(given: Int?, attempts: Int) {
    let policy = RetryPolicy(maximumAttempts: given)
    func isTried(_ classification: AttemptFailure.Classification, _ attempt: Int, goesOn: Bool) -> Bool {
      policy.delay(after: AttemptFailure(classification), attempt: attempt, goesOn: goesOn, random: 1) != nil
    }
    #expect(isTried(.throttling, attempts - 1, goesOn: true) && !isTried(.throttling, attempts, goesOn: true))
    #expect(!isTried(.throttling, policy.maximumAttempts, goesOn: false))
    #expect(!isTried(.transient, policy.maximumAttempts, goesOn: true))
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
    (.seconds(3600), 0.25, .milliseconds(5250)), (.seconds(3600), 0, .seconds(5)),
  ])
  func whatTheServiceAsksForIsTheLeastWaitUpToFiveSecondsMore(asked: Duration, random: Double, expected: Duration) {
    let failure = AttemptFailure(.throttling, retryAfter: asked)
    #expect(RetryPolicy().delay(after: failure, attempt: 1, random: random) == expected)
  }

  @Test func readsItsConfiguration() throws {
    #expect(try RetryPolicy(mode: nil, maximumAttempts: nil) == RetryPolicy(mode: .standard))
    #expect(try RetryPolicy(mode: "", maximumAttempts: "") == RetryPolicy())
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
        == "the retry mode 'eager' (AWS_RETRY_MODE, retry_mode) is not one of standard, adaptive, legacy")
  }
}

struct RetryQuotaTests {
  @Test func paysForRetriesUntilItIsEmpty() {
    var quota = RetryQuota()
    let costs = (0..<101).map { _ in quota.take(for: AttemptFailure(.throttling)) }
    #expect(costs == Array(repeating: 5, count: 100) + [nil])
    #expect(quota.available == 0)
  }

  @Test func whatIsNoThrottleCostsMore() {
    var quota = RetryQuota()
    var costs = (0..<35).map { _ in quota.take(for: AttemptFailure(.transient)) }
    #expect(costs == Array(repeating: 14, count: 35))
    costs = [quota.take(for: AttemptFailure(.transient)), quota.take(for: AttemptFailure(.throttling))]
    #expect(costs == [nil, 5])
  }

  @Test func successGivesBack() {
    var quota = RetryQuota()
    quota.succeeded(cost: nil)
    #expect(quota.available == 500)
    _ = quota.take(for: AttemptFailure(.transient))
    quota.succeeded(cost: nil)
    #expect(quota.available == 487)
    quota.succeeded(cost: 14)
    #expect(quota.available == 500)
  }
}
