import Testing

@testable import SourceCode

/// What a field report shows: the id in a constant, without semicolons.
private let report = """
  import cf from 'cloudfront'

  const kvsId = '00000000-0000-0000-0000-000000000000'
  const kvsHandle = cf.kvs(kvsId)

  async function handler(event) {
      let key = event.request.uri

      try {
          let value = await kvsHandle.get(key)
          console.log(`[INFO] kvs: ${key}: ${value}`)
          return {
              statusCode: 200,
              statusDescription: 'Success',
          }
      } catch (err) {
          if (err.toString() !== 'Error: KeyNotFound') {
              console.log(`[ERROR] Kvs key lookup failed for ${key}: ${err}`)
          } else {
              console.log(`[INFO] Kvs key not found for ${key}`)
          }
          return {
              statusCode: 500,
              statusDescription: 'Internal Server Error',
          }
      }
  }
  """

@Suite struct CloudFrontFunctionSourceTests {
  @Test func readsTheReport() {
    let source = CloudFrontFunctionSource(code: report)
    #expect(source.keyValueStoresOpened == ["00000000-0000-0000-0000-000000000000"])
    #expect(source.usesAsync)
    #expect(source.generatesResponses)
    #expect(source.generatedStatusCodes == [200, 500])
    #expect(source.unparseableDates.isEmpty)
    #expect(source.statusTests.isEmpty)
  }

  @Test(arguments: [
    ("import cf from 'cloudfront'; cf.kvs('a')", ["a"]), ("import store from \"cloudfront\"\nstore.kvs(`a`);", ["a"]),
    ("import cf from 'cloudfront'; cf.kvs()", ["*"]), ("import cf from 'cloudfront'; cf . kvs ( )", ["*"]),
    ("import cf from 'cloudfront'; cf.kvs('a'); cf.kvs('b'); cf.kvs('a')", ["a", "b"]),
    ("const cf = require('cloudfront'); cf.kvs('a')", ["a"]), ("require('cloudfront').kvs('a')", ["a"]),
    ("const cf = require('cloudfront').default; cf.kvs('a')", ["a"]),
    ("const s = require('cloudfront').kvs('a')", ["a"]),
    ("import * as cf from 'cloudfront'; cf.default.kvs('a')", ["a"]),
    ("import { default as cf } from 'cloudfront'; cf.kvs('a')", ["a"]),
    ("import cf from 'cloudfront'; const c = cf; c.kvs('a')", ["a"]),
    ("import cf from 'cloudfront'; const { kvs } = cf; kvs('a')", ["a"]),
    ("import cf from 'cloudfront'; const { kvs: open } = cf; open('a')", ["a"]),
    ("import cf from 'cloudfront'; cf['kvs']('a')", ["a"]),
    ("import cf from 'cloudfront'; const open = cf.kvs; open()", ["*"]),
    ("import cf from 'cloudfront'; var id = 'a', other = 'b'; cf.kvs(id)", ["a"]),
    ("import cf from 'cloudfront'; let id = 'a'; id = 'b'; cf.kvs(id)", ["*"]),
    ("import cf from 'cloudfront'; let id = 'a'; id += 'b'; cf.kvs(id)", ["*"]),
    ("import cf from 'cloudfront'; const id = 'a' + 'b'; cf.kvs(id)", ["*"]),
    ("import cf from 'cloudfront'; const id = 'a'\n  + 'b'; cf.kvs(id)", ["*"]),
    ("import cf from 'cloudfront'; const id = 'a'.trim(); cf.kvs(id)", ["*"]),
    ("import cf from 'cloudfront'; const id = 'a'; function f(id) { return cf.kvs(id) }", ["*"]),
    ("import cf from 'cloudfront'; const id = 'a'; const { id } = x; cf.kvs(id)", ["*"]),
    ("import cf from 'cloudfront'; cf.kvs(unknown)", ["*"]), ("import cf from 'cloudfront'; cf.kvs(`a${b}`)", ["*"]),
    ("import cf from 'cloudfront'; cf.kvs(('a'))", ["a"]),
    ("import cf from 'cloudfront'; cf.kvs('\\x61\\u0062\\u{63}')", ["abc"]),
    ("import cf from 'cloudfront'; console.log(`${await cf.kvs('a').get(`x${cf.kvs('b')}`)}`)", ["a", "b"]),
    ("import cf from 'cloudfront'; const ids = { id: 'x' }; const id = 'a'; cf.kvs(id)", ["a"]),
    // Nothing of this opens a store.
    ("import cf from 'cloudfront'; // cf.kvs('a')", []),
    ("import cf from 'cloudfront'; /* cf.kvs('a')\n cf.kvs('b') */", []),
    ("import cf from 'cloudfront'; const s = \"cf.kvs('a')\";", []),
    ("import cf from 'cloudfront'; const s = `cf.kvs('a')`;", []),
    ("import cf from 'cloudfront'; const s = 'it\\'s cf.kvs(1)';", []),
    ("import cf from 'cloudfront'; const r = /cf.kvs('a')/;", []),
    ("import cf from 'cloudfront'; if (x) /['\"`/]cf.kvs('a')/.test(y)", []), ("const cf = other; cf.kvs('a')", []),
    ("import cf from 'other'; cf.kvs('a')", []), ("import cf from 'cloudfront'; other.cf.kvs('a')", []),
    ("import cf from 'cloudfront'; kvs('a'); event.kvs('b')", []), ("import crypto from 'crypto'; crypto.kvs()", []),
    // A quote in a regular expression, a division that is none.
    ("import cf from 'cloudfront'; const r = /'/; cf.kvs('a'); const q = /'/", ["a"]),
    ("import cf from 'cloudfront'; const x = a / b; cf.kvs('a'); c / d", ["a"]),
    ("import cf from 'cloudfront'; const x = (a) / b; cf.kvs('a'); (c) / d", ["a"]),
    ("import cf from 'cloudfront'; const x = a[0] / b; cf.kvs('a'); c / d", ["a"]),
    ("import cf from 'cloudfront'; const x = { a: 1 } / b; cf.kvs('a'); c / d", ["a"]),
    ("import cf from 'cloudfront'; if (x) {} /'/.test(y); cf.kvs('a')", ["a"]),
    ("import cf from 'cloudfront'; while (i++ / 2) cf.kvs('a'); 1 / 2", ["a"]),
    ("import cf from 'cloudfront'; const f = () => /\\/'[/']/; cf.kvs('a')", ["a"]),
    ("import cf from 'cloudfront'; const t = `${'}'}` / 2; cf.kvs('a'); 1 / 2", ["a"]),
    ("import cf from 'cloudfront'; x.return / 2; cf.kvs('a'); 1 / 2", ["a"]),
  ])
  func findsTheStores(code: String, expected: [String]) {
    #expect(CloudFrontFunctionSource(code: code).keyValueStoresOpened == expected)
  }

