/// The rate at which a client may send after a service has throttled it: cut on each throttle, then back along a cubic
/// curve, as in TCP CUBIC. Unlimited until the first throttle. Time is a parameter, in seconds from any beginning.
///
/// Follows the adaptive mode of <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>, with the
/// constants of the AWS SDK for Python.
public struct AdaptiveRate: Sendable, Hashable {
  private static let beta = 0.7
  private static let scale = 0.4
  private static let smoothing = 0.8
  private static let leastRate = 0.5

  /// Whether the service has throttled yet.
  public private(set) var isLimiting = false
  /// Requests a second that may be sent, once it limits.
  public private(set) var rate = 1.0

  // The token bucket.
  private var tokens = 0.0
  private var capacity = 1.0
  private var lastRefill: Double
  // The curve.
  private var rateAtThrottle = 0.0
  private var timeOfThrottle: Double
  private var timeToRecover = 0.0
  // What was measured, in steps of half a second.
  private var measuredRate = 0.0
  private var lastStep: Double
  private var count = 0.0

  /// A rate without limit, at that time.
  public init(at now: Double) {
    lastRefill = now
    timeOfThrottle = now
    lastStep = now.rounded(.down)
  }

  /// Asks to send one request.
  ///
  /// - Returns: 0 where it may go now; else the seconds after which to ask again.
  public mutating func delay(at now: Double) -> Double {
    guard isLimiting else { return 0 }
    refill(at: now)
    // Sums of small shares may fall short of 1 by their rounding; that must not mean another wait.
    guard tokens < 1 - 1e-9 else {
      tokens -= 1
      return 0
    }
    return (1 - tokens) / rate
  }

  /// Takes note of an answer.
  public mutating func answered(throttled: Bool, at now: Double) {
    measure(at: now)
    var newRate: Double
    if throttled {
      rateAtThrottle = isLimiting ? min(measuredRate, rate) : measuredRate
      timeToRecover = Self.cubeRoot(rateAtThrottle * (1 - Self.beta) / Self.scale)
      timeOfThrottle = now
      newRate = rateAtThrottle * Self.beta
      isLimiting = true
    } else {
      let distance = now - timeOfThrottle - timeToRecover
      newRate = Self.scale * distance * distance * distance + rateAtThrottle
    }
    newRate = min(newRate, 2 * measuredRate)
    // Before the rate changes, the time so far counts at the old one.
    refill(at: now)
    rate = max(newRate, Self.leastRate)
    capacity = max(newRate, 1)
    tokens = min(tokens, capacity)
  }

  private mutating func refill(at now: Double) {
    tokens = min(capacity, tokens + max(0, now - lastRefill) * rate)
    lastRefill = now
  }

  private mutating func measure(at now: Double) {
    let step = (now * 2).rounded(.down) / 2
    count += 1
    guard step > lastStep else { return }
    measuredRate = count / (step - lastStep) * Self.smoothing + measuredRate * (1 - Self.smoothing)
    count = 0
    lastStep = step
  }

  /// By Newton's method, since the standard library has no cube root.
  private static func cubeRoot(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var root = max(value, 1)
    while true {
      let next = (2 * root + value / (root * root)) / 3
      // Comes down to the root from above, until rounding keeps it from coming any nearer.
      guard next < root else { return root }
      root = next
    }
  }
}
