/// Tokens to a tree. Recursion is as deep as ``Program/maximumDepth`` and no deeper.
///
/// What may turn out to be a pattern, such as the parentheses of an arrow function, is read as an expression first, and
/// made a pattern in place when that shows.
struct Parser: ~Copyable {
  /// Why the text cannot be parsed, before the place is known as a line.
  struct Failure: Error {
    let reason: SyntaxError.Reason
    let message: String
    let offset: Int32
  }

  /// What a function around a place allows.
  struct Context {
    var isAsync = false
    var isGenerator = false
    var isStrict = false
    var allowsReturn = false
    var allowsAwait = false
    var loops = 0
    var switches = 0
    var labels: [Int32] = []
    /// The open scope that `var` binds in.
    var scope = 0
  }

  /// A name that is bound, before it is known whether it is bound twice.
  struct Declared {
    let name: Int32
    let kind: Binding.Kind
    let offset: Int32
  }

  /// A scope that has not ended yet.
  struct OpenScope {
    let kind: Scope.Kind
    let start: Int32
    var declared: [Declared] = []
  }

  /// A scope that has ended, with what it binds.
  struct ClosedScope {
    let kind: Scope.Kind
    let start: Int32
    let end: Int32
    let declared: [Declared]
    let owner: Owner
  }

  /// What a scope belongs to, which is to know it: a node's `c`, or an index.
  enum Owner {
    case node(Int32)
    case function(Int)
    case `class`(Int)
  }

  var lexer: Lexer
  let goal: Program.Goal
  var context = Context()
  var depth = 0
  /// Whether `in` is an operator here; it is not in the head of a `for`.
  var allowsIn = true
  /// Where an arrow function may begin: at the start of an assignment expression.
  var arrowStart = -1
  /// The arrow function that was read last, after which no operator may follow.
  var arrow: Int32 = -1
  /// Where `{a = 1}` stands, which only a pattern may hold; -1 where it stands nowhere.
  var patternOnly: Int32 = -1

  var nodes: [Node] = []
  var lists: [Int32] = []
  /// Lists that are being read.
  var pending: [Int32] = []
  var numbers: [Double] = []
  var functions: [Function] = []
  var classes: [Class] = []
  var open: [OpenScope] = []
  var closed: [ClosedScope] = []
  /// The nodes that use or bind a name, in the order of the source.
  var uses: [Int32] = []
  var hasDynamicScope = false

  init(_ source: [UInt8], goal: Program.Goal) {
    lexer = Lexer(source, goal: goal)
    self.goal = goal
    context.isStrict = goal == .module
    context.allowsReturn = goal == .commonJS
    context.allowsAwait = goal == .module
    nodes.reserveCapacity(source.count / 4)
    lists.reserveCapacity(source.count / 4)
    uses.reserveCapacity(source.count / 8)
  }

  /// Hands over what was read.
  consuming func finish(into program: inout Program) {
    program.nodes = nodes
    program.lists = lists
    program.numbers = numbers
    program.functions = functions
    program.classes = classes
    program.hasDynamicScope = hasDynamicScope
    program.scopes = resolution.scopes
    program.bindings = resolution.bindings
    program.names = lexer.names
  }

  /// The scopes and bindings, once all is read.
  var resolution = Resolution()

  mutating func parseProgram() throws(Failure) -> Int32 {
    if lexer.count > 1 << 30 { throw Failure(reason: .tooLarge, message: "this file has more than 1 GB", offset: 0) }
    openScope(.program, at: 0)
    try advance()
    let mark = pending.count
    try parseDirectives()
    while token != .end { pending.append(try parseStatement(isTopLevel: true)) }
    let root = listNode(.program, at: 0, from: mark)
    closeScope(end: Int32(lexer.count) + 1, of: .node(root))
    try resolve()
    return root
  }

  // MARK: Tokens

  var token: Token { @inline(__always) get { lexer.token } }
  var start: Int32 { @inline(__always) get { Int32(truncatingIfNeeded: lexer.start) } }

  @inline(__always)
  mutating func advance() throws(Failure) { try lexer.advance() }

  func failure(_ message: String, at offset: Int32) -> Failure {
    Failure(reason: .syntax, message: message, offset: offset)
  }

