import Documents
import Foundation
import TestSupport
import Testing
import Transport
import XMLReading

@testable import AWSCore

/// AWS's own cases for the wire protocols.
@Suite(Conformance.needs("protocols"))
struct ProtocolConformanceTests {
  /// The names of the cases that do not come out right, and how they come out.
  private static func failures(
    _ direction: String, _ difference: (ProtocolCase) -> String?
  ) -> [String: String] {
    var failures: [String: String] = [:]
    for file in ProtocolCase.protocols {
      let cases = ProtocolCase.read(direction, file)
      #expect(cases.count > 20, "\(file)")
      #expect(Set(cases.map(\.id)).count == cases.count, "\(file)")
      for test in cases { failures["\(file) \(test.id)"] = difference(test) }
    }
    return failures
  }

  private func check(_ failures: [String: String], against leftOut: [(reason: String, cases: [String])]) {
    let names = leftOut.flatMap(\.cases)
    #expect(Set(names).count == names.count)
    for (name, difference) in failures where !names.contains(name) { Issue.record("\(name): \(difference)") }
    for name in names where failures[name] == nil {
      Issue.record("\(name) is left out, but comes out right or is gone")
    }
  }

  @Test func `of answers come out right, but those that are left out`() {
    check(Self.failures("output", \.differenceOfAnswer), against: LeftOutProtocolCases.output)
  }

  @Test func `of requests come out right, but those that are left out`() {
    check(Self.failures("input", \.differenceOfRequest), against: LeftOutProtocolCases.input)
  }
}

extension ProtocolCase {
  /// How the request comes out otherwise; `nil` where it comes out right.
  fileprivate var differenceOfRequest: String? {
    let request: HTTPRequest
    do { request = try self.request() } catch { return "\(error)" }
    let expected = content["serialized"]
    let query = request.url.query.map { item in
      item.name.percentEncoded() + (item.value.map { "=\($0.percentEncoded())" } ?? "")
    }
    let uri = request.url.path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    if request.method != expected["method"].string || uri != expected["uri"].string {
      return "\(request.method) \(uri), not \(expected["method"].string ?? "") \(expected["uri"].string ?? "")"
    }
    for header in expected["headers"].object ?? [:] {
      let found = request.headers[header.name]
      // A form may say in which encoding it is.
      let isRight = found == header.value.string || found == (header.value.string ?? "") + "; charset=utf-8"
      if !isRight { return "\(header.name): \(found ?? "none"), not \(header.value.string ?? "")" }
    }
    for name in (expected["forbidHeaders"].array ?? []).compactMap(\.string) where request.headers[name] != nil {
      return "\(name) is there"
    }
    if let host = expected["host"].string, host.prefix(while: { $0 != "/" }) != request.url.host {
      return request.url.host
    }
    guard let body = expected["body"].string else { return nil }
    let found = String(decoding: request.body, as: UTF8.self)
    let type = request.headers["Content-Type"] ?? ""
    if type.contains("json"), !body.isEmpty {
      let isSame = (try? JSONReader.read(request.body)) == (try? JSONReader.read(Array(body.utf8)))
      return isSame ? nil : "\(found), not \(body)"
    }
    if type.contains("xml"), !body.isEmpty {
      guard let left = try? XMLReader.read(request.body), let right = try? XMLReader.read(Array(body.utf8)) else {
        return "\(found), not \(body)"
      }
      return left.withoutBlanks == right.withoutBlanks ? nil : "\(found), not \(body)"
    }
    return found == body ? nil : "\(found), not \(body)"
  }

  /// How the answer comes out otherwise; `nil` where it comes out right.
  fileprivate var differenceOfAnswer: String? {
    let response = response
    let output: Output
    do {
      output = try operation(answeredBy: response.body).output(response, region: "us-east-1", resource: nil)
    } catch {
      guard let code = content["errorCode"].string else { return "\(error)" }
      let message = content["errorMessage"].string ?? error.message
      return error.code == code && error.message == message ? nil : "\(error), not \(code): \(message)"
    }
    guard content["errorCode"].isNull else { return "no error" }
    let shape = shape(given["output"])
    var found = normal(output.value, shape).object ?? [:]
    if let payload = shape?.traits["payload"].string,
      self.shape(shape?.traits["members"][payload] ?? .null)?.isBytes == true
    {
      found[payload] = .string(String(decoding: output.bytes, as: UTF8.self))
    }
    let expected = content["result"].object ?? [:]
    return found == expected ? nil : "\(text(found)), not \(text(expected))"
  }

  private func text(_ object: JSONObject) -> String { JSONWriter().string(.object(object)) }
}

extension XMLElement {
  /// The element without the white space between elements.
  fileprivate var withoutBlanks: XMLElement {
    var copy = self
    copy.nodes = nodes.compactMap { node in
      switch node {
      case .element(let child): .element(child.withoutBlanks)
      case .text(let text): !children.isEmpty && text.allSatisfy(\.isWhitespace) ? nil : node
      }
    }
    return copy
  }
}
