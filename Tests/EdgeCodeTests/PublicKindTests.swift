import Testing

@testable import EdgeCode

/// Ways of writing that public handlers have and that were once read wrongly, or not at all; each stands for its kind.
@Suite struct PublicKindTests {
  private func lambda(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
  }

  private func onResponse(_ body: String) -> [EdgeResult] {
    lambda(
      """
      const keep = ['content-type', 'x-kept'], bad = /^x-amz-/, v = [{value: 'x'}];
      exports.handler = async e => { const {request: q, response: r} = e.Records[0].cf; let h = r.headers;
        \(body); return r };
      """
    ).results.values
  }

  /// Headers that are filtered by name before others are set: those are set for certain, and nothing else is.
  @Test(arguments: [
    "Object.keys(h).filter(n => n.startsWith('x-amz-')).forEach(n => { delete h[n] }); h.a = v",
    "for (const n of Object.keys(h)) { if (bad.test(n)) { delete h[n]; continue } if (n === 's') delete h[n] } h.a = v",
    "for (const n in h) if (!keep.includes(n)) delete h[n]; h.a = v",
    "r.headers = Object.fromEntries(Object.entries(h).filter(([n]) => !bad.test(n))); r.headers.a = v",
    "const o = {}; Object.keys(h).filter(n => keep.includes(n)).forEach(n => { o[n] = h[n] }); o.a = v; r.headers = o",
    "r.headers = Object.entries(h).reduce((o, [n, w]) => (bad.test(n) || (o[n] = w), o), {}); r.headers.a = v",
  ])
  func headersFilteredByName(_ body: String) {
    for result in onResponse(body) {
      #expect(result.sets(anyOf: ["a"]) == true, "\(body): \(result.headers)")
      #expect(result.sets(anyOf: ["b"]) == false, "\(body): \(result.undecidedHeaders)")
      #expect(result.headers.contains { $0.name == "*" && $0.action == .delete }, "\(body)")
      #expect(result.undecidedShape.isEmpty && result.faults.isEmpty, "\(body): \(result.undecidedShape)")
    }
  }

  /// What is set before may be among the names that are taken away.
  @Test(arguments: [
    "h.a = v; Object.keys(h).filter(n => n.length > q.uri.length).forEach(n => { delete h[n] })",
    "h.a = v; for (const n of q.querystring.split(',')) delete h[n]",
    "h.a = v; const n = q.headers['x-name'][0].value; h[n] = h['x-other']",
  ])
  func headersThatMayBeGone(_ body: String) {
    for result in onResponse(body) {
      #expect(result.sets(anyOf: ["a"]) == nil && !result.undecidedHeaders.isEmpty, "\(body): \(result.headers)")
    }
  }

  /// A header of the event that is changed where it is: by its entries, or by what is put into its list.
  @Test(arguments: [
    ("h.a[0].value = 'x'", true), ("h.a.push({key: 'A', value: 'x'})", true), ("h.a[0] = {key: 'A', value: 'x'}", true),
    ("if (h.a) h.a[0].value = 'x'", false), ("h.a?.unshift(v[0])", false),
    ("h.a.splice(0, 1, v[0])", true), ("for (const w of h.a || []) w.value = 'x'", false),
    ("Object.assign(h.a[0], {value: 'x'})", true), ("const c = {...h}; c.a[0].value = 'x'; r.headers = c", true),
    ("const {a} = h; a[0].value = 'x'", true), ("(h.a || []).forEach(w => { w.value = 'x' })", false),
  ])
  func headersChangedInPlace(_ body: String, _ isCertain: Bool) {
    for result in onResponse(body) {
      let changes = result.headers.filter { $0.name == "a" && $0.action == .set }
      #expect(changes.map(\.isCertain) == [isCertain], "\(body): \(result.headers)")
      #expect(changes.flatMap(\.values.values) == ["x"] && changes.allSatisfy { !$0.values.isComplete }, "\(body)")
      #expect(result.undecidedHeaders.isEmpty && result.faults.isEmpty, "\(body): \(result.undecidedHeaders)")
    }
  }

  /// A header that is added to where it is there, and set where it is not.
  @Test(arguments: [
    "if (h.a) h.a.push({key: 'A', value: 'x'}); else h.a = [{key: 'A', value: 'x'}]",
    "h.a ? h.a.unshift({key: 'A', value: 'x'}) : (h.a = [{key: 'A', value: 'x'}])",
  ])
  func headersAddedToOrSet(_ body: String) {
    for result in onResponse(body) {
      let changes = result.headers.filter { $0.name == "a" }
      #expect(changes.map(\.action) == [.set], "\(body): \(result.headers)")
      #expect(changes.allSatisfy { !$0.values.isComplete && $0.values.values.contains("x") }, "\(body)")
    }
  }

