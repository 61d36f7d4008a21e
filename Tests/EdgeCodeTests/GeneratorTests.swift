import Testing

@testable import EdgeCode

/// Generators that the code steps through itself.
@Suite struct GeneratorTests {
  private func lambda(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    answers.results.values.flatMap { $0.status?.values ?? [] }.sorted()
  }

  private static let steps = "function* g() { yield {status: '401'}; yield {status: '403'}; return {status: '500'} }"

  /// Each `next` gives what the generator yields at that step, and behind the last one what it returns.
  @Test(arguments: [
    ("return i.next().value", [401]), ("i.next(); return i.next().value", [403]),
    ("i.next(); i.next(); return i.next().value", [500]),
    ("let s, n = 0; while (!(s = i.next()).done) n++; return n === 2 ? s.value : {status: '200'}", [500]),
    ("if (e.Records[0].cf.request.uri === '/') i.next(); return i.next().value", [401, 403, 500]),
  ])
  func stepsByHand(_ body: String, _ wanted: [Int]) {
    let answers = lambda("\(Self.steps) exports.handler = async (e) => { const i = g(); \(body) }")
    let isMaybe = wanted.count > 1
    #expect(Set(statuses(answers)) == Set(wanted) && (isMaybe || answers.results.state == .known), "\(body)")
  }

  /// What is handed to a generator is not followed, and nothing is made up for it.
  @Test func handedOn() {
    let answers = lambda(
      "function* g() { const s = yield 1; return {status: s} } exports.handler = async () => { const i = g(); i.next(); return i.next('403').value }"
    )
    #expect(answers.results.values.allSatisfy { $0.status?.isComplete == false })
  }

  /// What a generator does beside its steps is undecided, since it may not come that far.
  @Test func doesMore() {
    let answers = lambda(
      "function* g(r) { yield 1; r.headers.a = [{value: 'b'}]; yield 2 } exports.handler = async (e) => { const r = e.Records[0].cf.request; g(r).next(); return r }"
    )
    #expect(answers.results.state == .undecided)
  }

  /// `yield*` gives what the other one gives, and the elements of a generator come in their order.
  @Test func goesOnInAnother() {
    let answers = lambda(
      """
      function* a() { yield ['x-a', '1']; yield* [['x-b', '2']] }
      function* all() { yield* a(); yield ['x-c', '3'] }
      exports.handler = async () => { const headers = {};
        for (const [name, value] of all()) headers[name] = [{key: name, value}]; return {status: '200', headers} };
      """)
    #expect(answers.results.values.map { $0.headers.filter(\.isCertain).map(\.name) } == [["x-a", "x-b", "x-c"]])
    #expect(answers.results.state == .known)
  }

  /// Headers that cannot be set, since their table takes none.
  @Test(arguments: ["freeze", "seal", "preventExtensions"])
  func lockedEvent(_ lock: String) {
    let answers = lambda(
      """
      exports.handler = async (e) => { const r = e.Records[0].cf.response;
        Object.\(lock)(r.headers); try { r.headers.a = [{value: 'b'}] } catch {} return r };
      """)
    #expect(answers.results.values.map { $0.sets(anyOf: ["a"]) } == [false])
  }

