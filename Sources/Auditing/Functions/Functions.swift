import JMESPath

extension FunctionTable {
  /// JMESPath's functions, and what rules ask of source code, of policies and of times.
  public static let auditing = standard.adding(sourceFunctions + storeFunctions + policyFunctions + [pathsPerHour])
}
