extension PolicyDocument {
  /// The actions of some services that an Allow grants on every resource, as the policy writes them, although they could
  /// be held to a resource; each once.
  ///
  /// As wide as `*` is whatever leaves the name of a resource and its region open: `arn:aws:s3:::*`, `arn:*`, `**`.
  ///
  /// - Parameter services: The prefixes of actions, such as `s3`.
  public func actionsOnEverything(of services: [String]) -> [String] {
    var seen: Set<String> = []
    return statements.filter { $0.effect == .allow }
      .flatMap { statement in
        let services = services.filter { statement.isOnEverything(of: $0, version) }
        guard let others = statement.notActions else {
          return (statement.actions ?? []).filter { Self.isHoldable($0, services) }
        }
        // A NotAction leaves everything else of every service.
        let isLeft = services.contains { service in
          let whole = WildcardPattern("\(service):*", version: .v2008)
          return !others.contains { WildcardPattern($0.lowercased(), version: .v2008).covers(whole) }
        }
        return isLeft ? others.map { "NotAction \($0)" } : []
      }
      .filter { seen.insert($0).inserted }
  }

  private static func isHoldable(_ action: String, _ services: [String]) -> Bool {
    let action = action.lowercased()
    let service = WildcardPattern(String(action.prefix { $0 != ":" }), version: .v2008)
    return services.contains { service.covers(WildcardPattern(literal: $0)) } && !onlyOnEverything.contains(action)
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

extension PolicyStatement {
  /// Whether it is about every resource of a service.
  fileprivate func isOnEverything(of service: String, _ version: PolicyDocument.Version) -> Bool {
    func areWide(_ texts: [String]) -> Bool {
      texts.contains { WildcardPattern($0, version: version).isEverything(of: service) }
    }
    return (resources.map(areWide) ?? (notResources != nil)) && !(notResources.map(areWide) ?? false)
  }
}

extension WildcardPattern {
  /// Whether it matches every resource of a service, in every region.
  fileprivate func isEverything(of service: String) -> Bool {
    // Type and name of the resources that hold data; `?*` is any name. Service Authorization Reference.
    let names: [String] =
      switch service {
      case "s3": ["?*/?*"]
      case "dynamodb": ["table/?*", "table/?*/index/?*"]
      case "kms": ["key/?*", "alias/?*"]
      case "secretsmanager": ["secret:?*"]
      case "ssm": ["parameter/?*"]
      default: ["?*"]
      }
    let region = service == "s3" ? "" : "?*"
    func covers(_ pattern: WildcardPattern, _ text: String) -> Bool {
      pattern.covers(WildcardPattern(text, version: .v2008))
    }
    let pattern = withMergedWildcards
    guard let parts = pattern.partsOfARN else {
      return names.contains { covers(pattern, "arn:aws:\(service):\(region):\(region):\($0)") }
    }
    return covers(parts[2], service) && covers(parts[3], region) && names.contains { covers(parts[5], $0) }
  }

  /// The pattern with one `*` for each run of wildcards that holds one: `**` and `?*` ask for no more.
  private var withMergedWildcards: WildcardPattern {
    WildcardPattern(
      symbols: symbols.reduce(into: []) { merged, symbol in
        if symbol == .many || symbol == .one, merged.last == .many { return }
        if symbol == .many { while merged.last == .one { merged.removeLast() } }
        merged.append(symbol)
      })
  }
}
