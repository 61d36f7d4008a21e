import JMESPath

extension FunctionTable {
  /// JMESPath's functions, and what rules ask of source code, of stores, of policies, of headers, of times and of what is
  /// known of AWS.
  public static let auditing = standard.adding(
    sourceFunctions + storeFunctions + policyFunctions + factFunctions + headerFunctions + valueFunctions + [
      pathsPerHour
    ])
}
