import Documents
import Foundation
import Testing

/// Python's `jsonschema`, which judges files beside our readers.
enum SchemaJudge {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The Python to ask, where there is one.
  static let python: String? = {
    let path =
      ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] ?? root.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// Reads `{schema, files}` and answers for each YAML file whether the schema holds. Scalars are those of YAML 1.2, as
  /// editors and `audit` read them.
  private static let script = #"""
    import json, re, sys, jsonschema, yaml
    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {}
    for tag, pattern, first in [
        ("bool", "true|false", "tf"), ("null", "~|null|", "~n\0"), ("int", "[-+]?[0-9]+", "-+0123456789"),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789")]:
        Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(f"^(?:{pattern})$"), list(first) + [""])
    asked = json.load(sys.stdin)
    jsonschema.Draft7Validator.check_schema(asked["schema"])
    validator = jsonschema.Draft7Validator(asked["schema"])
    print(json.dumps([validator.is_valid(yaml.load(text, Loader)) for text in asked["files"]]))
    """#

  /// Whether a schema holds for each of these files.
  static func verdicts(_ files: [String], schema: JSONValue) throws -> [Bool] {
    let process = Process()
    process.executableURL = URL(filePath: python ?? "")
    process.arguments = ["-c", script]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let asked: JSONValue = ["schema": schema, "files": .array(files.map(JSONValue.string))]
    try input.fileHandleForWriting.write(contentsOf: Data(JSONWriter().bytes(asked)))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try #require(try JSONReader.read(Array(answer)).array).compactMap(\.bool)
  }
}
