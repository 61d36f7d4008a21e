import ECMAScript

/// What modules outside of the package, and the runtime, bring: it is known by its path, such as `aws-sdk.S3`.
extension Evaluator {
  /// Whether something of that path is there whatever happens: a module and what it exports.
  func isDefinite(_ path: String) -> Bool {
    // Lambda always says in which region it runs.
    ["process.env.AWS_REGION", "process.env.AWS_DEFAULT_REGION"].contains(path)
      || !path.contains("(") && !path.contains("[") && !path.hasPrefix("process.env")
  }

  func externalMember(_ path: String, _ name: String) -> Value {
    if name == "default" { return external(path) }
    if name == "__esModule" { return .undefined }
    if path == "process.env" {
      if name == "LAMBDA_TASK_ROOT" { return .string("/var/task") }
      if name == "AWS_REGION" || name == "AWS_DEFAULT_REGION" { return external("process.env." + name) }
      return Value([.text(.none), .undefined])
    }
    if path == "process" {
      switch name {
      case "env": return external("process.env")
      case "platform": return .string("linux")
      case "argv": return makeArray([.text], isExact: false)
      default: break
      }
    }
    if path == "constants" { return .number }
    // What is known of the types that programs of the web share.
    if path == "new URL()" {
      if name == "searchParams" { return external("new URLSearchParams()") }
      if Self.partsOfURL.contains(name) { return Value(.text(.madeOfEvent)) }
    }
    if let member = queryMember(path, name) { return member }
    if path == "querystring.parse()" { return Value([.text(.madeOfEvent), .undefined]) }
    return external(path + "." + name)
  }

  func noteExternalWrite(_ path: String, _ name: String, _ value: Value) {
    if path == "aws-sdk.config", name == "region" { setRegion(region(of: value), of: .configuration) }
    if path == "process.env", name == "AWS_REGION" { setRegion(region(of: value), of: .environment) }
    if path.hasSuffix(".config"), name == "region" { configure(clientAt: String(path.dropLast(7)), region(of: value)) }
    if path == "aws-sdk", name == "config", case .object(let id)? = value.only,
      case .external(let config) = heap[id].kind, config.hasPrefix("new aws-sdk.Config")
    {
      setRegion(configured[config] ?? .computed, of: .configuration)
    }
  }

  private static let partsOfURL: Set<String> = [
    "pathname", "search", "hostname", "host", "href", "origin", "protocol", "hash", "port", "username", "password",
  ]

  private static let textMethods: Set<String> = [
    "toString", "toUpperCase", "toLowerCase", "trim", "slice", "substring", "substr", "replace", "replaceAll", "join",
    "stringify", "toISOString", "toUTCString", "toJSON", "digest", "extname", "basename", "dirname", "normalize",
    "resolve", "relative", "randomUUID", "escape", "unescape", "format", "inspect", "hostname", "concat", "padStart",
    "toLocaleString", "getSignedUrl", "atob", "btoa", "encode", "decode", "charAt", "toFixed",
  ]

  /// How loggers name what they write by.
  private static let logMethods: Set<String> = ["log", "trace", "debug", "info", "warn", "error", "fatal"]

