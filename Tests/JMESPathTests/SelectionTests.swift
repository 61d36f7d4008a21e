import Documents
import JMESPath
import Testing

@Suite("JMESPath selections keep their places")
struct SelectionTests {
  static let document: JSONValue = [
    "DefaultCacheBehavior": ["Compress": true, "LambdaFunctionAssociations": []],
    "CacheBehaviors": [
      ["PathPattern": "/b", "Order": 2],
      [
        "PathPattern": "/a", "Order": 1,
        "LambdaFunctionAssociations": [["EventType": "viewer-request"], ["EventType": "origin-request"]],
      ],
    ],
    "Tags": ["one": ["v": 1], "two": ["v": 2]],
  ]

  func places(_ text: String) throws -> [String?] {
    try JMESPath(text).select(Self.document).elements.map { $0.path?.description }
  }

  @Test("of one value")
  func single() throws {
    for (text, path) in [
      ("@", ""), ("DefaultCacheBehavior.Compress", "DefaultCacheBehavior.Compress"),
      ("CacheBehaviors[-1].Order", "CacheBehaviors[1].Order"), ("Nothing || Tags.one", "Tags.one"),
      ("Tags.one && Tags.two", "Tags.two"), ("Nothing && Tags", "Nothing"), ("not_null(Nothing, Tags)", "Tags"),
      ("DefaultCacheBehavior | Compress", "DefaultCacheBehavior.Compress"),
      ("max_by(CacheBehaviors, &Order)", "CacheBehaviors[0]"), ("{a: Tags.one} | a.v", "Tags.one.v"),
      ("[Tags, DefaultCacheBehavior][1].Compress", "DefaultCacheBehavior.Compress"),
      ("CacheBehaviors[?Order == `1`] | [0].PathPattern", "CacheBehaviors[1].PathPattern"),
      ("DefaultCacheBehavior.ResponseHeadersPolicyId", "DefaultCacheBehavior.ResponseHeadersPolicyId"),
      ("merge(Tags, {x: DefaultCacheBehavior}).x.Compress", "DefaultCacheBehavior.Compress"),
    ] {
      #expect(try JMESPath(text).select(Self.document).path?.description == path, "\(text)")
    }
    for text in ["length(Tags)", "CacheBehaviors[]", "'x'", "Tags == Tags", "{a: Tags}", "[Tags]"] {
      #expect(try JMESPath(text).select(Self.document).path == nil, "\(text)")
    }
  }

  @Test("of elements")
  func elements() throws {
    #expect(
      try places("[DefaultCacheBehavior, CacheBehaviors][].LambdaFunctionAssociations[]") == [
        "CacheBehaviors[1].LambdaFunctionAssociations[0]", "CacheBehaviors[1].LambdaFunctionAssociations[1]",
      ])
    #expect(try places("CacheBehaviors") == ["CacheBehaviors[0]", "CacheBehaviors[1]"])
    #expect(try places("CacheBehaviors[::-1].Order") == ["CacheBehaviors[1].Order", "CacheBehaviors[0].Order"])
    #expect(try places("sort_by(CacheBehaviors, &Order)") == ["CacheBehaviors[1]", "CacheBehaviors[0]"])
    #expect(try places("reverse(CacheBehaviors)") == ["CacheBehaviors[1]", "CacheBehaviors[0]"])
    #expect(try places("map(&Order, CacheBehaviors)") == ["CacheBehaviors[0].Order", "CacheBehaviors[1].Order"])
    #expect(try places("Tags.*.v") == ["Tags.one.v", "Tags.two.v"])
    #expect(try places("values(Tags)") == ["Tags.one", "Tags.two"])
    #expect(try places("[Tags.one, 'x']") == ["Tags.one", nil])
    #expect(try places("to_array(Tags)") == ["Tags"])
    #expect(try places("keys(Tags)") == [nil, nil])
    #expect(try places("DefaultCacheBehavior") == [])
  }

  @Test("when a second expression selects from what a first one selected")
  func continued() throws {
    let first = try JMESPath("CacheBehaviors[?PathPattern == '/a']").select(Self.document)
    let second = try JMESPath("LambdaFunctionAssociations[0].EventType").select(first.elements[0])
    #expect(second.path?.description == "CacheBehaviors[1].LambdaFunctionAssociations[0].EventType")
    #expect(second.value == "viewer-request")
    #expect(try JMESPath("[0].Order").select(first).path?.description == "CacheBehaviors[1].Order")
  }
}
