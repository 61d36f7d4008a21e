import Testing

@testable import EdgeCode

/// Objects as keys of maps and sets, in which compilers keep private members: what is set for an object stays with it.
@Suite struct PrivateMemberTests {
  private func certain(_ code: String) -> [[String]] {
    let answers = EdgeCode.read(
      package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode,
      context: EventContext(eventType: "origin-response"))
    #expect(answers.results.state == .known, "\(code): \(answers.results.undecided)")
    return answers.results.values.map { $0.headers.filter { $0.isCertain && $0.action == .set }.map(\.name).sorted() }
  }

  /// A class with a private field, a private method and a getter, as tsc, esbuild and two versions of Babel compile it, and
  /// as it is written.
  private static let classes = [
    """
    class Job { #ok = false; #r; constructor(r) { this.#r = r }
      run() { this.#r.headers['x-a'] = [{value: '1'}]; this.#ok = true } #check() { return !this.#ok } get failed() { return this.#check() } }
    """,
    """
    var __classPrivateFieldSet = (this && this.__classPrivateFieldSet) || function (receiver, state, value, kind, f) {
        if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a setter");
        if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot write private member to an object whose class did not declare it");
        return (kind === "a" ? f.call(receiver, value) : f ? f.value = value : state.set(receiver, value)), value;
    };
    var __classPrivateFieldGet = (this && this.__classPrivateFieldGet) || function (receiver, state, kind, f) {
        if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a getter");
        if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot read private member from an object whose class did not declare it");
        return kind === "m" ? f : kind === "a" ? f.call(receiver) : f ? f.value : state.get(receiver);
    };
    var _Job_instances, _Job_ok, _Job_r, _Job_check;
    class Job {
        constructor(r) { _Job_instances.add(this); _Job_ok.set(this, false); _Job_r.set(this, void 0); __classPrivateFieldSet(this, _Job_r, r, "f"); }
        run() { __classPrivateFieldGet(this, _Job_r, "f").headers['x-a'] = [{ value: '1' }]; __classPrivateFieldSet(this, _Job_ok, true, "f"); }
        get failed() { return __classPrivateFieldGet(this, _Job_instances, "m", _Job_check).call(this); }
    }
    _Job_ok = new WeakMap(), _Job_r = new WeakMap(), _Job_instances = new WeakSet(), _Job_check = function _Job_check() { return !__classPrivateFieldGet(this, _Job_ok, "f"); };
    """,
    """
    var u=(r,e,s)=>{if(!e.has(r))throw TypeError("Cannot "+s)};var i=(r,e,s)=>(u(r,e,"read from private field"),s?s.call(r):e.get(r)),a=(r,e,s)=>{if(e.has(r))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(r):e.set(r,s)},h=(r,e,s,f)=>(u(r,e,"write to private field"),f?f.call(r,s):e.set(r,s),s);var d=(r,e,s)=>(u(r,e,"access private method"),s);
    var n,t,c,l,Job=class{constructor(e){a(this,c);a(this,n,!1);a(this,t,void 0);h(this,t,e)}run(){i(this,t).headers["x-a"]=[{value:"1"}],h(this,n,!0)}get failed(){return d(this,c,l).call(this)}};n=new WeakMap,t=new WeakMap,c=new WeakSet,l=function(){return!i(this,n)};
    """,
    """
    function _classPrivateFieldInitSpec(obj, privateMap, value) { _checkPrivateRedeclaration(obj, privateMap); privateMap.set(obj, value); }
    function _checkPrivateRedeclaration(obj, privateCollection) { if (privateCollection.has(obj)) { throw new TypeError("Cannot initialize the same private elements twice on an object"); } }
    function _classPrivateFieldGet(receiver, privateMap) { var descriptor = _classExtractFieldDescriptor(receiver, privateMap, "get"); return _classApplyDescriptorGet(receiver, descriptor); }
    function _classApplyDescriptorGet(receiver, descriptor) { if (descriptor.get) { return descriptor.get.call(receiver); } return descriptor.value; }
    function _classPrivateFieldSet(receiver, privateMap, value) { var descriptor = _classExtractFieldDescriptor(receiver, privateMap, "set"); _classApplyDescriptorSet(receiver, descriptor, value); return value; }
    function _classExtractFieldDescriptor(receiver, privateMap, action) { if (!privateMap.has(receiver)) { throw new TypeError("attempted to " + action + " private field on non-instance"); } return privateMap.get(receiver); }
    function _classApplyDescriptorSet(receiver, descriptor, value) { if (descriptor.set) { descriptor.set.call(receiver, value); } else { if (!descriptor.writable) { throw new TypeError("attempted to set read only private field"); } descriptor.value = value; } }
    var _ok = new WeakMap(), _r = new WeakMap();
    class Job {
      constructor(r) { _classPrivateFieldInitSpec(this, _ok, { writable: true, value: false }); _classPrivateFieldInitSpec(this, _r, { writable: true, value: void 0 }); _classPrivateFieldSet(this, _r, r); }
      run() { _classPrivateFieldGet(this, _r).headers['x-a'] = [{ value: '1' }]; _classPrivateFieldSet(this, _ok, true); }
      get failed() { return !_classPrivateFieldGet(this, _ok); }
    }
    """,
    """
    function _classPrivateFieldInitSpec(e, t, a) { _checkPrivateRedeclaration(e, t), t.set(e, a); }
    function _checkPrivateRedeclaration(e, t) { if (t.has(e)) throw new TypeError("Cannot initialize the same private elements twice on an object"); }
    function _classPrivateFieldGet2(s, a) { return s.get(_assertClassBrand(s, a)); }
    function _classPrivateFieldSet2(s, a, r) { return s.set(_assertClassBrand(s, a), r), r; }
    function _assertClassBrand(e, t, n) { if ("function" == typeof e ? e === t : e.has(t)) return arguments.length < 3 ? t : n; throw new TypeError("Private element is not present on this object"); }
    var _ok = new WeakMap(), _r = new WeakMap();
    class Job {
      constructor(r) { _classPrivateFieldInitSpec(this, _ok, false); _classPrivateFieldInitSpec(this, _r, void 0); _classPrivateFieldSet2(_r, this, r); }
      run() { _classPrivateFieldGet2(_r, this).headers['x-a'] = [{ value: '1' }]; _classPrivateFieldSet2(_ok, this, true); }
      get failed() { return !_classPrivateFieldGet2(_ok, this); }
    }
    """,
    """
    const state = new WeakMap();
    function Job(r) { state.set(this, {r, ok: false}) }
    Job.prototype.run = function () { const s = state.get(this); s.r.headers['x-a'] = [{value: '1'}]; s.ok = true };
    Object.defineProperty(Job.prototype, 'failed', { get() { return !state.get(this).ok } });
    """,
  ]