  func callExternal(_ path: String, this: Value, _ arguments: [Value]) -> Value {
    // What the runtime is known to have is there for code that asks whether it is.
    // What `fetch` cannot do it rejects its promise for.
    if path != "fetch", event.functionRuntime != .js2 || !path.hasPrefix("Buffer.") { noteRisk() }
    // Classes are called by constructors that a compiler made functions of, and those of version 2 also without `new`.
    noteClient(path, arguments)
    let name = path.split(separator: ".").last.map(String.init) ?? path
    if !Self.logMethods.contains(name) { outsideCalls += 1 }
    let first = arguments.first ?? .undefined
    if !path.hasPrefix("context.") { for argument in arguments { noteHandedOn(argument) } }
    if let value = callWithQuery(path, this: this, arguments) { return value }
    switch path {
    case "cloudfront.kvs": return openStore(first)
    case "context.succeed":
      noteCallback([.null, first])
      return .undefined
    case "context.done":
      noteCallback(arguments)
      return .undefined
    case "context.fail": return .undefined
    case "aws-sdk.config.update":
      if case .object(let id)? = first.only, case .plain = heap[id].kind {
        let value = member(first, .string("region"))
        if !value.isUndefined { setRegion(region(of: value), of: .configuration) }
      } else if first.reason != nil {
        setRegion(.computed, of: .configuration)
      }
      return .undefined
    case "aws-sdk.config.loadFromPath":
      setRegion(.computed, of: .configuration)
      return .undefined
    case "queueMicrotask", "setImmediate", "process.nextTick", "setTimeout":
      if isCallable(first) {
        let given = Array(arguments.dropFirst(path == "setTimeout" ? 2 : 1))
        let isLater = path == "setTimeout" || path == "setImmediate"
        maybe {
          let run = { _ = self.call(first, this: .undefined, given) }
          if isLater { self.inLaterTurn(run) } else { run() }
        }
      }
      return external(path + "()")
    case "structuredClone": return deepCopy(first)
    case "Buffer.from", "buffer.Buffer.from":
      if let text = bufferSource(arguments) { return makeBuffer(.string(text)) }
    case "atob":
      if let bytes = first.string.flatMap({ KnownText.bytes(ofBase64: $0, wantsPadding: false) }) {
        return .string(String(String.UnicodeScalarView(bytes.map(Unicode.Scalar.init))))
      }
    case "btoa":
      if let scalars = first.string?.unicodeScalars, scalars.allSatisfy({ $0.value < 0x100 }) {
        return .string(KnownText.base64(scalars.map { UInt8($0.value) }))
      }
    case "path.extname", "path.basename", "path.dirname", "path.posix.extname", "path.posix.basename",
      "path.posix.dirname":
      if arguments.count == 1, let path = first.string, let part = Self.part(name, ofPath: path) {
        return .string(part)
      }
    case "path.join", "path.resolve", "path.posix.join", "path.posix.resolve":
      let parts = arguments.compactMap(\.string)
      guard parts.count == arguments.count else { return .text }
      return .string(Self.path(parts, isResolved: name == "resolve"))
    case "process.cwd": return .string("/var/task")
    case "new URLSearchParams().get": return Value([.text(.madeOfEvent), .null])
    case "new URLSearchParams().has": return .truth
    case "new URLSearchParams().getAll": return makeArray([Value(.text(.madeOfEvent))], isExact: false)
    case "fetch().text": return makePromise(.text)
    case "fetch().headers.get": return Value([.text(.none), .null])
    case "fs.readFileSync":
      let text = first.string.flatMap(packageText).map { Value.string($0) } ?? .text
      guard let encoding = encoding(in: arguments.dropFirst().first ?? .undefined) else {
        // What the options are is not known: a text as well as a Buffer.
        return text.joined(makeBuffer(text))
      }
      guard !encoding.isEmpty else { return makeBuffer(text) }
      return Self.isUTF8(encoding) ? text : .text
    case "util.promisify":
      guard runsCode(first) else { return first }
      return .object(makeObject(.bound(target: native("promisified"), this: .undefined, arguments: [first])))
    default: break
    }
    if name == "update", path.hasSuffix(".config.update"), case .object(let id)? = first.only,
      case .plain = heap[id].kind
    {
      configure(clientAt: String(path.dropLast(14)), region(of: member(first, .string("region"))))
      return .undefined
    }
    if path.hasPrefix("aws-xray-sdk"), name.hasPrefix("captureAWS") { return first }
    if name == "then" { return externalThen(path, arguments) }
    if name == "catch" || name == "finally" {
      let base = external(String(path.dropLast(name.count + 1)))
      var value = base
      if isCallable(first) {
        maybe {
          let outcome = self.call(first, this: .undefined, [.object(self.makeObject(.error))])
          if !self.isDead, name == "catch" { value = value.joined(self.awaited(outcome)) }
        }
      }
      return value == base ? base : makePromise(value)
    }
    for argument in arguments { callBack(argument, from: path) }
    if Self.textMethods.contains(name) {
      if name == "toString", path.contains("Buffer.from()") || path.hasPrefix("Buffer") { return .text }
      return .text
    }
    if path == "Number" || name == "indexOf" || name == "getTime" { return .number }
    return external(path + "()")
  }

  private static func path(_ parts: [String], isResolved: Bool) -> String {
    var parts = parts
    if isResolved {
      if let last = parts.lastIndex(where: { $0.hasPrefix("/") }) {
        parts.removeFirst(last)
      } else {
        parts.insert("/var/task", at: 0)
      }
    }
    let isAbsolute = parts.first?.hasPrefix("/") == true
    let path = ModuleResolution.joined("", parts.joined(separator: "/")) ?? ""
    return isAbsolute ? "/" + path : path
  }

