import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Writes the four settings that block public access to a bucket, always all of them: S3 turns off what is not sent.
struct PublicAccessBlockWriter: PartWriter {
  private static let member = "PublicAccessBlockConfiguration"
  private static let settings = BucketSchema.blockSettings

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    do throws(ServiceError) {
      let output = try await calls.read(S3.getPublicAccessBlock, part.bucketInput, region: part.resource.region)
      return Reading(members: [Self.member: output.value[Self.member]])
    } catch  where error.code == "NoSuchPublicAccessBlockConfiguration" {
      return Reading(members: [Self.member: .null])
    }
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let after = try changes.applied(to: reading.members, of: step.part.schema)[Self.member]
    let bucket = step.part.bucketInput
    let region = step.part.resource.region
    if let reason = Self.refusal(of: changes, making: [Self.member: after], of: step.part) { throw .refused(reason) }
    if changes.contains(where: { $0.to == .value(.null) }) {
      _ = try await calls.write(S3.deletePublicAccessBlock, bucket, region: region)
    } else {
      let document = try document(after, of: step.part)
      _ = try await calls.write(S3.putPublicAccessBlock, bucket, document: document, region: region)
    }
    return Written()
  }

  /// Why changes cannot be written; `nil` where they can. One setting alone cannot be taken away, as S3 has all four or
  /// none.
  static func refusal(of changes: [Change], making members: JSONValue, of part: Part) -> String? {
    let settings = members[member]
    let changes = changes.filter { !$0.isGuard }
    let isGone = changes.contains { $0.to == .value(.null) }
    let isWhole = changes.contains { $0.place.steps.count == 1 }
    let isPossible =
      switch (isWhole, isGone) {
      case (true, false): Self.settings.allSatisfy { !settings[$0].isNull }
      // As if each were off, which the others have to be then.
      case (false, true): (settings.object ?? [:]).values.allSatisfy { $0 == false }
      case (true, true), (false, false): true
      }
    return isPossible ? nil : "\(part.resource.id) has all four settings or none: say true or false for each."
  }

  private func document(_ settings: JSONValue, of part: Part) throws(WriteError) -> XMLElement {
    let others = (settings.object ?? [:]).names.filter { !Self.settings.contains($0) }
    var document = XMLElement(Self.member)
    for name in Self.settings + others {
      let text =
        switch settings[name] {
        case .bool(let isOn): isOn ? "true" : "false"
        case .null: "false"
        case .string(let text) where others.contains(name): text
        default: throw WriteError.refused("\(name) of \(part.resource.id) has to be true or false.")
        }
      document.nodes.append(.element(XMLElement(name, text: text)))
    }
    return document
  }
}
