import AWSCore
import AWSServices
import Accounts
import Auditing
import CloudFormation
import Collecting
import Credentials
import CurlTransport
import Documents
import Estate
import Foundation
import Logging
import Repairing
import Reporting
import Schema
import Signing
import State
import Transport

/// A client for one account, made of what options, environment and shared files say, and what a command does with it.
struct Session: Sendable {
  /// The environment of this process.
  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// What options, environment and shared files say.
  ///
  /// - Throws: ``ConfigurationError`` where a file cannot be read, or a profile is nowhere.
  static func settings(_ options: AWSOptions) throws -> AWSSettings {
    try AWSSettings(
      environment: environment, homeDirectory: environment["HOME"] ?? NSHomeDirectory(), profile: options.profile,
      region: options.region, endpointURL: options.endpointURL)
  }

  /// An endpoint that is no URL is said once, before any call would fail of it.
  private static func refuseEndpointsThatAreNone(_ endpoints: EndpointResolver) throws {
    for service in [STS.service, CloudFront.service, Lambda.service, IAM.service, S3.service, CloudWatchLogs.service] {
      do throws(EndpointError) {
        _ = try endpoints.endpoint(for: service, EndpointParameters(region: "us-east-1"))
      } catch  where error.reason == .invalid {
        throw Failure("\(error.description).")
      } catch {
        // What a partition lacks is said where it is asked for.
      }
    }
  }

  /// The region in which regional services are asked.
  var region: String { client.configuration.region }

  let client: Client
  private let log: CallLog
  private var progress: Progress
  private let concurrency: Int
  private let endpoints: EndpointResolver
  private let settings: AWSSettings

  /// A session.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - showsProgress: Whether calls are shown as they are made, on one line.
  ///   - isVerbose: Whether they are logged instead, a line each.
  init(_ options: AWSOptions, progress showsProgress: Bool, verbose isVerbose: Bool = false) throws {
    try self.init(options, account: nil, from: nil, progress: showsProgress, verbose: isVerbose)
  }

  /// A session in another account.
  ///
  /// - Parameters:
  ///   - showsProgress: Whether it shows its own progress, and not just that which it comes from.
  ///   - account: The account, and how to get into it.
  ///   - base: Has the credentials of whoever runs this. Connections are shared with it; what calls cost the account,
  ///     and how fast it lets them be, is counted for itself.
  init(
    _ options: AWSOptions, entering account: AccountEntry, from base: Session, progress showsProgress: Bool = false,
    verbose isVerbose: Bool
  ) throws {
    try self.init(options, account: account, from: base, progress: showsProgress, verbose: isVerbose)
  }

  private init(
    _ options: AWSOptions, account: AccountEntry?, from base: Session?, progress showsProgress: Bool,
    verbose isVerbose: Bool
  ) throws {
    var options = options
    options.profile = account?.profile ?? options.profile
    options.region = account?.region ?? options.region
    // Where an account is read with the settings of whoever runs this, files and endpoints are looked up once for all.
    let like = base.flatMap { base in
      account?.profile == nil && [nil, base.settings.region].contains(account?.region) ? base : nil
    }
    let settings = try like?.settings ?? Self.settings(options)
    if let region = settings.region,
      let complaint = RegionName.complaint(
        about: region, isElsewhere: options.endpointURL != nil || settings.isElsewhere)
    {
      throw Failure(complaint)
    }
    let transport =
      try base?.client.configuration.transport
      ?? CurlTransport(
        configuration: CurlConfiguration(
          maximumConnections: options.concurrency,
          certificateBundle: settings.setting(variable: "AWS_CA_BUNDLE", key: "ca_bundle")))
    let endpoints = like?.endpoints ?? EndpointResolver(settings: settings)
    if like == nil { try Self.refuseEndpointsThatAreNone(endpoints) }
    let retryPolicy = try RetryPolicy(
      mode: settings.setting(variable: "AWS_RETRY_MODE", key: "retry_mode"),
      maximumAttempts: settings.setting(variable: "AWS_MAX_ATTEMPTS", key: "max_attempts"))
    let progress = Progress("reading", isEnabled: showsProgress && !isVerbose)
    var logger = Logger(label: "audit", factory: StreamLogHandler.standardError(label:))
    logger.logLevel = isVerbose ? .debug : .critical
    let log = CallLog { [logger] event in
      progress.finished(event.operation)
      let again = event.isRetry ? ", again" : ""
      logger.debug("\(event.operation) \(event.resource ?? "") in \(event.region)\(again)")
    }
    var configuration = ClientConfiguration(
      transport: transport, endpoints: { try endpoints.endpoint(for: $0, $1) }, region: settings.region ?? "us-east-1",
      retryPolicy: retryPolicy, userAgent: "audit/\(Audit.version)")
    let chain = CredentialChain(
      settings: settings, client: Client(configuration), mfaPrompt: TerminalPrompt.askForMFACode)
    // Without a profile of its own, an account is entered with the credentials of whoever runs this: they are got once.
    let own = account?.profile == nil ? base?.client.configuration.credentials : nil
    let provider = try own ?? chain.provider()
    let roles = account?.assumedRoles(in: endpoints.partition.id) ?? []
    configuration.credentials = roles.reduce(provider) { chain.assuming($1, with: $0, region: settings.region) }
    // What credentials cost is no part of what is counted.
    configuration.callLog = log
    client = Client(configuration)
    self.log = log
    self.endpoints = endpoints
    self.settings = settings
    self.progress = progress
    concurrency = options.concurrency
  }

