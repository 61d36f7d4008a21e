import Documents
import Estate
import JMESPath
import PolicyLanguage
import Schema

extension FunctionTable {
  // A policy that cannot be read as a document is the text that it is.
  private static let document: ArgumentTypes = [.object, .string, .null]

  private static func ofPolicy(
    _ name: String, _ others: [ArgumentTypes] = [],
    _ body: @escaping @Sendable (PolicyDocument, [String]) throws -> [String]
  ) -> Function {
    Function(name, [document] + others) { arguments in
      guard let value = arguments.first, !value.isNull else { return [] }
      let texts = arguments.dropFirst().flatMap { $0.array ?? [] }.compactMap(\.string)
      return .array(try body(PolicyDocument.reading(value), texts).map(JSONValue.string))
    }
  }

  static let policyFunctions = [
    // Whom a trust policy lets in beside some services, where no condition says who of them.
    ofPolicy("trusted_beyond", [.strings]) { policy, services in
      policy.trustsBeyond(services: services).filter { !$0.isNarrowed }.map(\.principal.description).distinct
    },
    // The statement that makes a bucket policy public, and why.
    ofPolicy("public_statements") { policy, _ in
      policy.publicStatements.map { statement, reason in
        let actions = statement.actions ?? (statement.notActions ?? []).map { "all but \($0)" }
        return "\(statement.name): \(reason), for \(actions.joined(separator: ", "))"
      }
    },
    // The statements that let a service act for any of its customers.
    ofPolicy("statements_open_to_any_customer", [.strings]) { policy, services in
      services.flatMap { policy.statementsOpenToAnyCustomer(of: $0) }.map(\.name)
    },
    // The unique ids that a policy names in the place of ARNs, as AWS shows principals that were deleted.
    ofPolicy("unique_ids") { policy, _ in policy.uniqueIDs.map(\.principal.description).distinct },
    // The ids of the origin access identities that a policy names by ARN or id.
    ofPolicy("origin_access_identities") { policy, _ in
      policy.originAccessIdentities.compactMap(\.principal.originAccessIdentity).distinct
    },
    // The actions of some services that a policy allows on everything, though they can be held to a resource.
    Function("wildcard_resource_actions", [document, .strings]) { arguments in
      guard let value = arguments.first, !value.isNull else { return [] }
      let services = (arguments.last?.array ?? []).compactMap(\.string)
      let actions = try PolicyDocument.reading(value).actionsOnEverything(of: services) { service in
        Facts.actions(of: service).map { ServiceActions(ofResources: $0.ofResources, ofNone: $0.ofNone) }
      }
      return .array(
        actions.map { action in
          action.doubt.isEmpty
            ? .string(action.text)
            : .undecided("\(action.text) is allowed on everything, and \(action.doubt) on \(Facts.actionsRead).")
        })
    },
    // Whether policies of a role may allow an action on some of what a pattern of ARNs stands for, within its permissions
    // boundary; what depends counts.
    Function("may_allow", [[.array, .null], .string, .string, [.object, .null]]) { arguments in
      let policies = try arguments[0].policyDocuments
      let request = PolicyRequest(
        caller: nil, action: arguments[1].string ?? "", resource: arguments[2].string ?? "", isAnyOfResource: true)
      let bound = arguments[3]["PolicyDocument"]
      let isBarred = try !bound.isNull && PolicyDocument.reading(bound).answer(to: request) == .denied
      return .bool(!isBarred && policies.answer(to: request) != .denied)
    },
    // The log group of a Lambda@Edge version, as the pattern of what it needs in every region.
    Function("edge_log_group", [.string, [.string, .null]]) { arguments in
      guard let arn = arguments.first?.string.flatMap(ARN.init),
        let name = arn.resource.split(separator: ":").dropFirst().first
      else { return .null }
      let own = arguments.last?.string.flatMap { $0.isEmpty || $0 == "/aws/lambda/\(name)" ? nil : $0 }
      let group = own ?? "/aws/lambda/\(arn.region).\(name)"
      return .string("arn:\(arn.partition):logs:*:\(arn.account):log-group:\(group):*")
    },
    originAccess, originListing, urlAccess,
    // The provisioned concurrency of a version; that of an alias may be.
    Function("provisioned_concurrency", [[.array, .null], .string]) { arguments in
      let version = arguments[1].string.flatMap(LambdaARN.init)
      return .array(
        (arguments[0].array ?? []).compactMap { config -> JSONValue? in
          guard let arn = config["FunctionArn"].string, let lambda = LambdaARN(arn) else { return nil }
          if lambda == version { return .string(arn) }
          if Int(lambda.qualifier) != nil { return nil }
          return .undecided("Whether the alias \(arn), which has provisioned concurrency, leads here was not read.")
        })
    },
    // The bucket that an origin reads, by whichever endpoint; nothing where it reads none, or a tenant's.
    Function("origin_bucket", [[.string, .null], [.string, .null]]) { arguments in
      let domain = S3Domain(arguments.first?.string ?? "", originPath: arguments.last?.string ?? "")
      return domain.map { .string($0.bucket) } ?? .null
    },
    // The domain names of the origins that read a bucket without signing their requests.
    Function("unsigned_origins", [.string, .array]) { arguments in
      let bucket = arguments.first?.string ?? ""
      return .array(
        (arguments.last?.array ?? []).filter { S3Domain.isUnsigned($0, reading: bucket) }.map { $0["DomainName"] })
    },
  ]

