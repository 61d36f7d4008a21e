import Documents
import Estate
import Schema

extension Estate {
  /// Who reads a bucket for distributions and their tenants, by an access control or an identity, as the predicate
  /// ``Predicate/readableBy`` takes it.
  public func readers(of bucket: String) -> [JSONValue] {
    (resources(of: .distribution) + resources(of: .distributionTenant)).flatMap { resource -> [JSONValue] in
      let tenants = resource.properties["DistributionId"]?.string
      let distribution = tenants.map { resources[.init(.distribution, $0)]?.properties["ARN"] ?? .null }
      let arn = distribution ?? resource.properties["ARN"] ?? .string(resource.reference.arn)
      return (resource.properties["Origins"]?.array ?? []).compactMap {
        withSigning(withCanonicalUser($0)).access(to: bucket, of: arn)
      }
    }
  }

  /// An origin with whether its access control signs, as far as that was read.
  private func withSigning(_ origin: JSONValue) -> JSONValue {
    guard let id = origin["OriginAccessControlId"].string, let control = resources[.init(.originAccessControl, id)]
    else {
      return origin
    }
    return .object(
      (origin.object ?? [:]).merging(["SigningBehavior": control.properties["SigningBehavior"] ?? .null]))
  }

  /// An origin with the canonical user of its access identity, as far as that was read.
  private func withCanonicalUser(_ origin: JSONValue) -> JSONValue {
    guard let id = origin.identity, let identity = resources[.init(.originAccessIdentity, id)] else { return origin }
    return .object(
      (origin.object ?? [:]).merging(["S3CanonicalUserId": identity.properties["S3CanonicalUserId"] ?? .null]))
  }
}

extension JSONValue {
  /// Who reads what of a bucket by this origin; `nil` where it does not, or without signing its requests.
  ///
  /// - Parameters:
  ///   - bucket: The bucket's name.
  ///   - distribution: The ARN of the distribution that the origin is of.
  func access(to bucket: String, of distribution: JSONValue) -> JSONValue? {
    guard let name = self["DomainName"].string, name.lowercased().hasPrefix(bucket), let domain = S3Domain(name),
      domain.bucket == bucket, !domain.isWebsite
    else { return nil }
    let control = self["OriginAccessControlId"].string.flatMap { $0.isEmpty ? nil : $0 }
    guard identity != nil || control != nil, self["SigningBehavior"] != "never" else { return nil }
    let partition = distribution.string.flatMap(ARN.init)?.partition ?? "aws"
    return [
      "Distribution": distribution,
      "Resource": .string("arn:\(partition):s3:::\(bucket)\(self["OriginPath"].string ?? "")/*"),
      "OriginAccessIdentity": control == nil ? identity.map(JSONValue.string) ?? .null : .null,
      "S3CanonicalUserId": self["S3CanonicalUserId"],
      "Region": domain.region.map(JSONValue.string) ?? .null,
    ]
  }

  /// The id of an origin's access identity.
  fileprivate var identity: String? {
    self["S3OriginConfig"]["OriginAccessIdentity"].string?.split(separator: "/").last.map(String.init)
  }
}