  /// Reads what is needed of the estate, and what is asked for by name; what a state knows to be unchanged is taken from
  /// there.
  func collect(
    _ needs: RequiredAttributes, of account: String? = nil, filter: ResourceFilter = ResourceFilter(),
    named: [ResourceKey] = [], remembering state: ReadingState? = nil, showing activity: String = "reading"
  ) async throws -> Snapshot {
    let startedAt = Date()
    progress.begin(activity)
    defer { progress.finish() }
    let plan: @Sendable (Int) -> Void = { [progress] in progress.expect($0) }
    // What was called before is no part of this.
    let collector = Collector(
      client: client, concurrency: concurrency, stored: { account in state?.parts(of: stateAccount(account)) },
      telling: progress.isEnabled ? plan : nil)
    let estate: Estate
    do {
      estate = try await collector.collect(needs, of: account, filter: filter, named: named)
    } catch {
      throw await explained(error)
    }
    try refuseSilence(of: estate)
    let counts = log.counts
    return Snapshot(
      estate: estate, startedAt: Timestamp.rfc3339(startedAt), finishedAt: Timestamp.rfc3339(Date()),
      callsByOperation: counts.byOperation, retries: counts.retries)
  }

  /// What CloudTrail's event history says for a check of an estate, by asking it; `nil` where a check would not ask it.
  func eventHistory(of estate: Estate, _ needs: RequiredAttributes, filter: ResourceFilter) async -> CallPlan.History? {
    let before = counts.byOperation
    let collector = Collector(client: client, concurrency: concurrency)
    guard let tells = await collector.historyTells(of: estate, needs, filter: filter) else { return nil }
    let operation = CloudTrail.lookupEvents.identifier
    return CallPlan.History(
      calls: counts.byOperation[operation, default: 0] - before[operation, default: 0], tells: tells)
  }

  /// Says on standard error that an account holds nothing of what was asked for: it may be the wrong one.
  func sayIfEmpty(_ estate: Estate) { estate.sayIfEmpty(in: client.configuration.region) }

  /// What was asked so far, by operation, and how much of it again.
  var counts: CallLog.Counts { log.counts }

  /// The accounts of the organization.
  ///
  /// - Throws: ``Failure`` where they cannot be listed.
  func organization(role: String, units: [String]) async throws -> AccountList {
    do {
      return try await Organization(client: client, role: role, own: try await account()).accounts(of: units)
    } catch let error as ServiceError {
      throw await explained(error)
    }
  }

  /// What a call gives.
  ///
  /// - Throws: ``Failure`` with what its error means for whoever runs this.
  func explaining<Answer>(_ call: () async throws(ServiceError) -> Answer) async throws -> Answer {
    do {
      return try await call()
    } catch {
      throw await explained(error)
    }
  }

  /// Begins to show how far something has come.
  func begin(_ activity: String) { progress.begin(activity) }

  /// Shows it no more.
  func finish() { progress.finish() }

  /// The account of the credentials.
  func account() async throws -> String {
    do {
      return try await client.call(STS.getCallerIdentity).value["Account"].string ?? ""
    } catch {
      throw await explained(error)
    }
  }

  /// An auditor of what is in the account of the credentials: without what is declared of others, and looking in the
  /// region of this run for what is in one that nobody says.
  ///
  /// - Throws: ``OtherAccountError`` before all is read, which would be in vain.
  func located(_ auditor: Auditor) async throws -> Auditor {
    let located = auditor.looking(in: region)
    return located.dependsOnAccount ? try located.leavingOutOtherAccounts(than: try await account()) : located
  }

  /// A stack as it is deployed.
  func stack(_ name: String) async throws -> StackSource {
    do {
      return try await stackReader.stack(name)
    } catch {
      throw await explained(error)
    }
  }

  /// What AWS says of what templates left open.
  func facts(for questions: StackQuestions) async throws -> StackFacts {
    do {
      return try await stackReader.facts(for: questions)
    } catch {
      throw await explained(error)
    }
  }

  private var stackReader: StackReader { StackReader(client, region: client.configuration.region) }

  private func explained(_ error: StackError) async -> Failure {
    guard let cause = error.cause, cause.description == error.description else { return Failure(error.description) }
    return await explained(cause)
  }

