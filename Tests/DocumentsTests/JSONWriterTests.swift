import Documents
import TestSupport
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
  let value: JSONValue = ["b": [1, 2.5, nil, true], "a": [:], "c": [], "d": .unread(3)]

  @Test("writes compactly")
  func compact() {
    #expect(JSONWriter().string(value) == #"{"b":[1,2.5,null,true],"a":{},"c":[],"d":"(unread)"}"#)
  }

  @Test("writes a member a line, in the order of names where asked")
  func pretty() {
    let text = """
      {
        "a": {},
        "b": [
          1,
          2.5,
          null,
          true
        ],
        "c": [],
        "d": "(unread)"
      }
      """
    #expect(JSONWriter(.pretty, sortedNames: true).string(value) == text)
  }

  @Test("sorts names by scalars, not by locale or normal form")
  func order() {
    let value: JSONValue = ["é": 1, "z": 2, "Z": 3, "e\u{301}": 4]
    #expect(JSONWriter(sortedNames: true).string(value) == "{\"Z\":3,\"e\u{301}\":4,\"z\":2,\"é\":1}")
  }

  @Test("escapes what JSON demands and nothing else")
  func escapes() {
    #expect(
      JSONWriter().string("\"\\\u{0}\u{8}\t\n\u{C}\r\u{1F}\u{7F}/é😀") == #""\"\\\u0000\b\t\n\f\r\u001f"# + "\u{7F}/é😀\""
    )
  }

  @Test("what it writes reads back as the same", arguments: [JSONWriter(), JSONWriter(.pretty)])
  func roundTrip(writer: JSONWriter) throws {
    var generator = SeededRandom(seed: 20_240_611)
    for _ in 0..<2000 {
      let double = Double(bitPattern: generator.next())
      guard double.isFinite else { continue }
      let text = String(
        String.UnicodeScalarView((0..<6).compactMap { _ in Unicode.Scalar(UInt32(generator.next() % 0x11000)) }))
      let value: JSONValue = [
        .number(double), .integer(Int(truncatingIfNeeded: generator.next())), [text: .string(text)],
      ]
      #expect(try JSONReader.read(writer.bytes(value)) == value)
    }
  }

  @Test("a random short decimal reads as the standard library reads it")
  func decimals() throws {
    var generator = SeededRandom(seed: 7)
    for _ in 0..<5000 {
      let text =
        "\(generator.next() % 1_000_000).\(generator.next() % 10_000_000_000)e\(Int(generator.next() % 60) - 30)"
      #expect(try JSONReader.read(text).double == Double(text))
    }
  }
}