  @Test(arguments: [
    ("async function handler(event) {}", true), ("const f = async () => 1", true), ("const f = async x => 1", true),
    ("const o = { async f() {} }", true), ("new Promise(r => r())", true), ("Promise.resolve(1)", true),
    ("f(async function () {})", true), ("`${await x}`", true),
    ("function handler(event) { return event.request }", false), ("// async function\nvar x", false),
    ("var s = 'await Promise'", false), ("x.await; x.Promise; x.async(1)", false),
    ("var o = { await: 1, Promise: 2 }", false),
    ("var async = 1; async(2)", false), ("/* async */ function f() {}", false), ("var r = /await x/", false),
  ])
  func tellsAsync(code: String, expected: Bool) {
    #expect(CloudFrontFunctionSource(code: code).usesAsync == expected)
  }

  @Test(arguments: [
    ("2024-02-15T09:00:00Z", [], []), ("Thu, 15 Feb 2024 09:00:00 GMT", [], []),
    ("2024-02-15T09:00:00+09:00", ["2024-02-15T09:00:00+09:00"], []), ("2024-02-30", [], ["2024-02-30"]),
  ])
  func tellsDates(text: String, unparseable: [String], unportable: [String]) {
    let source = CloudFrontFunctionSource(code: "new Date('\(text)')")
    #expect(source.unparseableDates.map(\.text) == unparseable)
    #expect(source.unportableDates.map(\.text) == unportable)
  }

