import Documents

/// The origins of a multi-tenant distribution that are templates, with the parameters of one tenant put in.
///
/// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/tenant-customization.html>: `{{name}}` in
/// DomainName or OriginPath is the tenant's value of that parameter, or the default of the distribution's TenantConfig.
public enum TenantOrigins {
  /// Whether an origin becomes one only with the parameters of a tenant.
  public static func isTemplate(_ origin: JSONValue) -> Bool {
    places.contains { origin[$0].string?.contains("{{") == true }
  }

  /// The origins of a distribution that are templates, filled for a tenant; a parameter that nobody sets stays as it is.
  public static func filled(of distribution: JSONObject, for tenant: JSONObject) -> [JSONValue] {
    var values: [String: String] = [:]
    for definition in distribution["TenantConfig"]?["ParameterDefinitions"].array ?? [] {
      values[definition["Name"].string ?? ""] = definition["Definition"]["StringSchema"]["DefaultValue"].string
    }
    for parameter in tenant["Parameters"]?.array ?? [] {
      values[parameter["Name"].string ?? ""] = parameter["Value"].string
    }
    return (distribution["Origins"]?.array ?? []).filter(isTemplate).map { origin in
      guard case .object(var members) = origin else { return origin }
      for place in places {
        members[place] = members[place]?.string.map { .string(fill($0, values)) } ?? members[place]
      }
      return .object(members)
    }
  }

  private static let places = ["DomainName", "OriginPath"]

  /// A text with its parameters put in, in one pass: what a value says is no template.
  private static func fill(_ text: String, _ values: [String: String]) -> String {
    var (result, rest) = ("", text[...])
    while let start = rest.firstRange(of: "{{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
      let name = rest[start.upperBound..<end.lowerBound].filter { $0 != " " }
      result += rest[..<start.lowerBound] + (values[name] ?? String(rest[start.lowerBound..<end.upperBound]))
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}
