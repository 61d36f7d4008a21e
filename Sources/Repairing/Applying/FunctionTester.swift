import AWSCore
import AWSServices
import Auditing
import Documents
import Estate

/// Runs the tests that a baseline declares of CloudFront functions, by TestFunction, which changes nothing.
///
/// What functions answer and log may be secret: it is compared here, and goes no further.
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_TestFunction.html>
public struct FunctionTester: Sendable {
  private let client: Client

  /// A tester that asks by this client.
  public init(client: Client) { self.client = client }

  /// Runs tests one after the other.
  public func outcomes(
    of tests: [(function: ResourceReference, test: FunctionTest, stage: String)]
  ) async -> [FunctionTestOutcome] {
    var outcomes: [FunctionTestOutcome] = []
    var versions: [String: String] = [:]
    for (function, test, stage) in tests {
      let name = "\(function.id) \(stage)"
      do throws(ServiceError) {
        if versions[name] == nil {
          let summary = try await client.call(
            CloudFront.describeFunction, ["Name": .string(function.id), "Stage": .string(stage)])
          versions[name] = summary.etag
        }
        outcomes.append(try await outcome(of: test, on: function, stage, version: versions[name]))
      } catch {
        outcomes.append(
          FunctionTestOutcome(
            function: function, test: test, stage: stage,
            result: .unread(
              operation: error.operation, code: error.code, message: error.message,
              advice: "Allow cloudfront:TestFunction, or leave the declared tests out.")))
      }
    }
    return outcomes
  }

  /// Runs one test on what a stage holds in a version, which is its ETag.
  func outcome(
    of test: FunctionTest, on function: ResourceReference, _ stage: String, version: String?
  ) async throws(ServiceError) -> FunctionTestOutcome {
    let event = Base64.encode(Array(JSONWriter().string(test.event).utf8))
    let document = XMLElement(
      "TestFunctionRequest",
      nodes: [
        .element(XMLElement("Stage", text: stage)), .element(XMLElement("EventObject", text: event)),
      ])
    let output = try await client.call(
      CloudFront.testFunction,
      ["Name": .string(function.id), "IfMatch": version.map { .string($0) } ?? .null], document: document)
    let shown = output.value["TestResult"]
    let utilization = shown["ComputeUtilization"]
    func made(_ result: FunctionTestOutcome.Result) -> FunctionTestOutcome {
      FunctionTestOutcome(
        function: function, test: test, stage: stage, result: result,
        utilization: utilization.integer ?? utilization.string.flatMap { Int($0) })
    }
    if shown["FunctionErrorMessage"].string?.isEmpty == false { return made(.threw) }
    let text = shown["FunctionOutput"].string ?? ""
    guard let answer = try? JSONReader.read(Array(text.utf8)) else { return made(.threw) }
    return made(.ran(unmet: test.expectation.unmet(in: answer)))
  }
}
