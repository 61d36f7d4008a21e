// Which conditions say who asks. A condition that holds for everybody, on the transport, the time or a name that any
// account may give, narrows nothing.

extension PolicyCondition {
  /// Whether only those pass whom this condition names, of all that a principal takes in.
  ///
  /// IAM User Guide, "AWS global condition context keys" and "Keys for AWS OIDC federation".
  func names(someOf principal: PolicyPrincipal) -> Bool {
    switch key.lowercased() {
    case "aws:principalaccount", "aws:principalorgid", "aws:principalservicename", "aws:principalservicenameslist",
      "aws:sourcevpc", "aws:sourcevpce":
      return requiresName(Self.isFixed)
    case "aws:principalarn": return requiresName(Self.fixesOwner)
    case "aws:principalorgpaths": return requiresName { Self.isFixed($0.prefix { $0 != "/" }) }
    // `AROAEXAMPLE:*` is every session of one role.
    case "aws:userid": return requiresText { Self.isFixed($0.prefix { $0 != ":" }) }
    case "aws:sourceip": return fixesNetwork
    case "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourcearn":
      return fixesSource
    // These are chosen by whoever asks, and say something only among principals that somebody chose.
    case "aws:username", "sts:externalid": return principal.isChosen && requiresText(Self.isFixed)
    case let key where key.hasPrefix("aws:principaltag/"): return principal.isChosen && requiresText(Self.isFixed)
    case "saml:sub": return requiresText(Self.isFixed)
    case let key: return principal.webIdentityProvider.map { names(identityAt: $0, key) } ?? false
    }
  }

  /// Whether a condition on a claim of a web identity names somebody, or something of theirs.
  private func names(identityAt provider: String, _ key: String) -> Bool {
    guard key.hasPrefix(provider + ":") else { return false }
    switch key.dropFirst(provider.count + 1) {
    case "sub":
      // `repo:octo-org/*` names an organization, `repo:*` nobody.
      return requiresText { text in
        let start = text.prefix { $0 != "*" && $0 != "?" }
        return start == text || start.split(separator: ":").count > 1
      }
    // Every workflow of GitHub asks for sts.amazonaws.com.
    case "aud", "azp", "oaud", "app_id", "appid", "client_id":
      return requiresText { Self.isFixed($0) && $0 != "sts.amazonaws.com" }
    case "email", "id", "user_id", "repository", "repository_id", "repository_owner", "repository_owner_id":
      return requiresText(Self.isFixed)
    default: return false
    }
  }

  /// Whether a statement with this condition lets nobody in who is not named, by denying everybody else.
  func names(everybodyBut principal: PolicyPrincipal) -> Bool {
    guard comparison.isNegated, comparison.quantifier != .forAnyValue else { return false }
    let positive = ConditionOperator(comparison.comparison)
    return PolicyCondition(comparison: positive, key: key, values: values).names(someOf: principal)
  }

  /// Whether it fixes for whom a service acts.
  var fixesSource: Bool {
    switch key.lowercased() {
    case "aws:sourceaccount", "aws:sourceorgid", "aws:sourceowner": requiresName(Self.isFixed)
    case "aws:sourceorgpaths": requiresName { Self.isFixed($0.prefix { $0 != "/" }) }
    case "aws:sourcearn": requiresName(Self.fixesOwner)
    default: false
    }
  }

  /// Whether all but fixed sources pass, also where a request says none.
  var fixesOtherSources: Bool {
    guard comparison.isNegated, comparison.quantifier != .forAnyValue else { return false }
    return PolicyCondition(comparison: ConditionOperator(comparison.comparison), key: key, values: values).fixesSource
  }

  /// Whether it fixes the networks from which requests come.
  var fixesNetwork: Bool {
    comparison.requiresKey && comparison.comparison == .address && AddressBlock.areNarrow(values)
  }

  /// Whether a text has to be there, of which each that is accepted passes a test.
  func requiresText(_ test: (String) -> Bool) -> Bool {
    comparison.requiresKey && comparison.isOnText && values.allSatisfy(test)
  }

  /// The same of what names somebody, to whom the policy's own account and organization belong.
  private func requiresName(_ test: (String) -> Bool) -> Bool {
    requiresText { test(WildcardPattern.mayHaveVariables($0) ? Self.namingOwner($0) : $0) }
  }

  /// A text with a name in place of the variables that stand for whoever owns what the policy is on.
  private static func namingOwner(_ text: String) -> String {
    WildcardPattern(text, version: .v2012).symbols.reduce(into: "") { text, symbol in
      switch symbol {
      case .scalar(let scalar): text.unicodeScalars.append(scalar)
      case .one: text += "?"
      case .many: text += "*"
      case .variable(let name) where ownerKeys.contains(name.lowercased()): text += "owner"
      case .variable(let name): text += "${\(name)}"
      }
    }
  }

  private static let ownerKeys: Set = ["aws:resourceaccount", "aws:resourceorgid"]

  /// Whether a value is free of wildcards and policy variables.
  static func isFixed(_ text: some StringProtocol) -> Bool {
    !text.contains("*") && !text.contains("?") && !text.contains("${")
  }

  /// Whether an ARN's account, or for S3, whose ARNs have none, the name, is fixed.
  static func fixesOwner(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, isFixed(parts[2]) else { return false }
    return isFixed(parts[4].isEmpty ? parts[5] : parts[4])
  }
}

extension ConditionOperator {
  /// Whether it compares texts, ARNs among them.
  fileprivate var isOnText: Bool { [.string, .stringIgnoringCase, .stringLike, .arn].contains(comparison) }
}

extension PolicyPrincipal {
  /// Whether it is an account, or somebody of one, that somebody chose.
  fileprivate var isChosen: Bool {
    switch self {
    case .account, .canonicalUser: true
    case .aws(let text): PolicyCondition.isFixed(text)
    case .anyone, .service, .federated: false
    }
  }

  /// The host and path that the condition keys of an OpenID Connect provider begin with, in lower case.
  fileprivate var webIdentityProvider: String? {
    guard case .federated(let name) = self, !name.contains(":saml-provider/") else { return nil }
    let parts = name.split(separator: "/", maxSplits: 1)
    return (name.contains(":oidc-provider/") ? parts.last.map(String.init) : name)?.lowercased()
  }
}
