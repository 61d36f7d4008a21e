import Estate
import Schema

extension Auditor {
  /// What of an estate nobody judged although a rule that was evaluated is about it.
  public func notes(on estate: Estate) -> [AuditReport.Note] {
    tenantNotes(on: estate) + otherAccountNotes(on: estate)
  }

  /// The functions of other accounts that the events of buckets start. Nothing where no rule asks what starts a function.
  private func otherAccountNotes(on estate: Estate) -> [AuditReport.Note] {
    guard needs.types.contains(.lambdaFunction), needs.groups.contains(BucketSchema.notifications) else { return [] }
    return estate.resources(of: .bucket).filter { filter.matches($0) }.flatMap { bucket in
      let others = bucket.properties.startedLambdas.filter { $0.account != bucket.reference.account }
      return Set(others.map(\.functionARN)).sorted().map { arn in
        AuditReport.Note(
          "The function \(arn)",
          "is started by events of the bucket \(bucket.reference.id), and was not judged, as it is of another account",
          source: nil)
      }
    }
  }
}
