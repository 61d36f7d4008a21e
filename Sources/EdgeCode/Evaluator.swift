import ECMAScript

/// Evaluates a program without running it: each value is known, one of several, or unknown, and where a condition is
/// not known both of its branches are evaluated from the same state, and joined.
///
/// What takes too long, nests too deep or is not understood becomes unknown, with a reason; it never becomes nothing.
final class Evaluator {
  /// How many nodes are evaluated at most.
  static let maximumSteps = 3_000_000
  /// How deep calls are followed.
  static let maximumCalls = 48
  /// How deep evaluation nests in all.
  static let maximumNesting = 700
  /// How many rounds of a loop are evaluated one by one.
  static let maximumRounds = 2000

  let resolution: ModuleResolution
  let isFunction: Bool
  /// What is known of the event beforehand.
  let event: EventContext
  var heap = Heap()
  var frames: [Frame] = []
  var modules: [Module] = []
  var modulesByPath: [String: Int32] = [:]
  /// The files that an earlier evaluation has read.
  let earlier: [String: Module]

  // What an answer may be made of.
  private var reasons: [ReasonText] = [ReasonText(text: "its value is not known", offset: nil)]
  private var reasonIndex: [ReasonText: Int32] = [:]
  var statusTables: [[Atom]] = []
  var statusIndex: [[Atom]: Int32] = [:]
  var storeReads: [StoreRead] = []
  var answers = EdgeCodeAnswers()
  var stores: [Found<OpenedStore>] = []
  var storesUndecided: [Undecided] = []
  var results: [Found<EdgeResult>] = []
  var resultsUndecided: [Undecided] = []
  var awaited: [Found<AwaitedStatus>] = []
  var awaitedUndecided: [Undecided] = []
  /// The side of the condition that was decided last on which the statuses are that it waits for.
  var awaitedSide: (index: Int, holds: Bool)?
  /// The same of the last tests that were put together by `&&` or `||`.
  var testedSide: (index: Int, holds: Bool)?
  /// Which of ``awaited`` lead to nothing.
  var idleSides: Set<Int> = []
  var dates: [Found<ParsedDate>] = []
  var datesUndecided: [Undecided] = []
  var reads: [Found<RequestPart>] = []
  var parameters: [Found<String>] = []
  var parametersUndecided: [Undecided] = []
  var readsUndecided: [Undecided] = []
  var clients: [Found<SDKClient>] = []
  var clientsUndecided: [Undecided] = []
  var apiGatewayReads: [Found<String>] = []
  /// The headers of the origin's response that it looks for, by name in lower case.
  var soughtHeaders: Set<String> = []
  /// Whether the event is read as CloudFront sends it: who knows both serves both.
  var readsRecords = false
  /// What stopped the evaluation of a part, so that nothing that it would have done is known.
  var gaps: [Undecided] = []

  /// Why a value is not known, and where.
  private struct ReasonText: Hashable {
    let text: String
    let offset: SourceOffset?
  }

  /// A read of a key value store.
  struct StoreRead: Hashable {
    let store: OpenedStore
    let key: String?
  }

  // Where the evaluation is.
  var contexts: [CallContext] = []
  var targets: [Target] = []
  /// What conditions say of members on the path that is being evaluated.
  var facts: [Fact] = []
  /// What expressions are made of, and what conditions have said of that.
  var terms = Terms()
  var decisions = Decisions()
  /// The same of calls: what the function gives; and of the arguments of the call that is being made.
  var termsOfCalls: [SourceOffset: Int32] = [:]
  var termsOfArguments: [Int32?] = []
  /// What the function gives that was called last.
  var termReturned: Int32?
  /// The parts of the event that stand for several, whose names are not known.
  var sharedParts: Set<ObjectID> = []
  /// How often variables were assigned while there were facts, and when each was the last time.
  var assignments = 0
  var lastAssignments: [Int32: Int] = [:]
  /// Whether the path that is being evaluated ended, by a return, throw, break or continue.
  var isDead = false
  /// What the function gave that was called last, where its ways out can be told apart, and which calls stand for that.
  var returned: Returned?
  var returnedBy: [SourceOffset: Returned] = [:]
  /// The same of promises, and of what hands a function that a compiler took down what it has waited for.
  var returnedOf: [ObjectID: Returned] = [:]
  /// What promises resolve to that others follow, on each of their ways.
  var resultCells: [ObjectID: Int32] = [:]
  /// The same of the generator that ended last, of those that compilers make of functions.
  var generated: Returned?
  /// Whether something is evaluated again, on one of the ways that led here, and which calls are not made again for that.
  var isReplaying = false
  /// How many such evaluations are under way.
  var replays = 0
  var replayedCalls: [SourceOffset: Int32] = [:]
  /// What gets the values of the generators that are gone over, by their calls.
  var takers: [Int32: (Value) -> Void] = [:]
  /// How often something was evaluated that may throw.
  var mayThrow = 0
  /// What was written before promises were settled that may be rejected.
  var settlements: [ObjectID: Settlement] = [:]
  /// How many objects there were when the handler was called: what came before stays from one call to the next.
  var objectsOfModules = 0
  /// What is done in later turns, and waited for or not.
  var late = LateWork()
  var steps = 0
  var stepLimit = Evaluator.maximumSteps
  /// Whether the steps for the call that is being evaluated ran out.
  var isExhausted = false
  var nesting = 0
  /// How deep the lists lie in each other whose text is being made.
  var joinDepth = 0
  var callDepth = 0
  /// Where a loop leaves what is not told apart by what was done in it.
  var lostWay: Undecided?
  /// How many loops with any number of rounds are being evaluated.
  var loops = 0
  var module: Int32 = -1
  var frame: Int32 = -1
  var context: Int32 = -1
  /// Where the evaluation is, for what is noted of it.
  var offset: Int32 = 0