  /// The text of which `Buffer.from` takes the bytes; nil where that is not known, or is no text.
  private func bufferSource(_ arguments: [Value]) -> String? {
    guard let text = arguments.first?.string else { return nil }
    switch arguments.count > 1 ? arguments[1].only : .undefined {
    case .undefined, .string("utf8"), .string("utf-8"): return text
    case .string("ascii"), .string("latin1"), .string("binary"): return text.utf8.allSatisfy { $0 < 0x80 } ? text : nil
    case .string("base64"):
      return KnownText.bytes(ofBase64: text, wantsPadding: false).flatMap { String(validating: $0, as: UTF8.self) }
    case .string("base64url"):
      return KnownText.bytes(ofBase64: text, isForURL: true, wantsPadding: false)
        .flatMap { String(validating: $0, as: UTF8.self) }
    default: return nil
    }
  }

  /// A part of a path as it is usually written; nil for others.
  private static func part(_ name: String, ofPath path: String) -> String? {
    guard !path.isEmpty, !path.hasSuffix("/"), !path.contains("//") else { return nil }
    let slash = path.lastIndex(of: "/")
    let base = slash.map { path[path.index(after: $0)...] } ?? path[...]
    switch name {
    case "basename": return String(base)
    case "dirname": return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    default:
      guard let dot = base.lastIndex(of: "."), dot != base.startIndex else { return "" }
      return base.allSatisfy { $0 == "." } ? nil : String(base[dot...])
    }
  }

  /// The encoding that options name, empty where they name none; nil where that is not known.
  private func encoding(in options: Value) -> String? {
    switch options.only {
    case .undefined, .null: return ""
    case .string(let name): return name
    case .text: return "of a name that is not known"
    case .object(let id):
      guard case .plain = heap[id].kind, heap[id].isOpen == nil else { return nil }
      let value = member(of: id, named: "encoding", this: options)
      return isNullish(value) == true ? "" : value.string
    default: return nil
    }
  }

  private static func isUTF8(_ encoding: String) -> Bool {
    ["utf8", "utf-8", "ascii"].contains(encoding.lowercased())
  }

  func makeBuffer(_ text: Value) -> Value {
    let id = makeObject(.buffer)
    heap[id].elements = [text]
    return .object(id)
  }

  /// `toString` of a `Buffer`.
  func bufferText(_ this: Value, _ arguments: [Value]) -> Value {
    guard case .object(let id)? = this.only, case .buffer = heap[id].kind, let text = heap[id].elements.first,
      let encoding = encoding(in: arguments.first ?? .undefined)
    else { return .text }
    if encoding.isEmpty || ["utf8", "utf-8"].contains(encoding.lowercased()) { return text }
    guard let known = text.string else { return .text }
    switch encoding.lowercased() {
    case "ascii": return known.utf8.allSatisfy { $0 < 0x80 } ? text : .text
    case "base64": return .string(KnownText.base64(Array(known.utf8)))
    case "base64url": return .string(KnownText.base64(Array(known.utf8), isForURL: true, pads: false))
    case "hex": return .string(KnownText.hexadecimal(Array(known.utf8)))
    default: return .text
    }
  }