  /// How distributions read a bucket: for each origin with an access control or identity, who reads what of it.
  private static let originAccess = Function("origin_access", [.string, .array]) { arguments in
    let bucket = arguments.first?.string ?? ""
    return .array(
      (arguments.last?.array ?? []).flatMap { distribution in
        (distribution["Origins"].array ?? []).compactMap { $0.access(to: bucket, of: distribution["ARN"]) }
      })
  }

  /// The same of listing it, of distributions that wait for 404 of it and not for 403 as well: by an error page, or by a
  /// function of a behaviour that leads to the origin. Where what a function waits for is not known, it is `Undecided`.
  private static let originListing = Function("origin_listing", [.string, .array]) { arguments in
    let bucket = arguments.first?.string ?? ""
    return .array(
      (arguments.last?.array ?? []).flatMap { distribution in
        (distribution["Origins"].array ?? []).compactMap { origin -> JSONValue? in
          guard var access = origin.access(to: bucket, of: distribution["ARN"])?.object else { return nil }
          switch waitsForMissing(at: origin["Id"], of: distribution) {
          case .some(true): break
          case .some(false): return nil
          case nil: access["Undecided"] = "Whether code waits for 404 of the origin is not known."
          }
          let partition = distribution["ARN"].string.flatMap(ARN.init)?.partition ?? "aws"
          access["Action"] = "s3:ListBucket"
          access["Resource"] = .string("arn:\(partition):s3:::\(bucket)")
          return .object(access)
        }
      })
  }

  /// Whether a distribution waits for 404 of an origin and not for 403; `nil` where that is not known.
  private static func waitsForMissing(at origin: JSONValue, of distribution: JSONValue) -> Bool? {
    func waits(_ statuses: [JSONValue]) -> Bool { statuses.contains(404) && !statuses.contains(403) }
    if waits(distribution["ErrorCodes"].array ?? []) { return true }
    let origins = (distribution["Origins"].array ?? []).map { $0["Id"] }
    let awaited = (distribution["Behaviors"].array ?? []).filter { behavior in
      // What is no origin is a group, which may have this one.
      behavior["TargetOriginId"] == origin || !origins.contains(behavior["TargetOriginId"])
    }.map { $0["Awaits"] }
    if awaited.contains(where: { waits($0.certain.array ?? []) }) { return true }
    return awaited.contains { $0.undecidedReason != nil } ? nil : false
  }
}

extension Array where Element: Hashable {
  /// The elements, each once, in order.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
