import AWSCore
import AWSServices
import Documents
import Testing
import Transport

/// Answers that hold every member of the API model, read here and by botocore.
// Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
@Suite(.enabled(if: BotocoreSample.python != nil, BotocoreSample.skipReason))
struct `Answers read as botocore reads them` {
  @Test(arguments: sampledOperations)
  func `of every operation`(operation: AWSCore.Operation) throws {
    let answers = try BotocoreSample.of(operation).answers
    #expect(answers.count > 1)
    for answer in answers {
      let headers = (answer["headers"].object ?? [:]).map { HTTPHeader($0.name, $0.value.string ?? "") }
      let body = bytes(base64: answer["body"])
      let response = HTTPResponse(
        status: answer["status"].integer ?? 0, headers: HTTPHeaders(headers), body: body)
      let expected = answer["expected"].object ?? [:]
      let label = answer["label"].string ?? ""
      let needsETag = operation.method == "GET" && operation.answerHeaders.contains(.etag)
      guard operation.requires.allSatisfy({ expected[$0] != nil }), !needsETag || expected["ETag"] != nil else {
        #expect(throws: ServiceError.self, "\(label)") {
          try operation.output(response, region: "us-east-1", resource: nil)
        }
        continue
      }
      let output = try operation.output(response, region: "us-east-1", resource: nil)
      let differences = Self.differences(output.value.object ?? [:], expected, at: DocumentPath())
      #expect(differences.isEmpty, "\(label): \(differences.joined(separator: "; "))")
      #expect(output.requestID == "request-1")
      #expect(output.etag == expected["ETag"]?.string)
      if case .bytes = operation.answer { #expect(output.bytes == body) }
      if let pagination = operation.pagination {
        let lists = try pagination.items.map {
          try #require(expected.value(at: $0).array ?? (pagination.mayOmitItems ? [] : nil))
        }
        if !(label == "hollow") { #expect(try pagination.items(in: output) == lists.flatMap { $0 }) }
        let token = expected.value(at: pagination.outputToken)
        let isLast = token.isNull || pagination.isTruncated.map { expected.value(at: $0) == false } ?? false
        let next: JSONObject? = isLast ? nil : [pagination.inputToken: token]
        #expect(pagination.next(after: output) == next)
      }
    }
  }

  /// Where two values differ, so that a failure names the member that is read wrong.
  private static func differences(_ left: JSONValue, _ right: JSONValue, at path: DocumentPath) -> [String] {
    switch (left, right) {
    case (.object(let left), .object(let right)): return differences(left, right, at: path)
    case (.array(let left), .array(let right)) where left.count == right.count:
      return zip(left, right).enumerated().flatMap { differences($1.0, $1.1, at: path.appending(.index($0))) }
    default: return left == right ? [] : ["\(path) is \(left), not \(right)"]
    }
  }

  private static func differences(_ left: JSONObject, _ right: JSONObject, at path: DocumentPath) -> [String] {
    let names = left.names + right.names.filter { left[$0] == nil }
    return names.flatMap { name -> [String] in
      let path = path.appending(.member(name))
      switch (left[name], right[name]) {
      case (let left?, let right?): return differences(left, right, at: path)
      case (nil, _): return ["\(path) is missing"]
      case (_, nil): return ["\(path) is too much"]
      }
    }
  }
}

extension JSONObject {
  fileprivate func value(at path: DocumentPath) -> JSONValue { JSONValue.object(self)[path] }
}
