import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Publishes a version of a Lambda function that is like another one but for the changes.
///
/// A version is made of what `$LATEST` holds, which is everybody's workbench. So it is published only where that is like
/// the version that serves now, and again only where nobody has touched it since it was changed.
struct VersionWriter: PartWriter {
  /// How long each of the two waits may take: for the update, and for the version.
  var patience: Duration = .seconds(300)

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    try await LambdaSettings(of: part, with: calls, patience: patience).reading()
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let settings = LambdaSettings(of: step.part, with: calls, patience: patience)
    let base = try await settings.base(of: step)
    let all = try settings.revealed(step.changes.filter { !$0.isGuard }, by: base)
    let expected = (base ?? reading.members).applying(all, of: step.part.schema)
    let foreign = reading.members.applying(all, of: step.part.schema).settings(unlike: expected, of: step.part.schema)
    guard foreign.isEmpty else {
      let (name, number) = (step.part.resource.id, step.base ?? "$LATEST")
      throw .refused(
        "$LATEST of \(name) differs from version \(number) in \(foreign.joined(separator: ", ")); publishing it would "
          + "deploy what nobody asked for. Publish a version that is right by hand, and associate it.")
    }
    try await settings.update(settings.revealed(changes, by: base), on: reading)
    let latest = try await settings.healthy()
    let changed = Set(all.map(\.place.root))
    guard all.allSatisfy({ $0.status(in: latest, of: step.part.schema) == .done }),
      latest.settings(unlike: expected, of: step.part.schema).allSatisfy(changed.contains)
    else {
      throw .service(
        settings.failure(.conflict, "ResourceConflictException", "Somebody changed it before it could be published."))
    }
    let guards: JSONObject = ["CodeSha256": latest["CodeSha256"], "RevisionId": latest["RevisionId"]]
    let published = try await settings.write(Lambda.publishVersion, settings.function.merging(guards))
    let (arn, number) = (published["FunctionArn"].string ?? "", published["Version"].string ?? "")
    _ = try await settings.healthy(number)
    return Written(publishedVersion: arn.hasSuffix(":\(number)") ? arn : "\(arn):\(number)")
  }
}

extension JSONValue {
  fileprivate func applying(_ changes: [Change], of schema: SchemaNode) -> JSONValue {
    changes.reduce(self) { $1.applied(to: $0, of: schema) }
  }

  /// The names of the settings of a function that mean something else in another one's. What cannot be read is like
  /// nothing.
  fileprivate func settings(unlike other: JSONValue, of schema: SchemaNode) -> [String] {
    let names = Set((object?.names ?? []) + (other.object?.names ?? [])).subtracting(LambdaVersionSchema.ownOfEach)
    return names.sorted().filter { name in
      let (left, right) = (self[name], other[name])
      return !left["Error"].isNull || !right["Error"].isNull || !left.means(right, as: schema.member(name))
    }
  }
}