  // Interned objects.
  var natives: [String: ObjectID] = [:]
  var externals: [String: ObjectID] = [:]
  var eventParts: [ObjectID: [String: ObjectID]] = [:]
  /// The names that are being looked for in what modules export of other modules.
  var exportLookups: Set<ExportLookup> = []
  var aliases = ArgumentAliases()
  /// Where something fails for want of what the runtime lacks, and whether that is caught.
  var missing: [Int32: Bool] = [:]
  /// Calls of methods that the runtime lacks, by names that are computed.
  var missingCalls: [Found<RuntimeFeature>] = []
  /// Where modules name `arguments`, in order.
  var argumentPlaces: [Int32: [Int32]] = [:]
  /// The names of members that were known where others were asked for.
  var knownNames: [Set<String>] = []
  /// Regular expressions by their text, nil for those that are not followed.
  var patterns: [String: TextPattern?] = [:]
  var globals: [String: Value] = [:]
  /// Of functions that have been looked at, whether they are those that compilers, bundlers and SDKs bring.
  var knownFunctions: [KnownFunction: [SourceOffset: Bool]] = [:]
  /// The methods of emitters of events, once there is one.
  var emitterMethods: ObjectID?
  /// How functions replace themselves, by module and function, and what stands in their place.
  var selfReplacements: [SourceOffset: SelfReplacement] = [:]
  var replacing: [ObjectID: Value] = [:]
  /// The ends of the generator that ended last, of those that compilers make of asynchronous functions.
  var generatorEnds: GeneratorEnds?
  /// The `finally` blocks that a jump comes through, the innermost last.
  var finalizers: [Finalizer] = []
  /// How deep the calls were when the executors began that are being run.
  var executorDepths: [Int] = []
  /// How often something outside of the code was called, other than to write a log.
  var outsideCalls = 0
  /// The executors that are being run, the innermost last.
  var executions: [Execution] = []
  /// The object that keeps whether the handler's callback was called.
  var callbackState: ObjectID?
  /// Whether the handler has called its callback.
  var answersByCallback = false
  /// How many things are being evaluated that may not happen, for all that is known of who does them.
  var uncertain = 0
  /// How many calls are being evaluated that are made in a later turn than the one that they are registered in.
  var laterTurns = 0
  /// Whether an asynchronous handler's callback is called in a later turn, for which nothing is seen to wait.
  var answersLater = false
  /// Whether its callback is called in a later turn than the handler.
  var callsBackLater = false
  /// How many marks were open when the handler was called.
  var openMarksAtStart = 0
  /// Whether something that is not read got hold of what the handler may answer by.
  var mayAnswerElsewhere = false
  /// Where clients of version 2 of the SDK get their region, unless they are given one: an object with a text for each
  /// place in which the code sets one, so that what is set on one way only is known to be.
  var regions: ObjectID?
  /// Regions of configurations of version 2 of the SDK.
  var configured: [String: SDKClient.Region] = [:]
  /// Which of ``clients`` are of version 2 of the SDK, by what stands for them.
  var clientsOfVersion2: [String: [Int]] = [:]
  /// The stores that were opened, nil for one whose id is not known.
  var openedStores: [OpenedStore?] = []
  /// The module of the web's classes, and from where they were called last.
  var webModule: Int32 = -2
  var webCaller = SourceOffset(module: -1, offset: 0)

  /// A name that a module may export.
  struct ExportLookup: Hashable {
    let module: Int32
    let name: String
  }

