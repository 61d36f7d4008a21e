@testable import Documents
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
  @Test(
    "reads what RFC 8259 writes",
    arguments: [
      (" null\n", JSONValue.null), ("true", true), ("\tfalse\r", false), ("0", 0), ("-0", 0), ("-17", -17),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.0", .number(1)), ("1e2", .number(100)),
      ("-2.5E-3", .number(-0.0025)), ("0.1", .number(0.1)), ("5e-324", .number(.leastNonzeroMagnitude)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), ("1e-999999999999", .number(0)),
      ("123456789012345678901234567890.5", .number(123456789012345678901234567890.5)), ("\"\"", ""),
      (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z""#, "a\"\\/\u{8}\u{C}\n\r\té😀z"), ("\"é😀\u{7F}\"", "é😀\u{7F}"),
      ("[]", []), ("[ ]", []), ("{ }", [:]), ("[1,[2,{\"a\":[]}] , 3]", [1, [2, ["a": []]], 3]),
      (#"{"a":{"a":1},"b":{"a":2}}"#, ["a": ["a": 1], "b": ["a": 2]]), ("\u{FEFF}{\"a\":1}", ["a": 1]),
    ] as [(String, JSONValue)])
  func reads(text: String, value: JSONValue) throws {
    let read = try JSONReader.read(text)
    #expect(read == value)
    #expect(try JSONReader.read(Array(text.utf8)) == value)
  }

  @Test("tells integers from numbers")
  func kinds() throws {
    guard case .array(let values) = try JSONReader.read("[1, 1.0, 15e-1, 100000000000000000000, 1e22, -0e3]") else {
      Issue.record("no array")
      return
    }
    let integers = values.map { if case .integer = $0 { true } else { false } }
    #expect(integers == [true, false, false, false, false, false])
    // As minifiers write whole numbers: in a document of AWS they are whole numbers again.
    let whole = try JSONReader.read("[31536e3, 1E+2, -25e2, 1.5e1]")
    #expect(JSONWriter().string(whole) == "[31536000,100,-2500,15]")
  }

  @Test(
    "refuses what is no JSON, and says where and what was expected",
    arguments: [
      ("", 0, "expected a JSON value, found the end of the text"), ("[1,]", 3, "expected a JSON value, found ']'"),
      ("[1 2]", 3, "expected ',' or ']', found '2'"), ("{\"a\" 1}", 5, "expected ':' after the member name, found '1'"),
      ("{a:1}", 1, "expected a member name in quotes, found 'a'"),
      ("{\"a\":1,}", 7, "expected a member name in quotes, found '}'"),
      ("1 x", 2, "expected the end of the text after the value, found 'x'"),
      ("012", 0, "a number has no leading zeros"), ("-", 1, "expected a digit, found the end of the text"),
      ("1.", 2, "expected a digit after the decimal point, found the end of the text"),
      (".5", 0, "expected a JSON value, found '.'"), ("+1", 0, "expected a JSON value, found '+'"),
      ("1e", 2, "expected a digit of the exponent, found the end of the text"), ("1e999", 0, "the number is too large"),
      ("NaN", 0, "expected a JSON value, found 'N'"), ("nul", 0, "expected a JSON value, found 'n'"),
      ("\"a\nb\"", 2, "a control character in a string has to be escaped"),
      ("\"long enough text\u{1}\"", 17, "a control character in a string has to be escaped"),
      ("\"abc", 4, "expected '\"' to close the string, found the end of the text"),
      (#""\x""#, 2, "expected one of \" \\ / b f n r t u after the backslash, found 'x'"),
      (#""\ud83d""#, 1, "a surrogate without its other half"), (#""\ude00x""#, 1, "a surrogate without its other half"),
      (#""\ud83d\u0041""#, 1, "a surrogate without its other half"),
      (#""\u12g4""#, 5, "expected four hexadecimal digits after \\u, found 'g'"),
      ("// no", 0, "expected a JSON value, found '/'"), ("[1", 2, "expected ',' or ']', found the end of the text"),
      ("\u{1}", 0, "expected a JSON value, found the control character 0x1"),
    ] as [(String, Int, String)])
  func refuses(text: String, offset: Int, message: String) {
    let error = #expect(throws: JSONReadingError.self) { try JSONReader.read(text) }
    #expect(error?.offset == offset)
    #expect(error?.message == message)
  }

  @Test("counts lines and characters, not bytes")
  func place() {
    let error = #expect(throws: JSONReadingError.self) { try JSONReader.read("{\n  \"é😀\": x}") }
    #expect(error?.description == "line 2, column 9 (byte 14): expected a JSON value, found 'x'")
  }

  @Test(
    "refuses bytes that are no UTF-8",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xC3, 0x28], [0xFF],
    ] as [[UInt8]])
  func refusesInvalidUTF8(bytes: [UInt8]) {
    for padding in ["", "0123456789", #"\n"#] {
      let text = Array("[\"\(padding)".utf8) + bytes + Array("\"]".utf8)
      let error = #expect(throws: JSONReadingError.self) { try JSONReader.read(text) }
      #expect(error?.offset == 2 + padding.utf8.count)
      #expect(error?.message == "a byte that is not UTF-8")
    }
    // The same bytes at the very end must not be read past it.
    #expect(throws: JSONReadingError.self) { try JSONReader.read([0x22] + bytes) }
  }

  @Test("refuses UTF-16")
  func refusesUTF16() {
    #expect(throws: JSONReadingError.self) { try JSONReader.read([0xFF, 0xFE, 0x5B, 0, 0x5D, 0]) }
    #expect(throws: JSONReadingError.self) { try JSONReader.read([0xFE, 0xFF, 0, 0x5B, 0, 0x5D]) }
  }

  @Test("nests to 512 levels and no deeper")
  func depth() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    _ = try JSONReader.read(nested(512))
    #expect(throws: JSONReadingError.self) { try JSONReader.read(nested(513)) }
    #expect(throws: JSONReadingError.self) { try JSONReader.read(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test("of two members with one name the last wins, or both are refused")
  func duplicates() throws {
    let text = #"{"a":1,"b":{"a":0},"\u0061":2}"#
    let value = try JSONReader.read(text)
    #expect(value.object?.names == ["a", "b"])
    #expect(value["a"] == 2)
    let error = #expect(throws: JSONReadingError.self) { try JSONReader.read(text, duplicateNames: .refused) }
    #expect(error?.offset == 19)
    #expect(try JSONReader.read(#"{"a":{"a":0},"b":0}"#, duplicateNames: .refused)["a"]["a"] == 0)
  }

  @Test("equivalent but different texts stay two names")
  func exactNames() throws {
    let few = try JSONReader.read(#"{"\u00e9":1,"e\u0301":2}"#)
    #expect(few.object?.count == 2)
    #expect(few["\u{e9}"] == 1)
    #expect(few["e\u{301}"] == 2)
    #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
    let filler = (0..<100).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
    let many = try JSONReader.read("{\(filler),\"\u{e9}\":1,\"e\u{301}\":2}")
    #expect(many.object?.count == 102)
    #expect(many["e\u{301}"] == 2)
    #expect(many["n99"] == 99)
  }

  @Test("keeps apart many thousand names")
  func manyNames() throws {
    let text = "{" + (0..<5000).map { "\"name \($0)\":\($0)" }.joined(separator: ",") + "}"
    let value = try JSONReader.read(text)
    #expect(value.object?.count == 5000)
    for number in 0..<5000 { #expect(value["name \(number)"] == .integer(number)) }
  }

  @Test("objects of the same names in the same order share them, and change alone")
  func sharedNames() throws {
    let text = """
      [{"Id": 1, "Name": "a"}, {"Id": 2, "Name": "b"}, {"Name": "c", "Id": 3}, {"Id": 4, "Id": 5, "Name": "d"}]
      """
    let objects = try #require(try JSONReader.read(text).array).compactMap(\.object)
    #expect(objects[0].shape === objects[1].shape)
    #expect(objects[2].shape !== objects[0].shape)
    #expect(objects[3] == ["Id": 5, "Name": "d"])
    var changed = objects[0]
    changed["Tags"] = []
    changed["Id"] = nil
    #expect(changed == ["Name": "a", "Tags": []])
    #expect(objects[1] == ["Id": 2, "Name": "b"])
    var other = objects[1]
    other["Id"] = 7
    #expect(other.shape === objects[0].shape)
    #expect(objects[1]["Id"] == 2)
  }

  @Test("many shapes are kept apart")
  func manyShapes() throws {
    // Each has the names of the one before it and one more, or the same ones turned round.
    let texts = (1...300).flatMap { count in
      let names = (0..<count).map { "\"n\($0)\": \($0)" }
      return ["{\(names.joined(separator: ","))}", "{\(names.reversed().joined(separator: ","))}"]
    }
    let objects = try #require(try JSONReader.read("[\(texts.joined(separator: ","))]").array).compactMap(\.object)
    for (place, object) in objects.enumerated() {
      let count = place / 2 + 1
      #expect(object.count == count)
      #expect(object.first?.name == (place % 2 == 0 ? "n0" : "n\(count - 1)"))
      #expect(object["n\(count - 1)"] == .integer(count - 1))
    }
  }
}
