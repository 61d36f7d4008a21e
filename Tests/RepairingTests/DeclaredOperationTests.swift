import AWSCore
import AWSServices
import Auditing
import Documents
import Foundation
import Schema
import Testing

@testable import Repairing

/// The operations that a writer calls are those that its part declares, which plans and permissions are made of.
@Suite struct `The operations of a part` {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/Repairing")

  private static let tables: [String: [AWSCore.Operation]] = [
    "CloudFront": CloudFront.operations, "CloudFrontKeyValueStore": CloudFrontKeyValueStore.operations,
    "CloudWatchLogs": CloudWatchLogs.operations, "IAM": IAM.operations, "Lambda": Lambda.operations,
    "S3": S3.operations,
  ]

  /// The operations that a text of Swift names, such as `IAM.getRole`.
  private static func operations(in text: String) -> Set<String> {
    Set(
      text.matches(of: /\b([A-Z]\w+)\.([a-z]\w+)\b/).compactMap { match in
        let name = match.2.prefix(1).uppercased() + match.2.dropFirst()
        return tables[String(match.1)]?.first { $0.name == name }?.identifier
      })
  }

  /// The types of the room of writers, each by its name, with its text and that of its file's extensions, which belong to
  /// no writer alone.
  private static func types() throws -> [String: String] {
    let room = folder.appending(path: "Writing")
    var found: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: room.path) where file.hasSuffix(".swift") {
      let text = try String(contentsOf: room.appending(path: file), encoding: .utf8)
      let extensions = text.components(separatedBy: "\nextension ").dropFirst().joined()
      for start in text.matches(of: /\n(private )?struct (\w+)[:< ]/) {
        let rest = text[start.range.upperBound...]
        found[String(start.2)] = rest[..<(rest.range(of: "\n}\n")?.lowerBound ?? rest.endIndex)] + extensions
      }
    }
    return found
  }

  /// The text of a writer, and of the types that it uses beside other writers.
  private static func source(of writer: String) throws -> String {
    let types = try types()
    var (names, next) = ([writer], 0)
    while next < names.count {
      let text = try #require(types[names[next]], "no file holds \(names[next])")
      names += types.keys.filter { name in
        !names.contains(name) && !name.hasSuffix("Writer") && text.contains(name)
      }
      next += 1
    }
    return names.compactMap { types[$0] }.joined()
  }

  private static func declared(_ part: WritablePart) -> Set<String> {
    Set((part.reads + part.writes + part.removals + [part.waiter?.operation].compactMap(\.self)).map(\.identifier))
  }

  @Test(arguments: WritablePart.Name.allCases)
  func `are all that its writer names, and its writer names all of them`(name: WritablePart.Name) throws {
    let parts = ResourceType.allCases.flatMap(\.schema.parts).filter { $0.name == name }
    #expect(!parts.isEmpty)
    let source = try Self.source(of: "\(type(of: name.writer))")
    let named = Self.operations(in: source)
    let declared = parts.reduce(into: Set<String>()) { $0.formUnion(Self.declared($1)) }
    #expect(named.isSubset(of: declared), "\(named.subtracting(declared).sorted())")
    // Documents and stages of CloudFront are read and written by what the schema says of them.
    if name == .stages || parts.contains(where: { $0.document != nil }) { return }
    let waited = Set(parts.compactMap { $0.waiter?.operation.identifier })
    #expect(declared.subtracting(waited).subtracting(named) == [])
  }

  /// `audit permissions --fix` prints these, beside what a check takes.
  @Test(arguments: ResourceType.allCases)
  func `are those that whoever repairs it has to be allowed, and no others`(type: ResourceType) {
    for part in type.schema.parts {
      guard let root = part.members.first?.split(separator: ".").first.map(String.init) else { continue }
      let declaration = Declaration(
        .init(type, id: "x"), expect: [root: [:]], source: SourceMark(file: "baseline.yaml", line: 1))
      let operations = part.reads + part.writes + part.removals + [part.waiter?.operation].compactMap(\.self)
      #expect(
        Planner.actions(of: [], declarations: [declaration]) == Set(operations.map(\.iamAction) + part.alsoAllowed),
        "\(part.name)")
    }
  }
}
