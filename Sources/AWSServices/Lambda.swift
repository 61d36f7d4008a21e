import AWSCore

/// AWS Lambda.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html>
public enum Lambda {
  /// The service.
  public static let service = Service(
    name: "lambda", endpointID: "LAMBDA", wireProtocol: .restJSON, apiVersion: "2015-03-31", signingName: "lambda")

  /// All operations of this table.
  public static let operations = reads + writes

  /// The operations that change nothing.
  public static let reads = [
    listFunctions, getFunction, getFunctionConfiguration, listVersionsByFunction, getFunctionConcurrency, getPolicy,
    getRuntimeManagementConfig, listProvisionedConcurrencyConfigs, listFunctionEventInvokeConfigs, getFunctionUrlConfig,
    listFunctionUrlConfigs,
  ]

  /// The operations that change something.
  public static let writes = [
    putFunctionConcurrency, deleteFunctionConcurrency, updateFunctionConfiguration, publishVersion,
    putFunctionEventInvokeConfig, deleteFunctionEventInvokeConfig,
  ]

  /// <https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html>
  public static let listFunctions = Operation(
    "ListFunctions", of: service, "GET", functions, query: ["MasterRegion", "FunctionVersion", "Marker", "MaxItems"],
    answer: .members(), requires: ["Functions"], pagination: pages("Functions"))
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html>
  public static let getFunction = read("GetFunction", query: ["Qualifier"], requires: ["Configuration"])
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html>
  public static let getFunctionConfiguration = read(
    "GetFunctionConfiguration", "/configuration", query: ["Qualifier"], requires: ["FunctionArn"])
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html>
  public static let listVersionsByFunction = read(
    "ListVersionsByFunction", "/versions", query: ["Marker", "MaxItems"], requires: ["Versions"],
    pagination: pages("Versions"))
  /// Answers nothing where no concurrency is reserved.
  public static let getFunctionConcurrency = Operation(
    "GetFunctionConcurrency", of: service, "GET", "/2019-09-30/functions/{FunctionName}/concurrency",
    answer: .members(), resource: "FunctionName")
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html>
  public static let getPolicy = Operation(
    "GetPolicy", of: service, "GET", "\(functions)/{FunctionName}/policy", query: ["Qualifier"], answer: .members(),
    requires: ["Policy"], jsonTexts: ["Policy"], resource: "FunctionName")

  /// <https://docs.aws.amazon.com/lambda/latest/api/API_GetRuntimeManagementConfig.html>
  public static let getRuntimeManagementConfig = Operation(
    "GetRuntimeManagementConfig", of: service, "GET",
    "/2021-07-20/functions/{FunctionName}/runtime-management-config", query: ["Qualifier"], answer: .members(),
    requires: ["UpdateRuntimeOn"], resource: "FunctionName")
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html>
  public static let listProvisionedConcurrencyConfigs = Operation(
    "ListProvisionedConcurrencyConfigs", of: service, "GET",
    "/2019-09-30/functions/{FunctionName}/provisioned-concurrency?List=ALL", query: ["Marker", "MaxItems"],
    answer: .members(), requires: ["ProvisionedConcurrencyConfigs"],
    pagination: pages("ProvisionedConcurrencyConfigs"), resource: "FunctionName")
  /// Those of a function, of its versions and of its aliases, of which each has its own.
  public static let listFunctionEventInvokeConfigs = Operation(
    "ListFunctionEventInvokeConfigs", of: service, "GET", "\(eventInvokeConfig)/list", query: ["Marker", "MaxItems"],
    answer: .members(), requires: ["FunctionEventInvokeConfigs"], pagination: pages("FunctionEventInvokeConfigs"),
    resource: "FunctionName")
  /// Answers 404 where the function has no URL.
  public static let getFunctionUrlConfig = Operation(
    "GetFunctionUrlConfig", of: service, "GET", "/2021-10-31/functions/{FunctionName}/url", query: ["Qualifier"],
    answer: .members(), requires: ["FunctionUrl", "AuthType"], resource: "FunctionName")

  /// The URLs of a function, those of its aliases among them.
  public static let listFunctionUrlConfigs = Operation(
    "ListFunctionUrlConfigs", of: service, "GET", "/2021-10-31/functions/{FunctionName}/urls",
    query: ["Marker", "MaxItems"], answer: .members(), requires: ["FunctionUrlConfigs"],
    pagination: pages("FunctionUrlConfigs"), resource: "FunctionName")

  /// Replaces all that was set.
  public static let putFunctionEventInvokeConfig = Operation(
    "PutFunctionEventInvokeConfig", of: service, "PUT", eventInvokeConfig, query: ["Qualifier"], body: .members,
    answer: .members(), requires: ["FunctionArn"], resource: "FunctionName")
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html>
  public static let deleteFunctionEventInvokeConfig = Operation(
    "DeleteFunctionEventInvokeConfig", of: service, "DELETE", eventInvokeConfig, query: ["Qualifier"],
    resource: "FunctionName")

  /// <https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html>
  public static let putFunctionConcurrency = Operation(
    "PutFunctionConcurrency", of: service, "PUT", "/2017-10-31/functions/{FunctionName}/concurrency", body: .members,
    answer: .members(), requires: ["ReservedConcurrentExecutions"], resource: "FunctionName")
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html>
  public static let deleteFunctionConcurrency = Operation(
    "DeleteFunctionConcurrency", of: service, "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency",
    resource: "FunctionName")
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html>
  public static let updateFunctionConfiguration = Operation(
    "UpdateFunctionConfiguration", of: service, "PUT", "\(functions)/{FunctionName}/configuration", body: .members,
    answer: .members(), requires: ["FunctionArn"], resource: "FunctionName")
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html>
  public static let publishVersion = Operation(
    "PublishVersion", of: service, "POST", "\(functions)/{FunctionName}/versions", body: .members,
    answer: .members(), requires: ["FunctionArn", "Version"], resource: "FunctionName")

  private static let functions = "/2015-03-31/functions"
  private static let eventInvokeConfig = "/2019-09-25/functions/{FunctionName}/event-invoke-config"

  private static func read(
    _ name: String, _ path: String = "", query: [Operation.Binding], requires: [String], pagination: Pagination? = nil
  ) -> Operation {
    Operation(
      name, of: service, "GET", "\(functions)/{FunctionName}\(path)", query: query, answer: .members(),
      requires: requires, pagination: pagination, resource: "FunctionName")
  }

  private static func pages(_ items: String) -> Pagination {
    Pagination(items, token: "Marker", from: "NextMarker", limit: "MaxItems", atMost: 50)
  }
}
