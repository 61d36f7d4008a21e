import Testing

@testable import Auditing

@Suite struct CSVTests {
  @Test(arguments: [
    ("a,b", [["a", "b"]]), ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
    ("\n\na,b\n\n", [["a", "b"]]), ("", []), ("\"a,\"\"b\"\"\",\"c\nd\"", [["a,\"b\"", "c\nd"]]),
    ("\"a\r\nb\",c", [["a\nb", "c"]]),
    ("a,", [["a", ""]]), (",", [["", ""]]), ("é\u{301},\"\u{301}x\"", [["é\u{301}", "\u{301}x"]]),
    ("a\rb,c", [["a\rb", "c"]]),
    ("a\"b,c", [["a\"b", "c"]]),
  ])
  func readsRows(text: String, rows: [[String]]) { #expect(CSV.rows(text) == rows) }

  @Test func `more rows than the limit are not read`() {
    let text = (0..<10).map { "k\($0),v\n" }.joined()
    #expect(CSV.rows(text, limit: 10)?.count == 10)
    #expect(CSV.rows(text, limit: 9) == nil)
    #expect(CSV.rows(text + "k,v", limit: 10) == nil)
    // Empty lines are no rows.
    #expect(CSV.rows(String(repeating: "\n", count: 100) + text, limit: 10)?.count == 10)
  }
}
