import AWSCore
import Documents
import Estate
import Schema
import Testing
@testable import Repairing

extension `Writers on the emulator` {
  private func make(group name: String, region: String) async throws -> (WritablePart.Name) -> Part {
    let emulator = try WriterEmulator.shared.get()
    try await emulator.ask("logs", "create_log_group", ["logGroupName": .string(name)], region: region)
    return { kind in
      self.part(
        kind, .logGroup, name, "arn:aws:logs:\(region):\(Self.account):log-group:\(name)", region: region)
    }
  }

  @Test func `retention is set in the group's region, and taken away`() async throws {
    // Another group begins with the same name.
    _ = try await make(group: "own-group-2", region: "eu-west-1")
    let part = try await make(group: "own-group", region: "eu-west-1")(.retention)
    let (put, delete) = (["logs:PutRetentionPolicy own-group"], ["logs:DeleteRetentionPolicy own-group"])
    try await roundTrip(
      RetentionWriter(), part, [Change("retentionInDays", from: .null, to: 30)],
      expecting: ["eu-west-1 own-group retention"], operations: put, andBack: delete)
    let emulator = try WriterEmulator.shared.get()
    let input: JSONValue = ["logGroupName": "own-group", "retentionInDays": 400]
    try await emulator.ask("logs", "put_retention_policy", input, region: "eu-west-1")
    try await roundTrip(
      RetentionWriter(), part, [Change("retentionInDays", from: 400, to: 30)],
      expecting: ["eu-west-1 own-group retention"], operations: put, andBack: put)
    let gone = self.part(.retention, .logGroup, "own-gro", "", region: "eu-west-1")
    let error = await #expect(throws: ServiceError.self) {
      try await RetentionWriter().read(gone, with: Notes().calls(emulator.client))
    }
    #expect(error?.saysAbsent ?? false)
  }

  @Test func `subscription filters are written whole, with all that was read`() async throws {
    let part = try await make(group: "own-feeding", region: "eu-west-1")(.subscriptionFilters)
    let emulator = try WriterEmulator.shared.get()
    let arn = "arn:aws:lambda:eu-west-1:\(Self.account):function:own-receiver"
    for name in ["all", "errors"] {
      let input: JSONValue = [
        "logGroupName": "own-feeding", "filterName": .string(name),
        "filterPattern": .string(name == "all" ? "" : "ERR"),
        "destinationArn": .string(arn), "distribution": "Random",
      ]
      try await emulator.ask("logs", "put_subscription_filter", input, region: "eu-west-1")
    }
    let (put, delete) = (["logs:PutSubscriptionFilter own-feeding"], ["logs:DeleteSubscriptionFilter own-feeding"])
    let name = "eu-west-1 own-feeding filter errors"
    let between = try await roundTrip(
      SubscriptionFiltersWriter(), part,
      [Change("SubscriptionFilters[errors].filterPattern", from: "ERR", to: "?ERROR ?FATAL")], expecting: [name],
      operations: put, andBack: put)
    #expect(between[name]?["filterPattern"] == "?ERROR ?FATAL")
    #expect(between[name]?["distribution"] == "Random")
    let filter = try #require(between[name]).setting("ERR", at: "filterPattern")
    let reading = try await SubscriptionFiltersWriter().read(part, with: Notes().calls(emulator.client))
    let found = reading.members.value(at: "SubscriptionFilters[errors]")
    #expect(found["creationTime"].integer != nil)
    try await roundTrip(
      SubscriptionFiltersWriter(), part, [Change("SubscriptionFilters[errors]", from: found, to: .null)],
      expecting: [name], operations: delete, andBack: put)
    #expect(try await emulator.state()[name] == filter)
    // CloudWatch Logs takes two: what is replaced goes before another one comes.
    let again = try await SubscriptionFiltersWriter().read(part, with: Notes().calls(emulator.client))
    let old = again.members.value(at: "SubscriptionFilters[errors]")
    let more: JSONValue = [
      "filterName": "more", "filterPattern": "MORE", "destinationArn": .string(arn), "distribution": "Random",
    ]
    try await roundTrip(
      SubscriptionFiltersWriter(), part,
      [
        Change("SubscriptionFilters[errors]", from: old, to: .null),
        Change("SubscriptionFilters[more]", from: .null, to: more),
      ],
      expecting: [name, "eu-west-1 own-feeding filter more"], operations: delete + put, andBack: delete + put)
    let partial = Change(
      "SubscriptionFilters[new]", from: .null, to: ["filterName": "new", "filterPattern": "NEW"])
    let reason = try await refusal(SubscriptionFiltersWriter(), part, [partial])
    #expect(reason.contains("needs a destinationArn"))
  }

  @Test func `concurrency is reserved and released`() async throws {
    try await make(role: "own-lambda")
    let emulator = try WriterEmulator.shared.get()
    let input: JSONValue = [
      "FunctionName": "own-function", "Role": "arn:aws:iam::111122223333:role/own-lambda", "Runtime": "nodejs22.x",
      "Handler": "index.handler",
    ]
    try await emulator.ask("lambda", "create_function", input)
    let arn = "arn:aws:lambda:us-east-1:\(Self.account):function:own-function"
    let part = part(.reservedConcurrency, .lambdaFunction, "own-function", arn, region: "us-east-1")
    let (put, delete) = (["lambda:PutFunctionConcurrency \(arn)"], ["lambda:DeleteFunctionConcurrency \(arn)"])
    for value in [0, 1] {
      try await roundTrip(
        ReservedConcurrencyWriter(), part, [Change("ReservedConcurrentExecutions", from: .null, to: .integer(value))],
        expecting: ["us-east-1 own-function concurrency"], operations: put, andBack: delete)
    }
  }

  @Test func `the age of events is limited, beside what was set already, and let go`() async throws {
    try await make(role: "own-events")
    let emulator = try WriterEmulator.shared.get()
    let input: JSONValue = [
      "FunctionName": "own-events", "Role": "arn:aws:iam::111122223333:role/own-events", "Runtime": "nodejs24.x",
      "Handler": "index.handler",
    ]
    try await emulator.ask("lambda", "create_function", input)
    let arn = "arn:aws:lambda:us-east-1:\(Self.account):function:own-events"
    let part = part(.eventInvokeConfig, .lambdaFunction, "own-events", arn, region: "us-east-1")
    let list = DocumentPath("EventInvokeConfigs")
    func age(of qualifier: String) -> Change {
      Change(list.element("\(arn):\(qualifier)").member("MaximumEventAgeInSeconds"), from: .null, to: 300)
    }
    let change = age(of: "$LATEST")
    let (put, delete) = (
      "lambda:PutFunctionEventInvokeConfig \(arn)", "lambda:DeleteFunctionEventInvokeConfig \(arn)"
    )
    let writer = EventInvokeConfigWriter()
    func write(_ change: Change) async throws -> (JSONValue, [String]) {
      let notes = Notes()
      let calls = notes.calls(emulator.client)
      let reading = try await writer.read(part, with: calls)
      _ = try await writer.write([change], on: reading, of: Step(part, changes: [change]), with: calls)
      let after = try await writer.read(part, with: calls).members
      return (after[DocumentPath(Array(change.place.steps.prefix(2))), of: part.schema], notes.all)
    }
    let (alone, first) = try await write(change)
    #expect(alone["MaximumEventAgeInSeconds"] == 300 && first == [put])
    let (gone, second) = try await write(try #require(change.inverse))
    #expect(gone.isNull && second == [delete])
    try await emulator.ask(
      "lambda", "put_function_event_invoke_config", ["FunctionName": "own-events", "MaximumRetryAttempts": 0])
    let (both, _) = try await write(change)
    #expect(both["MaximumEventAgeInSeconds"] == 300 && both["MaximumRetryAttempts"] == 0)
    let (left, third) = try await write(try #require(change.inverse))
    #expect(left["MaximumRetryAttempts"] == 0 && left["MaximumEventAgeInSeconds"] != 300 && third == [put])
    // An alias has its own, and those of the function stay as they are.
    try await emulator.ask(
      "lambda", "create_alias", ["FunctionName": "own-events", "Name": "prod", "FunctionVersion": "$LATEST"])
    let (alias, fourth) = try await write(age(of: "prod"))
    #expect(alias["MaximumEventAgeInSeconds"] == 300 && fourth == [put])
    let own = DocumentPath(Array(change.place.steps.prefix(2)))
    let others = try await writer.read(part, with: Notes().calls(emulator.client)).members
    #expect(others[own, of: part.schema]["MaximumRetryAttempts"] == 0)
    let (none, fifth) = try await write(try #require(age(of: "prod").inverse))
    #expect(none.isNull && fifth == [delete])
  }
}
