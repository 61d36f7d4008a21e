import AWSCore
import AWSServices
import Documents
import Testing
import XMLReading

@Suite struct `Editing XML` {
  private func edit(_ text: String, _ place: DocumentPath, _ value: JSONValue) throws -> String {
    let edited = try CloudFront.shapes.editing(XMLReader.read(Array(text.utf8)), setting: value, at: place)
    return try String(decoding: XMLWriter().bytes(edited), as: UTF8.self)
  }

  /// A root with these members.
  private func config(_ members: String) -> String { "<DistributionConfig>\(members)</DistributionConfig>" }

  @Test func `leaves what nobody knows in its place`() throws {
    let document = { (compress: String) in
      """
      <DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><NewThing a="1"><Deep>1</Deep></NewThing>\
      <Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><NewThing><Deep/></NewThing><OriginPath/></Origin></Items>\
      </Origins><CacheBehaviors><Quantity>1</Quantity><Items><CacheBehavior><NewThing xmlns="urn:new"><Deep>1</Deep>\
      </NewThing><PathPattern>/a</PathPattern>\(compress)<NewThing xmlns="urn:new"/></CacheBehavior></Items>\
      </CacheBehaviors></DistributionConfig>
      """
    }
    let before = document("<Compress>false</Compress>")
    #expect(
      try edit(before, "CacheBehaviors[/a].Compress", true) == document("<Compress>true</Compress>"))
    #expect(try edit(before, "CacheBehaviors[/a].Compress", .null) == document(""))
  }

  @Test func `finds entries by names that have no case, and keeps all of them that is not said otherwise`() throws {
    func headers(_ name: String, _ value: String) -> String {
      config(
        "<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><CustomHeaders><Quantity>1</Quantity><Items>"
          + "<OriginCustomHeader><x a=\"1\"/><HeaderName>\(name)</HeaderName><HeaderValue>\(value)</HeaderValue>"
          + "</OriginCustomHeader></Items></CustomHeaders></Origin></Items></Origins>")
    }
    let value: JSONValue = [["x": "", "HeaderName": "X-Api", "HeaderValue": "2"]]
    #expect(try edit(headers("x-API", "1"), "Origins[o].CustomHeaders", value) == headers("X-Api", "2"))
    #expect(
      try edit(headers("x-API", "1"), "Origins[o].CustomHeaders[x-api].HeaderValue", "2") == headers("x-API", "2"))
  }

  @Test func `finds entries by their names, and keeps all of them that is not said otherwise`() throws {
    let entry = { (name: String, ttl: Int) in
      "<CustomErrorResponse><x a=\"1\"/><ErrorCode>\(name)</ErrorCode><ErrorCachingMinTTL>\(ttl)</ErrorCachingMinTTL>"
        + "</CustomErrorResponse>"
    }
    let list = { (entries: String, count: Int) in
      self.config(
        "<CustomErrorResponses><Quantity>\(count)</Quantity><Items>\(entries)</Items></CustomErrorResponses>")
    }
    let value: JSONValue = [
      ["ErrorCode": 404, "ErrorCachingMinTTL": 9, "x": ""], ["ErrorCode": 403, "ErrorCachingMinTTL": 1, "x": ""],
      ["ErrorCode": 500],
    ]
    #expect(
      try edit(list(entry("403", 1) + entry("404", 2) + entry("502", 3), 3), "CustomErrorResponses", value)
        == list(
          entry("404", 9) + entry("403", 1)
            + "<CustomErrorResponse><ErrorCode>500</ErrorCode></CustomErrorResponse>", 3))
  }

  @Test func `makes lists as CloudFront writes them, and counts them`() throws {
    let none = config("<Aliases><Quantity>0</Quantity></Aliases>")
    let one = config("<Aliases><Quantity>1</Quantity><Items><CNAME>a</CNAME></Items></Aliases>")
    #expect(try edit(config(""), "Aliases", ["a"]) == one)
    #expect(try edit(none, "Aliases", ["a"]) == one)
    #expect(try edit(one, "Aliases", []) == none)
    // AWS wants the list back.
    #expect(try edit(one, "Aliases", .null) == none)
    let methods = "<AllowedMethods><Quantity>1</Quantity><Items><Method>GET</Method></Items></AllowedMethods>"
    #expect(
      try edit(config("<DefaultCacheBehavior/>"), "DefaultCacheBehavior.AllowedMethods", ["Items": ["GET"]])
        == config("<DefaultCacheBehavior>\(methods)</DefaultCacheBehavior>"))
    #expect(
      try edit(
        config("<DefaultCacheBehavior>\(methods)</DefaultCacheBehavior>"), "DefaultCacheBehavior.AllowedMethods.Items",
        ["HEAD", "GET"])
        == config(
          """
          <DefaultCacheBehavior><AllowedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method>\
          </Items></AllowedMethods></DefaultCacheBehavior>
          """))
  }

  @Test func `empties what AWS wants back, and takes away the rest`() throws {
    let both = config("<Comment>a</Comment><PriceClass>b</PriceClass>")
    #expect(try edit(both, "Comment", .null) == config("<Comment/><PriceClass>b</PriceClass>"))
    #expect(try edit(both, "PriceClass", .null) == config("<Comment>a</Comment>"))
    // Nothing there is no reason to take the element away.
    #expect(try edit(config("<New/>"), "New", .null) == config("<New/>"))
    #expect(try edit(config("<New/>"), "New", "x") == config("<New>x</New>"))
  }

  @Test func `refuses what it cannot write so that it reads the same`() {
    for (document, place, value) in [
      ("<Twice>a</Twice><Twice>b</Twice>", "Twice", "c"),
      ("<Enabled>true</Enabled>", "Enabled", 1), ("<Enabled>true</Enabled>", "Enabled", "false"),
      ("<ResponseCode>404</ResponseCode>", "ResponseCode", 404), ("", "NobodyKnows", ["a"]),
      ("", "Comment", .unread(0)),
    ] as [(String, DocumentPath, JSONValue)] {
      #expect(throws: XMLEditingError.self, "\(place)") { try edit(config(document), place, value) }
    }
  }
}
