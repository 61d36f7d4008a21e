import Foundation

/// By how much the clocks of servers differ from this machine's, by host, as far as refused signatures have told.
public struct ClockSkew: Sendable, Hashable {
  /// A clock may be off by this much before AWS refuses a signature for it.
  public static let tolerance = 4.0 * 60

  /// The codes of errors that a wrong clock may be behind.
  public static let codes: Set<String> = [
    "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "RequestTimeTooSkewed",
    "AccessDeniedException",
    "RequestExpired", "RequestInTheFuture",
  ]

  private var offsets: [String: TimeInterval] = [:]

  /// Clocks that agree.
  public init() {}

  /// The time at that host.
  public func date(at host: String, now: Date) -> Date { now.addingTimeInterval(offsets[host] ?? 0) }

  /// Learns from an error.
  ///
  /// - Parameters:
  ///   - code: the code of the error.
  ///   - serverDate: the `Date` header of the answer.
  ///   - host: the host that answered.
  ///   - now: the time by this machine's clock.
  /// - Returns: whether the clock was the reason, so that signing again may help.
  public mutating func learn(code: String, serverDate: Date?, host: String, now: Date) -> Bool {
    guard Self.codes.contains(code), let serverDate,
      abs(serverDate.timeIntervalSince(date(at: host, now: now))) > Self.tolerance
    else { return false }
    offsets[host] = serverDate.timeIntervalSince(now)
    return true
  }
}