  @Test func placesTheDates() {
    let code = """
      // new Date('2024-02-15 09:00')
      const opening = '2024-02-15 09:00:00+09:00'
      var a = new Date('2024-02-15 09:00'); /* é */ var b = Date.parse("Feb 15, 2024")
      var s = "new Date('2024-02-15 09:00')" + `new Date('2024-02-15 09:00') ${new Date(`1 Jan`)}`
      var c = new Date(opening), d = new Date(2024, 1, 15), e = new Date(), f = new Date(event.x)
      var g = new Date('2024-02-15' + time), h = my.Date.parse('x'), i = Date('x'), j = x / new Date('2024') / 2
      var r = /new Date('x')/
      """
    let found = CloudFrontFunctionSource(code: code).unparseableDates
    #expect(
      found.map { "\($0.position) \($0.text)" } == [
        "3:18 2024-02-15 09:00", "3:66 Feb 15, 2024", "4:83 1 Jan", "5:18 2024-02-15 09:00:00+09:00",
      ])
  }

  @Test func countsLinesOfEveryKind() {
    let found = CloudFrontFunctionSource(code: "\r\n\r\n\n\r`a\r\nb`\u{2028}new Date('x')").unparseableDates
    #expect(found.first?.position == SourcePosition(line: 7, column: 10))
  }

  @Test(arguments: [
    ("if (event.response.statusCode === 404) {}", ["1:35 404"]),
    ("if (event.response.statusCode >= 400) {}", ["1:34 400"]),
    ("if (event.response.statusCode > 399) {}", ["1:33 400"]), ("if (404 == response.status) {}", ["1:5 404"]),
    ("if (400 <= response.statusCode) {}", ["1:5 400"]),
    ("var r = event.response; if (r.statusCode == '404') {}", ["1:45 404"]),
    ("var s = event.response.statusCode; if (s != 403) {}", ["1:45 403"]),
    ("var response = event.response; var status = response.status; if (parseInt(status, 10) >= 500) {}", ["1:90 500"]),
    ("if (response['status'] === '404') {}", ["1:28 404"]),
    ("if ([403, 404].includes(response.statusCode)) {}", ["1:6 403", "1:11 404"]),
    ("switch (response.statusCode) { case 200: break; case 404: case 500: break }", ["1:54 404", "1:64 500"]),
    ("const { statusCode } = event.response; if (statusCode === 404) {}", ["1:59 404"]),
    // These do not wait for errors.
    ("if (response.statusCode === 200) {}", []), ("if (response.statusCode < 400) {}", []),
    ("if (400 > response.statusCode) {}", []),
    ("// if (response.statusCode === 404)", []), ("var s = 'response.statusCode === 404'", []),
    ("if (error.status === 404) {}", []), ("var status = cache.state(); if (status === 404) {}", []),
    ("if (response.headers.length > 400) {}", []), ("if (response.statusCode === 4040) {}", []),
    ("response.statusCode = 404", []), ("var a = Number(b); var b = Number(a); if (a > 400) {}", []),
  ])
  func findsStatusTests(code: String, expected: [String]) {
    #expect(CloudFrontFunctionSource(code: code).statusTests.map { "\($0.position) \($0.status)" } == expected)
  }

  @Test func survivesBrokenCode() {
    for code in [
      "'", "`", "`${", "`${`", "/", "/[", "/*", "((((", "}}}}", "a = ", "return", "x.", "{[(}])", "\\", "function",
      "=>", "import", "new Date(",
    ] {
      let source = CloudFrontFunctionSource(code: code)
      _ = (
        source.keyValueStoresOpened, source.usesAsync, source.unparseableDates, source.statusTests,
        source.generatedStatusCodes
      )
    }
    for length in report.indices {
      let source = CloudFrontFunctionSource(code: String(report[..<length]))
      _ = (source.keyValueStoresOpened, source.unparseableDates, source.statusTests, source.generatedStatusCodes)
    }
    let deep = String(repeating: "return (a + (", count: 20_000)
    #expect(CloudFrontFunctionSource(code: "function handler() {" + deep).generatedStatusCodes.isEmpty)
  }
}
