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
}