  /// What an error means for whoever runs this, where it is one of credentials: whose they are, and what to run.
  private func explained(_ error: ServiceError) async -> Failure {
    // Where there are no credentials, which call wanted them does not matter.
    if error.code == "NoCredentials" { return Failure(error.message) }
    if ServiceError.silence.contains(error.code) { return Self.silence(error.message, ErrorAdvice.after(error)) }
    let key = try? await client.configuration.credentials?.credentials().accessKeyID
    guard let advice = CredentialsAdvice(error, profile: settings.profile, key: key, settings) else {
      return Failure(error.description)
    }
    return Failure("\(error.description)\n\(advice.text)")
  }

  /// Where no call was answered at all, one line says so, and not one for each call.
  private func refuseSilence(of estate: Estate) throws {
    let codes = Set(estate.gaps.map(\.code))
    guard estate.account.isEmpty, estate.resources.isEmpty, !codes.isEmpty, let gap = estate.gaps.first,
      codes.isSubset(of: ServiceError.silence)
    else { return }
    throw Self.silence(gap.message, gap.advice)
  }

  private static func silence(_ message: String, _ advice: String) -> Failure {
    Failure("No call was answered: \(message). \(advice)")
  }

  /// How a state knows an account that is read here: what is at another endpoint is another one.
  func stateAccount(_ account: String) -> StateAccount {
    let services = [
      CloudFront.service, Lambda.service, IAM.service, S3.service, CloudWatchLogs.service, STS.service,
    ]
    let custom = services.compactMap { service -> String? in
      let endpoint = try? endpoints.endpoint(
        for: service, EndpointParameters(region: client.configuration.region))
      guard let endpoint, endpoint.isCustom else { return nil }
      let url = endpoint.url
      return "\(url.scheme)://\(url.host)\(url.port.map { ":\($0)" } ?? "")\(url.path == "/" ? "" : url.path)"
    }
    return StateAccount(
      partition: endpoints.partition.id, account: account, endpoint: Set(custom).sorted().joined(separator: " "))
  }

  /// Who changed resources.
  ///
  /// - Parameters:
  ///   - gone: Those of them that are not there any more.
  ///   - estates: What was read of them.
  ///   - period: When the changes were.
  func attribution(
    of resources: [ResourceReference], gone: Set<ResourceKey>, in estates: [Estate],
    _ period: Attribution.Period = .init()
  ) async -> Attribution {
    let attached = estates.map { estate in
      Dictionary(uniqueKeysWithValues: Set(resources.map(\.key)).map { ($0, estate.policies(attachedTo: $0)) })
    }.reduce([:]) { $0.merging($1) { $0.union($1) } }
    return await showing("asking who changed it") {
      await Attribution(of: resources, gone: gone, attached: attached, in: period, by: client)
    }
  }

  /// This one, whose progress is shown where that of another one is.
  func showing(on other: Session) -> Session {
    var session = self
    session.progress = other.progress
    return session
  }

  /// What makes the changes of a plan, and shows how far it has come.
  func repairer(stop: Stop, isPatient: Bool) -> Repairer {
    Repairer(client: client, stop: stop, isPatient: isPatient) { [progress] in
      switch $0 {
      case .begins(let activity): progress.begin(activity)
      case .step(let step): progress.describe(step)
      case .waits(let state): progress.started(state)
      case .ends: progress.finish()
      }
    }
  }

  /// What of a plan is still to be done.
  func reading(of plan: Plan) async -> PlanReading {
    await showing("reading") { await PlanReading(of: plan, by: client) }
  }

  /// Says how far what takes a while has come.
  func describe(_ step: String) { progress.describe(step) }

  /// Does something that takes a while, and shows so.
  func showing<Result>(_ activity: String, _ body: () async -> Result) async -> Result {
    progress.begin(activity)
    defer { progress.finish() }
    return await body()
  }

  /// Runs the tests that a baseline declares of functions.
  func outcomes(ofTestsBy auditor: Auditor, in estate: Estate) async -> [FunctionTestOutcome] {
    let tests = auditor.tests(in: estate)
    if tests.isEmpty { return [] }
    return await showing("testing functions") { await FunctionTester(client: client).outcomes(of: tests) }
  }
}

extension Estate {
  /// Says on standard error that nothing of what was asked for is there, in which account, and which region was asked.
  func sayIfEmpty(in region: String?) {
    let isOwned = resources.values.contains { !$0.isManaged }
    if isOwned || !gaps.isEmpty { return }
    let owner = account.isEmpty ? "the account" : "account \(account)"
    let asked = [region].compactMap(\.self) + (region == nil ? regions : [])
    let place = asked.isEmpty ? "" : ", \(asked.count == 1 ? "region" : "regions") \(asked.joined(separator: ", "))"
    StandardError.write(
      "audit: \(owner)\(place): there is no resource of the kinds that were looked for. Is it the account that is meant?"
    )
  }
}

extension AWSSettings {
  /// Whether another endpoint than AWS's is named for any service, without an option.
  fileprivate var isElsewhere: Bool {
    environment.keys.contains { $0.hasPrefix("AWS_ENDPOINT_URL") } || profile["endpoint_url"] != nil
      || profile["services"] != nil
  }
}
