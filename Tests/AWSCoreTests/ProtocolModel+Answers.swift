import Documents
import Foundation
import Transport
import XMLReading

@testable import AWSCore

extension ProtocolCase {
  /// The table of what XML does not say, as the model has it.
  func shapesOfOutput(root: String) -> XMLShapes {
    var table = ShapeTable(model: self)
    for (name, shape) in members(shape(given["output"])) where shape.outputLocation != nil {
      table.note(name, shape.type)
    }
    table.walk(shape(given["output"]), in: root)
    return table.shapes
  }

  /// The operation whose answer is read. botocore does not look at the root of XML, and its models do not name it.
  func operation(answeredBy body: [UInt8]) -> AWSCore.Operation {
    let output = shape(given["output"])
    let root = (try? XMLReader.read(body).name) ?? name
    let members = members(output)
    let headers = members.filter { $0.shape.location == "header" }.map {
      AWSCore.Operation.Binding($0.name, as: $0.shape.wireName ?? $0.name)
    }
    let answer: AWSCore.Operation.Answer
    let isXML = wireProtocol == .restXML
    if let payload = output?.traits["payload"].string, let shape = members.first(where: { $0.name == payload })?.shape {
      answer = shape.isBytes ? .bytes : isXML ? .payload(payload, root: root) : .json(member: payload)
    } else if members.allSatisfy({ $0.shape.outputLocation != nil }) {
      answer = .none
    } else {
      answer = .members(root: root)
    }
    return AWSCore.Operation(
      name, of: service, answer: answer, answerHeaders: headers,
      shapes: shapesOfOutput(root: wireProtocol == .query ? "\(name)Result" : root))
  }

  var response: HTTPResponse {
    let response = content["response"]
    let headers = (response["headers"].object ?? [:]).map { HTTPHeader($0.name, $0.value.string ?? "") }
    return HTTPResponse(
      status: response["status_code"].integer ?? 0, headers: HTTPHeaders(headers),
      body: Array((response["body"].string ?? "").utf8))
  }

  /// What audit reads as the cases have it: audit leaves times and bytes as they are written, and they have seconds since
  /// 1970 and text.
  func normal(_ value: JSONValue, _ shape: ModelShape?) -> JSONValue {
    guard let shape else { return value }
    switch (shape.type, value) {
    case ("timestamp", .string(let text)): return seconds(text).map { .number($0) } ?? value
    case ("blob", .string(let text)):
      return Data(base64Encoded: text).map { .string(String(decoding: $0, as: UTF8.self)) } ?? value
    default: return value.mapping { normal($0, self.inner(shape, $1)) }
    }
  }

  private func seconds(_ text: String) -> Double? {
    if let seconds = Double(text) { return seconds }
    if let date = HTTPHeaders([HTTPHeader("Date", text)]).date { return date.timeIntervalSince1970 }
    let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
    return styles.lazy.compactMap { try? $0.parse(text) }.first?.timeIntervalSince1970
  }
}
