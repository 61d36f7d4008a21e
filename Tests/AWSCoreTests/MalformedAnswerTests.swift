import AWSCore
import Documents
import Testing
import Transport

/// Answers that say success and are none: each kind of them is an error, and never an empty or shorter answer.
@Suite struct `An answer that is not what the API documents` {
  private static let xml = Service(
    name: "edge", endpointID: "EDGE", wireProtocol: .restXML, apiVersion: "2020-01-01", signingName: "edge")
  private static let json = Service(
    name: "store", endpointID: "STORE", wireProtocol: .restJSON, apiVersion: "2020-01-01", signingName: "store")
  private static let shapes = XMLShapes(
    booleans: ["IsTruncated"], quantityLists: ["Aliases", "Rules"], itemsObjects: ["Methods", "ThingList"])
  private static let get = Operation(
    "GetThing", of: xml, "GET", "/thing", answer: .payload("Thing"), answerHeaders: [.etag], shapes: shapes)
  private static let code = Operation("GetCode", of: xml, "GET", "/code", answer: .bytes, answerHeaders: [.etag])
  private static let list = Operation(
    "ListThings", of: xml, "GET", "/things", answer: .payload("ThingList"), shapes: shapes,
    pagination: Pagination(
      "ThingList.Items", token: "Marker", from: "ThingList.NextMarker", more: "ThingList.IsTruncated"))
  private static let read = Operation("GetItem", of: json, "GET", "/item", answer: .members(), requires: ["Value"])
  private static let write = Operation("PutItem", of: json, "PUT", "/item", answer: .members())

