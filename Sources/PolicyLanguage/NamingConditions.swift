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
      return requiresText(Self.isFixed)
    case "aws:principalarn": return requiresText(Self.fixesOwner)
    case "aws:principalorgpaths": return requiresText { Self.isFixed($0.prefix { $0 != "/" }) }
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
    case "aws:sourceaccount", "aws:sourceorgid", "aws:sourceowner": requiresText(Self.isFixed)
    case "aws:sourceorgpaths": requiresText { Self.isFixed($0.prefix { $0 != "/" }) }
    case "aws:sourcearn": requiresText(Self.fixesOwner)
    default: false
    }
  }

  /// Whether it fixes the networks from which requests come.
  var fixesNetwork: Bool {
    comparison.requiresKey && comparison.comparison == .address && AddressBlock.areNarrow(values)
  }

  /// Whether a text has to be there, of which each that is accepted passes a test.
  func requiresText(_ test: (String) -> Bool) -> Bool {
    comparison.requiresKey && comparison.isOnText && values.allSatisfy(test)
  }

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
