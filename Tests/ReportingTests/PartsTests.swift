import Documents
import Foundation
import Testing

@testable import Reporting

@Suite struct PartsTests {
  @Test(
    "Text takes the columns that terminals give it",
    arguments: [
      ("plain", 5), ("é", 1), ("e\u{301}", 1), ("東京", 4), ("ﾊﾝ", 2), ("（", 2), ("한글", 4), ("👩‍💻", 2), ("🇩🇪", 2), ("☃", 1),
      ("⚠️", 2), ("…", 1), ("", 0),
    ])
  func width(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test("Active characters become escapes")
  func escapes() {
    #expect(SafeText.escaped("a\u{1B}[31m\u{7F}\u{9B}\r\n\t\u{202E}") == "a\\u001b[31m\\u007f\\u009b\\r\\n\\t\\u202e")
    #expect(SafeText.escaped("\u{E0041}") == "\\udb40\\udc41")
    #expect(SafeText.escaped("Ünïcödé 東京 👩‍💻") == "Ünïcödé 東京 👩‍💻")
    #expect(SafeText.sentence("  one\n two\u{7} ") == "one two\\u0007")
    #expect(SafeText.quoted("say \"\\\"") == "\"say \\\"\\\\\\\"\"")
  }

  @Test(
    "Points in time are those of the calendar",
    arguments: [0, 951_782_399.999, 951_782_400, 1_709_164_800.5, 4_107_542_399, -1, -2_208_988_800, 1_792_229_400.25])
  func timestamps(seconds: Double) throws {
    let date = Date(timeIntervalSince1970: seconds)
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    #expect(try style.parse(Timestamp.rfc3339(date)).timeIntervalSince1970 == seconds)
  }

  @Test("Spans of time read well", arguments: [(0.04, "0.0 s"), (4.25, "4.3 s"), (42.4, "42 s"), (192, "3 min 12 s")])
  func durations(seconds: Double, text: String) {
    let start = Date(timeIntervalSince1970: 0)
    #expect(Timestamp.duration(from: start, to: start.addingTimeInterval(seconds)) == text)
  }

  @Test("Lines break at words, and a word too long for a line where its kind allows")
  func wrapping() {
    func lines(_ text: StyledText, _ width: Int) -> [String] {
      text.lines(width: width).map { $0.rendered(isColored: false) }
    }
    #expect(lines(StyledText("one two three"), 7) == ["one two", "three"])
    #expect(lines(StyledText("see arn:aws:s3:::bucket/key now"), 14) == ["see", "arn:aws:s3:::", "bucket/key now"])
    #expect(lines(StyledText("unbreakable-identifier"), 8) == ["unbreakable-identifier"])
    var data = StyledText()
    data.add("東京東京", breaking: .data)
    #expect(lines(data, 5) == ["東京", "東京"])
    var spaces = StyledText()
    spaces.add("a   b", breaking: .data)
    #expect(lines(spaces, 80) == ["a   b"])
  }

  @Test("Of two lists, what is missing and what is too much is said")
  func lists() {
    var text = ValueText(width: 68, isVerbose: false)
    func rows(_ expected: JSONValue, _ actual: JSONValue) -> [String] {
      text.comparison(expected: expected, actual: actual).map { row in
        row.label + " " + row.paragraphs.flatMap { $0.lines(width: 68) }.map { $0.rendered(isColored: false) }.joined()
      }
    }
    #expect(
      rows(["a", "b", "b"], ["b", "c"])
        == ["expected [\"a\", \"b\", \"b\"]", "actual [\"b\", \"c\"]", "missing \"a\", \"b\"", "extra \"c\""])
    #expect(rows(["a", "b"], ["b", "a"]).last == "order the same items in another order")
    #expect(rows(nil, nil).isEmpty)
    #expect(rows(true, nil) == ["expected true", "actual nothing"])
    // Of what is empty as a whole that is said; of what has nothing more than the other one, that.
    let long = JSONValue.array((0..<9).map { ["Sid": .string("statement \($0)"), "Effect": "Allow"] })
    #expect(rows([], long).first == "expected []")
    #expect(rows(.array(Array((long.array ?? []).dropLast())), long).first == "expected nothing beyond the other")
  }

  @Test("A long value loses its middle, an ARN in it is whole or gone, and verbose loses nothing")
  func shortening() {
    let arns = (0..<40).map { "arn:aws:lambda:us-east-1:123456789012:function:name-\(100 + $0)" }
    let value = JSONValue.array(arns.map(JSONValue.string))
    func text(isVerbose: Bool) -> String {
      var values = ValueText(width: 68, isVerbose: isVerbose)
      let rows = values.comparison(expected: value, actual: nil)
      #expect(values.hasShortened == !isVerbose)
      return rows[0].paragraphs.flatMap { $0.lines(width: 68) }.map { $0.rendered(isColored: false) }.joined()
    }
    let short = text(isVerbose: false)
    #expect(short.contains("characters") && short.count < 68 * 5)
    for part in short.split(separator: "\"") where part.hasPrefix("arn:") { #expect(arns.contains(String(part))) }
    #expect(short.contains("name-100") && short.contains("name-139"))
    #expect(arns.allSatisfy(text(isVerbose: true).contains))
  }
}
