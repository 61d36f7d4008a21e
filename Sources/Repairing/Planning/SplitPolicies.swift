import Documents
import Estate
import PolicyLanguage
import Schema

extension [Step] {
  /// These steps, with each bucket policy that takes one reader away and lets another one in written twice where the plan
  /// also changes how distributions read the bucket: before them it lets both in, and once they are deployed only the new
  /// one. Else edges would ask as somebody whom the bucket does not know, in whichever order the two were written.
  ///
  /// A Deny that is new is put in at the end, and one that goes stays until then.
  ///
  /// - Parameter estate: The estate as it was found.
  func splittingPolicies(in estate: Estate) -> [Step] {
    let readers = filter { $0.isDeployed && $0.changes.contains { $0.place.root == "Origins" } }
    if readers.isEmpty || !contains(where: { $0.part.name == .bucketPolicy }) { return self }
    let after = estate.applying(Plan(steps: self))
    let read = Set(readers.flatMap { $0.buckets(in: estate) + $0.buckets(in: after) })
    var (steps, last): ([Step], [Step]) = ([], [])
    for step in self {
      guard step.part.name == .bucketPolicy, read.contains(step.part.resource.id),
        let (both, end) = step.split(in: estate)
      else {
        steps.append(step)
        continue
      }
      steps.append(both)
      last.append(end)
    }
    return steps + last
  }
}

extension Step {
  /// The buckets that a distribution's or a tenant's origins read.
  fileprivate func buckets(in estate: Estate) -> [String] {
    (estate.resources[part.resource.key]?.properties["Origins"]?.array ?? []).compactMap {
      S3Domain(origin: $0)?.bucket
    }
  }

  /// The step that lets in whoever the policy lets in before or afterwards, and the one that does the rest; `nil` where one
  /// is enough.
  fileprivate func split(in estate: Estate) -> (both: Step, end: Step)? {
    let found = JSONValue.object(estate.resources[part.resource.key]?.properties ?? [:])
    let before = found["Policy"]
    let after = changes.reduce(found) { $1.applied(to: $0, of: part.schema) }["Policy"]
    let old = PolicyText.document(before)["Statement"].array ?? []
    let new = PolicyText.document(after)["Statement"].array ?? []
    let goes = old.filter { !new.contains($0) }
    let comes = new.filter { !old.contains($0) && $0["Effect"] == "Allow" }
    if goes.isEmpty || comes.isEmpty { return nil }
    // No two statements of a policy may have one name.
    let taken = Set(old.compactMap { $0["Sid"].string })
    let added = comes.map { statement in
      guard let name = statement["Sid"].string, taken.contains(name) else { return statement }
      return statement.setting(.null, at: "Sid", of: .unknown)
    }
    let both = before.setting(.array(old + added), at: "Statement", of: .unknown)
    // S3 may take no policy that is public, and nobody asked for one.
    guard let policy = try? PolicyDocument(both), case .notPublic = policy.publicAccess else { return nil }
    var (first, last) = (self, self)
    first.changes = [Change("Policy", from: before, to: both)]
    last.changes = [Change("Policy", from: both, to: after)]
    return (first, last)
  }
}