  func unexpected() -> Failure {
    failure(token == .end ? "the text ends too early" : "this does not belong here", at: start)
  }

  mutating func expect(_ expected: Token) throws(Failure) {
    guard token == expected else { throw unexpected() }
    try advance()
  }

  @inline(__always)
  mutating func take(_ wanted: Token) throws(Failure) -> Bool {
    guard token == wanted else { return false }
    try advance()
    return true
  }

  /// Whether the token is that word, written without escapes.
  @inline(__always)
  func isWord(_ word: Word) -> Bool { token == .name && lexer.value == word.rawValue && !lexer.hasEscape }

  mutating func takeWord(_ word: Word) throws(Failure) -> Bool {
    guard isWord(word) else { return false }
    try advance()
    return true
  }

  mutating func expectWord(_ word: Word) throws(Failure) {
    guard try takeWord(word) else { throw unexpected() }
  }

  /// Ends a statement: by a semicolon, or where one is put in.
  ///
  /// ECMA-262, 12.10.
  mutating func endStatement() throws(Failure) {
    if token == .semicolon { return try advance() }
    if token == .closeBrace || token == .end || lexer.newlineBefore { return }
    throw unexpected()
  }

  mutating func enter() throws(Failure) {
    depth += 1
    if depth > Program.maximumDepth {
      throw Failure(
        reason: .tooLarge, message: "this is nested more than \(Program.maximumDepth) levels deep", offset: start)
    }
  }

  // MARK: Nodes

  @inline(__always)
  mutating func add(
    _ kind: Node.Kind, at start: Int32, op: Operator = .none, flags: Node.Flags = [], a: Int32 = -1, b: Int32 = -1,
    c: Int32 = -1
  ) -> Int32 {
    nodes.append(Node(kind: kind, op: op, flags: flags, start: start, a: a, b: b, c: c))
    return Int32(truncatingIfNeeded: nodes.count - 1)
  }

  /// A use or a binding of a name.
  @inline(__always)
  mutating func addName(_ kind: Node.Kind, _ name: Int32, at start: Int32) -> Int32 {
    let node = add(kind, at: start, a: name)
    uses.append(node)
    return node
  }

  /// Moves what is pending from there on into a list.
  @inline(__always)
  mutating func takeList(from mark: Int) -> Range<Int32> {
    let start = Int32(truncatingIfNeeded: lists.count)
    // Most lists are short: one by one costs less than a range.
    for index in mark..<pending.count { lists.append(pending[index]) }
    while pending.count > mark { pending.removeLast() }
    return start..<Int32(truncatingIfNeeded: lists.count)
  }

  @inline(__always)
  mutating func listNode(
    _ kind: Node.Kind, at start: Int32, op: Operator = .none, flags: Node.Flags = [], c: Int32 = -1, from mark: Int
  ) -> Int32 {
    let range = takeList(from: mark)
    return add(kind, at: start, op: op, flags: flags, a: range.lowerBound, b: Int32(range.count), c: c)
  }

  @inline(__always)
  func node(_ index: Int32) -> Node { nodes[Int(index)] }

  // MARK: Scopes

  mutating func openScope(_ kind: Scope.Kind, at start: Int32) {
    if kind == .function || kind == .program { context.scope = open.count }
    open.append(OpenScope(kind: kind, start: start))
  }

  mutating func closeScope(end: Int32, of owner: Owner) {
    guard let scope = open.popLast() else { return }
    // A block that binds nothing is no scope.
    if scope.declared.isEmpty, scope.kind == .block { return }
    closed.append(ClosedScope(kind: scope.kind, start: scope.start, end: end, declared: scope.declared, owner: owner))
  }

  mutating func declare(_ name: Int32, _ kind: Binding.Kind, at offset: Int32) {
    let declared = Declared(name: name, kind: kind, offset: offset)
    let inner = open.count - 1
    switch kind {
    case .var: open[context.scope].declared.append(declared)
    case .function:
      // Annex B.3.2: sloppy code sees a block's functions in the function around it too.
      open[inner].declared.append(declared)
      if inner != context.scope, !context.isStrict {
        open[context.scope].declared.append(Declared(name: name, kind: .function, offset: -1))
      }
    default: open[inner].declared.append(declared)
    }
  }
}