  private func output(
    _ operation: Operation, _ body: String, status: Int = 200, headers: HTTPHeaders = ["ETag": "E1"]
  ) throws(ServiceError) -> Output {
    try operation.output(
      HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), region: "us-east-1", resource: nil)
  }

  /// The message of the error; fails where there is none.
  private func refusal(
    _ operation: Operation, _ body: String, status: Int = 200, headers: HTTPHeaders = ["ETag": "E1"]
  ) -> String? {
    let error = #expect(throws: ServiceError.self) {
      let output = try output(operation, body, status: status, headers: headers)
      _ = try operation.pagination?.items(in: output)
    }
    #expect(error?.category == .malformedResponse)
    return error?.message
  }

  @Test func `without the ETag of what has a version`() throws {
    #expect(refusal(Self.get, "<Thing><A>1</A></Thing>", headers: [:]) == "the answer has no ETag")
    #expect(refusal(Self.code, "function handler() {}", headers: [:]) == "the answer has no ETag")
    #expect(try output(Self.code, "function handler() {}").etag == "E1")
  }

  @Test(arguments: [202, 203, 204, 206, 226])
  func `with a status of which a read has no use`(status: Int) {
    #expect(refusal(Self.read, #"{"Value": 1}"#, status: status) == "the answer has the status \(status)")
  }

  @Test func `with the status of a part; but writes have several of success`() throws {
    #expect(refusal(Self.write, "{}", status: 206) != nil)
    for status in [200, 201, 202] { _ = try output(Self.write, "{}", status: status) }
  }

  @Test func `of another type of content`() throws {
    for type in ["text/html", "TEXT/HTML; charset=utf-8"] {
      let headers: HTTPHeaders = ["ETag": "E1", "Content-Type": type]
      #expect(refusal(Self.code, "<!doctype html>", headers: headers) == "the answer is of type text/html")
      #expect(refusal(Self.get, "<Thing/>", headers: headers) == "the answer is of type text/html")
      #expect(refusal(Self.read, #"{"Value": 1}"#, headers: headers) == "the answer is of type text/html")
    }
    #expect(refusal(Self.get, "<Thing/>", headers: ["ETag": "E1", "Content-Type": "application/json"]) != nil)
    #expect(refusal(Self.read, #"{"Value": 1}"#, headers: ["Content-Type": "text/xml"]) != nil)
    #expect(refusal(Self.code, "<Error/>", headers: ["ETag": "E1", "Content-Type": "application/xml"]) != nil)
    for type in ["application/xml", "text/xml; charset=utf-8", "application/octet-stream"] {
      _ = try output(Self.get, "<Thing/>", headers: ["ETag": "E1", "Content-Type": type])
    }
  }

  @Test(arguments: [
    "text/html", "text/plain", "text/xml", "application/octet-stream", "application/x-www-form-urlencoded",
  ])
  func `of a type that no JSON of AWS has, unless an emulator may have said so`(type: String) throws {
    let headers: HTTPHeaders = ["Content-Type": type]
    #expect(refusal(Self.read, #"{"Value": 1}"#, headers: headers) == "the answer is of type \(type)")
    for type in ["application/json", "application/x-amz-json-1.1", "application/json; charset=utf-8"] {
      _ = try output(Self.read, #"{"Value": 1}"#, headers: ["Content-Type": type])
    }
    func ofEmulator(_ body: String) throws(ServiceError) -> Output {
      try Self.read.output(
        HTTPResponse(status: 200, headers: headers, body: Array(body.utf8)), region: "us-east-1", resource: nil,
        isCustomEndpoint: true)
    }
    if type != "text/xml" { #expect(try ofEmulator(#"{"Value": 1}"#).value["Value"] == 1) }
    #expect(throws: ServiceError.self) { try ofEmulator("<!doctype html>") }
  }

  @Test(arguments: [
    #"{"Value": 1, "Value": 2}"#, #"{"Value": {"A": 1, "A": 1}}"#, #"{"Value": [{"\u0041": 1, "A": 2}]}"#,
  ])
  func `with a name that stands twice`(body: String) { #expect(refusal(Self.read, body) != nil) }

  @Test(arguments: [
    ("Aliases", "<Aliases><Quantity>5</Quantity></Aliases>"),
    ("Aliases", "<Aliases><Quantity>5</Quantity><Items><A>1</A></Items></Aliases>"),
    ("Aliases", "<Aliases><Quantity>0</Quantity><Items><A>1</A></Items></Aliases>"),
    ("Aliases", "<Aliases><Quantity>many</Quantity><Items><A>1</A></Items></Aliases>"),
    ("Aliases", "<Aliases><Items><A>1</A></Items></Aliases>"), ("Aliases", "<Aliases/>"),
    // Of what comes twice nobody knows which is meant.
    ("Aliases", "<Aliases><Quantity>1</Quantity><Quantity>1</Quantity><Items><A>1</A></Items></Aliases>"),
    ("Aliases", "<Aliases><Quantity>1</Quantity><Items><A>1</A></Items><Items><A>2</A></Items></Aliases>"),
    (
      "Methods",
      "<Methods><Quantity>1</Quantity><Items><M>GET</M></Items><Quantity>2</Quantity><Other>1</Other></Methods>"
    ),
    ("Methods", "<Methods><Quantity>2</Quantity><Items><M>GET</M></Items><Other>1</Other></Methods>"),
    ("Newer", "<Newer><Quantity>2</Quantity><Items><M>GET</M></Items></Newer>"),
    (
      "Aliases",
      "<Rules><Quantity>1</Quantity><Items><Rule><Aliases><Quantity>1</Quantity></Aliases></Rule></Items></Rules>"
    ),
  ])
  func `with a list, at any depth, that holds more or fewer entries than it says`(name: String, list: String) {
    #expect(
      refusal(Self.get, "<Thing>\(list)</Thing>")
        == "<\(name)> does not hold as many entries as its <Quantity> says")
  }

  @Test func `with pages that do not hold what they say`() throws {
    func page(_ quantity: Int, _ end: String) -> String {
      "<ThingList><Quantity>\(quantity)</Quantity><Items><T>1</T></Items>\(end)</ThingList>"
    }
    #expect(refusal(Self.list, page(5, "<IsTruncated>false</IsTruncated>")) != nil)
    #expect(refusal(Self.list, page(0, "<IsTruncated>true</IsTruncated><NextMarker>m</NextMarker>")) != nil)
    // Whether the number counts other pages as well is not documented.
    _ = try output(Self.list, page(5, "<IsTruncated>true</IsTruncated><NextMarker>m</NextMarker>"))
  }

  @Test(arguments: ["", "<IsTruncated/>", "<IsTruncated>maybe</IsTruncated>", "<IsTruncated>1</IsTruncated>"])
  func `in which nobody can tell whether there is a next page`(end: String) {
    let page = "<ThingList><Quantity>1</Quantity><Items><T>1</T></Items>\(end)</ThingList>"
    #expect(refusal(Self.list, page) == "ThingList.IsTruncated is neither true nor false")
  }
}
