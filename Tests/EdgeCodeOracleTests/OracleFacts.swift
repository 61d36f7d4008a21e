import Foundation
import Testing

/// What the runs of the corpus showed; `Oracle/oracle.py` writes it.
struct OracleFacts: Decodable, Sendable {
  /// The versions of what ran or made the code.
  let tools: [String: String]
  let handlers: [Handler]

  struct Handler: Decodable, Sendable {
    /// Its path in the corpus, without the suffix: `lambda/viewer-request/basic-auth-callback`.
    let id: String
    let kind: Kind
    let event: String
    /// What the function is called that is exported.
    let name: String
    let forms: [Form: Shown]
  }

  enum Kind: String, Decodable, Sendable, CaseIterable {
    case functions, lambda, python
  }

  /// How a handler is deployed.
  enum Form: String, Decodable, CodingKeyRepresentable, Sendable, CaseIterable, Comparable {
    case written, bundle, minified, es2017, es5, webpack, development, ncc, rollup, terser, babel

    /// The forms of handlers of a kind, with the tools that are there.
    static func all(of kind: Kind) -> [Form] {
      switch kind {
      case .python: [.written]
      case .lambda: allCases.filter { Oracle.bundlers != nil || $0 < .webpack }
      // Who writes for CloudFront Functions has no tables of modules to pack.
      case .functions: all(of: .lambda).filter { ![.webpack, .development, .ncc].contains($0) }
      }
    }

    static func < (left: Form, right: Form) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// What the runs of one form showed.
  struct Shown: Decodable, Sendable {
    /// Why the engine would not load it; nothing else is there then.
    let refused: String?
    /// Whether it ran in node, since njs does not load it.
    let inNode: Bool?
    let runs: [Run]?
    /// The ids of the stores that were opened, nil for the one that is associated.
    let stores: [String?]?
    let keys: [String]?
    let dates: [Date]?
    /// The parts of the request that were read, as `RequestPart` names them.
    let reads: [String]?
    let clients: [Client]?
    /// Statuses of 400 and above on which something is done that is not done on 200.
    let awaited: [Int]?
  }

  /// What one event came to.
  struct Run: Decodable, Sendable {
    enum Outcome: String, Decodable, Sendable {
      case request, response, generated, nothing, error
    }

    let outcome: Outcome
    /// The status that was set; nil where none was.
    let status: Status?
    /// `statusCode` where `status` belongs, or the other way round.
    let wrongStatus: String?
    /// Whether each header that was set has the shape that CloudFront wants: `right`, `text`, `no list`, `no text`.
    let shapes: [String: String]?
    /// What beside status and headers is not in CloudFront's form: `body`, `bodyEncoding`, members of API Gateway's.
    let bodyFaults: [String]?
    let set: [String: [String]]?
    let deleted: [String]?
  }

  /// A status, a number or a text.
  struct Status: Decodable, Sendable, Hashable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        text = String(number)
      } else {
        text = try container.decode(String.self)
      }
    }

    var code: Int? { Int(text) }
  }

  struct Date: Decodable, Sendable, Hashable {
    let text: String
    /// Whether the engine that ran it parses it.
    let isValid: Bool
  }

  struct Client: Decodable, Sendable, Hashable {
    let name: String
    /// The region that the code gave; nil where it gave none.
    let region: String?
  }
}

/// The runs, made once.
enum Oracle {
  /// Why there are no facts; each test that asks for them fails with it.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static let skipReason: Comment = "needs what scripts/setup installs: njs, esbuild, tsc, node, and Python in .venv"

  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// A corpus of somebody's own, in the place of the project's.
  static let ownCorpus = ProcessInfo.processInfo.environment["AUDIT_TEST_CORPUS"]
  /// Where forms and facts lie.
  static let folder = root.appending(path: ".build-edge-code-oracle" + (ownCorpus == nil ? "" : "-own"))

  /// The Python to run it with, where there is one.
  static let python: String? = {
    let path =
      ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] ?? root.appending(path: ".venv/bin/python3").path
    let tools = ["/usr/bin/njs", "/usr/bin/esbuild", "/usr/bin/tsc"]
    return ([path] + tools).allSatisfy(FileManager.default.isExecutableFile) ? path : nil
  }()

  /// Where scripts/bundlers has laid out the tools of the other forms; nil where it has not.
  static let bundlers: String? = {
    let settings = ProcessInfo.processInfo.environment
    let cache = settings["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
    let path = settings["AUDIT_BUNDLERS"] ?? cache + "/audit-bundlers"
    return FileManager.default.fileExists(atPath: path + "/complete") ? path : nil
  }()

  /// What the runs showed.
  static let facts: Result<OracleFacts, any Error> = Result {
    let process = Process()
    process.executableURL = URL(filePath: python ?? "python3")
    process.arguments = [
      root.appending(path: "Tests/EdgeCodeOracleTests/Oracle/oracle.py").path, folder.path,
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PYTHONDONTWRITEBYTECODE": "1", "AUDIT_TEST_BUNDLERS": bundlers ?? ""]
    ) { $1 }
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: "the oracle failed; see above") }
    return try JSONDecoder().decode(OracleFacts.self, from: Data(contentsOf: folder.appending(path: "facts.json")))
  }

  /// The files of a form's package, by path.
  static func package(_ handler: OracleFacts.Handler, _ form: OracleFacts.Form) throws -> [String: [UInt8]] {
    let place = folder.appending(path: "\(handler.id)/\(form.rawValue)")
    let base = place.standardizedFileURL.path + "/"
    var files: [String: [UInt8]] = [:]
    guard let found = FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil) else {
      throw Failure(description: "\(place.path) cannot be read")
    }
    for case let file as URL in found where !file.hasDirectoryPath {
      let path = file.standardizedFileURL.path
      files[path.hasPrefix(base) ? String(path.dropFirst(base.count)) : path] = Array(try Data(contentsOf: file))
    }
    return files
  }
}