  /// How a generator ended: with which values, and what the objects were then that it had written.
  struct GeneratorEnds {
    let value: Value
    let objects: [ObjectID]
    /// What the objects are behind it, as far as that is told apart.
    let joined: [HeapObject]
    let ends: [(value: Value, objects: [HeapObject])]
  }

  /// What a call was made with.
  struct CallContext {
    var this: Value
    let arguments: [Value]
    /// Whether the arguments may be other ones too.
    let isExact: Bool
    let function: Closure?
    var newTarget = Value.undefined
    /// The object `arguments`; -1 where the function does not name it.
    var argumentsObject: ObjectID = -1
    /// What a generator has yielded.
    var yields: [Value] = []
    /// How a generator is run.
    var stepping = Stepping()
  }

  /// How a generator is run, and what is known of its steps.
  struct Stepping {
    /// Whether the code calls `next` itself, and hands something to it.
    var isByHand = false
    /// Whether the yields are all there are, in their order.
    var isExact = true
    /// How many branches were open when it began, and how many targets there were.
    var branches = 0
    var targets = 0
  }

  /// A `finally` block of a statement that is being evaluated.
  struct Finalizer {
    let block: Int32
    let module: Int32
    let frame: Int32
    let context: Int32
    /// How many targets there were when its statement began.
    var targets: Int
  }

  /// Where a jump leads.
  struct Target {
    enum Jump: Equatable {
      case function
      case breaks(labels: [Int32])
      case label(Int32)
      case continues(labels: [Int32])
      case tries
    }
    let jump: Jump
    var mark: Heap.Mark?
    /// How many marks were open when it began.
    let openMarks: Int
    /// How many facts were known when it began.
    var facts = 0
    var exits: [(snapshot: Heap.Snapshot, value: Value)] = []
    /// What is returned where nothing else is evaluated after it.
    var value: Value?
    /// What that is made of, where there is one `return`.
    var term: Int32?
    /// The variable that says what that is, on each of the ways that lead there.
    var told: Int32?
    /// What is thrown out of an asynchronous function, and the states in which it is, since where it began.
    var error: Value?
    var failures: [Heap.Snapshot] = []
    var start: Heap.Mark?
    var isHandler = false
    var isAsync = false
    /// How many objects there were when it began.
    var objects = 0
    /// How many variables there were then.
    var cells = 0
    /// The states in which something was met that may throw, as far as they are told apart.
    var risks: [Heap.Snapshot] = []
    /// Whether there are more of them.
    var hasMoreRisks = false
    var lastRisk = -1
    /// Whether something was met that may throw, beside what the code throws itself, and is caught.
    var hasRisks: Bool { !isAsync && (!risks.isEmpty || hasMoreRisks) }
  }

  init(
    _ package: CodePackage, isFunction: Bool, event: EventContext = EventContext(), after first: Evaluator? = nil
  ) {
    decisions.followed = first?.decisions.found ?? []
    earlier = first.map { first in first.modulesByPath.mapValues { first.modules[Int($0)] } } ?? [:]
    resolution = ModuleResolution(package: package)
    self.event = event
    self.isFunction = isFunction
  }

  // MARK: Reasons and places

  var here: SourceOffset { module == webModule ? webCaller : SourceOffset(module: module, offset: offset) }

  func place(_ offset: SourceOffset) -> CodeLocation {
    guard offset.module >= 0 else { return CodeLocation(file: "", line: 1, column: 1) }
    return modules[Int(offset.module)].place(offset.offset)
  }

  func reason(_ text: String, at offset: SourceOffset? = nil) -> Reason {
    let known = ReasonText(text: text, offset: module >= 0 ? offset ?? here : nil)
    if let index = reasonIndex[known] { return Reason(index: index) }
    // Without bound, each place of a hostile text would be a reason of its own.
    if reasons.count > 2000 { return .none }
    reasons.append(known)
    reasonIndex[known] = Int32(reasons.count - 1)
    return Reason(index: Int32(reasons.count - 1))
  }

  func undecided(_ reason: Reason) -> Undecided {
    let known = reasons[Int(reason.index)]
    return Undecided(known.text, at: known.offset.map { place($0) })
  }

  /// The text of a reason.
  func text(of reason: Reason) -> String { reasons[Int(reason.index)].text }

  /// Notes that code is not evaluated, whatever it does.
  func noteGap(_ text: String) {
    let gap = Undecided(text, at: module >= 0 ? place(here) : nil)
    noteRisk()
    if gaps.count < 20, !gaps.contains(gap) { gaps.append(gap) }
  }

  /// Counts a step; false where there are none left.
  @inline(__always)
  func step() -> Bool {
    steps += 1
    if steps > stepLimit { isExhausted = true }
    return !isExhausted
  }

  // MARK: Objects

