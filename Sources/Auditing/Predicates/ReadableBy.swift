import Documents
import Estate
import PolicyLanguage

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
    let distribution = origin["Distribution"].string ?? ""
    var keys: [String: PolicyRequestContext.Value] = ["aws:SecureTransport": .values(["true"])]
    let caller: Caller
    if let identity = origin["OriginAccessIdentity"].string {
      caller = .originAccessIdentity(id: identity, canonicalUser: origin["S3CanonicalUserId"].string)
    } else {
      let service = "cloudfront.amazonaws.com"
      caller = .service(service)
      keys["aws:SourceArn"] = .values([distribution])
      keys["aws:SourceAccount"] = .values([ARN(distribution)?.account ?? ""])
      keys["aws:PrincipalIsAWSService"] = .values(["true"])
      keys["aws:PrincipalServiceName"] = .values([service])
      for key in PolicyDocument.keysOfPeople { keys[key] = .absent }
    }
    self.init(
      caller: caller, action: "s3:GetObject", resource: origin["Resource"].string,
      context: PolicyRequestContext(keys), isAnyOfResource: true)
  }
}
