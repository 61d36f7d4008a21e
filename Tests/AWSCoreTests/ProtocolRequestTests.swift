import AWSCore
import Documents
import Testing
import Transport

@Suite struct `Writing requests` {
  private func failure(_ operation: Operation, _ input: JSONObject, _ document: XMLElement? = nil) -> ServiceError? {
    do throws(ServiceError) {
      _ = try operation.request(input, document: document, at: TestOperations.endpoint, region: "us-east-1")
      return nil
    } catch {
      return error
    }
  }

  private func form(_ operation: Operation, _ input: JSONObject) throws -> String {
    let request = try operation.request(input, at: TestOperations.endpoint, region: "us-east-1")
    return String(decoding: request.body, as: UTF8.self)
  }

  @Test func `Labels are encoded whole, query and headers follow`() throws {
    let request = try TestOperations.xml.request(
      ["Id": "a/b c:é~", "Stage": "LIVE", "IfMatch": "E2"], at: TestOperations.endpoint, region: "us-east-1")
    #expect(request.method == "GET")
    #expect(request.url.path == "/1/thing/a%2Fb%20c%3A%C3%A9~/config")
    #expect(request.url.query == [.init("Stage", "LIVE")])
    #expect(request.headers.lines == [HTTPHeader("If-Match", "E2")])
    #expect(request.body.isEmpty)
  }

  @Test(arguments: [("/", "/"), ("/edge", "/edge"), ("/base/", "/base/")])
  func `A lone slash adds nothing to a base path`(base: String, path: String) throws {
    var endpoint = TestOperations.endpoint
    endpoint.url.path = base
    endpoint.connectHost = "127.0.0.1"
    let request = try TestOperations.policy.request(["Bucket": "edge"], at: endpoint, region: "us-east-1")
    #expect(request.url.path == path)
    #expect(request.url.query == [.init("policy", nil)])
    #expect(request.connectHost == "127.0.0.1")
  }

  @Test func `A base path comes before the operation's`() throws {
    for base in ["/base", "/base/"] {
      var endpoint = TestOperations.endpoint
      endpoint.url.path = base
      let request = try TestOperations.json.request(["Name": "x"], at: endpoint, region: "us-east-1")
      #expect(request.url.path == "/base/f/x")
    }
  }

  @Test func `A label that is missing, null, empty or no single value is refused`() {
    let inputs: [JSONObject] = [[:], ["Id": nil], ["Id": ""], ["Id": ["a"]]]
    for input in inputs {
      let error = failure(TestOperations.xml, input)
      #expect(error?.category == .invalidRequest)
      #expect(error?.code == "InvalidInput")
    }
  }

  @Test func `A member without a place is refused, a null one is not sent`() {
    #expect(failure(TestOperations.xml, ["Id": "1", "Stagé": "LIVE"])?.message == "Stagé has no place in the request")
    #expect(failure(TestOperations.xml, ["Id": "1", "Stage": nil, "Other": nil]) == nil)
  }

  @Test func `A header cannot be broken out of`() {
    #expect(failure(TestOperations.xml, ["Id": "1", "IfMatch": "a\r\nX: 1"])?.category == .invalidRequest)
  }

  @Test func `The rest of the members is the JSON body, without nulls`() throws {
    let request = try TestOperations.json.request(
      ["Name": "x", "Qualifier": "1", "Timeout": 5, "Role": nil, "Layers": []], at: TestOperations.endpoint,
      region: "us-east-1")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"Timeout":5,"Layers":[]}"#)
    #expect(request.headers["content-type"] == "application/json")
    let empty = try TestOperations.json.request(["Name": "x"], at: TestOperations.endpoint, region: "us-east-1")
    #expect(String(decoding: empty.body, as: UTF8.self) == "{}")
  }

  @Test func `JSON 1.1 names its target`() throws {
    let request = try TestOperations.target.request([:], at: TestOperations.endpoint, region: "us-east-1")
    #expect(request.method == "POST")
    #expect(request.headers["X-Amz-Target"] == "Logs_1.DescribeThem")
    #expect(String(decoding: request.body, as: UTF8.self) == "{}")
  }

  @Test func `Forms number the entries of lists`() throws {
    #expect(
      try form(TestOperations.query, ["RoleName": "a b+c", "Tags": [["Key": "k"], ["Key": "l"]], "None": []])
        == "Action=GetRole&Version=2010-05-08&RoleName=a+b%2Bc&Tags.member.1.Key=k&Tags.member.2.Key=l&None=")
    #expect(
      try form(
        TestOperations.ec2, ["Filters": [["Name": "n", "Values": ["v", "w"]]], "AllRegions": true, "None": []])
        == "Action=DescribeRegions&Version=2016-11-15&Filter.1.Name=n&Filter.1.Value.1=v&Filter.1.Value.2=w"
        + "&AllRegions=true")
  }

  @Test func `A document gets the service's namespace and has to have the right root`() throws {
    let document = XMLElement("Thing", nodes: [.element(XMLElement("Comment", text: "a & b"))])
    let request = try TestOperations.put.request(
      ["Id": "1"], document: document, at: TestOperations.endpoint, region: "us-east-1")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == "<Thing xmlns=\"http://example.com/doc/\"><Comment>a &amp; b</Comment></Thing>")
    #expect(failure(TestOperations.put, ["Id": "1"])?.category == .invalidRequest)
    #expect(failure(TestOperations.put, ["Id": "1"], XMLElement("Other"))?.category == .invalidRequest)
    #expect(failure(TestOperations.put, ["Id": "1"], XMLElement("Thing", text: "\u{1}"))?.category == .invalidRequest)
  }

  @Test func `A checksum is that of the body`() throws {
    let operation = Operation(
      "PutBucketPolicy", of: TestOperations.s3Service, "PUT", "/?policy",
      body: .text(member: "Policy", contentType: "application/json"), needsChecksum: true, resource: "Bucket")
    let request = try operation.request(
      ["Bucket": "b", "Policy": "abc"], at: TestOperations.endpoint, region: "us-east-1")
    #expect(String(decoding: request.body, as: UTF8.self) == "abc")
    #expect(request.headers["x-amz-checksum-sha256"] == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    #expect(request.headers["Content-Type"] == "application/json")
  }
}
