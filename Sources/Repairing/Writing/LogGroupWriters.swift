import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Writes how long a log group keeps its events.
struct RetentionWriter: PartWriter {
  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    let groups = try await calls.items(
      CloudWatchLogs.describeLogGroups, ["logGroupNamePrefix": .string(part.resource.id)], region: part.resource.region)
    guard let group = groups.first(where: { $0["logGroupName"].string == part.resource.id }) else {
      throw ServiceError(
        operation: CloudWatchLogs.describeLogGroups.identifier, resource: part.resource.id,
        region: part.resource.region, category: .notFound, code: "ResourceNotFoundException",
        message: "There is no such log group.")
    }
    return Reading(members: group)
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    // PutRetentionPolicy would succeed and only replace the value that the group has for later.
    if let owner = step.part.owner(in: reading.members.object ?? [:], of: "retentionInDays") { throw .refused(owner) }
    let days = try changes.applied(to: reading.members, of: step.part.schema)["retentionInDays"]
    let operation = days.isNull ? CloudWatchLogs.deleteRetentionPolicy : CloudWatchLogs.putRetentionPolicy
    // `null` is not sent.
    let input = step.part.logGroupInput.merging(["retentionInDays": days])
    _ = try await calls.write(operation, input, region: step.part.resource.region)
    return Written()
  }
}

/// Writes whom a log group feeds, a call for each filter.
struct SubscriptionFiltersWriter: PartWriter {
  private static let member = "SubscriptionFilters"

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    let filters = try await calls.items(
      CloudWatchLogs.describeSubscriptionFilters, part.logGroupInput, region: part.resource.region)
    return Reading(members: [Self.member: .array(filters)])
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let after = try changes.applied(to: reading.members, of: step.part.schema)
    let (group, region) = (step.part.logGroupInput, step.part.resource.region)
    var filters = try ElementChange.all(
      from: reading.members[Self.member], to: after[Self.member], by: "filterName", of: step.part)
    let count = (reading.members[Self.member].array ?? []).count + filters.count(where: \.before.isNull)
    // Where there is no room for both, what is replaced goes first.
    if count > LogGroupSchema.filtersOfOne {
      filters = filters.filter(\.after.isNull) + filters.filter { !$0.after.isNull }
    }
    // What cannot be sent is found before anything is.
    let inputs = try filters.map { filter throws(WriteError) in
      try filter.after.isNull ? ["filterName": .string(filter.name)] : input(filter)
    }
    for (filter, input) in zip(filters, inputs) {
      let operation =
        filter.after.isNull ? CloudWatchLogs.deleteSubscriptionFilter : CloudWatchLogs.putSubscriptionFilter
      _ = try await calls.write(operation, input.merging(group), region: region)
    }
    return Written()
  }

  /// A filter as it is sent: without what the service says by itself, and without a role where there is none.
  private func input(_ filter: ElementChange) throws(WriteError) -> JSONObject {
    var input = filter.after.object ?? [:]
    // A filter of everything has an empty pattern, which counts as none.
    input["filterPattern"] = input["filterPattern"] ?? ""
    guard input["destinationArn"]?.string != nil else {
      throw .refused("The filter \(filter.name) needs a destinationArn.")
    }
    input["creationTime"] = nil
    if input["roleArn"] == "" { input["roleArn"] = nil }
    return input
  }
}

extension Part {
  fileprivate var logGroupInput: JSONObject { ["logGroupName": .string(resource.id)] }
}
