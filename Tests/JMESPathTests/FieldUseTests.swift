import Documents
import JMESPath
import Testing

@Suite("JMESPath says which fields it reads")
struct FieldUseTests {
  @Test(
    "of an expression",
    arguments: [
      ("@", "*"), ("'x'", "{}"), ("a.b", "{a: {b: *}}"), ("a[0].b", "{a: {b: *}}"), ("a[1:2].b", "{a: {b: *}}"),
      ("a[*].b[].c", "{a: {b: {c: *}}}"), ("a | b | c", "{a: {b: {c: *}}}"), ("a.*.b", "{a: *}"), ("*", "*"),
      ("a[?b == 'x'].c", "{a: {b: *, c: *}}"), ("a[?b].c", "{a: {b, c: *}}"), ("a[?b]", "{a: *{b}}"),
      ("[a.b, c].d", "{a: {b: {d: *}}, c: {d: *}}"), ("{x: a, y: b}", "{a: *, b: *}"),
      ("{x: a, y: b}.x.z", "{a: {z: *}, b}"),
      ("(a || b).c", "{a: {c: *}, b: {c: *}}"), ("(a && b).c", "{a, b: {c: *}}"), ("!(a.b)", "{a: {b}}"),
      ("a == b", "{a: *, b: *}"), ("a.b == `null`", "{a: {b}}"), ("`null` != a", "{a}"), ("a > `1`", "{a: *}"),
      ("length(a[?b > `1`])", "{a: {b: *}}"), ("length(a)", "{a}"), ("type(a.b)", "{a: {b}}"),
      ("not_null(a, b).c", "{a: {c: *}, b: {c: *}}"), ("to_array(a)[].b", "{a: {b: *}}"),
      ("reverse(a)[0].b", "{a: {b: *}}"),
      ("sort_by(a, &b)[].c", "{a: {b: *, c: *}}"), ("max_by(a, &b.x).c", "{a: {b: {x: *}, c: *}}"),
      ("map(&b, a)[].c", "{a: {b: {c: *}}}"), ("keys(a)", "{a: *}"), ("values(a)[].b", "{a: *}"),
      ("merge(a, b).c", "{a: *, b: *}"), ("[a, a.b]", "{a: *{b: *}}"), ("[keys(@), a.b]", "*{a: {b: *}}"),
      ("contains(a, b)", "{a: *, b: *}"), ("a.length(@)", "{a: *}"),
      ("[length(@), a]", "*{a: *}"), ("a.[b, length(c)]", "{a: {b: *, c}}"),
      ("a | 'x'", "{a}"),
      ("to_string(a).b", "{a: *}"), ("@.a", "{a: *}"),
      (
        "[DefaultCacheBehavior, CacheBehaviors][].LambdaFunctionAssociations[?starts_with(EventType,'viewer')].Version.State",
        "{CacheBehaviors: {LambdaFunctionAssociations: {EventType: *, Version: {State: *}}}, "
          + "DefaultCacheBehavior: {LambdaFunctionAssociations: {EventType: *, Version: {State: *}}}}"
      ),
    ])
  func fields(text: String, expected: String) throws {
    #expect(try JMESPath(text).fields.description == expected)
  }

  @Test("of one expression on what another selects")
  func composition() throws {
    let select = try JMESPath("[DefaultCacheBehavior, CacheBehaviors][?PathPattern != '*'][]")
    let value = try JMESPath("Compress && length(Aliases)")
    #expect(
      select.fields(continuing: value.fields).description
        == "{CacheBehaviors: {Aliases, Compress, PathPattern: *}, DefaultCacheBehavior: {Aliases, Compress, PathPattern: *}}"
    )
    #expect(
      try JMESPath("a[].{x: b, y: c}").fields(continuing: JMESPath("x.z").fields).description == "{a: {b: {z: *}, c}}")
  }

  @Test("can be asked for a name or a path")
  func questions() throws {
    let use = try JMESPath("a[].{x: b.c, y: length(d)}").fields
    #expect(use["a"]?["b"]?["c"]?.isWhole == true)
    #expect(use["a"]?["d"] == .itself)
    #expect(use["z"] == nil)
    #expect(use.reads(["a", "b", "c", "below"]))
    #expect(!use.reads(["a", "d", "below"]))
    #expect(FieldUse.whole["x"] == .whole)
    let both = FieldUse(members: ["a": .itself]).union(.whole)
    #expect(both.isWhole)
    #expect(both.members == ["a": .itself])
    #expect(both["a"]?.isWhole == true)
    #expect(both["b"] == .whole)
  }

  @Test("of an expression that reads more than can be listed, in bounded size and missing nothing")
  func huge() throws {
    let step = "[[a, b], [a, b]]"
    let use = try JMESPath(Array(repeating: step, count: 60).joined(separator: " | ")).fields
    #expect(use.reads(Array(repeating: "a", count: 60)))
    #expect(use.reads(Array(repeating: "b", count: 60)))
    #expect(use.description.count < 20_000)
    #expect(use["c"] == nil)
    let few = try JMESPath(Array(repeating: step, count: 3).joined(separator: " | ")).fields
    #expect(few["a"]?["b"]?["a"] == .whole)
    #expect(few["c"] == nil)
  }
}
