import AWSCore
import Documents
import Estate
import Schema
import Testing
@testable import Repairing

/// Writers against the emulator, over a real socket: what was asked for changes, nothing else in the account does, and the
/// inverse brings back what was there, to the byte.
@Suite(.enabled(if: WriterEmulator.python != nil, "needs Python with the emulator"), .serialized)
struct `Writers on the emulator` {
  static let account = WriterEmulator.account

  func part(_ kind: WritablePart.Name, _ type: ResourceType, _ id: String, _ arn: String, region: String = "global")
    -> Part
  {
    let resource = ResourceReference(type: type, id: id, arn: arn, account: Self.account, region: region)
    return Part(kind, of: resource)
  }

  func bucket(_ kind: WritablePart.Name, _ name: String) -> Part {
    part(kind, .bucket, name, "arn:aws:s3:::\(name)", region: "us-east-1")
  }

  func role(_ kind: WritablePart.Name, _ name: String) -> Part {
    part(kind, .role, name, "arn:aws:iam::\(Self.account):role/\(name)")
  }

  /// Makes changes and takes them back.
  ///
  /// - Parameters:
  ///   - expected: What differs in the account in between, and only then.
  ///   - operations: The calls that are made, and those that are made to take it back.
  /// - Returns: The account's state in between.
  @discardableResult
  func roundTrip(
    _ writer: some PartWriter, _ part: Part, _ changes: [Change], expecting expected: Set<String>,
    operations: [String], andBack backwards: [String]
  ) async throws -> JSONObject {
    let emulator = try WriterEmulator.shared.get()
    let before = try await emulator.state()
    try await write(changes, to: part, writer, emulator.client, operations)
    let between = try await emulator.state()
    let names = Set(before.names + between.names)
    #expect(names.filter { before[$0] != between[$0] } == expected)
    let inverse = try changes.reversed().map { try #require($0.inverse) }
    try await write(inverse, to: part, writer, emulator.client, backwards)
    #expect(try await emulator.state() == before)
    return between
  }

  private func write(
    _ changes: [Change], to part: Part, _ writer: some PartWriter, _ client: Client, _ operations: [String]
  ) async throws {
    let notes = Notes()
    let calls = notes.calls(client)
    let reading = try await writer.read(part, with: calls)
    #expect(notes.all.isEmpty)
    for change in changes { #expect(change.status(in: reading.members) == .due, "\(change)") }
    _ = try await writer.write(changes, on: reading, of: Step(part, changes: changes), with: calls)
    let written = try await writer.read(part, with: calls)
    for change in changes { #expect(change.status(in: written.members) == .done, "\(change)") }
    #expect(notes.all == operations)
    notes.expectNamed(by: Step(part, changes: changes))
  }

  func refusal(_ writer: some PartWriter, _ part: Part, _ changes: [Change]) async throws -> String {
    let emulator = try WriterEmulator.shared.get()
    let notes = Notes()
    let calls = notes.calls(emulator.client)
    let reading = try await writer.read(part, with: calls)
    let error = await #expect(throws: WriteError.self) {
      try await writer.write(changes, on: reading, of: Step(part, changes: changes), with: calls)
    }
    #expect(notes.all.isEmpty)
    guard case .refused(let reason) = error else { return "\(String(describing: error))" }
    return reason
  }
}