  /// The text of a file of the package.
  private func packageText(_ path: String) -> String? {
    let relative = path.hasPrefix("/var/task/") ? String(path.dropFirst(10)) : path
    guard !relative.hasPrefix("/"), let name = ModuleResolution.joined("", relative),
      let bytes = resolution.package.bytes(of: name), bytes.count < 1 << 18
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether what something from outside is handed is called in a later turn: it asks the network or the disk first.
  private static func callsLater(_ path: String) -> Bool {
    let modules = ["https", "http", "aws-sdk", "new aws-sdk", "@aws-sdk/", "new @aws-sdk/", "fs", "dns", "fetch()"]
    return modules.contains { path.hasPrefix($0) }
  }

  /// Calls what is handed to something that is not read, and may call it.
  private func callBack(_ argument: Value, from path: String) {
    if runsCode(argument) {
      let given = external(path + "(…)")
      maybe {
        let run = { _ = self.call(argument, this: .undefined, [given, given, given]) }
        if Self.callsLater(path) { self.inLaterTurn(run) } else { run() }
      }
      return
    }
    // Options may hold functions too.
    guard case .object(let id)? = argument.only, case .plain = heap[id].kind else { return }
    for name in heap[id].properties.names.prefix(30) {
      if let value = heap[id].properties[name]?.value, runsCode(value) {
        let given = external(path + "(…)")
        maybe { _ = self.call(value, this: argument, [given, given, given]) }
      }
    }
  }

  private func externalThen(_ path: String, _ arguments: [Value]) -> Value {
    let base = external(String(path.dropLast(5)))
    let promise = makeObject(.promise)
    var states = Settlement()
    states.cell = heap.addCells(1)
    resultCells[promise] = states.cell
    let mark = openMark()
    let bodies: [() -> Value] = arguments.prefix(2).enumerated().filter { runsCode($0.1) }.map { index, function in
      {
        let given = index == 0 ? base : .object(self.makeObject(.error))
        let body = {
          var outcome = Value.undefined
          self.inLaterTurn { outcome = self.call(function, this: .undefined, [given]) }
          return self.isDead ? .undefined : self.awaited(outcome)
        }
        self.follow(body, for: promise, since: mark, into: &states)
        return .undefined
      }
    }
    if bodies.isEmpty {
      closeMark(mark)
      return base
    }
    inTurn(of: promise) { _ = self.branch(bodies) }
    if arguments.count < 2 || !isCallable(arguments[1]) {
      // Where it fails itself, nothing of that is done.
      states.rejected.append(Heap.Snapshot())
      settle(promise, with: caughtError(), rejects: true)
    }
    note(states, of: promise, since: mark)
    closeMark(mark)
    return .object(promise)
  }

  /// Notes that what holds the whole request is handed to something that is not read.
  private func noteHandedOn(_ value: Value, depth: Int = 0) {
    for atom in value.atoms {
      switch atom {
      case .object(let id) where heap.objects[Int(id)].kind == .external("context"): mayAnswerElsewhere = true
      case .text(.wholeRequest):
        readsUndecided.append(Undecided("the whole request is handed on", at: place(here)))
      case .object(let id) where depth < 4:
        let object = heap.objects[Int(id)]
        switch object.kind {
        case .event(let part) where [.event, .record, .records, .cf, .request, .functionEvent].contains(part):
          readsUndecided.append(Undecided("the whole request is handed on", at: place(here)))
        case .plain, .array:
          for name in object.properties.names.prefix(40) {
            if let property = object.properties[name] { noteHandedOn(property.value, depth: depth + 1) }
          }
          for element in object.elements.prefix(40) { noteHandedOn(element, depth: depth + 1) }
        default: break
        }
      default: break
      }
    }
  }

  func constructExternal(_ path: String, _ arguments: [Value]) -> Value {
    for argument in arguments {
      noteHandedOn(argument)
      callBack(argument, from: "new " + path)
    }
    noteRisk()
    noteClient(path, arguments)
    if isEmitterClass(path) { return makeEmitter() }
    if let value = constructWithQuery(path, arguments) { return value }
    let made = "new \(path)()"
    if path == "aws-sdk.Config", let first = arguments.first {
      configured[made] = region(of: member(first, .string("region")))
    }
    return external(made)
  }

  // MARK: Key value stores

  private func openStore(_ id: Value) -> Value {
    var store: OpenedStore?
    for atom in id.atoms {
      switch atom {
      case .undefined:
        store = .associated
        stores.append(Found(.associated, at: place(here)))
      case .string(let text):
        store = .id(text)
        stores.append(Found(.id(text), at: place(here)))
      case .unknown(let reason):
        storesUndecided.append(Undecided("the id of the store is not known: \(text(of: reason))", at: place(here)))
      default: storesUndecided.append(Undecided("the id of the store is not known", at: place(here)))
      }
    }
    openedStores.append(id.only == nil ? nil : store)
    return .object(makeObject(.store(Int32(openedStores.count - 1))))
  }

  // MARK: Clients

  /// Classes of version 2 of the SDK that are no clients.
  private static let noClients: Set<String> = [
    "Config", "Credentials", "Endpoint", "EnvironmentCredentials", "SharedIniFileCredentials", "TemporaryCredentials",
    "ChainableTemporaryCredentials", "CognitoIdentityCredentials", "HttpRequest", "HttpClient", "Request", "Service",
    "CredentialProviderChain", "FileSystemCredentials", "WebIdentityCredentials", "SAMLCredentials", "Signer",
    "Converter", "ProcessCredentials", "EC2MetadataCredentials", "ECSCredentials", "ManagedUpload", "Presigner",
    "Token",
  ]

  private func noteClient(_ path: String, _ arguments: [Value]) {
    let name: String
    if path.hasPrefix("@aws-sdk/client-") {
      guard let last = path.split(separator: ".").last.map(String.init), path.contains("."),
        last.first?.isUppercase == true, !path.contains("("),
        !last.hasSuffix("Command"), !last.hasSuffix("Exception"), !last.hasSuffix("Error")
      else { return }
      name = last
    } else if path.hasPrefix("aws-sdk/clients/") {
      name = String(path.dropFirst("aws-sdk/clients/".count)).split(separator: ".").joined(separator: ".")
    } else if path.hasPrefix("aws-sdk.") {
      let rest = path.dropFirst("aws-sdk.".count)
      let parts = rest.split(separator: ".")
      guard let last = parts.last, !parts.contains(where: { Self.noClients.contains(String($0)) }),
        last.first?.isUppercase == true, !rest.contains("(")
      else { return }
      name = String(rest)
    } else {
      return
    }
    let options = arguments.first ?? .undefined
    var region = SDKClient.Region.none
    // What it gets on one way and on another.
    var ways: Set<SDKClient.Region> = []
    for atom in options.atoms {
      switch atom {
      case .object(let id):
        let value = member(of: id, named: "region", this: .undefined)
        if case .external = heap[id].kind {
          region = .computed
        } else if value.atoms.contains(where: { if case .unknown = $0 { true } else { false } }), let why = value.reason
        {
          clientsUndecided.append(
            Undecided("the region of this client is not known: \(text(of: why))", at: place(here)))
          return
        } else {
          if value.atoms.contains(where: \.isNullish), value.atoms.contains(where: { $0.generalized != $0 }) {
            ways.insert(.none)
          }
          region = self.region(of: value)
        }
        ways.insert(region)
        // A client of documents has the region of the client that it is given.
        if region == .none, !member(of: id, named: "service", this: .undefined).isUndefined { return }
      case .unknown(let why):
        clientsUndecided.append(
          Undecided("the options of this client are not known: \(text(of: why))", at: place(here)))
        return
      default: ways.insert(.none)
      }
    }
    if ways.count > 1 {
      guard !ways.contains(.none) else {
        clientsUndecided.append(
          Undecided("whether a region is given to this client is not known", at: self.place(here)))
        return
      }
      region = .computed
    }
    // A client takes the configuration as it is when it is made.
    for place in RegionPlace.allCases where region == .none && (path.hasPrefix("aws-sdk") || place == .environment) {
      guard let set = self.region(setIn: place) else {
        clientsUndecided.append(
          Undecided("whether a region is set for this client is not known", at: self.place(here)))
        return
      }
      region = set
    }
    if region == .none, path == "\(Self.bundledSDK).\(Self.unnamedClient)" {
      // Some services have one endpoint for all regions.
      clientsUndecided.append(Undecided("the service of this client without a region is not known", at: place(here)))
      return
    }
    clients.append(Found(SDKClient(name: name, region: region), at: place(here)))
    if path.hasPrefix("aws-sdk") { clientsOfVersion2["new \(path)()", default: []].append(clients.count - 1) }
  }

  /// Where the code sets a region for clients that are not given one.
  private enum RegionPlace: String, CaseIterable { case configuration, environment }

  private func setRegion(_ region: SDKClient.Region, of place: RegionPlace) {
    let id = regions ?? heap.addOriginal(HeapObject(kind: .wrapper, place: here))
    regions = id
    let value: Value =
      switch region {
      case .none: .undefined
      case .named(let name): .string(name)
      case .computed: .text
      }
    heap[id].properties[place.rawValue] = Property(value: value, isHidden: true, place: here)
  }

  /// The region that was set there; nil where one was set on some ways only.
  private func region(setIn place: RegionPlace) -> SDKClient.Region? {
    guard let id = regions, let set = heap[id].properties[place.rawValue] else { return SDKClient.Region.none }
    let isNothing = set.value.atoms.contains(.undefined) || set.isOptional
    if isNothing { return set.value.isUndefined ? SDKClient.Region.none : nil }
    return set.value.string.map { .named($0) } ?? .computed
  }

  /// Sets the region of a client of version 2 that has been made.
  private func configure(clientAt path: String, _ region: SDKClient.Region) {
    guard region != .none, let made = clientsOfVersion2[path] else { return }
    let open = made.filter { clients[$0].value.region == .none }
    guard !open.isEmpty else { return }
    // Clients of one class are not told apart.
    guard Set(open.map { clients[$0].place }).count == 1 else {
      clientsUndecided.append(
        Undecided("which of the clients of this class is given a region is not known", at: place(here)))
      return
    }
    // What happens on one way only may not happen.
    if isInBranch {
      clientsUndecided.append(
        Undecided("whether a region is given to this client is not known", at: place(here)))
    }
    let region = isInBranch ? .computed : region
    for index in open {
      clients[index] = Found(SDKClient(name: clients[index].value.name, region: region), at: clients[index].place)
    }
  }

  private func region(of value: Value) -> SDKClient.Region {
    if value.atoms.allSatisfy({ $0.isNullish }) { return .none }
    if let text = value.string { return .named(text) }
    if case .object(let id)? = value.only, case .external(let path) = heap[id].kind, path.hasPrefix("process.env.AWS_")
    {
      // The region that the function happens to run in.
      return .none
    }
    return .computed
  }
}
