/// Which file of a package a Lambda handler stands in.
public enum HandlerName {
  /// The names that the file may have, the likelier first: `pkg/mod.handler` is in `pkg/mod.py`, or in `pkg/mod.js`,
  /// `.mjs` or `.cjs`. None for a runtime that runs no source text.
  ///
  /// Follows <https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html> and its page on Python.
  public static func files(_ handler: String, runtime: String) -> [String] {
    guard let dot = handler.lastIndex(of: ".") else { return [] }
    let module = String(handler[..<dot])
    if runtime.hasPrefix("python") {
      // Python's modules may be named with dots.
      return ["\(module).py", module.split(separator: ".").joined(separator: "/") + ".py"]
    }
    return runtime.hasPrefix("nodejs") ? ["\(module).js", "\(module).mjs", "\(module).cjs"] : []
  }
}
