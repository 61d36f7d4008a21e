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
  /// all, whether its resource or a condition on `aws:RequestedRegion` says so. The ARN of a log group may be written
  /// with `:*` or with `:log-stream:*` behind it; without them it is that of no stream, and serves to make the group
  /// only. A Deny takes away what it touches, and so does a permissions
  /// boundary that does not allow it. IAM User Guide, "Permissions boundaries for IAM entities".
  ///
  /// - Parameters:
  ///   - actions: The actions, such as `logs:PutLogEvents`.
  ///   - pattern: An ARN with wildcards, such as `arn:aws:logs:*:*:*`.
  ///   - boundary: The role's permissions boundary; `nil` where it has none.
  ///   - known: What is known of the requests beside where they go.
  public func grants(
    _ actions: [String], on pattern: String, within boundary: PolicyDocument? = nil,
    knowing known: PolicyRequestContext = PolicyRequestContext()
  ) -> PolicyGrant {
    let context = known.toRegions(of: pattern)
    var missing: [String] = []
    var doubt: String?
    for action in actions {
      let allowed = some { $0.allows(action, onAll: pattern, context) }
      let bounded = boundary.map { $0.allows(action, onAll: pattern, context) } ?? .yes
      let denied =
        some { $0.denies(action, onSome: pattern, context) }
        || (boundary.map { $0.denies(action, onSome: pattern, context) } ?? .no)
      switch allowed && bounded && !denied {
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

extension PolicyRequestContext {
  /// What is known of requests for all that a pattern of ARNs stands for: they go to each region that it does.
  fileprivate func toRegions(of pattern: String) -> PolicyRequestContext {
    let parts = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "arn", !parts[3].isEmpty else { return self }
    // No request reaches a region of another partition.
    let elsewhere = parts[1] == "aws" ? ["cn-*", "us-gov-*", "us-iso*", "eu-iso*", "eusc-*"] : []
    var context = self
    context["aws:RequestedRegion"] = .every(parts[3], except: elsewhere)
    return context
  }
}

extension PolicyDocument {
  fileprivate func allows(_ action: String, onAll pattern: String, _ context: PolicyRequestContext) -> Truth {
    Self.forms(of: pattern, asking: action).some { form in
      let asked = ResourcePattern(WildcardPattern(form, version: .v2008))
      return statements.some { statement in
        guard statement.effect == .allow else { return .no }
        return statement.matches(action: action)
          && statement.resources(
            among: { $0.matches(asked, reason: statement.doubt) },
            butNot: { $0.touches(asked, reason: statement.doubt) }, context, version: version)
          && statement.conditions.every { $0.holds(in: context, version: version, effect: statement.effect) }
      }
    }
  }

  /// The ways to write what an action needs of a log group's ARN.
  ///
  /// CloudWatch Logs User Guide, "Overview of managing access permissions to your CloudWatch Logs resources".
  private static func forms(of pattern: String, asking action: String) -> [String] {
    guard pattern.contains(":log-group:"), pattern.hasSuffix(":*") else { return [pattern] }
    let group = String(pattern.dropLast(2))
    return [pattern, group + ":log-stream:*"] + (action == "logs:CreateLogGroup" ? [group] : [])
  }

  fileprivate func denies(_ action: String, onSome pattern: String, _ context: PolicyRequestContext) -> Truth {
    let asked = ResourcePattern(WildcardPattern(pattern, version: .v2008))
    return statements.some { statement in
      guard statement.effect == .deny else { return .no }
      return statement.matches(action: action)
        && statement.resources(
          among: { $0.touches(asked, reason: statement.doubt) },
          butNot: { $0.matches(asked, reason: statement.doubt) }, context, version: version)
        && statement.conditions.every { $0.holds(in: context, version: version, effect: statement.effect) }
    }
  }
}

extension PolicyStatement {
  /// The patterns of some texts; one with a variable that has no value matches nothing.
  private func patterns(
    _ texts: [String], _ context: PolicyRequestContext, _ version: PolicyDocument.Version
  ) -> [ResourcePattern] {
    texts.compactMap { WildcardPattern($0, version: version).resolved(in: context) }.map(ResourcePattern.init)
  }

  fileprivate func resources(
    among: (ResourcePattern) -> Truth, butNot: (ResourcePattern) -> Truth, _ context: PolicyRequestContext,
    version: PolicyDocument.Version
  ) -> Truth {
    (resources.map { patterns($0, context, version).some(among) } ?? .yes)
      && (notResources.map { !patterns($0, context, version).some(butNot) } ?? .yes)
  }

  fileprivate var doubt: String { "\(name) has a policy variable in its resource" }
}

extension ResourcePattern {
  /// Whether some of what the other pattern matches is matched; for the given reason unknown where variables decide.
  fileprivate func touches(_ other: ResourcePattern, reason: @autoclosure () -> String) -> Truth {
    if covers(other) { return .yes }
    guard intersects(other) else { return .no }
    return hasVariable ? .unknown(reason()) : .yes
  }
}