  @Test(arguments: classes)
  func together(_ job: String) {
    let head =
      "\(job)\nexports.handler = async e => { const { request, response: r } = e.Records[0].cf; const job = new Job(r);"
    #expect(
      certain("\(head) if (request.uri) job.run(); if (job.failed) job.run(); return r }").allSatisfy { $0 == ["x-a"] })
    #expect(certain("\(head) if (request.uri) job.run(); return r }").allSatisfy { $0.isEmpty })
    #expect(
      certain("\(head) if (request.uri) job.run(); if (!job.failed) r.headers['x-b'] = r.headers['x-a']; return r }")
        .allSatisfy { $0.isEmpty })
  }

  /// What is done once for each object is done for the one of this event, whatever was done for earlier ones.
  @Test(arguments: [
    "const seen = new WeakSet(), once = r => { if (seen.has(r)) return; seen.add(r); set(r) }; H(once(r); once(r))",
    "const seen = new WeakMap(), once = r => { if (!seen.has(r)) { set(r); seen.set(r, true) } }; H(if (request.uri) once(r); once(r))",
    "const seen = new Map(), once = r => { if (seen.get(r)) return; set(r); seen.set(r, 1) }; H(once(r))",
    "const seen = new Set(); H(const o = {}; seen.add(o); if (seen.has(o)) set(r))",
    "const seen = new Set(); H(const o = {}; seen.add(o); seen.delete(o); if (!seen.has(o)) set(r))",
    "const weak = new WeakSet(); H(if (weak instanceof WeakSet && !(weak instanceof Set)) set(r))",
    "const map = new Map([['/', 1]]); H(if (!map['/'] && !map.add) set(r))",
    // What a function gives says what was done.
    "let ok; const isOk = () => ok; H(ok = false; if (request.uri) { ok = true; set(r) } if (!isOk()) set(r))",
    "let ok; function isOk() { return ok === true } H(ok = false; if (request.uri) { ok = true; set(r) } const done = isOk(); if (!done) set(r))",
  ])
  func objects(_ text: String) { #expect(certain(Self.handler(text)).allSatisfy { $0 == ["x-a"] }, "\(text)") }

  @Test(arguments: [
    "const seen = new WeakSet(); H(if (request.uri) seen.add(r); if (seen.has(r)) set(r))",
    "const seen = new Map(); H(const o = {}; if (request.uri) seen.set(o, 1); if (seen.get(o)) set(r))",
    "const seen = new Map(); H(const o = {}, p = request.uri ? o : {}; seen.set(o, 1); seen.delete(p); if (seen.has(o)) set(r))",
    "const seen = new Map(); H(const o = {}, p = request.uri ? o : {}; seen.set(p, 1); if (seen.has(o)) set(r))",
    "const seen = new Map(); H(if (seen.has(request.uri)) set(r); seen.set(request.uri, 1))",
  ])
  func notOnEachWay(_ text: String) { #expect(certain(Self.handler(text)).contains([]), "\(text)") }

  private static func handler(_ text: String) -> String {
    "const set = r => { r.headers['x-a'] = [{value: '1'}] };\n"
      + text.replacing("H(", with: "exports.handler = async e => { const { request, response: r } = e.Records[0].cf; ")
      .dropLast() + "; return r }"
  }
}
