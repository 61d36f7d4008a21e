import Documents
import Estate
import Foundation
import Schema
import Testing

@testable import Auditing

/// What is declared and AWS does not take is said, with its place; what it takes, or may, is not.
@Suite struct RefusedDeclarationTests {
  private func issues(_ resource: String, on day: String = "2026-11-29") throws -> [String] {
    let content = try BaselineFile.read(
      [.init(file: "b.yaml", text: "resources:\n  - \(resource)\n")],
      BaselineFile.Context(environment: [:], read: { _ in "" }))
    let auditor = Auditor(rules: [], declarations: content.declarations)
    return auditor.refusedDeclarations(at: try #require(CalendarDate(day)).start).map(\.description)
  }

  /// Of each family one that is blocked, one that is blocked for new functions alone, and one that is not.
  @Test func `a runtime is refused from the day on which Lambda blocks it`() throws {
    let blocked = try #require(Facts.blocks(ofRuntime: "nodejs12.x"))
    let (create, update) = (try #require(blocked.create), try #require(blocked.update))
    #expect(create.days < update.days)
    for type in ["AWS::Lambda::Function, id: f", "AWS::Lambda::Version, id: \"f:1\""] {
      let declared = "{type: \(type), region: us-east-1, expect: {Runtime: nodejs12.x}}"
      let before = CalendarDate(of: create.start.addingTimeInterval(-1)).description
      #expect(try issues(declared, on: before) == [])
      let first = try issues(declared, on: create.description)
      #expect(
        first.count == 1 && first[0].hasPrefix("b.yaml:2:") && first[0].contains("no new functions since \(create)"))
      #expect(!first[0].contains("changes to functions"))
      #expect(try issues(declared, on: update.description)[0].contains("no changes to functions since \(update)"))
    }
    for runtime in ["java8", "python2.7", "ruby2.5", "go1.x", "dotnetcore3.1"] {
      let declared = "{type: AWS::Lambda::Function, id: f, region: us-east-1, expect: {Runtime: \(runtime)}}"
      #expect(try issues(declared, on: "2030-01-01").count == 1, "\(runtime)")
    }
    for runtime in ["nodejs24.x", "python3.14", "nodejs99.x", "provided.al2023"] {
      let declared = "{type: AWS::Lambda::Function, id: f, region: us-east-1, expect: {Runtime: \(runtime)}}"
      #expect(try issues(declared).isEmpty, "\(runtime)")
    }
  }

  private func distribution(_ behavior: String, path: String? = nil) -> String {
    let place =
      path.map { "CacheBehaviors: [{PathPattern: \($0), \(behavior)}]" } ?? "DefaultCacheBehavior: {\(behavior)}"
    return "{type: AWS::CloudFront::Distribution, id: E1, expect: {\(place)}}"
  }

  private func associating(_ event: String, _ includes: Bool) -> String {
    "LambdaFunctionAssociations: [{EventType: \(event), IncludeBody: \(includes), "
      + "LambdaFunctionARN: \"arn:aws:lambda:us-east-1:111122223333:function:f:1\"}]"
  }

  @Test(arguments: [String?.none, "/api/*"])
  func `a body at a response, and gRPC without POST, are refused`(path: String?) throws {
    for event in ["origin-response", "viewer-response"] {
      let found = try issues(distribution(associating(event, true), path: path))
      #expect(found.count == 1 && found[0].contains("no IncludeBody at \(event)"), "\(found)")
      #expect(path == nil || found[0].contains("CacheBehaviors[/api/*]."), "\(found)")
      #expect(try issues(distribution(associating(event, false), path: path)) == [])
    }
    for event in ["origin-request", "viewer-request"] {
      #expect(try issues(distribution(associating(event, true), path: path)) == [])
    }
    for (methods, isTaken) in [
      ("[GET, HEAD]", false), ("[GET, HEAD, OPTIONS]", false), ("[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]", true),
    ] {
      let allowed = "AllowedMethods: {Items: \(methods)}"
      let found = try issues(distribution("GrpcConfig: {Enabled: true}, \(allowed)", path: path))
      #expect(found.isEmpty == isTaken, "\(found)")
      #expect(try issues(distribution("GrpcConfig: {Enabled: false}, \(allowed)", path: path)) == [])
    }
    // What methods there are is not said.
    #expect(try issues(distribution("GrpcConfig: {Enabled: true}", path: path)) == [])
  }
}
