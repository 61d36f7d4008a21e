extension PolicyDocument {
  /// The actions of some services that an Allow grants on every resource, as the policy writes them, although they could
  /// be held to a resource; each once.
  ///
  /// - Parameter services: The prefixes of actions, such as `s3`.
  public func actionsOnEverything(of services: [String]) -> [String] {
    var seen: Set<String> = []
    return statements.filter { $0.effect == .allow && ($0.resources?.contains("*") ?? ($0.notResources != nil)) }
      .flatMap { statement in
        // A NotAction leaves everything else of every service.
        statement.notActions.map { $0.map { "NotAction \($0)" } }
          ?? (statement.actions ?? []).filter { Self.isHoldable($0, services) }
      }
      .filter { seen.insert($0).inserted }
  }

  private static func isHoldable(_ action: String, _ services: [String]) -> Bool {
    let action = action.lowercased()
    if action == "*" { return true }
    let service = action.prefix { $0 != ":" }
    let isOfService = services.contains {
      WildcardPattern(String(service), version: .v2008).covers(WildcardPattern(literal: $0))
    }
    return isOfService && !onlyOnEverything.contains(action)
  }

  /// Actions that know no resource, so that `*` is the only way to write them. Service Authorization Reference.
  private static let onlyOnEverything: Set<String> = [
    "s3:listallmybuckets", "s3:getaccountpublicaccessblock", "s3:listaccesspoints", "s3:listjobs",
    "dynamodb:listtables", "dynamodb:listbackups", "dynamodb:listglobaltables", "dynamodb:listexports",
    "dynamodb:listimports", "dynamodb:liststreams", "dynamodb:describelimits", "dynamodb:describereservedcapacity",
    "secretsmanager:listsecrets", "secretsmanager:getrandompassword", "secretsmanager:batchgetsecretvalue",
    "ssm:describeparameters", "kms:listkeys", "kms:listaliases", "kms:generaterandom", "sqs:listqueues",
    "sns:listtopics", "sns:listsubscriptions", "sns:listplatformapplications", "sns:getsmsattributes",
    "sns:checkifphonenumberisoptedout",
  ]
}