  /// So it is in CloudFront Functions, where a header is an object; a name that is not known may be any.
  @Test func headersOfFunctionsChangedInPlace() {
    func answer(_ body: String) -> EdgeResult? {
      let text = "function handler(e) { var r = e.response, h = r.headers; \(body); return r }"
      let answers = EdgeCode.read(
        package: ["": Array(text.utf8)], handler: "handler", runtime: .cloudFrontFunction)
      return answers.results.values.first
    }
    let set = answer("h.a.value = 'x'")?.headers.first
    #expect(set?.name == "a" && set?.isCertain == true && set?.values == Possible(["x"]))
    let maybe = answer("if (h.a) h.a.value = h.a.value.length > 9 ? 'x' : 'y'")?.headers.first
    #expect(maybe?.isCertain == false && maybe?.values.values == ["x", "y"])
    #expect(answer("h.a.value = 5")?.faults.map(\.value) == [.headerValue("a")])
    #expect(answer("for (var n in h) h[n].value = 'x'")?.undecidedHeaders.isEmpty == false)
    #expect(answer("var s = h.a.value")?.headers.isEmpty == true)
  }

  /// A loop that may be left in each of its rounds is gone round to its end, whether its head or a jump ends it.
  @Test(arguments: [
    "for (let i = 0; i < 7; i++) { if (u.match(l[i])) { s = 200 + i; break } if (i == 6) return {status: 404} }",
    "let i = 0; while (true) { if (u.match(l[i])) { s = 200 + i; break } if (i == 6) return {status: 404}; i++ }",
    "let i = 0; for (;;) { if (u.match(l[i])) { s = 200 + i; break } i++; if (i > 6) return {status: 404} }",
    "for (const [i, p] of l.entries()) { if (u.match(p)) { s = 200 + i; break } if (i == 6) return {status: 404} }",
  ])
  func loopsWithManyWaysOut(_ body: String) {
    let answers = lambda(
      """
      exports.handler = async e => { const u = e.Records[0].cf.request.uri, l = [...'abcdefg']; let s = 0;
        \(body); return {status: s} };
      """)
    let statuses = Set(answers.results.values.flatMap { $0.status?.values ?? [] })
    #expect(statuses == [200, 201, 202, 203, 204, 205, 206, 404], "\(body): \(answers.results)")
  }

  /// Headers that replace those of the event leave none of them.
  @Test func headersReplaced() {
    for body in ["r.headers = {a: v}", "r.headers = Object.assign({}, {a: v})", "return {...r, headers: {a: v}}"] {
      let gone = onResponse(body).flatMap(\.headers).filter { $0.name == "*" }
      #expect(gone.map(\.isCertain) == [true], "\(body)")
    }
    for body in ["r.headers = {...h, a: v}", "h.a = v", "r.headers = Object.assign({a: v}, h)"] {
      #expect(!onResponse(body).flatMap(\.headers).contains { $0.name == "*" }, "\(body)")
    }
  }

  /// A value out of a table by a key of the request is one of the entries.
  @Test func headerOutOfATable() {
    let results = onResponse(
      """
      const t = {'a.example.com': {age: 'max-age=1'}, 'b.example.com': {age: 'max-age=2'}};
      const p = t[q.headers.host[0].value]; if (!p) return r;
      h.a = [{key: 'A', value: p.age}]; h.b = [{key: 'B', value: {css: '1', js: '2'}[q.uri.split('.').pop()] || '0'}]
      """)
    let values = results.flatMap(\.headers).map { ($0.name, $0.values) }
    #expect(values.map(\.0) == ["a", "b"])
    #expect(values.map { $0.1.values.sorted() } == [["max-age=1", "max-age=2"], ["0", "1", "2"]])
    #expect(values.allSatisfy { $0.1.isComplete })
  }

  /// Objects that say by a member which they are.
  @Test(arguments: [
    "if (c.type === 'deny') return c.answer; if (c.type !== 'go') return q; return {status: '302', headers: {l: c.to}}",
    "if ('deny' === c.type) return c.answer; if ('go' === c.type) return {status: '302', headers: {l: c.to}}; return q",
    "switch (c.type) { case 'go': return {status: '302', headers: {l: c.to}}; case 'deny': return c.answer } return q",
    "return c.type === 'deny' ? c.answer : c.type === 'go' ? {status: '302', headers: {l: c.to}} : q",
  ])
  func unionsByAMember(_ body: String) {
    let answers = lambda(
      """
      const check = u => { if (u === '/') return {type: 'pass'};
        if (u === '/x') return {type: 'deny', answer: {status: '403'}};
        return {type: 'go', to: [{key: 'L', value: '/y'}]} };
      exports.handler = async e => { const q = e.Records[0].cf.request, c = check(q.uri); \(body) };
      """)
    #expect(!answers.results.values.contains { $0.outcome == .invalid }, "\(body)")
    #expect(Set(answers.results.values.flatMap { $0.status?.values ?? [] }) == [302, 403], "\(body)")
    #expect(answers.results.values.allSatisfy { $0.undecidedShape.isEmpty && $0.faults.isEmpty }, "\(body)")
  }

