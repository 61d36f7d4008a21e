import Testing

@testable import EdgeCode

/// Of a package a snapshot keeps the files that the handler reaches: they say what the whole package says.
@Suite("Edge code: the files that a handler reaches")
struct SnapshotFileTests {
  private static let deny = "exports.deny = (status) => ({status, headers: {'x-a': [{key: 'X-A', value: 'b'}]}});"

  /// Packages by what leads from file to file: files, the handler, and the paths that are reached.
  static let packages: [(name: String, files: [String: String], handler: String, reached: Set<String>)] = [
    (
      "require of a file, a folder and JSON",
      [
        "index.js":
          "const {deny} = require('./lib'); const all = require('./all.json'); exports.handler = async () => deny(all.status);",
        "lib/index.js": "module.exports = require('./deny.js');", "lib/deny.js": deny,
        "all.json": "{\"status\": \"404\"}",
        "other.js": "exports.x = 1;",
      ], "index.handler", ["index.js", "lib/index.js", "lib/deny.js", "all.json"]
    ),
    (
      "import, export from and import()",
      [
        "index.mjs":
          "import {deny} from './lib/all.mjs'; export const handler = async () => { const {status} = await import('./status.mjs'); return deny(status); };",
        "lib/all.mjs": "export * from './deny.mjs';", "lib/deny.mjs": "export const deny = (status) => ({status});",
        "status.mjs": "export const status = '403';", "other.mjs": "export const x = 1;",
      ], "index.handler", ["index.mjs", "lib/all.mjs", "lib/deny.mjs", "status.mjs"]
    ),
    (
      "a name that is put together",
      [
        "index.js":
          "const kind = 'deny'; const name = './lib/' + kind; const {deny} = require(name); exports.handler = async () => deny('404');",
        "lib/deny.js": deny, "lib/allow.js": "exports.allow = 1;",
      ], "index.handler", ["index.js", "lib/deny.js"]
    ),
    (
      "node_modules with main and exports, and a handler in a folder",
      [
        "src/api.js":
          "const {deny} = require('answers'); const {status} = require('@edge/status/not-found'); exports.handler = async () => deny(status);",
        "node_modules/answers/package.json": "{\"main\": \"dist/main\"}", "node_modules/answers/dist/main.js": deny,
        "node_modules/@edge/status/package.json": "{\"exports\": {\"./not-found\": \"./lib/404.js\"}}",
        "node_modules/@edge/status/lib/404.js": "exports.status = '404';", "node_modules/unused/index.js": "",
      ], "src/api.handler",
      [
        "src/api.js", "node_modules/answers/package.json", "node_modules/answers/dist/main.js",
        "node_modules/@edge/status/package.json", "node_modules/@edge/status/lib/404.js",
      ]
    ),
    (
      "a file that is read",
      [
        "index.js":
          "const fs = require('fs'); const path = require('path'); const set = JSON.parse(fs.readFileSync(path.join(__dirname, 'headers.json'), 'utf8')); exports.handler = async (event) => { const r = event.Records[0].cf.response; for (const [k, v] of Object.entries(set)) r.headers[k] = [{key: k, value: v}]; return r; };",
        "headers.json": "{\"x-frame-options\": \"DENY\"}", "more.json": "{}",
      ], "index.handler", ["index.js", "headers.json"]
    ),
    (
      "Python: a module, a package and a name in it",
      [
        "index.py":
          "import answers\nfrom lib.deny import deny\nfrom lib import status\n\ndef handler(event, context):\n    return deny(status.CODE) if event else answers.ok()\n",
        "answers.py": "def ok():\n    return {'status': '200'}\n", "lib/__init__.py": "",
        "lib/deny.py":
          "def deny(code):\n    return {'status': code, 'headers': {'x-a': [{'key': 'X-A', 'value': 'b'}]}}\n",
        "lib/status.py": "CODE = '404'\n", "unused.py": "X = 1\n",
      ], "index.handler", ["index.py", "answers.py", "lib/__init__.py", "lib/deny.py", "lib/status.py"]
    ),
    (
      "Python: imports relative to a package, within a function",
      [
        "edge/api.py":
          "from .lib import deny as no\n\ndef handler(event, context):\n    from . import status\n    return no(status.CODE)\n",
        "edge/__init__.py": "", "edge/lib.py": "def deny(code):\n    return {'status': code}\n",
        "edge/status.py": "CODE = '403'\n", "status.py": "CODE = '200'\n",
      ], "edge/api.handler", ["edge/api.py", "edge/__init__.py", "edge/lib.py", "edge/status.py"]
    ),
  ]

  @Test("They are all that the verdict rests on", arguments: packages.map(\.name))
  func reached(name: String) throws {
    let package = try #require(Self.packages.first { $0.name == name })
    let files = package.files.mapValues { Array($0.utf8) }
    let reached = EdgeCode.reachableFiles(CodePackage(files), handler: package.handler)
    #expect(Set(reached) == package.reached)
    let runtime: EdgeCode.Runtime = name.hasPrefix("Python") ? .lambdaPython : .lambdaNode
    let whole = EdgeCode.read(package: files, handler: package.handler, runtime: runtime)
    let kept = EdgeCode.read(
      package: files.filter { reached.contains($0.key) }, handler: package.handler, runtime: runtime)
    #expect(kept == whole)
    #expect(whole.results.undecided == [])
    #expect(whole.results.found.isEmpty == false)
  }

  @Test("Modules that export all of each other have an end")
  func circle() {
    let names = ["a", "b", "c", "d"]
    var files: [String: [UInt8]] = [
      "index.mjs": Array(
        "import {status, missing} from './a.mjs'; export const handler = async () => ({status, body: missing});".utf8)
    ]
    for name in names {
      let all = names.filter { $0 != name }.map { "export * from './\($0).mjs';" }.joined()
      files["\(name).mjs"] = Array((all + (name == "d" ? "export const status = '404';" : "")).utf8)
    }
    let answers = EdgeCode.read(package: files, handler: "index.handler", runtime: .lambdaNode)
    #expect(answers.results.values.map(\.status?.only) == [404])
  }
}
