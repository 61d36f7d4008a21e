import Documents

/// What CloudFront does not take of a distribution, beyond what members ask of each other by name.
extension DistributionSchema {
  static let constraints =
    [Constraint("ViewerCertificate") { certificate, _ in certificate.refusedOfCertificate }]
    + [Constraint(reading: ["Origins"]) { distribution, _ in distribution.strayReferences }]
    + behaviors.flatMap { behavior in
      [
        Constraint(behavior) { $0.misfitsOfBehavior($1) }, Constraint(behavior, said: \.refusedOfBehavior),
        Constraint(behavior) { $0.disorderOfTimes($1) },
      ]
    }
    + [
      Constraint("Origins") { $0.misfitsOfOrigin($1) },
      Constraint { distribution, _ in distribution.misfitsOfViewers },
    ]
    + behaviors.map { behavior in Constraint(behavior) { $0.refusedAssociations($1) } }
}

extension JSONValue {
  /// Why CloudFront refuses a `ViewerCertificate`.
  ///
  /// Developer Guide, "Supported protocols and ciphers between viewers and CloudFront".
  fileprivate var refusedOfCertificate: [String] {
    let (method, version) = (self["SSLSupportMethod"].string ?? "", self["MinimumProtocolVersion"].string ?? "")
    guard ["vip", "static-ip"].contains(method), ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"].contains(version)
    else {
      return []
    }
    return [
      "CloudFront takes \(version) with SSLSupportMethod sni-only alone, and it is \(method). Move to sni-only first, if "
        + "no viewer needs the dedicated addresses."
    ]
  }

  /// What in a distribution leads to no origin.
  fileprivate var strayReferences: [String] {
    let behaviors =
      [("DefaultCacheBehavior", self["DefaultCacheBehavior"])]
      + (self["CacheBehaviors"].array ?? []).map { ("CacheBehaviors[\($0["PathPattern"].string ?? "")]", $0) }
    let origins = Set((self["Origins"].array ?? []).compactMap { $0["Id"].string })
    let groups = self["OriginGroups"].array ?? []
    let targets = origins.union(groups.compactMap { $0["Id"].string })
    let strays = behaviors.compactMap { place, behavior -> (String, String)? in
      guard let target = behavior["TargetOriginId"].string, !targets.contains(target) else { return nil }
      return (place, target)
    }
    let members = groups.flatMap { group in
      (group["Members"].array ?? []).compactMap { $0["OriginId"].string }.filter { !origins.contains($0) }
        .map { ("OriginGroups[\(group["Id"].string ?? "")]", $0) }
    }
    return (strays + members).map { place, target in
      "\(place) would lead to \(target), and the distribution would have no such origin. Declare where it is to lead, or "
        + "that origin, too."
    }
  }

  /// What does not fit together in a behaviour.
  fileprivate func misfitsOfBehavior(_ place: DocumentPath) -> [String] {
    var misfits: [String] = []
    let (hasPolicy, hasValues) = (!self["CachePolicyId"].isEmpty(in: .writes), !self["ForwardedValues"].isNull)
    if hasPolicy == hasValues {
      misfits.append(
        "\(place) would have \(hasPolicy ? "both" : "none") of CachePolicyId and ForwardedValues, and CloudFront wants one "
          + "of them. Declare which, or change both by hand.")
    }
    if !hasPolicy, !self["OriginRequestPolicyId"].isEmpty(in: .writes) {
      misfits.append(
        "\(place) would have an origin request policy, which CloudFront takes beside a cache policy alone. Declare "
          + "CachePolicyId, too.")
    }
    for name in ["MinTTL", "DefaultTTL", "MaxTTL"] where hasPolicy && !self[name].isNull {
      misfits.append(
        "\(place) would have a cache policy, beside which CloudFront takes no \(name). Change one by hand.")
    }
    let methods = Set((self["AllowedMethods"]["Items"].array ?? []).compactMap(\.string))
    let kept = Set((self["AllowedMethods"]["CachedMethods"].array ?? []).compactMap(\.string))
    if !methods.isEmpty, !Self.methods.contains(methods) {
      misfits.append(
        "CloudFront takes \(Self.methods.map { $0.sorted().joined(separator: ", ") }.joined(separator: "; or ")) for "
          + "AllowedMethods of \(place), and no others. Change what is declared.")
    } else if !methods.isEmpty, !kept.isSubset(of: methods) {
      misfits.append("\(place) would keep answers to methods that it does not accept. Declare CachedMethods, too.")
    }
    func isOfViewers(_ list: String) -> Bool {
      (self[list].array ?? []).contains { $0["EventType"].string?.hasPrefix("viewer-") == true }
    }
    if isOfViewers("FunctionAssociations"), isOfViewers("LambdaFunctionAssociations") {
      misfits.append(
        "\(place) would have functions of CloudFront and of Lambda at viewer events, and CloudFront takes one kind. "
          + "Declare which.")
    }
    return misfits
  }

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html>
  private static let methods: [Set<String>] = [
    ["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"], ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
  ]

