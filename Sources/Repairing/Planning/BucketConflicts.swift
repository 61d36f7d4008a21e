import Auditing
import Documents
import Estate
import PolicyLanguage
import Schema

extension Step {
  /// Why S3 would refuse what this makes of a bucket's block, or which origin could not read any more, with what a person
  /// can do; `nil` where nothing is in the way.
  ///
  /// S3 User Guide, "Blocking public access to your Amazon S3 storage": behind `RestrictPublicBuckets` a bucket whose
  /// policy is public answers AWS services and its own account alone, and an origin access identity is neither; behind
  /// `BlockPublicPolicy` it takes no policy that is public.
  ///
  /// - Parameter estate: The estate as it would be.
  func obstacleOfBlock(in estate: Estate) -> String? {
    let after = Bucket(part.resource, in: estate)
    guard after.block.object?.values.contains(true) == true else { return nil }
    if let origin = estate.origins(readingUnsigned: part.resource.id).first {
      return "The origin \(origin) reads the bucket without signing its requests, which the block would end. "
        + Self.advice
    }
    guard after.block["RestrictPublicBuckets"] == true, let statement = after.publicStatement,
      let origin = estate.origins(readingByIdentity: part.resource.id).first
    else { return nil }
    return "The origin \(origin) reads the bucket by an origin access identity, which the block would end as long as "
      + "\(statement) of the policy is public. Take that out first, and name the identity."
  }

  /// The same of what this makes of its policy.
  ///
  /// - Parameters:
  ///   - estate: The estate as it would be.
  ///   - found: The estate as it is.
  func obstacleOfPolicy(in estate: Estate, from found: Estate) -> String? {
    let (before, after) = (Bucket(part.resource, in: found), Bucket(part.resource, in: estate))
    let policy = estate.resources[part.resource.key]?.properties["Policy"] ?? .null
    if let reason = policy.refusalOfPrincipals(by: "S3", in: estate) { return reason }
    let size = policy.isNull ? 0 : JSONWriter().string(policy).utf8.count
    if size > BucketSchema.policyBytes {
      return "The policy would have \(size) bytes, and S3 takes \(BucketSchema.policyBytes). Make room in it first."
    }
    if let origin = estate.origins(readingUnsigned: part.resource.id).first, before.mayBeReadByAnybody,
      !after.mayBeReadByAnybody
    {
      return "The origin \(origin) reads the bucket without signing its requests, which this policy would end. "
        + Self.advice
    }
    // Where the block changes too, it does so while the policy may be written.
    guard before.blocksPolicies, after.blocksPolicies, let statement = after.publicStatement else { return nil }
    return "S3 takes no policy that is public while BlockPublicPolicy is on, and \(statement) of it is. Take that "
      + "out first, then run audit fix again."
  }

  /// Whether S3 would refuse a policy that is public for a while, or shut out those who read by it.
  ///
  /// - Parameters:
  ///   - found: The estate as it is.
  ///   - estate: The estate as it would be.
  func bucketObstacle(to policy: JSONValue, in found: Estate, and estate: Estate) -> Bool {
    guard let document = try? PolicyDocument(policy) else { return true }
    guard case .isPublic = document.publicAccess else { return false }
    // What goes, goes before; what comes, comes after the policy is written and while it is in force.
    let (before, after) = (Bucket(part.resource, in: found), Bucket(part.resource, in: estate))
    return before.blocksPolicies && after.blocksPolicies || after.restrictsPublicBuckets
  }

  private static let advice =
    "Move it to the REST endpoint with an origin access control, then run audit fix again."
}

extension JSONValue {
  /// Why a service refuses this policy as a whole: it names somebody who is gone, of whom only the id is left; `nil` where
  /// it names nobody like that. IAM User Guide, "Unique identifiers".
  func refusalOfPrincipals(by service: String, in estate: Estate) -> String? {
    guard let document = try? PolicyDocument(self) else { return nil }
    let roles = Set(estate.resources(of: .role).compactMap { $0.properties["RoleId"]?.string })
    let gone = document.uniqueIDs.map(\.principal.description).first { !roles.contains($0) }
    return gone.map {
      "\(service) takes no policy that names \($0), which is most likely the id of a principal that was deleted. Take it out "
        + "of the policy, then run audit fix again."
    }
  }
}

extension RequiredAttributes {
  /// What tells who would be shut out of a bucket; rules on buckets need it themselves.
  static let ofBucketConflicts = RequiredAttributes.of(.bucket, "Policy", "PublicAccessBlockConfiguration")
    .union(.of(.distribution, "Origins")).union(.of(.distributionTenant, "Origins"))
    .union(.of(.originAccessControl, "SigningBehavior"))
}

/// What is known of who may read a bucket.
private struct Bucket {
  let block: JSONValue
  private let ofAccount: JSONValue
  private let policy: PolicyDocument?
  /// Any of its objects.
  private let objects: String

  init(_ bucket: ResourceReference, in estate: Estate) {
    let members = JSONValue.object(estate.resources[bucket.key]?.properties ?? [:])
    block = members["PublicAccessBlockConfiguration"]
    ofAccount = members["AccountPublicAccessBlock"]
    policy = try? PolicyDocument(members["Policy"])
    objects = "arn:\(ARN(bucket.arn)?.partition ?? "aws"):s3:::\(bucket.id)/*"
  }

  /// Whether S3 refuses policies that are public.
  var blocksPolicies: Bool { [block, ofAccount].contains { $0["BlockPublicPolicy"] == true } }

  /// Whether S3 lets AWS services and its own account alone read where the policy is public.
  var restrictsPublicBuckets: Bool { [block, ofAccount].contains { $0["RestrictPublicBuckets"] == true } }

  /// The name of the statement that makes its policy public.
  var publicStatement: String? {
    guard case .isPublic(let statement, _)? = policy?.publicAccess else { return nil }
    return statement.name
  }

  /// Whether its policy lets anybody read some of its objects, on whatever condition.
  var mayBeReadByAnybody: Bool {
    let request = PolicyRequest(
      caller: .anonymous, action: "s3:GetObject", resource: objects, isAnyOfResource: true)
    return policy.map { $0.answer(to: request) != .denied } ?? false
  }
}
