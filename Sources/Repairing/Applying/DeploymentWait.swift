import AWSCore
import AWSServices
import Documents
import Estate

/// Waits until what was written serves everywhere.
public struct DeploymentWait: Sendable {
  /// What became of a part.
  public struct Wait: Sendable {
    /// The part.
    public let part: Part
    /// Whether it serves everywhere.
    public let isSettled: Bool
    /// How long it took, or was waited for.
    public let seconds: Double
    /// The last state that was seen, or why none was.
    public let state: String
  }

  private let client: Client
  private let stop: Stop
  private let limit: Duration

  /// How long CloudFront is waited for unless somebody says otherwise.
  public static let limit = Duration.seconds(1_800)

  /// A wait of at most `limit` for all parts together.
  public init(client: Client, stop: Stop = Stop(), limit: Duration = Self.limit) {
    self.client = client
    self.stop = stop
    self.limit = limit
  }

  /// Waits for parts that were written.
  ///
  /// - Parameter progress: Is told after each look how many of the parts serve, and what one of the others is at.
  public func wait(
    for parts: [Part], progress: @Sendable (_ settled: Int, _ of: Int, _ state: String) -> Void = { _, _, _ in }
  ) async -> [Wait] {
    let time = client.configuration.time
    let start = time.uptime()
    var pending = parts.filter { $0.settles }
    let count = pending.count
    var waits: [Wait] = []
    var states: [Part: String] = [:]
    // Edges take on a change over minutes: looking more often only costs calls.
    var pause = Duration.seconds(1)
    while !pending.isEmpty {
      for part in pending {
        let (isSettled, state) = await self.state(of: part)
        states[part] = state
        if isSettled { waits.append(Wait(part: part, isSettled: true, seconds: time.uptime() - start, state: state)) }
      }
      pending.removeAll { part in waits.contains { $0.part == part } }
      guard let first = pending.first else { break }
      progress(waits.count, count, "\(first.resource.id): \(states[first] ?? "")")
      if stop.isAsked || time.uptime() - start + pause.seconds > limit.seconds { break }
      guard await rest(pause) else { break }
      pause = min(pause * 2, .seconds(30))
    }
    return waits
      + pending.map {
        Wait(part: $0, isSettled: false, seconds: time.uptime() - start, state: states[$0] ?? "not looked at")
      }
  }

  /// Waits that long, but not once somebody wants the run to stop; whether it did.
  private func rest(_ pause: Duration) async -> Bool {
    var left = pause
    while left > .zero {
      let part = min(left, .seconds(1))
      guard !stop.isAsked, (try? await client.configuration.time.sleep(part)) != nil else { return false }
      left -= part
    }
    return true
  }

  private func state(of part: Part) async -> (Bool, String) {
    guard let waiter = part.definition?.waiter else { return (true, "") }
    do throws(ServiceError) {
      let input = JSONObject(
        [(waiter.input.id, .string(part.resource.id))]
          + waiter.input.others.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
      let output = try await client.call(waiter.operation, input)
      let state = waiter.state.reduce(output.value) { $0[$1] }.string ?? ""
      return (waiter.done(state), state)
    } catch {
      // A function that was only ever a draft serves nowhere.
      return (waiter.mayBeAbsent && error.saysAbsent, error.code)
    }
  }
}

extension Part {
  /// Whether it takes time until what is written serves everywhere.
  fileprivate var settles: Bool { definition?.waiter != nil }
}