  /// What CloudFront refuses of the settings of a behaviour, whatever else is there. What is not said is not refused.
  ///
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-include-body-access.html> and
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-using-grpc.html>
  fileprivate var refusedOfBehavior: [Constraint.Refusal] {
    var refused: [Constraint.Refusal] = []
    for association in self["LambdaFunctionAssociations"].array ?? [] {
      guard association["IncludeBody"] == true, let event = association["EventType"].string,
        event.hasSuffix("-response")
      else { continue }
      refused.append(
        (
          DocumentPath("LambdaFunctionAssociations").element(event).member("IncludeBody"),
          "CloudFront hands the body of a request to functions at viewer-request and origin-request alone, and takes no "
            + "IncludeBody at \(event)."
        ))
    }
    if self["GrpcConfig"]["Enabled"] == true, let methods = self["AllowedMethods"]["Items"].array,
      methods.allSatisfy({ $0.string != nil }), !methods.contains("POST")
    {
      refused.append(
        (
          DocumentPath("GrpcConfig.Enabled"),
          "CloudFront takes gRPC only where AllowedMethods has POST, so all of GET, HEAD, OPTIONS, PUT, POST, PATCH and "
            + "DELETE."
        ))
    }
    return refused
  }

  /// What CloudFront does not take of a behaviour's associations, whichever functions there are.
  ///
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_FunctionAssociation.html> and
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_LambdaFunctionAssociation.html>
  fileprivate func refusedAssociations(_ place: DocumentPath) -> [String] {
    let origins = (self["FunctionAssociations"].array ?? []).compactMap { $0["EventType"].string }
      .filter { $0.hasPrefix("origin-") }.map {
        "\(place) would have a function of CloudFront at \($0), and CloudFront takes those at viewer-request and "
          + "viewer-response alone. Declare one of these."
      }
    let unversioned = (self["LambdaFunctionAssociations"].array ?? []).compactMap { $0["LambdaFunctionARN"].string }
      .filter { text in LambdaARN(text).map { Int($0.qualifier) == nil } == true }.map {
        "\(place) would have \($0), and CloudFront takes versions alone, no alias and no $LATEST. Declare a version."
      }
    return origins + unversioned
  }

  /// What does not fit together in an origin.
  fileprivate func misfitsOfOrigin(_ place: DocumentPath) -> [String] {
    let kinds = DistributionSchema.originKinds.filter { !self[$0].isEmpty(in: .writes) }
    var misfits: [String] = []
    let domain = self["DomainName"].string ?? ""
    // What a tenant fills in may be the name of a bucket.
    if kinds.isEmpty, !domain.contains("{{"),
      S3Domain(domain, originPath: self["OriginPath"].string ?? "").map(\.isWebsite) ?? true
    {
      misfits.append(
        "\(place) would have neither CustomOriginConfig nor VpcOriginConfig, and \(domain) is no endpoint of S3. Declare "
          + "one of them, or change it by hand.")
    }
    if kinds.count > 1 {
      misfits.append(
        "\(place) would have \(kinds.joined(separator: " and ")), and CloudFront takes one. Declare which.")
    }
    let reading = kinds.lazy.compactMap { self[$0]["OriginReadTimeout"].integer }.first
    // 0 is no limit.
    if let whole = self["ResponseCompletionTimeout"].integer, let reading, whole > 0, whole < reading {
      misfits.append(
        "\(place) would have to answer within \(whole) seconds and may take \(reading) for each packet, and CloudFront takes "
          + "no ResponseCompletionTimeout below OriginReadTimeout. Declare both.")
    }
    if !self["OriginAccessControlId"].isEmpty(in: .writes), S3Domain(domain)?.isWebsite == true {
      misfits.append(
        "\(place) would have an access control at \(domain), a website of S3, which takes no signatures. Declare the bucket's "
          + "REST endpoint.")
    }
    let hasIdentity = !self["S3OriginConfig"]["OriginAccessIdentity"].isEmpty(in: .writes)
    if hasIdentity, !self["OriginAccessControlId"].isEmpty(in: .writes) {
      misfits.append("\(place) would have an access control and an identity, and CloudFront takes one. Declare which.")
    }
    return misfits
  }

  /// What does not fit together in what viewers are to a distribution.
  fileprivate var misfitsOfViewers: [String] {
    var misfits: [String] = []
    let certificate = self["ViewerCertificate"]
    let hasOwn = ["ACMCertificateArn", "IAMCertificateId"].contains { !certificate[$0].isEmpty(in: .writes) }
    if certificate["CloudFrontDefaultCertificate"] == true || !hasOwn, self["Aliases"].array?.isEmpty == false {
      misfits.append("CloudFront's own certificate is for no alias. Declare another certificate, or no Aliases.")
    }
    let countries = (self["Restrictions"]["GeoRestriction"]["Items"].array ?? []).compactMap(\.string)
    for country in countries where country.utf8.count != 2 || !country.allSatisfy({ ("A"..."Z").contains($0) }) {
      misfits.append("\(country) is no country for CloudFront, which takes codes of two capital letters. Change it.")
    }
    // The older kind of WAF has ids.
    if let acl = self["WebACLId"].string.flatMap(ARN.init),
      acl.service != "wafv2" || acl.region != "us-east-1" || !acl.resource.hasPrefix("global/webacl/")
    {
      misfits.append(
        "\(self["WebACLId"].string ?? "") is no web ACL for CloudFront, which takes global ones of us-east-1. Declare one."
      )
    }
    return misfits
  }
}
