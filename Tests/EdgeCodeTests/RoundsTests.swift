import Testing

@testable import EdgeCode

/// Loops with any number of rounds: what they leave says how they went, and nothing is known of them that some number of
/// rounds contradicts.
@Suite struct RoundsTests {
  /// The handler's answers, with `list` a list of any length and `set` a header.
  private func read(_ body: String, _ isFunction: Bool = false) -> EdgeCodeAnswers {
    let code = """
      const set = (r, name, value) => { r.headers[name] = [{value: value || '1'}] };
      exports.handler = async event => { const { request, response: r } = event.Records[0].cf, h = r.headers;
        const list = request.querystring.split('&'); \(body); return r }
      """
    return EdgeCode.read(
      package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode,
      context: EventContext(eventType: "origin-response"))
  }

  private func certain(_ body: String) -> [[String]] {
    let answers = read(body)
    #expect(answers.results.state == .known, "\(body): \(answers.results.undecided)")
    return answers.results.values.map { $0.headers.filter { $0.isCertain && $0.action == .set }.map(\.name).sorted() }
  }

  /// A flag that a round sets belongs to what the round does.
  @Test(arguments: [
    "let ok = false; for (const x of list) if (x === 'a') { ok = true; set(r, 'x-a') } if (!ok) set(r, 'x-a')",
    "let ok = false; for (const x of list) { if (x === 'a') ok = true; if (ok) set(r, 'x-a') } if (!ok) set(r, 'x-a')",
    "let ok = false; list.forEach(x => { if (x === 'a') { ok = true; set(r, 'x-a') } }); if (!ok) set(r, 'x-a')",
    "let ok = false; list.map(x => { if (x === 'a') { ok = true; set(r, 'x-a') } }); if (!ok) set(r, 'x-a')",
    "let ok = false; list.filter(x => { if (x === 'a') { ok = true; set(r, 'x-a') } return x }); if (!ok) set(r, 'x-a')",
    "let ok = false; list.reduce((n, x) => { if (x === 'a') { ok = true; set(r, 'x-a') } return n }, 0); if (!ok) set(r, 'x-a')",
    "let ok = true; for (const x of list) if (x === 'a') { ok = !ok; set(r, 'x-a') } if (ok) set(r, 'x-a')",
    "const s = {ok: false}; for (const x of list) if (x === 'a') { s.ok = true; set(r, 'x-a') } if (!s.ok) set(r, 'x-a')",
    "let n = 0; for (const x of list) if (x) { n++; set(r, 'x-a') } if (n === 0) set(r, 'x-a')",
    "let n = 0; list.forEach(x => { if (x) { n += 1; set(r, 'x-a') } }); if (!n) set(r, 'x-a')",
    "let i = 0, ok = false; while (i < list.length) { if (list[i] === 'a') { ok = true; set(r, 'x-a') } i++ } if (!ok) set(r, 'x-a')",
    "let i = 0, ok = false; while (!ok && i < list.length) if (list[i++] === 'a') { ok = true; set(r, 'x-a') } if (!ok) set(r, 'x-a')",
    "let ok = false; for (let i = 0; i < list.length; i++) if (list[i] === 'a') { ok = true; set(r, 'x-a') } if (!ok) set(r, 'x-a')",
    "let i = 0, ok = false; do { if (list[i] === 'a') { ok = true; set(r, 'x-a') } i++ } while (i < list.length); if (!ok) set(r, 'x-a')",
    "let ok = false; a: for (const x of list) for (const y of x.split('=')) if (y === 'b') { ok = true; set(r, 'x-a'); continue a } if (!ok) set(r, 'x-a')",
    "let ok = false; a: for (const x of list) for (const y of x.split('=')) if (y === 'b') { ok = true; set(r, 'x-a'); break a } if (!ok) set(r, 'x-a')",
    "let ok = false; for (const x of list) try { JSON.parse(x); ok = true; set(r, 'x-a') } catch { continue } if (!ok) set(r, 'x-a')",
    "let found = null; for (const x of list) if (x === 'a') { found = {x}; set(r, 'x-a') } if (!found) set(r, 'x-a')",
    "let ok = false; for (const name in h) if (name === 'via') { ok = true; set(r, 'x-a') } if (!ok) set(r, 'x-a')",
    // What a function of a list says belongs to what it was asked for.
    "const ok = list.some(x => { if (x === 'a') { set(r, 'x-a'); return true } return false }); if (!ok) set(r, 'x-a')",
    "const ok = list.every(x => { if (x === 'a') { set(r, 'x-a'); return false } return true }); if (ok) set(r, 'x-a')",
    "const hit = list.find(x => { if (x === 'a') { set(r, 'x-a'); return true } }); if (hit === undefined) set(r, 'x-a')",
    "const ok = list.some(x => x === 'a'); if (ok) set(r, 'x-a'); if (!ok) set(r, 'x-a')",
    "const hit = list.find(x => x === 'a'); if (hit !== undefined) set(r, 'x-a'); if (hit === undefined) set(r, 'x-a')",
  ])
  func together(_ body: String) { #expect(certain(body).allSatisfy { $0.contains("x-a") }, "\(body)") }

  @Test(
    arguments: [
      "let ok = false; for (const x of list) if (x === 'a') { ok = true; set(r, 'x-a') } if (ok) set(r, 'x-a')",
      "let ok = false; for (const x of list) { ok = x === 'a'; if (ok) set(r, 'x-a') }",
      "let ok = false; for (const x of list) if (x === 'a') { ok = true; set(r, 'x-a') } else delete h['x-a']; if (!ok) set(r, 'x-a')",
      "let n = 0; for (const x of list) if (x) { n++; set(r, 'x-a') } if (n === 1) set(r, 'x-a')",
      "list.some(() => { set(r, 'x-a'); return true }); h.b = [{value: '1'}]",
      "if (request.uri) [1, 2].filter(() => request.uri).some(() => set(r, 'x-a'))",
      "['a', 'b'].some(x => { if (x === 'b') set(r, 'x-a'); return x === request.uri })",
      "['a', 'b'].find(x => { if (x === 'b') set(r, 'x-a'); return x === request.uri })",
      "['a', 'b'].every(x => { if (x === 'b') set(r, 'x-a'); return x !== request.uri })",
      "list.map(() => set(r, 'x-a')); list.filter(() => set(r, 'x-a'))",
    ].map { $0.replacing("list.", with: "list.filter(x => x === 'b').") })
  func apart(_ body: String) { #expect(certain(body).contains { !$0.contains("x-a") }, "\(body)") }

  /// What only a later round does is done by some number of rounds.
  @Test(arguments: [
    "let a = false, b = false, c = false; for (const x of list) { if (b) c = true; if (a) b = true; a = true } if (c) set(r, 'x-a')",
    "let a = 0; for (const x of list) if (++a > 5) set(r, 'x-a')",
    "let n = 0; list.map(x => { if (n > 1) set(r, 'x-a'); n++ })",
    "let a = false, b = false; list.filter(x => { if (a) b = true; a = true; return b }); if (b) set(r, 'x-a')",
    "let a = false; list.some(x => { if (a) set(r, 'x-a'); a = true; return false })",
    "const s = list.reduce((s, x) => s === 'c' ? 'd' : s === 'b' ? 'c' : s === 'a' ? 'b' : s, 'a'); if (s === 'd') set(r, 'x-a')",
    "let s = 'a'; for (const x of list) s = s === 'a' ? 'b' : s === 'b' ? 'c' : s === 'c' ? 'd' : 'a'; if (s === 'd') set(r, 'x-a')",
    "const queue = []; for (const x of list) { queue.unshift(x); if (queue.length > 3) set(r, 'x-a') }",
  ])
  func laterRounds(_ body: String) {
    let answers = read(body)
    let isSet = answers.results.values.contains { $0.headers.contains { $0.name == "x-a" && !$0.isCertain } }
    #expect(isSet || answers.results.values.contains { !$0.undecidedHeaders.isEmpty }, "\(body): \(answers.results)")
  }

  /// The values that a variable gets in as many rounds as there are.
  @Test func values() {
    let body =
      "let a = '0', b = '0', c = '0', d = '0'; for (const x of list) { d = c; c = b; b = a; a = '1' } set(r, 'x-a', d)"
    #expect(read(body).results.values.map { $0.headers.map { $0.values.values.sorted() } } == [[["0", "1"]]])
    let counted = "let n = 0; for (const x of list) n++; set(r, 'x-a', String(n))"
    #expect(read(counted).results.values.map { $0.headers.map(\.values.isComplete) } == [[false]])
  }

  /// More rounds than are followed leave what may be anything.
  @Test func moreRounds() {
    let names = (0..<20).map { "v\($0)" }
    let body = """
      let \(names.map { "\($0) = false" }.joined(separator: ", "));
      for (const x of list) { \(zip(names, names.dropFirst()).reversed().map { "if (\($0)) \($1) = true;" }.joined()) v0 = true }
      if (v19) set(r, 'x-a')
      """
    #expect(read(body).results.values.allSatisfy { $0.headers.map(\.name) == ["x-a"] && !$0.headers[0].isCertain })
  }

  /// What an iterator gives of a map with entries that it may be without is a key with its value, or the end.
  @Test func entries() {
    let body = """
      const m = new Map([['x-a', '1'], ['x-b', '2']]); for (const x of list) if (x === 'b') m.delete('x-b');
      for (let i = m.entries(), s = i.next(); !s.done; s = i.next()) set(r, s.value[0], s.value[1])
      """
    let values = read(body).results.values
    #expect(values.allSatisfy { $0.faults.isEmpty && $0.undecidedShape.isEmpty && $0.undecidedHeaders.isEmpty })
    #expect(values.contains { Set($0.headers.map(\.name)) == ["x-a", "x-b"] })
  }

  /// What a table counts under names that are not known.
  @Test func tables() {
    let body =
      "const n = {}; for (const x of list) n[x] = (n[x] || 0) + 1; set(r, 'x-a', String(n.a)); if (n.a > 1) set(r, 'x-b')"
    let answers = read(body)
    #expect(answers.results.state == .known)
    #expect(answers.results.values.map { $0.headers.map(\.isCertain) } == [[true, false]])
  }

  /// The same where Babel took an asynchronous function down, whose loop is walked through from label to label.
  @Test func machines() {
    let code = #"""
      function asyncGeneratorStep(gen, resolve, reject, _next, _throw, key, arg) { try { var info = gen[key](arg); var value = info.value; } catch (error) { reject(error); return; } if (info.done) { resolve(value); } else { Promise.resolve(value).then(_next, _throw); } }
      function _asyncToGenerator(fn) { return function () { var self = this, args = arguments; return new Promise(function (resolve, reject) { var gen = fn.apply(self, args); function _next(value) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "next", value); } function _throw(err) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "throw", err); } _next(undefined); }); }; }
      function wrap(innerFn, outerFn, self, tryLocsList) { var generator = Object.create(outerFn.prototype instanceof Generator ? outerFn : Generator); return defineProperty(generator, "_invoke", { value: makeInvokeMethod(innerFn, self, tryLocsList) }), generator; }
      exports.handler = _asyncToGenerator(function (event) { var r, list, i, ok;
        return wrap(function (_context) { while (1) switch (_context.prev = _context.next) {
          case 0: r = event.Records[0].cf.response; list = event.Records[0].cf.request.querystring.split('&'); i = 0; ok = false;
          case 1: if (!(i < list.length)) { _context.next = 5; break; } _context.next = 2; return check(list[i]);
          case 2: if (_context.sent === 'a') { ok = true; r.headers['x-a'] = [{ value: '1' }]; } i++; _context.next = 1; break;
          case 5: if (!ok) r.headers['x-a'] = [{ value: '2' }]; return _context.abrupt("return", r);
          case 6: case "end": return _context.stop();
        } }, handler); });
      function check(x) { return Promise.resolve(x); }
      """#
    let answers = EdgeCode.read(
      package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode,
      context: EventContext(eventType: "origin-response"))
    #expect(answers.results.values.allSatisfy { $0.sets(anyOf: ["x-a"]) == true || !$0.undecidedWay.isEmpty })
    #expect(answers.results.values.isEmpty == false, "\(answers.results.undecided)")
  }
}
