import Auditing
import Documents
import Estate
import Schema

/// The declared tests that the drafts of functions do not hold: what fails one is not published.
struct FailedTests {
  private let names: [ResourceKey: [String]]

  /// - Parameter outcomes: What came of the tests that were run.
  init(_ outcomes: [FunctionTestOutcome]) {
    let failed = outcomes.filter { $0.stage == "DEVELOPMENT" && $0.complaint != nil }
    names = Dictionary(grouping: failed, by: \.function.key).mapValues { $0.map(\.test.name) }
  }

  /// Why a step is left that would publish what was tested; `nil` where it does not, and where only publishing will tell.
  ///
  /// - Parameters:
  ///   - after: The estate once it is done.
  ///   - found: The estate as it is, on which the tests were run.
  func obstacle(to step: Step, in after: Estate, from found: Estate) -> String? {
    let function = step.part.resource
    guard step.part.name == .stages, let names = names[function.key],
      let now = found.resources[function.key]?.properties, let then = after.resources[function.key]?.properties
    else { return nil }
    let members = ["FunctionCode", function.type.schema.stages?.configuration].compactMap(\.self)
    let publishes = members.contains { now["LIVE"]?[$0] != then["LIVE"]?[$0] }
    guard publishes, members.allSatisfy({ now["DEVELOPMENT"]?[$0] == then["LIVE"]?[$0] }) else { return nil }
    return
      "DEVELOPMENT does not hold the declared \(names.count == 1 ? "test" : "tests") \(names.joined(separator: ", ")), and "
      + "what fails a test is not published. Change the code, or what the test expects."
  }
}
