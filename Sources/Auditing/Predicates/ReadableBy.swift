import Documents
import Estate
import PolicyLanguage
import Schema

extension Predicate {
  /// Whether a bucket policy lets each origin be read, as `origin_access()` describes it.
  ///
  /// CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".
  func isReadable(_ policy: JSONValue, by origins: JSONValue) -> Judgement {
    if policy.isNull { return .of(unmet: origins.elements.map(\.reader).distinct) }
    let judgement = Judgement.by(policy, for: origins) { policy, origin in
      policy.answer(to: PolicyRequest(readingOrigin: origin))
    }
    guard case .fails(let unmet) = judgement else { return judgement }
    return .fails(unmet: unmet.map(\.reader).distinct)
  }
}

extension JSONValue {
  /// Who reads an origin, for a person.
  var reader: JSONValue {
    self["OriginAccessIdentity"].isNull ? self["Distribution"] : self["OriginAccessIdentity"]
  }
}

extension PolicyRequest {
  /// CloudFront's request for an object of an origin. A grant of some of the objects counts: which of them viewers ask
  /// for is not known.
  fileprivate init(readingOrigin origin: JSONValue) {
    let caller: Caller
    var context: PolicyRequestContext
    if let identity = origin["OriginAccessIdentity"].string {
      caller = .originAccessIdentity(id: identity, canonicalUser: origin["S3CanonicalUserId"].string)
      context = Self.secure
    } else {
      let distribution = origin["Distribution"].string ?? ""
      caller = .service(Self.service)
      context = Self.ofService
      context["aws:SourceArn"] = .values([distribution])
      context["aws:SourceAccount"] = .values([ARN(distribution)?.account ?? ""])
    }
    self.init(
      caller: caller, action: "s3:GetObject", resource: origin["Resource"].string, context: context,
      isAnyOfResource: true)
  }

  private static let service = "cloudfront.amazonaws.com"
  private static let secure = PolicyRequestContext(["aws:SecureTransport": .values(["true"])])

  /// What the requests of all distributions have in common.
  private static let ofService: PolicyRequestContext = {
    var context = secure
    context["aws:PrincipalIsAWSService"] = .values(["true"])
    context["aws:PrincipalServiceName"] = .values([service])
    for key in PolicyDocument.keysOfPeople { context[key] = .absent }
    return context
  }()
}
