import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// The settings of a Lambda function's `$LATEST`: the calls that read and write them, and the waits in between.
struct LambdaSettings: Sendable {
  private let part: Part
  private let calls: Calls
  /// How long an update may take.
  private let patience: Duration

  init(of part: Part, with calls: Calls, patience: Duration) {
    self.part = part
    self.calls = calls
    self.patience = patience
  }

  // MARK: Reading

  /// The input that names the function.
  var function: JSONObject {
    ["FunctionName": .string(part.resource.arn.isEmpty ? part.resource.id : part.resource.arn)]
  }

  /// The settings of `$LATEST`, once no update of them is under way.
  func reading() async throws(ServiceError) -> Reading {
    let members = try await settled()
    return Reading(members: members, version: members["RevisionId"].string)
  }

  /// The settings of the version that a step builds on; `nil` where it builds on `$LATEST`.
  func base(of step: Step) async throws(WriteError) -> JSONValue? {
    guard let number = step.base, number != "$LATEST" else { return nil }
    do throws(ServiceError) {
      return try await configuration(number)
    } catch  where error.saysAbsent {
      throw .refused(
        "Version \(number) of \(part.resource.id) is gone, so that nothing says what the new one is to be like. "
          + "Publish a version by hand.")
    } catch {
      throw .service(error)
    }
  }

  /// The settings of `$LATEST` or of a version, once nothing is under way and all went well.
  func healthy(_ qualifier: String? = nil) async throws(WriteError) -> JSONValue {
    let members: JSONValue
    do throws(ServiceError) { members = try await settled(qualifier) } catch { throw .service(error) }
    let name = qualifier.map { "Version \($0) of \(part.resource.id)" } ?? part.resource.id
    if members["LastUpdateStatus"] == "Failed" {
      throw .refused("The update of \(name) failed: \(members["LastUpdateStatusReason"].string ?? "no reason given")")
    }
    guard members["State"] == "Active" else {
      let reason = members["StateReason"].string.map { ": \($0)" } ?? ""
      throw .refused("\(name) is not Active but \(members["State"].string ?? "in an unknown state")\(reason)")
    }
    return members
  }

  private func settled(_ qualifier: String? = nil) async throws(ServiceError) -> JSONValue {
    let time = calls.configuration.time
    let end = time.uptime() + patience.seconds
    var pause = 1
    while true {
      let members = try await configuration(qualifier)
      guard members["State"] == "Pending" || members["LastUpdateStatus"] == "InProgress" else { return members }
      guard time.uptime() < end else {
        throw failure(
          .serviceFault, "StillUpdating",
          "It was still being updated after \(Int(patience.seconds)) s. Run the command again when that is done.")
      }
      guard !calls.isStopping, (try? await time.sleep(.seconds(pause))) != nil else {
        throw failure(.unreachable, "Cancelled", "nobody waited until its update was done")
      }
      pause = min(pause * 2, 5)
    }
  }

  private func configuration(_ qualifier: String?) async throws(ServiceError) -> JSONValue {
    let qualifier: JSONObject = qualifier.map { ["Qualifier": .string($0)] } ?? [:]
    return try await calls.read(Lambda.getFunctionConfiguration, function.merging(qualifier), region: region).value
  }

  // MARK: Writing

  /// The changes as they are to be written: environment values that are kept nowhere come out of the version that still
  /// holds them.
  func revealed(_ changes: [Change], by base: JSONValue?) throws(WriteError) -> [Change] {
    var revealed: [Change] = []
    for change in changes {
      guard case .value(let value) = change.to, value.holdsSecret else {
        revealed.append(change)
        continue
      }
      let held = base?[change.place, of: part.schema] ?? .null
      guard Self.environment.contains(change.place), let names = value.object?.names, let held = held.object,
        Set(names) == Set(held.names), held.values.allSatisfy({ $0.string != nil })
      else {
        throw .refused(
          "\(change.place) of \(part.resource.id) cannot be put back: no version of it holds these values. They were "
            + "never written down; set them by hand.")
      }
      revealed.append(Change(change.place, from: change.from, to: .object(held)))
    }
    return revealed
  }

  /// Sends the settings that changes make different, and nothing else; without any, makes no call.
  func update(_ changes: [Change], on reading: Reading) async throws(WriteError) {
    let changes = changes.filter { !$0.isGuard }
    guard !changes.isEmpty else { return }
    let wanted = changes.reduce(reading.members) { $1.applied(to: $0, of: part.schema) }
    var input = function
    for name in Set(changes.map(\.place.root)) {
      guard let value = Self.input(name, wanted[name]) else { throw .refused(Self.refusal(of: name)) }
      input[name] = value
    }
    input["RevisionId"] = reading.version.map { .string($0) }
    let sent = Self.secrets.compactMap { input[$0.setting]?[$0.member].object?.values }
    let secrets = sent.joined().compactMap(\.string)
    _ = try await write(Lambda.updateFunctionConfiguration, input, secrets: secrets)
  }

  /// Why changes cannot be written, as far as that is known before.
  static func refusals(of changes: [Change], making members: JSONValue) -> [String] {
    Set(changes.lazy.filter { !$0.isGuard }.map(\.place.root)).sorted().compactMap { name in
      input(name, members[name]) == nil ? refusal(of: name) : nil
    }
  }

  private static func refusal(of name: String) -> String {
    "UpdateFunctionConfiguration takes no such \(name), or cannot take it away. Make this change by hand."
  }

  /// Makes a call that changes the function.
  func write(_ operation: Operation, _ input: JSONObject, secrets: [String] = []) async throws(WriteError) -> JSONValue
  {
    try await calls.write(operation, input, region: region, secrets: secrets).value
  }

  /// A setting as UpdateFunctionConfiguration wants it, where one that is left out stays as it is; `nil` for what it does
  /// not take, and for what is not to be there and has no value that says so.
  private static func input(_ name: String, _ value: JSONValue) -> JSONValue? {
    if let secret = secrets.first(where: { $0.setting == name })?.member {
      return .object([secret: .object(value[secret].object ?? [:])])
    }
    let part = PartOfType(.lambdaFunction, .lambdaConfiguration).definition
    if value.isNull, let unset = part?.unset[name] { return unset.value }
    let isWritten = part?.members.contains(name) == true
    switch (ResourceType.lambdaFunction.schema[[name]].shape, value) {
    case (.scalar, .string) where isWritten, (.number, .integer) where isWritten, (.structure, .object) where isWritten:
      return value
    default: return nil
    }
  }

  /// The settings whose values are never kept, each with the member that has them.
  private static let secrets = ResourceType.lambdaVersion.schema.secretPaths.compactMap { path in
    path.count == 2 ? (setting: path[0], member: path[1]) : nil
  }

  /// The places whose values are never kept.
  private static let environment = secrets.flatMap { secret in
    [DocumentPath(secret.setting).member(secret.member), DocumentPath(secret.setting)]
  }

  /// An error of this function.
  func failure(_ category: ServiceError.Category, _ code: String, _ message: String) -> ServiceError {
    ServiceError(
      operation: Lambda.getFunctionConfiguration.identifier, resource: part.resource.id,
      region: part.resource.region, category: category, code: code, message: message)
  }

  private var region: String? { part.resource.region == "global" ? nil : part.resource.region }
}
