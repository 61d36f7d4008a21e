import AWSCore
import Foundation
import Signing

/// Keeps credentials that expire and fetches new ones in time.
///
/// In the last 15 minutes one fetch is under way while all callers go on with the old credentials, and its failure is
/// tolerated; in the last 10 minutes callers wait for it, and its failure is theirs. Credentials that were given for a
/// short time only have shorter windows: a half and a third of that time.
public actor RefreshingCredentialsProvider: CredentialsProvider {
  private struct Current {
    let credentials: Credentials
    /// When the windows begin; `nil` for credentials that do not expire.
    let windows: (advisory: Date, mandatory: Date)?
  }

  private static let pauseAfterFailure: TimeInterval = 60

  private let now: @Sendable () -> Date
  private let fetch: @Sendable () async throws -> Credentials
  private var held: Current?
  private var refresh: Task<Credentials, any Error>?
  private var noAdvisoryRefreshBefore = Date.distantPast

  /// A provider without credentials yet.
  ///
  /// - Parameters:
  ///   - now: The clock.
  ///   - fetch: Gets new credentials; called by one task at a time.
  public init(now: @escaping @Sendable () -> Date, fetch: @escaping @Sendable () async throws -> Credentials) {
    self.now = now
    self.fetch = fetch
  }

  public func credentials() async throws -> Credentials {
    guard let held else { return try await refreshed() }
    guard let windows = held.windows else { return held.credentials }
    let time = now()
    if time >= windows.mandatory { return try await refreshed() }
    if time >= windows.advisory, time >= noAdvisoryRefreshBefore { startRefresh() }
    return held.credentials
  }

  private func refreshed() async throws -> Credentials { try await startRefresh().value }

  /// The refresh under way, or a new one. A task of its own, so that one caller's cancellation does not end it for all.
  @discardableResult
  private func startRefresh() -> Task<Credentials, any Error> {
    if let refresh { return refresh }
    let task = Task { try await finish() }
    refresh = task
    return task
  }

  private func finish() async throws -> Credentials {
    defer { refresh = nil }
    do {
      let credentials = try await fetch()
      hold(credentials)
      return credentials
    } catch {
      noAdvisoryRefreshBefore = now() + Self.pauseAfterFailure
      throw error
    }
  }

  private func hold(_ credentials: Credentials) {
    guard let expiration = credentials.expiration else {
      held = Current(credentials: credentials, windows: nil)
      return
    }
    let lifetime = max(0, expiration.timeIntervalSince(now()))
    held = Current(
      credentials: credentials,
      windows: (expiration - min(15 * 60, lifetime / 2), expiration - min(10 * 60, lifetime / 3)))
  }
}
