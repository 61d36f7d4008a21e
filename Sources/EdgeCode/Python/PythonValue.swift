import Python

/// A value on one way through a Python program.
enum PythonValue: Hashable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(String)
  case bytes([UInt8])
  /// An object of the run, by its number.
  case object(Int)
  /// Something that is not known, by its number; the same expression is the same symbol.
  case symbol(Int)
  /// A module outside of the package, or what it holds, by its path: `boto3.client`.
  case external(String)
  /// What the language brings: `len`, `dict`, `KeyError`.
  case builtin(String)

  static func == (left: PythonValue, right: PythonValue) -> Bool {
    switch (left, right) {
    case (.none, .none): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.float(let a), .float(let b)): a == b
    case (.string(let a), .string(let b)): a.isExactly(b)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.symbol(let a), .symbol(let b)): a == b
    case (.external(let a), .external(let b)): a == b
    case (.builtin(let a), .builtin(let b)): a == b
    default: false
    }
  }
}

/// Something that is not known on this way.
struct PythonSymbol {
  /// As what it is known at least.
  enum KnownType { case any, text, number, truth, bytes }

  let knownType: KnownType
  /// The path of what was called for it: `boto3.client()`.
  let path: String?
  /// The symbol whose attribute it is.
  var owner: Int?
  /// The region of a client, session or configuration.
  var region: SDKClient.Region?
}

/// What a run found out beside the handler's answer.
struct PythonFindings {
  var reads: [Found<RequestPart>] = []
  var readsUndecided: [Undecided] = []
  /// What may do anything beside: code of the handler that is run in ways that are not followed.
  var deedsUndecided: [Undecided] = []
  /// Why it may be that something is done on other statuses than was found.
  var statusesUndecided: [Undecided] = []
  /// The names of parameters of the query string that are asked for.
  var parameters: [Found<String>] = []
  var parametersUndecided: [Undecided] = []
  var clients: [Found<SDKClient>] = []
  var clientsUndecided: [Undecided] = []
  var apiGatewayReads: [Found<String>] = []
  /// Those that do no harm where the event is not API Gateway's: `event.get('path')`.
  var apiGatewayTests: [Found<String>] = []
  var readsRecords = false
  /// Where the origin's status was read first.
  var statusRead: PythonLocation?
  /// Whether the event's response was asked for.
  var readsResponse = false
  /// Whether it was asked whether there is a response.
  var testsResponse = false
  /// Whether it was asked which distribution it is.
  var asksForDistribution = false
}

/// A place in a module of the package.
struct PythonLocation: Hashable {
  let module: Int
  let offset: Int
}

/// An object of a run.
final class PythonObject {
  enum Kind {
    case list, tuple, set, dictionary
    case function(PythonFunction)
    case type(PythonType)
    case instance(of: PythonValue)
    case module(PythonFrame)
    /// A function of a class, taken of an instance.
    case method(of: PythonValue, PythonValue)
    /// What the language's own types bring.
    case native(of: PythonValue, String)
    case superclass(of: PythonValue, after: PythonValue)
    /// What a function of `contextlib.contextmanager` gives: the generator, which has not run, with its arguments.
    case contextManager(PythonValue, PythonArguments)
    /// What `map`, generators and the like give.
    case iterator(PythonIterator)
    /// What an asynchronous function gives, whose result is its element.
    case coroutine
    /// `functools.partial`.
    case partial(PythonValue, PythonArguments)
    /// `staticmethod`, `classmethod`, `property`, `cached_property`, `partialmethod` and `contextmanager`.
    case wrapper(String, PythonValue)
    /// `dataclasses.field(…)`.
    case field(value: PythonValue?, factory: PythonValue?)
  }

  /// What of a dictionary is gone over.
  enum View { case keys, values, items }

  /// A member of a dictionary.
  struct Entry {
    let key: PythonValue
    var value: PythonValue
    var isByCode = true
    /// Whether it may be there or not: who asks for it decides.
    var isOptional = false
    var place: PythonLocation
  }

