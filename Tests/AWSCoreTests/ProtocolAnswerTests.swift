import AWSCore
import Documents
import Testing
import XMLReading
import Transport

@Suite struct `Reading answers` {
  private func thing(_ contents: String) throws -> JSONValue {
    try read(TestOperations.xml, "<Thing>\(contents)</Thing>").value["Thing"]
  }

  @Test func `Root, headers and element all arrive`() throws {
    let output = try read(
      TestOperations.xml, headers: ["etag": "E2", "x-amzn-requestid": "r1"],
      "<?xml version=\"1.0\"?>\n<Thing xmlns=\"urn:x\"><Enabled>true</Enabled><Count>3</Count><Rate>0.5</Rate></Thing>")
    #expect(output.value == ["ETag": "E2", "Thing": ["Enabled": true, "Count": 3, "Rate": 0.5]])
    #expect(output.etag == "E2")
    #expect(output.requestID == "r1")
    #expect(try XMLReader.read(output.bytes).name == "Thing")
  }

  @Test func `An ETag is read under its misspelt name`() throws {
    let output = try read(TestOperations.xml, headers: ["ETtag": "E3"], "<Thing/>")
    #expect(output.value["ETag"] == "E3")
    #expect(output.etag == "E3")
  }

  @Test func `A quantity list is a list, whatever its count`() throws {
    #expect(try thing("<Aliases><Quantity>0</Quantity></Aliases>") == ["Aliases": []])
    #expect(
      try thing("<Aliases><Quantity>1</Quantity><Items><CNAME>a</CNAME></Items></Aliases>") == ["Aliases": ["a"]])
  }

  @Test func `A quantity list with more members is an object`() throws {
    #expect(
      try thing("<AllowedMethods><Quantity>1</Quantity><Items><Method>GET</Method></Items></AllowedMethods>")
        == ["AllowedMethods": ["Items": ["GET"]]])
    #expect(
      try thing("<AllowedMethods><Enabled>false</Enabled><Quantity>0</Quantity></AllowedMethods>")
        == ["AllowedMethods": ["Enabled": false, "Items": []]])
    #expect(try thing("<Cookies><Forward>all</Forward></Cookies>") == ["Cookies": ["Forward": "all"]])
  }

  @Test func `Members that no table knows are not lost`() throws {
    #expect(
      try thing("<New><Quantity>1</Quantity><Items><A>1</A></Items></New><Other><Quantity>0</Quantity><B>x</B></Other>")
        == ["New": ["1"], "Other": ["B": "x", "Items": []]])
    #expect(
      try thing("<List><member>1</member></List><Twice>1</Twice><Twice>2</Twice><Text> x </Text><Void/><Empty/>")
        == ["List": ["1"], "Twice": ["1", "2"], "Text": " x ", "Void": "", "Empty": [:]])
  }

  @Test func `Any number of unknown siblings is read, of one name and of many`() throws {
    let count = 100_000
    let same = try thing(String(repeating: "<Unknown>x</Unknown>", count: count))
    #expect(same["Unknown"].array?.count == count)
    let many = try thing((0..<count).map { "<U\($0)>\($0)</U\($0)>" }.joined())
    #expect(many.object?.count == count && many["U99999"] == "99999")
    // In turns, what comes more than once is gathered where it came first.
    let mixed = try thing(String(repeating: "<A>1</A><B><C/></B>", count: count / 2))
    #expect(mixed.object?.names == ["A", "B"] && mixed["B"].array?.count == count / 2)
    #expect(try thing("<A>1</A><B>2</B><A>3</A>") == ["A": ["1", "3"], "B": "2"])
  }

  @Test func `What is no boolean or number stays the text that it is`() throws {
    #expect(
      try thing("<Enabled>TRUE</Enabled><Count>many</Count><Rate>NaN</Rate>")
        == ["Enabled": true, "Count": "many", "Rate": "NaN"])
    #expect(try thing("<Enabled>yes</Enabled>") == ["Enabled": "yes"])
  }

  @Test func `Entries without a list element are a list even when alone`() throws {
    #expect(try thing("<Event>a</Event>") == ["Events": ["a"]])
    #expect(try thing("<Event>a</Event><Count>1</Count><Event>b</Event>") == ["Events": ["a", "b"], "Count": 1])
  }

  @Test func `A query result is unwrapped and its policies are decoded`() throws {
    let output = try read(
      TestOperations.query,
      """
      <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><RoleName>r</RoleName>
      <PolicyDocument>%7B%22Resource%22%3A%22a+b%25%22%7D</PolicyDocument></Role></GetRoleResult>
      <ResponseMetadata><RequestId>r2</RequestId></ResponseMetadata></GetRoleResponse>
      """)
    #expect(output.value == ["Role": ["RoleName": "r", "PolicyDocument": ["Resource": "a+b%"]]])
    #expect(output.requestID == "r2")
  }

  @Test func `A policy that is no JSON stays text`() throws {
    #expect(try thing("<PolicyDocument>%7Bnope</PolicyDocument>") == ["PolicyDocument": "{nope"])
    #expect(try thing("<PolicyDocument>%zz</PolicyDocument>") == ["PolicyDocument": "%zz"])
  }

  @Test func `JSON members that are null are not there, texts of JSON are parsed`() throws {
    let body = #"{"Arn":"a","Gone":null,"In":{"Gone":null,"List":[{"Gone":null}]},"Policy":"{\"Version\":\"1\"}"}"#
    let output = try read(TestOperations.json, body)
    let expected: JSONValue = ["Arn": "a", "In": ["List": [[:]]], "Policy": ["Version": "1"]]
    #expect(output.value == expected)
  }

  @Test func `A bucket policy is data`() throws {
    #expect(try read(TestOperations.policy, #"{"Version":"1"}"#).value == ["Policy": ["Version": "1"]])
  }

  @Test func `A policy that says a member twice stays text, however it comes`() throws {
    let twice = #"{"Effect":"Deny","Effect":"Allow"}"#
    #expect(try read(TestOperations.policy, twice).value == ["Policy": .string(twice)])
    let encoded = twice.utf8.map { "%" + String($0, radix: 16) }.joined()
    #expect(try thing("<PolicyDocument>\(encoded)</PolicyDocument>") == ["PolicyDocument": .string(twice)])
    let body = JSONWriter().string(["Arn": "a", "Policy": .string(twice)])
    #expect(try read(TestOperations.json, body).value["Policy"] == .string(twice))
  }

  @Test func `An operation without answer needs none`() throws {
    #expect(try read(TestOperations.quiet, "").value == .null)
    #expect(
      try read(TestOperations.head, headers: ["x-amz-bucket-region": "eu-west-1"], "").value["BucketRegion"]
        == "eu-west-1")
  }

  @Test(arguments: [
    (TestOperations.xml, ""), (TestOperations.xml, "<Other/>"), (TestOperations.xml, "<Thing>"),
    (TestOperations.xml, "{}"), (TestOperations.xml, "<!DOCTYPE Thing><Thing/>"),
    (TestOperations.status, "<ListBucketResult><Name>edge</Name></ListBucketResult>"),
    (TestOperations.status, "<Error><Code>InternalError</Code></Error>"),
    (TestOperations.policy, ""), (TestOperations.policy, "<Policy/>"), (TestOperations.policy, #"{"Version":"#),
    (TestOperations.json, ""), (TestOperations.json, "{}"), (TestOperations.json, "[]"),
    (TestOperations.json, #"{"Arn":null}"#), (TestOperations.json, #"{"Arn":"a""#), (TestOperations.json, "<html/>"),
    (TestOperations.target, "{}"), (TestOperations.query, "<GetRoleResponse/>"),
    (TestOperations.query, "<GetRoleResponse><GetRoleResult/></GetRoleResponse>"),
    (TestOperations.query, "<GetUserResponse><GetRoleResult><Role/></GetRoleResult></GetUserResponse>"),
    (TestOperations.ec2, "<DescribeZonesResponse/>"),
  ])
  func `A success that is not what the API documents is never an empty answer`(operation: Operation, body: String) {
    let error = failure(of: operation, headers: ["x-amzn-RequestId": "r3"], body)
    #expect(error?.category == .malformedResponse)
    #expect(error?.status == 200)
    #expect(error?.operation == operation.identifier)
    #expect(error?.resource == "thing")
    #expect(error?.requestID == "r3")
  }
}
