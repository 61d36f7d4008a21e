import Auditing
import Estate
import Transport

/// Asks the probes of baselines until what viewers get is what was declared. Edges take on a change one by one, so that
/// one right answer says little.
public struct Prober: Sendable {
  private let transport: any Transport
  private let time: TimeSource
  private let userAgent: String
  private let stop: Stop

  /// A prober that sends by a transport.
  public init(
    transport: any Transport, time: TimeSource = .system, userAgent: String = "audit", stop: Stop = Stop()
  ) {
    self.transport = transport
    self.time = time
    self.userAgent = userAgent
    self.stop = stop
  }

  /// Asks all probes at once, each about once a second, until it holds, its time is over, or somebody wants it to
  /// stop.
  ///
  /// - Parameter progress: Is told after each answer how that probe stands, from any task.
  /// - Returns: How each ended, in their order.
  public func outcomes(
    of probes: [Probe], progress: @escaping @Sendable (ProbeOutcome) -> Void = { _ in }
  ) async -> [ProbeOutcome] {
    await withTaskGroup(of: (Int, ProbeOutcome).self) { group in
      for (index, probe) in probes.enumerated() {
        group.addTask { (index, await outcome(of: probe, progress)) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func outcome(of probe: Probe, _ progress: @Sendable (ProbeOutcome) -> Void) async -> ProbeOutcome {
    var outcome = ProbeOutcome(probe)
    let deadline = time.uptime() + Double(probe.within)
    while true {
      let answer = await answer(to: probe, secondsLeft: deadline - time.uptime())
      if Task.isCancelled || stop.isAsked { break }
      outcome.note(answer)
      progress(outcome)
      if outcome.status == .held { return outcome }
      guard time.uptime() + 1 < deadline else {
        outcome.status = .notHeld
        return outcome
      }
      do { try await time.sleep(.seconds(1)) } catch { break }
    }
    outcome.status = .stopped
    return outcome
  }

  private func answer(to probe: Probe, secondsLeft: Double) async -> ProbeOutcome.Answer {
    let request = HTTPRequest(
      url: probe.address, headers: ["User-Agent": userAgent],
      timeouts: HTTPTimeouts(read: .seconds(10), total: .seconds(min(10, max(1, secondsLeft)))),
      maximumResponseBytes: 1 << 20)
    do {
      return probe.expectation.answer(for: try await transport.send(request))
    } catch {
      let seen = error.reason == .tooLarge ? "more than 1 MiB" : error.reason.summary
      return ProbeOutcome.Answer(verdict: .missing, seen: seen)
    }
  }
}

/// What a probe was answered, and whether it holds.
public struct ProbeOutcome: Sendable, Hashable {
  /// One answer, as far as it matters.
  public struct Answer: Sendable, Hashable {
    /// Whether it is what was expected.
    public enum Verdict: Sendable, Hashable { case right, wrong, missing }

    /// Whether it is what was expected.
    public let verdict: Verdict
    /// What was seen, without the answer's own texts: `502`, or `200 (the body does not match ok*)`.
    public let seen: String
  }

  /// How it stands.
  public enum Status: Sendable, Hashable { case asking, held, notHeld, stopped }

  /// What was asked.
  public let probe: Probe
  /// How it stands.
  public internal(set) var status = Status.asking
  /// The last answer.
  public private(set) var last: Answer?
  /// How many right answers came last, in a row.
  public private(set) var streak = 0
  private var seen: [Answer] = []
  private var counts: [Answer: Int] = [:]

  init(_ probe: Probe) { self.probe = probe }

  /// The answers and how often each came, in the order in which they were first seen.
  public var answers: [(answer: Answer, count: Int)] { seen.map { ($0, counts[$0] ?? 0) } }

  /// How many answers came, or failed to come.
  public var total: Int { counts.values.reduce(0, +) }

  mutating func note(_ answer: Answer) {
    if counts[answer] == nil { seen.append(answer) }
    counts[answer, default: 0] += 1
    last = answer
    streak = answer.verdict == .right ? streak + 1 : 0
    if streak >= probe.times { status = .held }
  }
}

extension ProbeOutcome: CustomStringConvertible {
  /// `https://a.example/ holds after 17 answers (502 x3, 200 x14).`
  public var description: String {
    let list = answers.map { "\($0.answer.seen) x\($0.count)" }.joined(separator: ", ")
    let answers = total == 1 ? "1 answer" : "\(total) answers"
    switch status {
    case .held: return "\(probe.url) holds after \(answers) (\(list))."
    case .asking: return "\(probe.url): \(streak) of \(probe.times) right answers in a row (\(list))"
    case .stopped: return "\(probe.url) was no longer asked after \(answers)\(list.isEmpty ? "" : " (\(list))")."
    case .notHeld:
      return
        "\(probe.url) does not hold within \(probe.within) s: \(probe.expectation) was expected \(probe.times) times "
        + "in a row, the last of \(answers) was \(last?.seen ?? "none") (\(list))."
    }
  }
}

extension Probe.Expectation {
  /// An answer held against this; of headers and body it says only that they differ.
  func answer(for response: HTTPResponse) -> ProbeOutcome.Answer {
    let seen = String(response.status)
    if let status, status != response.status { return ProbeOutcome.Answer(verdict: .wrong, seen: seen) }
    var differences = headers.sorted { $0.key < $1.key }.compactMap { name, pattern -> String? in
      let values = response.headers.lines.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
      if values.isEmpty { return "no \(name)" }
      return values.contains(where: Glob(pattern).matches) ? nil : "\(name) does not match \(pattern)"
    }
    if let body, !Glob(body).matches(String(decoding: response.body, as: UTF8.self)) {
      differences.append("the body does not match \(body)")
    }
    return differences.isEmpty
      ? ProbeOutcome.Answer(verdict: .right, seen: seen)
      : ProbeOutcome.Answer(verdict: .wrong, seen: "\(seen) (\(differences.joined(separator: ", ")))")
  }
}
