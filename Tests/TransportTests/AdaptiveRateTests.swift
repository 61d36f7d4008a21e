import Testing
import Transport

struct AdaptiveRateTests {
  /// Seconds since the answer before, whether it throttled, and the rate after it that the AWS SDK for Python computes.
  private static let answers: [(seconds: Double, throttled: Bool, rate: Double)] = [
    (0.1, false, 0.5), (0.1, false, 0.5), (0.1, false, 0.5), (0.1, false, 0.5), (0.1, false, 0.5), (0.1, false, 0.5),
    (0.1, false, 0.5), (0.1, false, 0.5), (0.1, false, 0.5), (0.1, false, 0.5), (0.1, false, 0.5323999999999093),
    (0.1, false, 0.6911999999998821), (0.1, true, 6.854399999999999), (0.3, false, 8.015436122414943),
    (0.3, false, 8.821418555384332), (0.3, false, 9.337147298908162), (0.3, false, 8.46336),
    (0.3, false, 4.892671999999999), (0.3, false, 4.892671999999999), (0.2, true, 2.5824870399999997),
    (0.7, false, 3.5497657793169966), (0.7, false, 3.6892671764127027), (0.7, false, 2.4270282751999996),
    (0.7, false, 3.68540565504), (0.05, true, 1.2898919792639998), (0.05, true, 0.9029243854847998),
    (1.3, false, 1.3019218048075198), (1.3, false, 1.8540828928682664), (1.3, false, 1.9708165785736533),
    (1.3, false, 1.4608299823813973), (1.3, false, 1.8921659964762796),
  ]

  @Test func followsTheCurve() {
    var now = 100.25
    var adaptive = AdaptiveRate(at: now)
    for (index, answer) in Self.answers.enumerated() {
      now += answer.seconds
      adaptive.answered(throttled: answer.throttled, at: now)
      #expect(abs(adaptive.rate - answer.rate) < 1e-9, "answer \(index)")
    }
  }

  @Test func limitsNothingUntilItIsThrottled() {
    var adaptive = AdaptiveRate(at: 0)
    for _ in 0..<1000 {
      let delay = adaptive.delay(at: 1)
      #expect(delay == 0)
      adaptive.answered(throttled: false, at: 1)
    }
    #expect(!adaptive.isLimiting)
  }

  @Test func spacesRequestsOutOnceThrottled() {
    var adaptive = AdaptiveRate(at: 0)
    // 20 in half a second: 40 a second, of which 0.8 count, less 30 percent.
    for _ in 0..<19 { adaptive.answered(throttled: false, at: 0.25) }
    adaptive.answered(throttled: true, at: 0.5)
    #expect(abs(adaptive.rate - 22.4) < 1e-9)
    var now = 0.5
    var sent = 0
    while sent < 50 {
      let delay = adaptive.delay(at: now)
      if delay == 0 { sent += 1 }
      now += delay
    }
    // What had gathered before the throttle is a part of one request.
    #expect(abs(now - 0.5 - 50 / 22.4) < 1 / 22.4)
  }

  @Test func neverStandsStill() {
    var adaptive = AdaptiveRate(at: 0)
    for second in 1...50 { adaptive.answered(throttled: true, at: Double(second) * 10) }
    #expect(adaptive.rate == 0.5)
  }
}
