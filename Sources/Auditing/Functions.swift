import Documents
import JMESPath
import SourceCode

extension FunctionTable {
  /// JMESPath's functions, and what rules ask of source code.
  public static let auditing = standard.adding(
    // The ids of the key value stores that a CloudFront function opens; `*` for one that the text does not name.
    Function("key_value_stores_opened", [.string]) { arguments in
      .array(source(arguments).keyValueStoresOpened.map(JSONValue.string))
    },
    // Whether a CloudFront function uses what only runtime 2.0 has: async, await, promises.
    Function("uses_async", [.string]) { arguments in .bool(source(arguments).usesAsync) })

  private static func source(_ arguments: [JSONValue]) -> CloudFrontFunctionSource {
    CloudFrontFunctionSource(code: arguments.first?.string ?? "")
  }
}
