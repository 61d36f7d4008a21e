import Documents
import Estate
import Schema

extension JSONValue {
  /// Why CloudFront would refuse these members of a distribution: what in them does not fit together, and does in those
  /// that were found.
  func misfits(besides found: JSONValue) -> [String] {
    // Where an origin is was read, or nothing is said of where behaviours lead.
    let knowsOrigins = found["Origins"].array != nil
    let before = Set(found.misfits(knowsOrigins: knowsOrigins))
    return misfits(knowsOrigins: knowsOrigins).filter { !before.contains($0) }
  }

  private func misfits(knowsOrigins: Bool) -> [String] {
    let others = self["CacheBehaviors"].array ?? []
    let behaviors =
      [("DefaultCacheBehavior", self["DefaultCacheBehavior"])]
      + others.map { ("CacheBehaviors[\($0["PathPattern"].string ?? "")]", $0) }
    return (knowsOrigins ? strayReferences(of: behaviors) : [])
      + behaviors.filter { $0.1.object != nil }.flatMap { $1.misfitsOfBehavior($0) }
      + (self["Origins"].array ?? []).flatMap { $0.misfitsOfOrigin("Origins[\($0["Id"].string ?? "")]") }
      + misfitsOfViewers
  }

  /// What leads to no origin.
  private func strayReferences(of behaviors: [(String, JSONValue)]) -> [String] {
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
  private func misfitsOfBehavior(_ place: String) -> [String] {
    var misfits: [String] = []
    let (hasPolicy, hasValues) = (!self["CachePolicyId"].isEmpty(in: .writes), !self["ForwardedValues"].isNull)
    if hasPolicy == hasValues {
      misfits.append(
        "\(place) would have \(hasPolicy ? "both" : "none") of CachePolicyId and ForwardedValues, and CloudFront wants one "
          + "of them. Declare which, or change both by hand.")
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
    return misfits + refusedSettingsOfBehavior.map { "\($0.reason) \(place) would have it. Change what is declared." }
  }

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html>
  private static let methods: [Set<String>] = [
    ["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"], ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
  ]

  /// What does not fit together in an origin.
  private func misfitsOfOrigin(_ place: String) -> [String] {
    let kinds = ["S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig"].filter { !self[$0].isEmpty(in: .writes) }
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
    if let whole = self["ResponseCompletionTimeout"].integer, let reading, whole < reading {
      misfits.append(
        "\(place) would have to answer within \(whole) seconds and may take \(reading) for each packet, and CloudFront takes "
          + "no ResponseCompletionTimeout below OriginReadTimeout. Declare both.")
    }
    let hasIdentity = !self["S3OriginConfig"]["OriginAccessIdentity"].isEmpty(in: .writes)
    if hasIdentity, !self["OriginAccessControlId"].isEmpty(in: .writes) {
      misfits.append("\(place) would have an access control and an identity, and CloudFront takes one. Declare which.")
    }
    return misfits
  }

  /// What does not fit together in what viewers are to a distribution.
  private var misfitsOfViewers: [String] {
    var misfits: [String] = []
    if self["ViewerCertificate"]["CloudFrontDefaultCertificate"] == true, self["Aliases"].array?.isEmpty == false {
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
