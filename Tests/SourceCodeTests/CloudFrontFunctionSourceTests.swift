import Testing

@testable import SourceCode

@Suite struct CloudFrontFunctionSourceTests {
  private func stores(_ code: String) -> [String] { CloudFrontFunctionSource(code: code).keyValueStoresOpened }

  @Test func `a store is known by the constant that it is opened with`() {
    #expect(
      stores(
        """
        import cf from 'cloudfront'

        const kvsId = '00000000-0000-0000-0000-000000000000'
        const kvsHandle = cf.kvs(kvsId)

        async function handler(event) { return await kvsHandle.get(event.request.uri) }
        """) == ["00000000-0000-0000-0000-000000000000"])
  }

  @Test(
    arguments: [
      ("import cf from 'cloudfront'; const h = cf.kvs('a')", ["a"]),
      ("import cloudfront from \"cloudfront\";\nlet h = cloudfront.kvs(`a`);", ["a"]),
      ("const cf = require('cloudfront'); cf.kvs('b'); cf.kvs('a')", ["a", "b"]),
      ("import cf from 'cloudfront'; cf.kvs()", ["*"]),
      ("import cf from 'cloudfront'; cf.kvs(pick())", ["*"]),
      ("import cf from 'cloudfront'; let id = 'a'; id = 'b'; cf.kvs(id)", ["*"]),
      ("import cf from 'cloudfront'; let id = 'a' + x; cf.kvs(id)", ["*"]),
      ("import cf from 'cloudfront'; // cf.kvs('a')\n/* cf.kvs('b') */", []),
      ("import cf from 'cloudfront'; const text = \"cf.kvs('a')\"", []),
      ("import cf from 'cloudfront'; const text = `cf.kvs('a')`", []),
      ("import cf from 'cloudfront'; const text = `${cf.kvs('a')} cf.kvs('b')`", ["a"]),
      ("import cf from 'cloudfront'; const r = /cf.kvs('a')/; const n = 1 / 2; cf.kvs('b')", ["b"]),
      ("other.kvs('a')", []),
      ("import cf from 'crypto'; cf.kvs('a')", []),
      ("import cf from 'cloudfront'; x.cf.kvs('a')", []),
      ("", []),
    ])
  func `stores are read from code, not from comments and strings`(code: String, ids: [String]) {
    #expect(stores(code) == ids)
  }

  @Test(
    arguments: [
      ("async function handler(event) {}", true), ("const f = async (x) => x", true), ("const f = async x => x", true),
      ("function handler(e) { await x }", true), ("Promise.all([])", true), ("// async function", false),
      ("const text = 'async function'", false), ("request.headers.async = 1", false),
      ("function handler(event) { var asynchronous = 1; return event.request }", false),
    ])
  func `async is a word of code`(code: String, uses: Bool) {
    #expect(CloudFrontFunctionSource(code: code).usesAsync == uses)
  }

  @Test func `tokens know their places`() {
    let tokens = JavaScriptTokenizer.tokens("a\n  = 'x\\u0041\\n'; // no\n/[/'\"]/.test(b)")
    #expect(tokens.map(\.text) == ["a", "=", "xA\n", ";", "/[/'\"]/", ".", "test", "(", "b", ")"])
    #expect(tokens[1].line == 2 && tokens[1].column == 3)
    #expect(tokens[4].kind == .regularExpression && tokens[4].line == 3)
  }

  @Test func `code that is cut off is read as far as it goes`() {
    for code in ["'abc", "`a${b", "/* never", "/re", "'\\", "\"\\u{12", "}"] { _ = JavaScriptTokenizer.tokens(code) }
  }
}
