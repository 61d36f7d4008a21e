import Testing

@testable import Documents

@Suite("Equal parts of many trees are one")
struct SharedPartsTests {
  private func tree(_ number: Int) -> JSONObject {
    [
      "Id": .string("E\(number)"), "A name that is longer than a string holds in itself": .integer(number),
      "Behavior": [
        "ViewerProtocolPolicy": "redirect-to-https", "Methods": ["GET", "HEAD", "a text that lies elsewhere"],
        "Ratio": 1.5, "Nothing": .null,
      ],
    ]
  }

  private func address(of value: JSONValue?) -> UInt? {
    switch value {
    case .array(let elements)?: elements.address
    case .object(let object)?: object.values.address
    default: nil
    }
  }

  @Test("what they say is what it was, however many came before")
  func values() {
    var parts = SharedParts()
    for number in 0..<20_000 {
      let tree = tree(number)
      let shared = parts.members(of: tree)
      #expect(shared == tree)
      #expect(shared.names == tree.names)
    }
  }

  @Test("equal parts lie in one place, also long after they came first")
  func sharing() {
    var parts = SharedParts()
    let first = parts.members(of: tree(0))
    for number in 1..<30_000 { _ = parts.value(.object(["Only": .string("here and nowhere else: \(number)")])) }
    // What comes again and again stays known; what did not come for long may be held twice.
    let (second, third) = (parts.members(of: tree(1)), parts.members(of: tree(2)))
    #expect(address(of: second["Behavior"]) == address(of: third["Behavior"]))
    #expect(address(of: second["Behavior"]?["Methods"]) == address(of: third["Behavior"]?["Methods"]))
    #expect(first["Behavior"] == second["Behavior"])
    #expect(second.shape === third.shape)
  }

  @Test(
    "what is equal and not the same stays as it was",
    arguments: [
      (JSONValue.array([1]), JSONValue.array([1.0])), ([true], [1]), ([.null], []), ([.unread(1)], [.unread(2)]),
      (["a": 1, "b": 2], ["b": 2, "a": 1]), (["a": [1]], ["a": [1.0]]), (["é"], ["e\u{301}"]), ([[]], [[:]]),
      (["a": 0.0], ["a": -0.0]),
    ] as [(JSONValue, JSONValue)])
  func differences(first: JSONValue, second: JSONValue) {
    var parts = SharedParts()
    for value in [first, second, first] {
      #expect(JSONWriter().string(parts.value(value)) == JSONWriter().string(value))
      #expect(parts.value(value).firstGap == value.firstGap)
    }
  }
}
