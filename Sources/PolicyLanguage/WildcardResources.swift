extension PolicyDocument {
  /// The actions of some services that an Allow grants on every resource, as the policy writes them, although they could
  /// be held to a resource; each once.
  ///
  /// As wide as `*` is whatever leaves the name of a resource and its region open: `arn:aws:s3:::*`, `arn:*`, `**`.
  ///
  /// - Parameters:
  ///   - services: The prefixes of actions, such as `s3`.
  ///   - known: What is known of the actions of a service; `nil` where nothing is.
  public func actionsOnEverything(
    of services: [String], knowing known: (String) -> ServiceActions?
  ) -> [WideAction] {
    var seen: Set<String> = []
    return statements.filter { $0.effect == .allow }
      .flatMap { statement -> [WideAction] in
        let services = services.filter { statement.isOnEverything(of: $0, version) }
        guard let others = statement.notActions else {
          return (statement.actions ?? []).compactMap { action in
            switch Self.isHoldable(action, services, known) {
            case .yes: WideAction(text: action, doubt: "")
            case .no: nil
            case .unknown(let doubt): WideAction(text: action, doubt: doubt)
            }
          }
        }
        // A NotAction leaves everything else of every service.
        let isLeft = services.contains { service in
          let whole = WildcardPattern("\(service):*", version: .v2008)
          return !others.contains { WildcardPattern($0.lowercased(), version: .v2008).covers(whole) }
        }
        return isLeft ? others.map { WideAction(text: "NotAction \($0)", doubt: "") } : []
      }
      .filter { seen.insert($0.text).inserted }
  }

  /// Whether some action that a text stands for could be held to a resource of one of these services.
  private static func isHoldable(
    _ action: String, _ services: [String], _ known: (String) -> ServiceActions?
  ) -> Truth {
    let text = action.lowercased()
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let prefix = WildcardPattern(String(parts[0]), version: .v2008)
    let concerned = services.filter { prefix.covers(WildcardPattern(literal: $0)) }
    // A star alone is everything of every service.
    let name = WildcardPattern(parts.count > 1 ? String(parts[1]) : "*", version: .v2008)
    return concerned.some { service in
      func isMeant(_ names: [String]) -> Bool { names.contains { name.covers(WildcardPattern(literal: $0)) } }
      guard let actions = known(service) else {
        return .unknown("which actions of \(service) can be held to a resource is not known")
      }
      if isMeant(actions.ofResources) { return .yes }
      return isMeant(actions.ofNone) ? .no : .unknown("\(action) is no action of \(service) that is known")
    }
  }
}

/// The actions of a service, in small letters and without its prefix. Service Authorization Reference.
public struct ServiceActions: Sendable {
  /// Those that a policy can hold to a resource.
  public let ofResources: [String]
  /// Those that know no resource, so that `*` is the only way to write them.
  public let ofNone: [String]

  /// Actions by what they know.
  public init(ofResources: [String], ofNone: [String]) { (self.ofResources, self.ofNone) = (ofResources, ofNone) }
}

/// An action that a policy grants on everything, as the policy writes it.
public struct WideAction: Sendable, Hashable {
  /// The action.
  public let text: String
  /// Why it is not certain that it could be held to a resource; empty where it is.
  public let doubt: String
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