  /// What was taken of a generator it does not give again.
  @Test(arguments: [
    ("i.next()", ["b", "c"]), ("for (const n of i) break", []), ("[...i]", []), ("const [a] = i", []),
  ])
  func usedUp(_ use: String, _ left: [String]) {
    #expect(
      headers("function* g() { for (const n of names) yield n } const i = g(); \(use)", "for (const n of i)") == [left])
    #expect(
      headers("function* g() { for (const n of names) yield [n, 1] } const m = new Map(g())", "for (const [n] of m)")
        == [["a", "b", "c"]])
  }

  private func headers(_ generator: String, _ loop: String = "for (const n of g())") -> [[String]] {
    let answers = lambda(
      """
      const names = ['a', 'b', 'c'];
      exports.handler = async (e) => { const q = e.Records[0].cf.request, headers = {};
        \(generator)
        \(loop) headers[n] = [{value: 'v'}];
        return {status: '200', headers} };
      """)
    return answers.results.values.map { $0.headers.filter(\.isCertain).map(\.name) }
  }

  /// What is yielded in a loop that is known, or beside something that ends well, is yielded.
  @Test(arguments: [
    "function* g() { for (const n of names) yield n }",
    "function* g() { for (let i = 0; i < 3; i++) yield names[i] }",
    "function* g() { let i = 0; while (true) { if (i === 3) return; yield names[i++] } }",
    "function* g() { try { for (const n of names) yield n } finally { console.log(1) } }",
    "function* map(it, f) { for (const x of it) yield f(x) } const g = () => map(names, n => n)",
  ])
  func yieldsInLoops(_ generator: String) { #expect(headers(generator) == [["a", "b", "c"]], "\(generator)") }

  @Test(arguments: [
    "async function* g() { for (const n of names) { await null; yield n } }",
    "async function* g() { await fetch('https://a'); yield* names }",
    "const g = () => ({async *[Symbol.asyncIterator]() { for (const n of names) yield n }})",
  ])
  func yieldsLater(_ generator: String) {
    #expect(headers(generator, "for await (const n of g())") == [["a", "b", "c"]], "\(generator)")
  }

  /// What only some ways yield, it may be without.
  @Test(arguments: [
    "function* g() { for (const n of names) { if (q.uri === '/') continue; yield n } }",
    "function* g() { for (const n of names) { if (q.uri === '/') break; yield n } }",
    "function* g() { if (q.uri === '/') return; for (const n of names) yield n }",
    "function* g() { if (q.uri === '/') yield* names }", "function* g() { while (Math.random() > 0.5) yield 'a' }",
    "function* g() { try { JSON.parse(q.uri); yield* names } catch {} }",
  ])
  func yieldsOnSomeWays(_ generator: String) { #expect(headers(generator) == [[]], "\(generator)") }

  /// What runs a generator as an asynchronous function by hand, in the way of `co`.
  @Test func runsByHand() {
    let answers = lambda(
      """
      const co = make => function (...args) { const it = make.apply(this, args);
        return new Promise((resolve, reject) => {
          const step = (method, value) => { let r; try { r = it[method](value) } catch (e) { return reject(e) }
            if (r.done) return resolve(r.value);
            return Promise.resolve(r.value).then(v => step('next', v), e => step('throw', e)) };
          step('next') }) };
      exports.handler = co(function* (event) { const request = event.Records[0].cf.request;
        if (yield Promise.resolve(request.uri === '/b')) return {status: '403'}; return request });
      """)
    #expect(statuses(answers) == [403] && answers.results.state == .known, "\(answers.results)")
  }

  private func setsHeader(_ body: String) -> (state: Answer<EdgeResult>.State, isCertain: [Bool]) {
    let answers = lambda(
      """
      exports.handler = async (e) => { const r = e.Records[0].cf.response;
        const set = (n) => { r.headers[n] = [{value: '1'}] };
        \(body) return r };
      """)
    return (
      answers.results.state,
      answers.results.values.map { $0.headers.contains { $0.name == "b" && $0.action == .set && $0.isCertain } }
    )
  }

  /// What an asynchronous generator waits for may fail, and then it gives no more.
  @Test(arguments: [
    ("try { for await (const n of g()) set(n) } catch {}", false), ("for await (const n of g()) set(n);", true),
    ("const h = async () => { for await (const n of g()) set(n) }; await h().catch(() => 0);", false),
    ("async function* o() { yield* g() } try { for await (const n of o()) set(n) } catch {}", false),
  ])
  func failsLater(_ body: String, isSet: Bool) {
    let answer = setsHeader("async function* g() { yield 'a'; await fetch('u'); yield 'b' } \(body)")
    #expect(answer.state == .known && answer.isCertain == [isSet], "\(body)")
  }

  /// What a generator does between its steps is not followed, in what tsc makes of it either, nor what it is handed.
  @Test(arguments: [
    "case 0: return [4, 1]; case 1: _a.sent(); set('b'); return [2]",
    "case 0: return [4]; case 1: x = _a.sent(); return [4, x]; case 2: return [2]",
  ])
  func stepsOfMachines(_ cases: String) {
    let machine = "function g() { var x; return __generator(this, function (_a) { switch (_a.label) { \(cases) } }) }"
    let answer = setsHeader("\(machine) const i = g(); i.next(); set(i.next('b').value);")
    #expect(answer.state == .undecided, "\(cases)")
  }

  /// What cannot be done `fetch` rejects its promise for: what comes before that is waited for is done.
  @Test func startedBefore() {
    #expect(setsHeader("try { const p = fetch('u'); set('b'); await p } catch {}").isCertain == [true])
    #expect(setsHeader("try { await fetch('u'); set('b') } catch {}").isCertain == [false])
  }
}
