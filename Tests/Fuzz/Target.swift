import Documents
import Foundation
import TestSupport

/// Something that reads what others wrote, with inputs that it takes and what has to hold of any other.
struct Target: Sendable {
  /// The name on the command line.
  let name: String
  /// Inputs as they are meant to be.
  let seeds: @Sendable () -> [[UInt8]]
  /// Words of the format.
  var words: [String] = []
  /// Whether inputs are JSON, and change as trees too.
  var isJSON = false
  /// Reads an input, and throws what does not hold.
  let check: @Sendable (_ input: [UInt8], _ random: inout SeededRandom) throws -> Void

  /// The input of a case.
  func input(_ seeds: [[UInt8]], _ random: inout SeededRandom) -> [UInt8] {
    let seed = random.pick(seeds, or: [])
    if isJSON, !random.happens(onceIn: 3), let tree = try? JSONReader.read(seed) {
      return JSONWriter().bytes(Mutation.tree(tree, &random, names: words))
    }
    return Mutation.bytes(seed, &random, words: words, others: seeds)
  }

  /// All targets.
  static let all =
    [json, xml, answers, yaml, jmespath, policies, zip, journals, terraform, templates, plans, reports, snapshots]
    + [accounts, functions, handlers, python, rules, configurations, baselines, settings, texts, states]
}

/// What has to hold of every input, and does not of one.
struct Violation: Error, CustomStringConvertible {
  let description: String
}

/// Throws what does not hold.
func expect(_ condition: Bool, _ claim: @autoclosure () -> String) throws {
  if !condition { throw Violation(description: claim()) }
}

/// Files of the project.
enum Project {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The bytes of a file.
  static func file(_ path: String) -> [UInt8] {
    guard let data = try? Data(contentsOf: root.appending(path: path)) else {
      FileHandle.standardError.write(Data("fuzz: there is no \(path)\n".utf8))
      exit(64)
    }
    return [UInt8](data)
  }

  /// The bytes of the files below a folder whose names end so.
  static func files(below folder: String, _ suffixes: String...) -> [[UInt8]] {
    let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)?.compactMap { $0 as? String }
    return (names ?? []).sorted().filter { name in suffixes.contains { name.hasSuffix($0) } }
      .map { file("\(folder)/\($0)") }
  }
}

/// Writes a line at once, so that it is there whatever comes next.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

extension String {
  /// A text as bytes are read that may be none.
  init(lenient bytes: [UInt8]) { self.init(decoding: bytes, as: UTF8.self) }
}
