import EdgeCode
import Foundation
import SourceCode
import TestSupport

extension Target {
  /// No file of a package takes more than its bound, and each is read or is an error.
  static let zip = Target(
    name: "zip",
    seeds: { archives.compactMap { Data(base64Encoded: $0).map { [UInt8]($0) } } },
    words: ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "../", "\\", "index.js"],
    check: { input, _ in
      var limits = ZipArchive.Limits()
      (limits.entries, limits.entrySize, limits.totalSize) = (200, 1 << 20, 2 << 20)
      (limits.ratio, limits.ratioFloor) = (20, 1 << 12)
      guard let archive = try? ZipArchive(input, limits: limits) else { return }
      try expect(archive.names.count <= limits.entries, "more files than the limit")
      try expect(Set(archive.names).count == archive.names.count, "a name stands twice")
      for name in archive.names {
        guard let bytes = try? archive.bytes(of: name) else { continue }
        try expect(bytes.count <= limits.entrySize, "\(name) has \(bytes.count) bytes")
        _ = try archive.entry(name)
      }
      for handler in ["index.handler", "./lib/index.api.handler", "a.b", "", ".", "/", "...", "é.é"] {
        for runtime in ["nodejs22.x", "python3.13", "ruby3.4"] {
          guard let file = archive.handlerFile(handler: handler, runtime: runtime) else { continue }
          // What the directory says otherwise than the file itself has no bytes, but is told.
          let isThere = archive.names.contains(file.name)
          if !isThere { try expect((try? archive.bytes(of: file.name)) == nil, "\(file.name) is not in the archive") }
        }
      }
    })

  /// Small archives: of a store and of a deflated file, with folders, made by Python's zipfile.
  private static let archives = [
    """
    UEsDBBQAAAAAAAAAIQDVz+jyIQAAACEAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoKSA9PiAxOwpQSwMEFAAAAAAA\
    AAAhAAAAAAAAAAAAAAAAAAQAAABsaWIvUEsDBBQAAAAAAAAAIQDwcRrEKAAAACgAAAAIAAAAbGliL2EuanN4eHh4eHh4eHh4eHh4eHh4eHh4\
    eHh4eHh4eHh4eHh4eHh4eHh4eHh4UEsBAhQDFAAAAAAAAAAhANXP6PIhAAAAIQAAAAgAAAAAAAAAAAAAAIABAAAAAGluZGV4LmpzUEsBAhQD\
    FAAAAAAAAAAhAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAIABRwAAAGxpYi9QSwECFAMUAAAAAAAAACEA8HEaxCgAAAAoAAAACAAAAAAAAAAA\
    AAAAgAFpAAAAbGliL2EuanNQSwUGAAAAAAMAAwCeAAAAtwAAAAAA
    """,
    """
    UEsDBBQAAAAIAAAAIQAPgQmfLwAAABQBAAAIAAAAaW5kZXgucHlLSU1TyEjMS8lJLdJILUvNK9FRSM7PK0mtKNG04lIAgqLUktKiPAWwHFfK\
    iFANAFBLAwQUAAAICAAAACEAyDzcXhUAAAC4CwAABgAAAMOpLnR4dO3BMQEAAADCoKzrX8IaHkABAADvBlBLAQIUAxQAAAAIAAAAIQAPgQmf\
    LwAAABQBAAAIAAAAAAAAAAAAAACAAQAAAABpbmRleC5weVBLAQIUAxQAAAgIAAAAIQDIPNxeFQAAALgLAAAGAAAAAAAAAAAAAACAAVUAAADD\
    qS50eHRQSwUGAAAAAAIAAgBqAAAAjgAAAAwAbWFkZSBieSBoYW5k
    """,
  ]

  /// Code of CloudFront functions is answered for, read or not.
  static let functions = Target(
    name: "functions", seeds: { Project.files(below: "Tests/EdgeCodeOracleTests/Corpus/functions", ".js") },
    words: words,
    check: { input, _ in
      let answers = EdgeCode.read(package: ["index.js": input], handler: "", runtime: .cloudFrontFunction)
      let again = EdgeCode.read(package: ["index.js": input], handler: "", runtime: .cloudFrontFunction)
      try expect("\(answers)" == "\(again)", "the same code is read otherwise")
    })

  /// Code of Lambda@Edge for Node.js too.
  static let handlers = Target(
    name: "handlers", seeds: { Project.files(below: "Tests/EdgeCodeOracleTests/Corpus/lambda", ".js", ".mjs", ".ts") },
    words: words,
    check: { input, random in
      let name = random.pick(["index.js", "index.mjs", "index.cjs"], or: "index.js")
      let package = [name: input, "package.json": Array(#"{"type": "module"}"#.utf8), "lib/a.js": input]
      _ = EdgeCode.read(package: package, handler: "index.handler", runtime: .lambdaNode)
    })

  /// And for Python.
  static let python = Target(
    name: "python", seeds: { Project.files(below: "Tests/EdgeCodeOracleTests/Corpus/python", ".py") },
    words: [
      "def f(", "async ", "await ", "lambda x: ", "yield ", "match x:\n  case ", "f\"{", "}\"", "\"\"\"", "\\\n", "\t",
      "    ",
      "if x:\n", "try:\n", "except* ", "with a as b:\n", "@", ":=", "**", "*", "->", "global x\n", "class A(A):\n", "[",
      "{",
      "import json\n", "from . import *\n", "for x in x:\n", "while True:\n", "return ", "del x\n",
    ],
    check: { input, _ in
      _ = EdgeCode.read(package: ["index.py": input], handler: "index.handler", runtime: .lambdaPython)
    })

  private static let words = [
    "function ", "async ", "await ", "=> ", "class A extends A {", "yield* ", "`${", "}`", "/re(/", "/[/", "...", "?.",
    "??=",
    "import ", "export default ", "require('./index.js')", "require(", "exports.handler = ", "new ", "let ", "var ",
    "const ",
    "for (;;) ", "for (const x of ", "while (1) ", "switch (x) {", "case ", "try {", "} catch {", "} finally {",
    "return ",
    "this", "arguments", "eval(", "with (a) ", "label: ", "continue label;", "get x() {", "static {", "#p", "0x", "1n",
    "JSON.parse(", ".map(", ".reduce(", "Object.assign(", "[...", "({", "})", "delete ", "typeof ", "void 0", "in ",
    ".handler", "event.request", "cf.kvs()", "'use strict';", "//", "/*", "*/", "\\u{", "<!--",
  ]
}
