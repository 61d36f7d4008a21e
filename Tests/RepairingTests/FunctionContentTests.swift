import AWSCore
import Documents
import Schema
import Testing

@testable import Repairing

@Suite struct `Function content` {
  private let summary = """
    <?xml version="1.0"?>
    <FunctionSummary xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>f</Name><FunctionConfig>\
    <Comment>c</Comment><Newer at="1"><Deep>d</Deep></Newer><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig>\
    </FunctionSummary>
    """
  private let members: JSONValue = [
    "FunctionConfig": ["Comment": "c", "Newer": ["Deep": "d"], "Runtime": "cloudfront-js-2.0"]
  ]

  private func content(_ code: [UInt8] = Array("code".utf8)) throws -> FunctionContent {
    let form = try #require(ResourceType.cloudFrontFunction.schema.stages)
    return try FunctionContent(
      kept: FunctionContent.kept(summary: Array(summary.utf8), members, code: code, as: form), of: .cloudFrontFunction)
  }

  private func wire(_ content: FunctionContent) throws -> String {
    String(decoding: try XMLWriter().bytes(content.request), as: UTF8.self)
  }

  @Test func `what nobody knows goes back as it came`() throws {
    let changed = try content().applying(
      [
        Change("LIVE.FunctionConfig.Comment", from: "c", to: .null),
        Change("LIVE.FunctionConfig.KeyValueStoreAssociations", from: [], to: [["KeyValueStoreARN": "arn:1"]]),
      ], to: "LIVE")
    #expect(
      try wire(changed) == """
        <UpdateFunctionRequest><FunctionConfig><Comment/><Newer at="1"><Deep>d</Deep></Newer>\
        <Runtime>cloudfront-js-2.0</Runtime><KeyValueStoreAssociations><Quantity>1</Quantity><Items>\
        <KeyValueStoreAssociation><KeyValueStoreARN>arn:1</KeyValueStoreARN></KeyValueStoreAssociation></Items>\
        </KeyValueStoreAssociations></FunctionConfig><FunctionCode>Y29kZQ==</FunctionCode></UpdateFunctionRequest>
        """)
    let without = try changed.applying(
      [Change("LIVE.FunctionConfig.KeyValueStoreAssociations", from: .null, to: [])], to: "LIVE")
    #expect(try wire(without).contains("<KeyValueStoreAssociations><Quantity>0</Quantity></KeyValueStoreAssociations>"))
  }

  @Test func `what nobody knows can be changed`() throws {
    let changed = try content().applying([Change("LIVE.FunctionConfig.Newer.Deep", from: "d", to: "e")], to: "LIVE")
    #expect(try wire(changed).contains("<Newer at=\"1\"><Deep>e</Deep></Newer>"))
  }

  @Test func `what cannot be written is refused`() throws {
    for change in [
      Change("LIVE.FunctionConfig", from: members["FunctionConfig"], to: .null),
      Change("LIVE.FunctionCode", from: "code", to: .null),
    ] {
      #expect(throws: WriteError.self) { try content().applying([change], to: "LIVE") }
    }
  }

  @Test func `bytes that are no text go back as they came, and are not replaced`() throws {
    let binary = try content([0xFF, 0x00, 0x61])
    let commented = try binary.applying([Change("LIVE.FunctionConfig.Comment", from: "c", to: "d")], to: "LIVE")
    #expect(try wire(commented).contains("<FunctionCode>/wBh</FunctionCode>"))
    #expect(throws: WriteError.self) {
      try binary.applying([Change("LIVE.FunctionCode", from: .null, to: "code")], to: "LIVE")
    }
  }

  @Test func `a draft is merged into what somebody else has written`() throws {
    func set(_ content: FunctionContent, _ place: DocumentPath, _ value: JSONValue) throws -> FunctionContent {
      try content.applying([Change(place, from: .null, to: value)], to: "X")
    }
    let published = try content()
    let draft = try set(set(published, "X.FunctionCode", "draft"), "X.FunctionConfig.Runtime", "cloudfront-js-1.0")
    let found = try set(published, "X.FunctionConfig.Comment", "theirs")
    let merged = draft.merged(into: found, over: published)
    #expect(merged == (try set(draft, "X.FunctionConfig.Comment", "theirs")))
    #expect(
      try wire(merged).contains(
        "<Comment>theirs</Comment><Newer at=\"1\"><Deep>d</Deep></Newer><Runtime>cloudfront-js-1.0<"))
    // Their code is newer than the draft.
    let code = draft.merged(into: try set(found, "X.FunctionCode", "theirs"), over: published)
    #expect(
      code.members["FunctionCode"] == "theirs" && code.members["FunctionConfig"] == merged.members["FunctionConfig"])
  }
}