  /// A callback with an error and nothing else answers nothing, also where it is not known whether there is an error.
  @Test func callbacksWithErrors() {
    let answers = lambda(
      """
      const fs = require('fs');
      exports.handler = (e, c, callback) => fs.readFile('/tmp/x', (error, data) => {
        if (error) return callback(error, null);
        if (!data) return callback(error);
        try { JSON.parse(data) } catch (other) { return callback(other, null) }
        callback(null, e.Records[0].cf.request) });
      """)
    #expect(answers.results.values.map(\.outcome) == [.request])
    let nothing = lambda("exports.handler = (e, c, callback) => callback(null, null)")
    #expect(nothing.results.values.map(\.outcome) == [.invalid])
  }

  /// What a file holds that is read with an encoding is a text.
  @Test(arguments: ["'utf8'", "{encoding: 'utf-8'}"])
  func textsOfFiles(_ encoding: String) {
    let answers = lambda(
      """
      const text = require('fs').readFileSync('/etc/hostname', \(encoding));
      exports.handler = async e => { const r = e.Records[0].cf.request; r.headers.a = [{value: text}]; return r };
      """)
    #expect(answers.results.values.allSatisfy { $0.undecidedShape.isEmpty && $0.faults.isEmpty })
  }

  /// Clients of an SDK that was bundled into the file, with and without their names.
  @Test func clientsOfABundledSDK() {
    func clients(_ options: String, class name: String, named: String = "") -> EdgeCodeAnswers {
      lambda(
        """
        class Base { constructor(c) { this.config = c; this.middlewareStack = {use(step) { this.steps = [step] }} }
          send(command) { return fetch('https://example.com', {body: command}) } }
        var \(name) = class \(named) extends Base { constructor(...[configuration]) {
            const first = resolve(configuration || {}); super(first); this.config = resolve(first);
            this.middlewareStack.use(getRetryPlugin(this.config)); this.middlewareStack.use(getHostPlugin(this.config));
            this.middlewareStack.use(getLoggerPlugin(this.config)) } destroy() { super.destroy() } };
        class Aggregated extends \(name) {}
        const resolve = c => ({...c, regionInfoProvider: lookUp, signer: makeSigner(c)});
        const client = new \(named == "S3" ? "Aggregated" : name)(\(options));
        exports.handler = async e => { await client.send({}); return e.Records[0].cf.request };
        """)
    }
    #expect(clients("{}", class: "S3Client").clients.values == [SDKClient(name: "S3Client", region: .none)])
    #expect(clients("{}", class: "S3Client").clients.undecided.isEmpty)
    #expect(
      clients("{}", class: "a", named: "SSMClient").clients.values == [SDKClient(name: "SSMClient", region: .none)])
    #expect(
      clients("{region: 'eu-west-1'}", class: "S3Client", named: "S3").clients.values.map(\.region) == [
        .named("eu-west-1")
      ])
    let minified = clients("{}", class: "t")
    #expect(minified.clients.values.isEmpty && !minified.clients.undecided.isEmpty)
    #expect(clients("{region: 'eu-west-1'}", class: "t").clients.values.map(\.region) == [.named("eu-west-1")])
    #expect(minified.results.values.map(\.outcome) == [.request])
  }

  /// Headers that go by names of the event's are none of those that the code has set beside them.
  @Test(arguments: [
    ("for (const k of Object.keys(h)) if (k.startsWith('x-b')) delete h[k];", true),
    ("for (const k in h) if (/^server/i.test(k)) delete h[k];", true),
    ("Object.keys(h).filter(k => k.includes('amz')).forEach(k => { delete h[k] });", true),
    ("for (const [k] of Object.entries(h)) if (k.toLowerCase().startsWith('x-amz-')) delete h[k];", true),
    ("for (const k of Object.keys(h)) if (!['x-a', 'date'].includes(k)) delete h[k];", true),
    ("r.headers = Object.fromEntries(Object.entries(h).filter(([k]) => k !== 'server'));", true),
    ("const o = {}; for (const [k, v] of Object.entries(h)) { if (k !== 'server') o[k] = v } r.headers = o;", true),
    ("for (const k of Object.keys(h)) if (k.startsWith('x-')) delete h[k];", false),
    ("for (const k of Object.keys(h)) delete h[k];", false),
    ("for (const k of Object.keys(h)) delete h[k.replace('y', 'x')];", false),
    ("delete h[e.Records[0].cf.request.querystring];", nil),
    ("r.headers = Object.fromEntries(Object.entries(h).filter(([k]) => !k.startsWith('x-')));", false),
  ])
  func deletedByName(_ statement: String, isSet: Bool?) {
    let text = """
      exports.handler = async e => { const r = e.Records[0].cf.response, h = r.headers; h['x-a'] = [{value: '1'}];
        \(statement) return r };
      """
    let answers = EdgeCode.read(
      package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
    let result = answers.results.values.first
    #expect(answers.results.values.count == 1 && answers.results.state == .known)
    let isCertain = result?.headers.contains { $0.name == "x-a" && $0.action == .set && $0.isCertain }
    #expect(isCertain == (isSet == true), "\(statement)")
    if isSet == nil { #expect(result?.undecidedHeaders.isEmpty == false, "\(statement)") }
    if isSet == false { #expect(result?.undecidedHeaders == [], "\(statement)") }
  }
}
