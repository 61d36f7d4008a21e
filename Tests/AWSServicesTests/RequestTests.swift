import AWSCore
import AWSServices
import Documents
import Testing
import Transport
import XMLReading

/// Every request must be, byte for byte where bytes count, what botocore sends for the same input.
// Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
@Suite(.enabled(if: BotocoreSample.python != nil, BotocoreSample.skipReason))
struct `Requests equal botocore's` {
  @Test(arguments: sampledOperations)
  func `of every operation`(operation: AWSCore.Operation) throws {
    let sample = try BotocoreSample.of(operation)
    let expected = sample.request
    let isS3 = operation.service.name == "s3"
    let path = isS3 && operation.resourceMember == "Bucket" ? "/edge-bucket" : "/"
    let endpoint = ResolvedEndpoint(
      url: HTTPURL(scheme: "http", host: "127.0.0.1", port: 9, path: path), signingRegion: "us-east-1", isCustom: true)
    var document: XMLElement?
    let body = bytes(base64: expected["body"])
    if case .document = operation.body {
      document = try XMLReader.read(body)
      document?.namespace = nil
    }
    let request = try operation.request(sample.input, document: document, at: endpoint, region: "us-east-1")

    #expect(request.method == expected["method"].string)
    #expect(request.url.path == expected["path"].string)
    let query = request.url.query.map { [$0.name, $0.value ?? ""] }.sorted { $0.description < $1.description }
    let expectedQuery = (expected["query"].array ?? []).map { [$0[0].string ?? "", $0[1].string ?? ""] }
    #expect(query == expectedQuery.sorted { $0.description < $1.description })
    var headers: [String: String] = [:]
    for line in request.headers.lines { headers[line.name.lowercased()] = line.value }
    if operation.needsChecksum { #expect(headers.removeValue(forKey: "x-amz-checksum-sha256")?.count == 44) }
    // botocore leaves the type of XML bodies, and of policies, unsaid.
    if operation.service.wireProtocol == .restXML { headers["content-type"] = nil }
    let expectedHeaders = (expected["headers"].object ?? [:]).map { ($0.name, $0.value.string ?? "") }
    #expect(headers == Dictionary(uniqueKeysWithValues: expectedHeaders))

    switch operation.service.wireProtocol {
    case .restXML where document != nil || operation.body == .members:
      #expect(try XMLReader.read(request.body) == XMLReader.read(body))
    case .restJSON where !body.isEmpty, .json11:
      #expect(try JSONReader.read(request.body) == JSONReader.read(body))
    default: #expect(String(decoding: request.body, as: UTF8.self) == String(decoding: body, as: UTF8.self))
    }
  }
}
