import Foundation
import Testing

@testable import EdgeCode

/// Where something fails and is caught, what was done before it is done, and what stands behind it is not; where nothing catches
/// it, nobody gets the answer. So it is as written, and in what tsc and Babel make of it for ES5.
@Suite struct FailingHelperTests {
  private static let set: [(name: String, headers: [String])] = [
    ("caught", ["x-a"]), ("chained", ["x-a"]), ("returned", ["x-a"]), ("settled", ["x-a"]), ("together", ["x-a"]),
    ("started", ["x-a", "x-c"]), ("thrown", ["x-a"]), ("parsed", ["x-a"]), ("tidied", ["x-a"]),
    ("finished", ["x-a"]), ("outer", ["x-a", "x-c"]), ("uncaught", ["x-a", "x-b"]),
    ("uncaughtInLoop", ["x-a", "x-b"]), ("caughtInLoop", []), ("inPlace", ["x-a", "x-c"]), ("inBoth", ["x-a"]),
    ("rejecting", ["x-a"]), ("resolving", ["x-a"]), ("finallyThen", ["x-a"]), ("retried", ["x-a", "x-b"]),
  ]

  private static let given = [
    "each", "eachLooped", "spread", "stepped", "awaited", "awaitedEach", "promises", "texts",
  ].map { (name: $0, headers: ["x-a", "x-b"]) }

  @Test(arguments: ["failing-helpers", "failing-helpers-tsc", "failing-helpers-babel"])
  func failing(_ form: String) throws { try expect(Self.set, of: form) }

  /// What a generator gives is known in its order, in each of these forms.
  @Test(arguments: ["given-in-order", "given-in-order-tsc", "given-in-order-babel"])
  func given(_ form: String) throws { try expect(Self.given, of: form) }

  private func expect(_ set: [(name: String, headers: [String])], of form: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Bundles")
    let code = Array(try Data(contentsOf: folder.appending(path: form + ".js")))
    for (name, headers) in set {
      let answers = EdgeCode.read(
        package: ["index.js": code], handler: "index.\(name)", runtime: .lambdaNode,
        context: EventContext(eventType: "origin-response"))
      #expect(answers.results.state == .known, "\(name) \(answers.results.undecided)")
      let certain = answers.results.values.filter { $0.outcome == .response }.map { result in
        Set(result.headers.filter { $0.isCertain && $0.action == .set }.map(\.name))
      }
      let all = certain.dropFirst().reduce(certain.first ?? []) { $0.intersection($1) }
      #expect(all.sorted() == headers && !certain.isEmpty, "\(name)")
    }
  }
}
