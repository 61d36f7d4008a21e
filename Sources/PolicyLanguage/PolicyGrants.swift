/// Whether policies allow actions on all that a pattern stands for.
public enum PolicyGrant: Sendable, Hashable {
  case granted
  /// The actions that are not allowed everywhere, as they were asked for.
  case missing([String])
  /// It cannot be told; the reason says on what it depends.
  case depends(String)
}

extension Collection<PolicyDocument> {
  /// Whether the identity policies of one role allow each of the actions on everything that the pattern matches.
  ///
  /// An Allow counts where one of its patterns takes in the whole pattern, so that a grant for one region is none for
  /// all. The ARN of a log group may be written with or without the `:*` or `:log-stream:*` behind it. A Deny takes away what it touches. A permissions boundary is not looked at: ask it the same question.
  ///
  /// - Parameters:
  ///   - actions: The actions, such as `logs:PutLogEvents`.
  ///   - pattern: An ARN with wildcards, such as `arn:aws:logs:*:*:*`.
  public func grants(_ actions: [String], on pattern: String) -> PolicyGrant {
    var missing: [String] = []
    var doubt: String?
    for action in actions {
      let allowed = some { $0.allows(action, onAll: pattern) }
      let denied = some { $0.denies(action, onSome: pattern) }
      switch allowed && !denied {
      case .yes: break
      case .no: missing.append(action)
      case .unknown(let reason): doubt = doubt ?? reason
      }
    }
    if !missing.isEmpty { return .missing(missing) }
    return doubt.map(PolicyGrant.depends) ?? .granted
  }

  /// Whether a Lambda@Edge function with these identity policies can write its log in every region it may run in.
  ///
  /// CloudFront Developer Guide, "Set up IAM permissions and roles for Lambda@Edge".
  ///
  /// - Parameters:
  ///   - account: The account of the role; `nil` asks for every account.
  ///   - logGroup: The name of the log group; `nil` asks for every group.
  ///   - partition: The partition of the role.
  public func grantsLogsEverywhere(
    account: String? = nil, logGroup: String? = nil, partition: String = "aws"
  ) -> PolicyGrant {
    let groups = logGroup.map { "log-group:\($0):*" } ?? "*"
    return grants(
      ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      on: "arn:\(partition):logs:*:\(account ?? "*"):\(groups)")
  }
}

extension PolicyDocument {
  fileprivate func allows(_ action: String, onAll pattern: String) -> Truth {
    Self.forms(of: pattern).some { form in
      let asked = ResourcePattern(WildcardPattern(form, version: .v2008))
      return statements.some { statement in
        guard statement.effect == .allow else { return .no }
        return statement.matches(action: action)
          && statement.resources(
            among: { $0.matches(asked, reason: "\(statement.name) has a policy variable in its resource") },
            butNot: { Truth($0.intersects(asked)) }, version: version)
          && statement.conditions.every { $0.holds(in: PolicyRequestContext(), version: version) }
      }
    }
  }

  /// The ways to write what is meant by a log group's ARN.
  private static func forms(of pattern: String) -> [String] {
    guard pattern.contains(":log-group:"), pattern.hasSuffix(":*") else { return [pattern] }
    return [pattern, String(pattern.dropLast(2)), String(pattern.dropLast(2)) + ":log-stream:*"]
  }

  fileprivate func denies(_ action: String, onSome pattern: String) -> Truth {
    let asked = ResourcePattern(WildcardPattern(pattern, version: .v2008))
    return statements.some { statement in
      guard statement.effect == .deny else { return .no }
      return statement.matches(action: action)
        && statement.resources(
          among: { Truth($0.intersects(asked)) }, butNot: { Truth($0.covers(asked)) }, version: version)
        && statement.conditions.every { $0.holds(in: PolicyRequestContext(), version: version) }
    }
  }
}

extension PolicyStatement {
  private func patterns(_ texts: [String], _ version: PolicyDocument.Version) -> [ResourcePattern] {
    texts.map { ResourcePattern(WildcardPattern($0, version: version)) }
  }

  fileprivate func resources(
    among: (ResourcePattern) -> Truth, butNot: (ResourcePattern) -> Truth, version: PolicyDocument.Version
  ) -> Truth {
    (resources.map { patterns($0, version).some(among) } ?? .yes)
      && (notResources.map { !patterns($0, version).some(butNot) } ?? .yes)
  }
}
