import Documents
import JMESPath
import PolicyLanguage
import Schema

extension FunctionTable {
  /// What keeps a distribution from calling its origins that are URLs of Lambda functions, or lets others call them: of
  /// each origin `{Id, DomainName, Functions}`, the functions with `FunctionArn`, `FunctionUrlConfig`, `FunctionUrlPolicy`,
  /// and `AliasUrls` that have the same.
  ///
  /// CloudFront Developer Guide, "Restrict access to an AWS Lambda function URL origin": since October 2025 a call takes
  /// two permissions.
  static let urlAccess = Function("url_origin_faults", [.string, .array]) { arguments in
    let distribution = arguments[0].string ?? ""
    return .array(
      try (arguments[1].array ?? []).flatMap { origin throws -> [JSONValue] in
        let functions = origin["Functions"].array ?? []
        let name = "origin \(origin["Id"].string ?? "")"
        if functions.isEmpty {
          return [.undecided("No function of this account that was read has the URL of \(name).")]
        }
        // A URL is a function's own, or one of an alias, which has a policy of its own.
        let host = origin["DomainName"].string?.lowercased()
        let called = functions.flatMap { [$0] + ($0["AliasUrls"].array ?? []) }.filter {
          FunctionURL(configuration: $0["FunctionUrlConfig"])?.host == host
        }
        return try called.flatMap { function throws -> [JSONValue] in
          try faults(of: function, named: name, for: distribution)
        }
      })
  }

  private static func faults(
    of function: JSONValue, named name: String, for distribution: String
  ) throws -> [JSONValue] {
    var faults: [JSONValue] = []
    if function["FunctionUrlConfig"]["AuthType"] != "AWS_IAM" {
      let type = function["FunctionUrlConfig"]["AuthType"].string ?? "unknown"
      faults.append(.string("\(name): the AuthType of the function's URL is \(type), so that anybody may call it"))
    }
    let document = function["FunctionUrlPolicy"]
    let policy = document.isNull ? nil : try PolicyDocument.reading(document)
    // A policy that lets in whoever asks, or every distribution, guards as little as none.
    if case .isPublic(let statement, _) = policy?.publicAccess, function["FunctionUrlConfig"]["AuthType"] == "AWS_IAM",
      urlActions.allSatisfy({ policy?.answer(to: request($0, to: function, by: .aws(somebody))) != .denied })
    {
      faults.append(.string("\(name): \(statement.name) of the function's policy lets anybody call it"))
    }
    for statement in policy?.statementsOpenToAnyCustomer(of: "cloudfront.amazonaws.com") ?? [] {
      faults.append(
        .string("\(name): \(statement.name) of the function's policy lets every distribution of every account call it"))
    }
    for action in urlActions {
      let request = request(
        action, to: function, by: .service("cloudfront.amazonaws.com"),
        [
          "aws:SourceArn": .values([distribution]), "aws:SourceAccount": .values([ARN(distribution)?.account ?? ""]),
          "aws:PrincipalIsAWSService": .values(["true"]),
          "aws:PrincipalServiceName": .values(["cloudfront.amazonaws.com"]),
        ])
      switch policy?.answer(to: request) ?? .denied {
      case .allowed: break
      case .denied: faults.append(.string("\(name): the function's policy does not allow it \(action)"))
      case .depends(let reason): faults.append(.undecided("\(name): \(action) depends on \(reason)."))
      }
    }
    return faults
  }

  /// What a call of a URL takes.
  private static let urlActions = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]
  /// A principal of an account that nobody has.
  private static let somebody = "arn:aws:iam::000000000000:user/somebody"

  /// A call of a URL whose AuthType is AWS_IAM.
  private static func request(
    _ action: String, to function: JSONValue, by caller: PolicyRequest.Caller,
    _ more: [String: PolicyRequestContext.Value] = [:]
  ) -> PolicyRequest {
    PolicyRequest(
      caller: caller, action: action, resource: function["FunctionArn"].string,
      context: PolicyRequestContext(
        [
          "lambda:FunctionUrlAuthType": .values(["AWS_IAM"]), "lambda:InvokedViaFunctionUrl": .values(["true"]),
          "aws:SecureTransport": .values(["true"]),
        ].merging(more) { $1 }))
  }
}