  var kind: Kind
  /// Of lists, tuples and sets; where ``isOpen``, elements that it may have any number of.
  var elements: [PythonValue] = []
  /// Of the keys, values or items of a dictionary, that dictionary.
  var viewed: PythonValue?
  /// Which of these it has.
  var view: View?
  /// Of dictionaries.
  var entries: [Entry] {
    get { stored }
    set {
      stored = newValue
      index = [:]
      symbolic = []
      for (place, entry) in newValue.enumerated() { note(entry.key, at: place) }
    }
  }
  private var stored: [Entry] = []
  private var index: [PythonValue: Int] = [:]
  /// The places of entries whose keys are symbols, which may turn out to be something else.
  private var symbolic: [Int] = []
  /// Attributes.
  var names: [String: PythonValue] = [:]
  /// Of dictionaries that a class of the code makes, that class.
  var madeBy: PythonValue?
  /// Of the `__dict__` of an object, that object.
  var attributesOf: PythonValue?
  /// The `__dict__` of it, where it was asked for.
  var attributes: PythonValue?
  /// Of classes, the order in which names are looked for.
  var order: [PythonValue]?
  /// Why it may have other members than these.
  var isOpen: Undecided?
  /// Keys that an open dictionary does not have.
  var absent: Set<PythonValue> = []
  /// Keys that the code took away, with the place.
  var deleted: [PythonValue: PythonLocation] = [:]
  /// The part of the event that it is.
  var part: PythonEventPart?
  /// Whether the code changed it.
  var isChanged = false

  /// Whether it is a list or a tuple.
  var isList: Bool {
    switch kind {
    case .list, .tuple: true
    default: false
    }
  }

  init(_ kind: Kind) { self.kind = kind }

  private func note(_ key: PythonValue, at place: Int) {
    index[key] = place
    if case .symbol = key { symbolic.append(place) }
  }

  /// The place of a key among the entries.
  func place(of key: PythonValue, _ resolved: (PythonValue) -> PythonValue) -> Int? {
    index[key] ?? symbolic.first { resolved(stored[$0].key) == key }
  }

  func append(_ entry: Entry) {
    stored.append(entry)
    note(entry.key, at: stored.count - 1)
  }

  func replace(at place: Int, _ entry: Entry) { stored[place] = entry }

  /// Whether some key is a symbol.
  var hasSymbols: Bool { !symbolic.isEmpty }
}

/// The parts of the event that are told apart.
enum PythonEventPart { case event, record, config, request, response, requestHeaders, responseHeaders }

/// A function of the code, with what it closes over.
struct PythonFunction {
  let name: String
  let parameters: Parameters
  let body: Body
  let frame: PythonFrame
  let module: Int
  let defaults: [String: PythonValue]
  let isGenerator: Bool
  let isAsync: Bool
  /// The class that it is a method of.
  var owner: PythonValue?

  enum Body {
    case statements([Statement])
    case expression(Expression)
  }
}

/// A class of the code.
struct PythonType {
  let name: String
  let bases: [PythonValue]
  /// The fields of a data class, with their values otherwise.
  var fields: [(name: String, value: PythonValue?)]
  var isData = false
  /// The names of the members of an enumeration, in their order.
  var members: [String] = []
}

/// The names of a scope.
final class PythonFrame {
  var names: [String: PythonValue] = [:]
  let parent: PythonFrame?
  let isComprehension: Bool
  /// Whether it is the body of a class, whose names its functions do not see.
  var isClass = false
  var globals: Set<String> = []
  var nonlocals: Set<String> = []
  var yields: [PythonValue] = []
  /// Why it may yield others.
  var yieldsOthers: Undecided?
  /// What happens where it yields first, instead of keeping what it yields.
  var atYield: ((PythonValue) throws -> Void)?
  /// The function whose frame it is.
  var function: PythonFunction?
  var isOpen = false

  init(parent: PythonFrame?, isComprehension: Bool = false) {
    self.parent = parent
    self.isComprehension = isComprehension
  }

  /// The frame of the module.
  var module: PythonFrame {
    var frame = self
    while let parent = frame.parent { frame = parent }
    return frame
  }
}

/// How a statement ends.
enum PythonFlow {
  case normal, `break`, `continue`
  case `return`(PythonValue)
}

/// What ends the evaluation of more than a statement.
enum PythonSignal: Error {
  /// An exception of the program.
  case raised(PythonValue)
  /// The evaluation cannot go on.
  case stopped(Undecided)
  /// This way is not followed further: another one stands for it.
  case cut
}
