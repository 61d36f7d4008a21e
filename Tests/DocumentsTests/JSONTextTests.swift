import Documents
import TestSupport
import Testing

@Suite struct `JSON text that is edited` {
  private static let policy = #"""
    {
      "Version" : "2012-10-17",
      "Statement":[
        {"Sid":"A", "n": 1.50e1,"Resource":"arn:\u0061ws\/*"},

        {"Sid" :"B"}
      ]  ,
      "Id": "é"
    }

    """#

  private func changed(_ text: String, _ change: (inout JSONValue) -> Void) throws -> String {
    let text = try JSONText(Array(text.utf8))
    var value = text.value
    change(&value)
    let changed = try text.changed(to: value)
    #expect(changed.value == value)
    return String(decoding: changed.bytes, as: UTF8.self)
  }

  @Test func `finds the bytes of a value`() throws {
    let text = try JSONText(Array(Self.policy.utf8))
    func found(_ steps: DocumentPath.Step...) -> String? {
      text.range(of: DocumentPath(steps)).map { String(decoding: text.bytes[$0], as: UTF8.self) }
    }
    #expect(found(.member("Statement"), .index(0), .member("n")) == "1.50e1")
    #expect(found(.member("Statement"), .index(1)) == #"{"Sid" :"B"}"#)
    #expect(found(.member("Statement"), .index(0), .member("Resource")) == #""arn:\u0061ws\/*""#)
    #expect(found(.member("Id")) == "\"é\"")
    #expect(found() == String(Self.policy.dropLast()))
    for path in [
      [.member("Statement"), .index(2)], [.member("Statement"), .index(-1)], [.index(0)], [.member("Nothing")],
      [.member("Statement"), .member("Sid")], [.member("Id"), .index(0)], [.member("Id"), .member("é")],
    ] as [[DocumentPath.Step]] {
      #expect(text.range(of: DocumentPath(path)) == nil)
    }
  }

  @Test func `adds an element like its neighbours, and takes it away again`() throws {
    let longer = try changed(Self.policy) { $0 = $0.setting(["Sid": "C", "x": [1]], at: "Statement[C]") }
    let added = """
      ,