  func makeObject(_ kind: ObjectKind = .plain) -> ObjectID { heap.add(HeapObject(kind: kind, place: here)) }

  /// The most elements of a list that are told apart, unless they stand in the code one by one.
  static let maximumElements = 10_000

  func makeArray(_ elements: [Value], isExact: Bool = true, isLiteral: Bool = false) -> Value {
    var object = HeapObject(kind: .array, place: here)
    steps += elements.count / 16
    if elements.count > Self.maximumElements, !isLiteral {
      object.elements = Array(elements.prefix(200))
      object.isOpen = reason("this list is longer than is followed")
      object.elements.append(.unknown(reason("this list is longer than is followed")))
      object.isExact = false
    } else {
      object.elements = elements
      object.isExact = isExact
    }
    return .object(heap.add(object))
  }

  func native(_ path: String) -> Value {
    if let id = natives[path] { return .object(id) }
    let id = heap.add(HeapObject(kind: .native(path), place: here))
    natives[path] = id
    return .object(id)
  }

  func external(_ path: String) -> Value {
    if let id = externals[path] { return .object(id) }
    // What is made of what is made … of a module is no longer told apart.
    let path = path.utf8.count > 200 ? "…" : path
    if let id = externals[path] { return .object(id) }
    let id = heap.add(HeapObject(kind: .external(path), place: here))
    externals[path] = id
    return .object(id)
  }

  /// Evaluates something whose errors are kept: what it gives, and what it throws, or may throw.
  func attempt(_ body: () -> Value) -> (value: Value?, error: Value?) {
    if isDead { return (nil, nil) }
    let known = mayThrow
    let target = push(.tries)
    let value = body()
    let ends = !isDead
    let isRisky = targets[target].hasRisks
    var errors = pop().values
    if isRisky { errors.append(.object(makeObject(.error))) }
    mayThrow = known
    return (ends ? value : nil, errors.dropFirst().reduce(errors.first) { $0?.joined($1) ?? $1 })
  }

  /// What `await` makes of a value.
  func awaited(_ value: Value) -> Value {
    var values: [Atom] = []
    var error: Value?
    var rejectedOne: ObjectID?
    for atom in value.atoms {
      guard case .object(let id) = atom else {
        if case .unknown = atom { noteRisk() }
        values.append(atom)
        continue
      }
      switch heap.objects[Int(id)].kind {
      case .promise:
        noteWait(for: id)
        noteUnsettled(id, isOnly: value.only != nil)
        // Whoever waits for it does not go on.
        if value.only != nil, heap[id].properties["#never"] != nil {
          isDead = true
          return .undefined
        }
        if value.only != nil, heap[id].properties["error"] == nil { goOnAsResolved(id) }
        if value.only != nil { returned = returnedOf[id] ?? resolved(id) }
        if let value = heap[id].properties["value"]?.value { values += value.atoms }
        if heap[id].properties["value"] == nil { noteRisk() }
        if let rejected = heap[id].properties["error"]?.value {
          error = error?.joined(rejected) ?? rejected
          rejectedOne = id
        }
      case .external(let path):
        noteRisk()
        values += external(path).atoms
      default:
        if let then = ownMethod(id, "then") {
          // A thenable of the code: what it passes on is what it is resolved with.
          let promise = makeObject(.promise)
          let resolve = Value.object(makeObject(.settler(promise: promise, rejects: false)))
          let reject = Value.object(makeObject(.settler(promise: promise, rejects: true)))
          _ = call(then, this: Value(atom), [resolve, reject])
          values +=
            heap[promise].properties["value"]?.value.atoms ?? [.unknown(reason("what this waits for is not known"))]
        } else {
          values.append(atom)
        }
      }
    }
    if let error {
      if values.isEmpty {
        if let rejectedOne { takeBack(rejectedOne) }
        throwValue(error)
        return .undefined
      }
      mayThrow(error, of: rejectedOne)
      if value.only != nil, let rejectedOne { goOnAsResolved(rejectedOne) }
    }
    return values.isEmpty ? .unknown(reason("nothing is seen to resolve this promise")) : Value(values)
  }

  func isCallable(_ value: Value) -> Bool {
    value.atoms.contains { atom in
      guard case .object(let id) = atom else { return false }
      switch heap[id].kind {
      case .function, .class, .native, .external, .bound, .settler, .callback, .require: return true
      default: return false
      }
    }
  }

  /// Whether a value is a function that runs code which is evaluated here.
  func runsCode(_ value: Value) -> Bool {
    value.atoms.contains { atom in
      guard case .object(let id) = atom else { return false }
      switch heap.objects[Int(id)].kind {
      case .function, .bound, .settler, .callback: return true
      default: return false
      }
    }
  }
}
