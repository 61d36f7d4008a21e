import EdgeCode
import Testing

/// `Headers`, `Request` and `Response`, in the ways in which frameworks translate them to what CloudFront takes.
@Suite struct WebClassTests {
  private func results(_ body: String) -> [EdgeResult] {
    let text = """
      const lists = h => { const o = {}; h.forEach((value, key) => { o[key] = [{key, value}] }); return o };
      exports.handler = async e => { const q = e.Records[0].cf.request; \(body) };
      """
    return EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
      .results.values
  }

  /// The headers of a response go over one by one, whichever way they are gone over.
  @Test(arguments: [
    "h.forEach((value, key) => { o[key] = [{key, value}] })", "for (const [key, value] of h) o[key] = [{key, value}]",
    "for (const [key, value] of h.entries()) o[key.toLowerCase()] = [...(o[key] || []), {key, value}]",
    "for (const key of h.keys()) o[key] = [{key, value: h.get(key)}]",
    "Object.assign(o, Object.fromEntries([...h].map(([key, value]) => [key, [{key, value}]])))",
    "Array.from(h.entries()).forEach(([key, value]) => { o[key] = [{key, value}] })",
  ])
  func headersOfAResponse(_ body: String) {
    let all = results(
      """
      const r = new Response('x', {status: 404, headers: {'Content-Type': 'text/html', 'X-A': 'b'}});
      const h = r.headers, o = {}; h.set('X-Frame-Options', 'DENY'); h.delete('x-a'); \(body);
      return {status: `${r.status}`, headers: o, body: await r.text()}
      """)
    #expect(all.map(\.status) == [Possible([404])], "\(body)")
    #expect(all.allSatisfy { $0.alwaysSetsStatus }, "\(body)")
    let headers = all.flatMap(\.headers).sorted { $0.name < $1.name }
    #expect(headers.map(\.name) == ["content-type", "x-frame-options"], "\(body): \(all)")
    #expect(headers.map(\.values.values) == [["text/html"], ["DENY"]], "\(body)")
    #expect(headers.allSatisfy { $0.isCertain }, "\(body): \(headers)")
    #expect(all.allSatisfy { $0.undecidedBody.isEmpty && $0.undecidedShape.isEmpty && $0.faults.isEmpty }, "\(body)")
  }

  /// What a response is made of: a text, JSON, an address; another response; headers in the ways in which they are given.
  @Test(arguments: [
    ("new Response('a')", 200, ["content-type"]), ("new Response(null, {status: 204})", 204, []),
    ("Response.json({a: 1}, {status: 201, headers: {'x-a': '1'}})", 201, ["content-type", "x-a"]),
    ("Response.redirect('https://example.com/', 308)", 308, ["location"]),
    (
      "new Response('a', {status: 403, headers: new Headers([['X-A', 'b'], ['Set-Cookie', 'c=1']])})", 403,
      ["content-type", "set-cookie", "x-a"]
    ),
    ("new Response('a', new Response('b', {status: 410, headers: {'X-A': 'b'}}))", 410, ["content-type", "x-a"]),
    ("new Response('a', {status: 418}).clone()", 418, ["content-type"]),
    ("await (async () => new Response('', {status: 409}))()", 409, ["content-type"]),
  ])
  func responses(_ expression: String, _ status: Int, _ names: [String]) {
    let all = results("const r = \(expression); return {status: String(r.status), headers: lists(r.headers)}")
    #expect(all.map(\.status) == [Possible([status])], "\(expression)")
    #expect(all.flatMap(\.headers).map(\.name).sorted() == names, "\(expression): \(all)")
    #expect(all.flatMap(\.headers).allSatisfy { $0.isCertain }, "\(expression)")
  }

  /// As they are they are no headers that CloudFront takes: JSON has nothing of them.
  @Test func headersAsTheyAre() {
    let all = results("return {status: '200', headers: new Headers({a: 'b'})}")
    #expect(all.flatMap(\.headers).isEmpty, "\(all)")
  }

  /// Of several responses each has its own headers; a status that is none throws.
  @Test func severalResponses() {
    let all = results(
      """
      const pages = {'/a': () => new Response('a', {headers: {'x-a': '1'}}), '/b': () => Response.redirect('https://b.example')};
      const page = pages[new URL(new Request('https://h' + q.uri).url).pathname];
      const r = page ? page() : new Response('no', {status: 404});
      try { return new Response('', {status: 99}) } catch { }
      return {status: r.status.toString(), headers: lists(r.headers)}
      """)
    #expect(Set(all.flatMap { $0.status?.values ?? [] }) == [200, 302, 404], "\(all)")
    let values = Dictionary(all.flatMap(\.headers).map { ($0.name, $0.values) }) { first, _ in first }
    #expect(values["x-a"]?.values.contains("1") == true)
    #expect(values.keys.sorted() == ["content-type", "location", "x-a"])
  }

  /// A chain of handlers that were chosen by what is not known is as long as they are.
  @Test func chainsOfHandlers() {
    let all = results(
      """
      const stack = [[/^/, async (c, next) => { await next(); c.r.headers.set('x-late', '1') }],
        [/^.a/, c => { c.r = new Response('a', {status: 203}) }], [/^/, c => { c.r ??= new Response('', {status: 404}) }]];
      const chain = stack.filter(([pattern]) => pattern.test(q.uri)), c = {};
      const run = async i => { const one = chain[i]; if (one) await one[1](c, () => run(i + 1)) };
      await run(0);
      return {status: `${c.r.status}`, headers: lists(c.r.headers)}
      """)
    #expect(Set(all.flatMap { $0.status?.values ?? [] }) == [203, 404], "\(all)")
    #expect(all.allSatisfy { $0.undecidedHeaders.isEmpty }, "\(all)")
  }
}