          {
            "Sid": "C",
            "x": [
              1
            ]
          }
      """
    #expect(longer == Self.policy.replacing(#"{"Sid" :"B"}"#, with: #"{"Sid" :"B"}"# + added))
    #expect(try changed(longer) { $0 = $0.setting(.null, at: "Statement[C]") } == Self.policy)
  }

  @Test func `replaces what differs and nothing else`() throws {
    let changed = try changed(Self.policy) {
      $0 = $0.setting("new", at: "Statement[B].Effect").setting(2, at: "Statement[A].n")
    }
    let expected = Self.policy.replacing(#"{"Sid" :"B"}"#, with: #"{"Sid" :"B","Effect" :"new"}"#)
    #expect(changed == expected.replacing("1.50e1", with: "2"))
  }

  @Test(arguments: [
    ("[1,2 , 3]", "[1 , 3]"), ("[ 2, 4]", "[ 4]"), ("[2]", "[]"), ("[ 2 ]", "[  ]"), ("[1, [2], 2]", "[1, [2]]"),
    ("\u{FEFF} [2,1]\n", "\u{FEFF} [1]\n"),
  ])
  func `removes an element with its comma`(before: String, after: String) throws {
    #expect(try changed(before) { $0 = .array(($0.array ?? []).filter { $0 != 2 }) } == after)
  }

  @Test func `an element that is gone takes none of another's bytes along`() throws {
    let text = #"[{"a":1.0},{"b" : 2e0},{"c":3},{"d":"\u0041"}]"#
    let changed = try changed(text) { $0 = [$0[1], ["e": 5], $0[3]] }
    #expect(changed == #"[{"b" : 2e0},{"e":5},{"d":"\u0041"}]"#)
  }

  @Test(arguments: [
    "", " ", "[1", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[1] 2", "\"\\", "{\"a\"", "nul", "\u{0}",
    String(repeating: "[", count: 600) + String(repeating: "]", count: 600), "[\"\\ud800\"]",
  ])
  func `what is no JSON, or not for sure, is refused`(text: String) {
    #expect(throws: JSONReadingError.self) { try JSONText(Array(text.utf8)) }
  }

  @Test func `what would nest too deep is refused`() throws {
    let depth = JSONReader.maximumDepth
    let text = try JSONText(
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8))
    #expect(text.range(of: DocumentPath(Array(repeating: .index(0), count: depth - 1))) == depth - 1..<depth + 1)
    #expect(throws: JSONReadingError.self) { try text.changed(to: [text.value]) }
    #expect(throws: JSONReadingError.self) { try JSONText([0x5B, 0x5D]).replacing(1..<2, with: []) }
  }

  // MARK: Random ones

  @Test func `says what it was changed to, and what stays keeps its bytes`() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<1000 {
      let old = Self.container(&random, depth: 3)
      let text = try JSONText(Array(Self.text(of: old, &random).utf8))
      #expect(text.value == old)
      let new = Self.mutated(old, &random)
      let changed = try text.changed(to: new)
      #expect(changed.value == new)
      #expect(try text.changed(to: old).bytes == text.bytes)
      guard let elements = old.array, let kept = new.array, Set(elements).count == elements.count else { continue }
      // Elements that stay in their order keep their bytes.
      let places = kept.compactMap { elements.firstIndex(of: $0) }
      guard places == places.sorted() else { continue }
      for (index, element) in kept.enumerated() {
        guard let place = elements.firstIndex(of: element), Set(kept).count == kept.count else { continue }
        let before = try #require(text.range(of: DocumentPath([.index(place)])))
        let after = try #require(changed.range(of: DocumentPath([.index(index)])))
        #expect(text.bytes[before] == changed.bytes[after])
      }
    }
  }

  @Test func `gives the same bytes when what was added is taken away`() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<1000 {
      let old = Self.container(&random, depth: 2)
      let text = try JSONText(Array(Self.text(of: old, &random).utf8))
      let new: JSONValue =
        switch old {
        case .array(let elements): .array(elements + ["added"])
        default: old.setting("added", at: "added")
        }
      let there = try text.changed(to: new)
      #expect(there.value == new)
      #expect(try there.changed(to: old).bytes == text.bytes)
    }
  }

  /// Texts that were cut, and texts with a byte changed: an error or a text that is edited, never anything else.
  @Test func `survives any bytes`() throws {
    var random = SeededRandom(seed: 13)
    for _ in 0..<2000 {
      var bytes = Array(Self.text(of: Self.container(&random, depth: 3), &random).utf8)
      if Bool.random(using: &random) {
        bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
      } else {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let text = try? JSONText(bytes) else { continue }
      let new = Self.mutated(text.value, &random)
      #expect(try text.changed(to: new).value == new)
    }
  }

  private static func container(_ random: inout SeededRandom, depth: Int) -> JSONValue {
    let count = Int.random(in: 0...4, using: &random)
    if Bool.random(using: &random) { return .array((0..<count).map { _ in value(&random, depth: depth - 1) }) }
    return .object(JSONObject((0..<count).map { ("\"\\é[{\($0),", value(&random, depth: depth - 1)) }))
  }

  private static func value(_ random: inout SeededRandom, depth: Int) -> JSONValue {
    if depth > 0, Bool.random(using: &random) { return container(&random, depth: depth) }
    let leaves: [JSONValue] = [
      .null, true, .integer(Int.random(in: -9...999, using: &random)), 2.5, "", "]}\",\\ \n", "é\u{1F600}",
      .string(String(UInt64.random(in: 0...UInt64.max, using: &random))),
    ]
    return leaves.randomElement(using: &random) ?? .null
  }

  private static func mutated(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    switch value {
    case .array(var elements):
      for index in elements.indices.reversed() {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: elements.remove(at: index)
        case 1: elements[index] = mutated(elements[index], &random)
        case 2: elements.insert(Self.value(&random, depth: 2), at: index)
        default: break
        }
      }
      return .array(elements)
    case .object(let object):
      var members = object.map { ($0.name, $0.value) }.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
      members = members.map { ($0, Bool.random(using: &random) ? mutated($1, &random) : $1) }
      if Bool.random(using: &random) { members.append(("new", Self.value(&random, depth: 2))) }
      return .object(JSONObject(members))
    default: return Self.value(&random, depth: 2)
    }
  }

  /// The text of a value with white space wherever it may stand, and with escapes where there need be none.
  private static func text(of value: JSONValue, _ random: inout SeededRandom) -> String {
    func space() -> String { ["", "", " ", "\n  ", "\t", "\r\n"].randomElement(using: &random) ?? "" }
    func body(_ value: JSONValue) -> String {
      switch value {
      case .array(let elements):
        return "[" + space() + elements.map { body($0) + space() }.joined(separator: "," + space()) + "]"
      case .object(let object):
        let members = object.map { body(.string($0.name)) + space() + ":" + space() + body($0.value) + space() }
        return "{" + space() + members.joined(separator: "," + space()) + "}"
      case .string(let text) where Bool.random(using: &random):
        return "\"" + text.utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }.joined() + "\""
      case .integer(let number) where Bool.random(using: &random): return "\(number).0e0"
      default: return JSONWriter().string(value)
      }
    }
    return space() + body(value) + space()
  }
}
