import Documents
import JMESPath
import Testing

@Suite("JMESPath and values that could not be read")
struct UnreadTests {
  static let unread = JSONValue.unread(7)
  static let document: JSONValue = [
    "u": unread, "t": true, "f": false, "n": nil, "s": "x", "zero": 0, "list": [1, unread, 3],
    "deep": ["a": unread, "b": 1],
    "rows": [["k": "a", "v": 1], ["k": unread, "v": 2], ["k": "b", "v": 3]], "nested": [[1], unread, [2]],
    "onlyUnread": [unread],
  ]

  @Test(
    "what depends on them is unread, and what does not is answered",
    arguments: [
      ("u.a.b", unread), ("u[0]", unread), ("u[1:2]", unread), ("u[*]", unread), ("u[]", unread), ("u.*", unread),
      ("u[?a]", unread), ("u.[a]", unread), ("u.{a: b}", unread), ("u == `1`", unread), ("u != u", unread),
      ("u < `1`", unread), ("u == n", unread), ("!u", unread), ("length(u)", unread), ("type(u)", unread),
      ("deep", ["a": unread, "b": 1]), ("deep.b", 1), ("deep.a", unread), ("[u, s]", [unread, "x"]),
      ("{a: u, b: s}", ["a": unread, "b": "x"]),
      // Kleene's logic.
      ("f && u", false), ("t && u", unread), ("u && f", unread), ("u && t", unread), ("t || u", true),
      ("f || u", unread),
      ("u || t", unread), ("u || s", unread), ("n || u", unread), ("u == s && f", false), ("u == s && t", unread),
      ("u == s || t", true), ("u == s || f", unread), ("u == s || s", unread), ("!(u && f)", true),
      ("!(u || s)", false),
      ("!(u == s) || s == 'x'", true), ("u == s && abs(s)", unread), ("u == s || abs(s)", unread),
      // Equality, as far as both sides were read.
      ("deep == {a: `1`, b: `2`}", false), ("deep == {a: `1`, b: `1`}", unread), ("deep == {a: `1`}", false),
      ("list == [`1`, `2`]", false), ("list == [`1`, `2`, `3`]", unread), ("list == 'x'", false), ("deep != s", true),
      // Arrays of the document: an unread element is one element.
      ("list[0]", 1), ("list[1]", unread), ("list[2]", 3), ("list[-1]", 3), ("length(list)", 3),
      ("list[1:]", [unread, 3]),
      ("reverse(list)", [3, unread, 1]), ("onlyUnread && t", true), ("contains(list, `3`)", true),
      ("contains(list, `4`)", unread), ("contains(u, `4`)", unread), ("contains(s, u)", unread), ("sum(list)", unread),
      ("max(list)", unread), ("sort(list)", unread), ("join('', list[1:2])", unread), ("to_string(list)", unread),
      ("to_string(s)", "x"), ("to_number(list)", nil), ("type(list)", "array"), ("keys(deep)", ["a", "b"]),
      ("values(deep)", [unread, 1]), ("length(deep)", 2), ("to_array(u)", unread),
      ("to_array(deep)", [["a": unread, "b": 1]]),
      ("not_null(u, s)", unread), ("not_null(n, s, u)", "x"), ("merge(deep, {a: `2`})", ["a": 2, "b": 1]),
      ("merge(u, deep)", unread), ("map(&k, rows)", ["a", unread, "b"]), ("sort_by(rows, &k)", unread),
      ("sort_by(rows, &v)[].v", [1, 2, 3]), ("max_by(rows, &k)", unread), ("max_by(rows, &v).v", 3),
      ("map(&'y', list)", ["y", "y", "y"]),
      // Computed lists: an unread element may be none, one or several.
      ("rows[*].k", ["a", unread, "b"]), ("list[*]", [1, unread, 3]), ("rows[?k == 'b'].v", [unread, 3]),
      ("rows[?k == 'b' || v == `2`].v", [2, 3]), ("rows[?k == 'b' && v != `2`].v", [3]), ("nested[]", [1, unread, 2]),
      ("length(rows[?k == 'b'])", unread), ("length(nested[])", unread), ("length(rows[?v > `1`])", 2),
      ("rows[?k == 'a'].v | [0]", 1), ("rows[?k == 'b'].v | [0]", unread), ("rows[?k == 'b'].v | [1]", unread),
      ("rows[?k == 'b'].v | [-1]", 3), ("rows[?k == 'b'].v | [-2]", unread), ("rows[?k == 'b'].v | [5]", unread),
      ("nested[] | [0]", 1), ("nested[] | [2]", unread), ("nested[] | [:1]", unread),
      ("!(rows[?k == 'b'])", false), ("!(rows[?k == 'z'])", unread), ("rows[?k == 'z'] || s", unread),
      ("rows[?k == 'b'].v == `[3]`", unread), ("rows[?k == 'b'].v == 'x'", false),
      ("contains(rows[?k == 'b'].v, `3`)", true), ("contains(rows[?k == 'b'].v, `9`)", unread),
      ("reverse(rows[?k == 'b'].v) | [0]", 3), ("reverse(rows[?k == 'b'].v) | [1]", unread),
      ("map(&'y', rows[?k == 'b'])", [unread, "y"]), ("[rows[?k == 'b'].v][0]", [unread, 3]),
      ("length([u, s])", 2), ("[u, s] | [1]", "x"), ("[u] && s", "x"),
    ] as [(String, JSONValue)])
  func rules(text: String, expected: JSONValue) throws {
    #expect(try JMESPath(text).evaluate(Self.document) == expected)
  }

  @Test("as far as truth goes, either side can decide")
  func truth() throws {
    for (text, expected) in [
      ("u && f", Truth.fails), ("u && n", .fails), ("u || s", .holds), ("u || zero", .holds), ("u || f", .unread(7)),
      ("u && s", .unread(7)), ("u", .unread(7)), ("rows[?k == 'z']", .unread(7)), ("rows[?k == 'b']", .holds),
      ("(u && f) || (u && n)", .fails), ("u && abs(s)", .unread(7)),
    ] {
      #expect(try JMESPath(text).truth(Self.document) == expected, "\(text)")
    }
  }

  @Test("an argument of a wrong type is an error even beside an unread one")
  func wrongType() throws {
    let expression = try JMESPath("starts_with(u, zero)")
    #expect(throws: JMESPathError.self) { try expression.evaluate(Self.document) }
  }

  @Test("an unread value keeps its place")
  func places() throws {
    #expect(try JMESPath("deep.a").select(Self.document).path?.description == "deep.a")
    #expect(try JMESPath("u.x[2]").select(Self.document).path?.description == "u.x[2]")
    let filtered = try JMESPath("rows[?k == 'b']").select(Self.document)
    #expect(filtered.elements.map { $0.path?.description } == ["rows[1]", "rows[2]"])
    #expect(filtered.elements.map(\.value)[0] == Self.unread)
    // What selects from a selection still knows which of its elements may be absent.
    #expect(try JMESPath("length(@)").select(filtered).value == Self.unread)
  }
}
