import Python

extension PythonRun {
  /// Modules of the standard library that do nothing to what they are given.
  static let harmless: Set<String> = [
    "abc", "argparse", "asyncio", "base64", "binascii", "bisect", "calendar", "cgi", "codecs", "collections",
    "concurrent",
    "contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "difflib", "email", "enum", "functools",
    "gzip", "hashlib", "heapq", "hmac", "html", "http", "io", "ipaddress", "itertools", "json", "locale", "logging",
    "math", "mimetypes", "operator", "os", "pathlib", "pprint", "queue", "random", "re", "secrets", "shutil",
    "socket", "ssl", "statistics", "string", "struct", "subprocess", "sys", "tempfile", "textwrap", "threading", "time",
    "traceback", "types", "typing", "unicodedata", "urllib", "urllib3", "uuid", "warnings", "weakref", "xml", "zlib",
    "zoneinfo", "boto3", "botocore", "aioboto3", "aiobotocore", "requests", "open()", "jwt", "jose", "__future__",
    "aws_lambda_powertools", "aws_xray_sdk", "typing_extensions", "dateutil", "pytz", "yaml",
  ]

  func externalMember(_ path: String, _ name: String) -> PythonValue {
    if path == "http.HTTPStatus" {
      return Self.statuses[name].map(httpStatus) ?? fresh()
    }
    if path == "http", name == "HTTPStatus" { return .external("http.HTTPStatus") }
    return path.utf8.count < 200 ? .external("\(path).\(name)") : fresh(path: "?")
  }

  private func httpStatus(_ code: Int) -> PythonValue {
    let name = Self.statuses.first { $0.value == code }?.key ?? ""
    let (value, object) = add(.instance(of: .external("http.HTTPStatus")))
    object.names = [
      "value": .int(code), "name": .string(name),
      "phrase": Self.phrase(of: name).map { .string($0) } ?? symbol("phrase of \(code)", .text),
      "description": symbol("description of \(code)", .text),
    ]
    let kinds = ["is_informational", "is_success", "is_redirection", "is_client_error", "is_server_error"]
    for (place, kind) in kinds.enumerated() { object.names[kind] = .bool(code / 100 == place + 1) }
    return value
  }

  /// What the standard library calls a status, where all versions call it that.
  private static func phrase(of name: String) -> String? {
    if name == "OK" { return name }
    let others = [
      "AUTHORITATIVE", "MULTI_STATUS", "IM_", "URI", "HTTP", "TOO_LARGE", "RANGE", "UNPROCESSABLE", "EARLY", "TEAPOT",
    ]
    guard !name.isEmpty, !others.contains(where: name.contains) else { return nil }
    return name.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined(separator: " ")
  }

  func callExternal(
    _ path: String, _ arguments: PythonArguments, of owner: PythonValue? = nil
  ) throws -> PythonValue {
    let given = arguments.positional.map(resolved)
    let root = String(path.prefix { $0 != "." })
    if root == "boto3" || root == "botocore" || root == "aioboto3" || root == "aiobotocore",
      let value = callSDK(path, arguments, of: owner)
    {
      return value
    }
    if let value = try callWithQuery(path, given) { return value }
    if let value = try callKnown(path, given, arguments) { return value }
    if let value = try callStandard(path, given, arguments, of: owner) { return value }
    if let value = try callRunner(path, given, arguments) { return value }
    var arguments = arguments
    for (place, value) in arguments.positional.enumerated() {
      // Who gets it may go over it.
      if let iterator = iterator(value) { arguments.positional[place] = list(try drain(iterator).values) }
    }
    noteRequest(in: arguments, of: owner, handedTo: path)
    noteStatus(in: given, handedTo: path)
    let isHarmless = Self.harmless.contains(root)
    for value in arguments.positional + arguments.keywords.map(\.value) {
      if mayRun(value) {
        // Decorators that only watch, of a module that is known, give what they got.
        if ["aws_lambda_powertools", "aws_xray_sdk", "typing", "abc"].contains(root) || Self.watchers.contains(path) {
          return value
        }
        guard isHarmless || !runsCode(value) else {
          throw PythonSignal.stopped(undecided("a function is handed to \(path), which cannot be read"))
        }
        try maybeRun(value, by: path)
      }
      if !isHarmless { handOver(value, to: path) }
    }
    if !Self.neverRaises(path) { try mayRaise(nil) }
    let knownType = Self.knownType(ofResult: path)
    // The same question to what only computes has the same answer.
    if Self.isPure(path), arguments.keywords.isEmpty {
      // `pattern.match(text)` is as much of the pattern as of the text.
      let callee = owner.map { "\(path) of \(key($0))" } ?? path
      return symbol("\(callee)(\(arguments.positional.map(key).joined(separator: ",")))", knownType, path: "\(path)()")
    }
    return fresh(knownType, path: "\(path)()")
  }

  private static func neverRaises(_ path: String) -> Bool {
    let safe = [
      "logging.", "json.dumps", "time.", "datetime.datetime.now", "datetime.datetime.utcnow", "uuid.", "random.",
      "os.environ.get", "os.getenv", "base64.b64encode", "hashlib.", "hmac.", "re.", "copy.", "urllib.parse.", "html.",
      "functools.", "collections.", "typing.", "contextlib.", "string.", "itertools.", "dataclasses.", "pprint.",
      "traceback.", "warnings.", "sys.", "aws_lambda_powertools.", "aws_xray_sdk.",
    ]
    return safe.contains { path.hasPrefix($0) }
  }

  private static func isPure(_ path: String) -> Bool {
    ["re.", "urllib.parse.", "json.", "base64.", "html.", "hashlib.", "os.environ.get", "os.getenv", "os.path."]
      .contains {
        path.hasPrefix($0)
      }
  }

  private static func knownType(ofResult path: String) -> PythonSymbol.KnownType {
    let texts = [
      "json.dumps", "urllib.parse.quote", "urllib.parse.unquote", "urllib.parse.urlencode", "urllib.parse.urljoin",
      "urllib.parse.quote_plus", "urllib.parse.unquote_plus", "urllib.parse.urlunparse", "html.escape", "html.unescape",
      "re.sub", "re.escape", "secrets.token_urlsafe", "secrets.token_hex", "os.path.join", "os.path.basename",
      "os.path.dirname", "time.strftime",
    ]
    // Bytes are decoded to a text, whatever they come from; a file is opened as text unless its mode says otherwise.
    if texts.contains(path) || path == "open().read" { return .text }
    for end in [
      ".decode", ".read_text", ".isoformat", ".strftime", ".hexdigest", ".substitute", ".safe_substitute", ".geturl",
    ] where path.hasSuffix(end) { return .text }
    if path == "hmac.compare_digest" || path == "secrets.compare_digest" { return .truth }
    if path.hasPrefix("base64.") || path.hasSuffix(".digest") { return .bytes }
    if ["time.time", "random.random", "random.randint", "time.time_ns"].contains(path) || path.hasSuffix(".timestamp") {
      return .number
    }
    return .any
  }

  /// What modules of the standard library do that makes a difference here.
  private func callKnown(
    _ path: String, _ given: [PythonValue], _ arguments: PythonArguments
  ) throws -> PythonValue? {
    switch path {
    case "dataclasses.dataclass":
      guard let first = given.first else { return .external(path) }
      if let object = object(first), case .type(var type) = object.kind {
        type.isData = true
        object.kind = .type(type)
      }
      return first
    case "dataclasses.field":
      let value = arguments.keywords.first { $0.name == "default" }?.value
      let factory = arguments.keywords.first { $0.name == "default_factory" }?.value
      return add(.field(value: value, factory: factory)).value
    case "dataclasses.asdict":
      guard let first = given.first, object(first) != nil else { return nil }
      return asDictionary(first)
    case "functools.wraps", "functools.lru_cache", "functools.cache",
      "aws_lambda_powertools.Logger().inject_lambda_context",
      "functools.singledispatch":
      if let first = given.first, runsCode(first), path != "functools.wraps" { return first }
      return .external("functools.wraps()")
    case "functools.wraps()": return given.first
    case "copy.copy", "copy.deepcopy": return given.first.map { copy($0, isDeep: path == "copy.deepcopy") }
    case "http.HTTPStatus":
      guard let first = given.first, case .int(let code) = plain(first) else { return nil }
      guard Self.statuses.values.contains(code) else { throw exception("ValueError") }
      return httpStatus(code)
    case "typing.cast": return given.last
    case "asyncio.gather":
      if let keeps = arguments.keywords.first(where: { $0.name == "return_exceptions" }), try isTrue(keeps.value) {
        found.deedsUndecided.append(undecided("what is done of this where some of it fails is not followed"))
      }
      return list([list(given.map(awaited))], isOpen: nil, .coroutine)
    case "asyncio.ensure_future", "asyncio.shield": return given.first
    case "asyncio.wait_for":
      try mayRaise("TimeoutError")
      return given.first
    case "contextlib.contextmanager", "contextlib.asynccontextmanager":
      guard let function = given.first, runsCode(function) else { return nil }
      return add(.wrapper("contextmanager", function)).value
    case "itertools.chain", "itertools.chain.from_iterable":
      guard arguments.keywords.isEmpty, !arguments.isOpen else { return nil }
      let lists = path == "itertools.chain" ? (given, nil) : try given.first.map { try elements(of: $0) } ?? ([], nil)
      let whole = list([], isOpen: lists.1)
      guard let object = object(whole) else { return nil }
      for one in lists.0 { try extend(object, try elements(of: one)) }
      return try lazily("iter", PythonArguments(positional: [whole])) ?? whole
    case "collections.OrderedDict": return try call(.builtin("dict"), arguments)
    case "collections.defaultdict":
      var rest = arguments
      let factory = rest.positional.isEmpty ? PythonValue.none : rest.positional.removeFirst()
      let value = try call(.builtin("dict"), rest)
      if factory != .none { object(value)?.names[Self.factory] = factory }
      return value
    case "collections.deque" where arguments.keywords.isEmpty && given.count < 2:
      return try call(.builtin("list"), arguments)
    case "os.environ.get", "os.getenv":
      guard let name = given.first else { return nil }
      guard
        let otherwise = given.count > 1 ? given[1] : arguments.keywords.first(where: { $0.name == "default" })?.value
      else { return variable(symbol("\(path)(\(key(name)))", path: "\(path)()"), name, isAsked: true) }
      // At the edge there are no variables but the runtime's own.
      if case .string(let text) = name, !text.hasPrefix("AWS_"), decide("default of \(text)") { return otherwise }
      return variable(symbol("\(path)(\(key(name)))", isText(otherwise) ? .text : .any), name, isAsked: false)
    case "json.loads":
      if given.first.map({ if case .symbol = $0 { true } else { false } }) ?? true { try mayRaise("ValueError") }
      return nil
    case "json.dumps" where given.first.map { holdsRequest($0) } == true: return ofRequest(fresh(.text))
    case "operator.eq" where given.count == 2: return .bool(try isEqual(given[0], given[1]))
    case "operator.ne" where given.count == 2: return .bool(try !isEqual(given[0], given[1]))
    case "operator.contains" where given.count == 2: return .bool(try contains(given[0], given[1]))
    case "operator.getitem" where given.count == 2: return try item(given[0], given[1])
    case "sys.exit": throw exception("SystemExit")
    case let path where path.hasPrefix("asyncio."):
      if path.hasSuffix(".create_task") { return given.first }
      if path.hasSuffix(".run") || path.hasSuffix(".run_until_complete") { return given.first.map(awaited) }
      return nil
    default: return nil
    }
  }

  private func copy(_ value: PythonValue, isDeep: Bool, depth: Int = 0) -> PythonValue {
    steps += 1
    // What is too large is left to fail by its steps.
    guard let old = object(value), depth < 24, steps < Self.maximumSteps else { return value }
    switch old.kind {
    case .list, .tuple, .set, .dictionary, .instance: break
    default: return value
    }
    let (result, new) = add(old.kind)
    func part(_ value: PythonValue) -> PythonValue { isDeep ? copy(value, isDeep: true, depth: depth + 1) : value }
    new.elements = old.elements.map(part)
    new.entries = old.entries.map {
      PythonObject.Entry(key: $0.key, value: part($0.value), isByCode: $0.isByCode, place: $0.place)
    }
    new.names = old.names.mapValues(part)
    (new.isOpen, new.absent, new.deleted) = (old.isOpen, old.absent, old.deleted)
    (new.part, new.isChanged) = (old.part, old.isChanged)
    return result
  }

  // MARK: The SDK

  /// Boto3 and botocore; Boto3 documentation, "Session reference".
  private func callSDK(_ path: String, _ arguments: PythonArguments, of owner: PythonValue?) -> PythonValue? {
    let last = path.split(separator: ".").last.map(String.init) ?? ""
    func given() -> SDKClient.Region {
      if let value = arguments.keywords.first(where: { $0.name == "region_name" })?.value { return region(of: value) }
      if last == "client" || last == "resource" || last == "create_client", arguments.positional.count > 1 {
        return region(of: arguments.positional[1])
      }
      return .none
    }
    switch last {
    case "client", "resource", "create_client":
      guard let name = arguments.value(0, "service_name") else { return nil }
      var region = given()
      if region == .none, let configuration = arguments.keywords.first(where: { $0.name == "config" })?.value,
        case .symbol(let index) = resolved(configuration)
      {
        region = symbols[index].region ?? .computed
      }
      if region == .none, case .symbol(let index)? = owner.map(base) { region = symbols[index].region ?? .none }
      if region == .none { region = defaultRegion }
      if arguments.isOpen, region == .none {
        found.clientsUndecided.append(undecided("the arguments of a client are not known"))
      } else if case .string(let name) = plain(name) {
        found.clients.append(Found(SDKClient(name: name, region: region), at: package.place(here)))
      } else {
        found.clientsUndecided.append(undecided("the service of a client is not known"))
      }
      return fresh(path: "\(path)()")
    case "Session", "get_session", "Config":
      let value = fresh(path: "\(path)()")
      if case .symbol(let index) = value {
        symbols[index].region = given()
        if last == "Config", arguments.isOpen { symbols[index].region = .computed }
      }
      return value
    case "setup_default_session":
      defaultRegion = given()
      return PythonValue.none
    case "set_config_variable":
      if case .string("region")? = arguments.positional.first.map(plain), arguments.positional.count > 1,
        case .symbol(let index)? = owner.map(base)
      {
        symbols[index].region = region(of: arguments.positional[1])
      }
      return PythonValue.none
    default: return nil
    }
  }

  /// The session whose member a symbol is.
  private func base(_ value: PythonValue) -> PythonValue {
    if case .symbol(let index) = value, let owner = symbols[index].owner { return .symbol(owner) }
    return value
  }

  /// A variable of the environment: that of the runtime's region names the one that the function happens to run in, and
  /// at the edge there are none but the runtime's own.
  func variable(_ value: PythonValue, _ name: PythonValue, isAsked: Bool) -> PythonValue {
    guard case .symbol(let index) = value, case .string(let name) = plain(name) else { return value }
    let isRegion = ["AWS_REGION", "AWS_DEFAULT_REGION"].contains(name)
    if isRegion || isAsked && !name.hasPrefix("AWS_") { symbols[index].region = SDKClient.Region.none }
    return value
  }

  func region(of value: PythonValue) -> SDKClient.Region {
    switch plain(value) {
    case .string(let name): name.isEmpty ? .none : .named(name)
    case .symbol(let index): symbols[index].region ?? .computed
    case .none: .none
    default: .computed
    }
  }

  /// The members of `http.HTTPStatus`; RFC 9110 and the registry of IANA.
  private static let statuses: [String: Int] = [
    "CONTINUE": 100, "SWITCHING_PROTOCOLS": 101, "PROCESSING": 102, "EARLY_HINTS": 103, "OK": 200, "CREATED": 201,
    "ACCEPTED": 202, "NON_AUTHORITATIVE_INFORMATION": 203, "NO_CONTENT": 204, "RESET_CONTENT": 205,
    "PARTIAL_CONTENT": 206, "MULTI_STATUS": 207, "ALREADY_REPORTED": 208, "IM_USED": 226, "MULTIPLE_CHOICES": 300,
    "MOVED_PERMANENTLY": 301, "FOUND": 302, "SEE_OTHER": 303, "NOT_MODIFIED": 304, "USE_PROXY": 305,
    "TEMPORARY_REDIRECT": 307, "PERMANENT_REDIRECT": 308, "BAD_REQUEST": 400, "UNAUTHORIZED": 401,
    "PAYMENT_REQUIRED": 402, "FORBIDDEN": 403, "NOT_FOUND": 404, "METHOD_NOT_ALLOWED": 405, "NOT_ACCEPTABLE": 406,
    "PROXY_AUTHENTICATION_REQUIRED": 407, "REQUEST_TIMEOUT": 408, "CONFLICT": 409, "GONE": 410,
    "LENGTH_REQUIRED": 411, "PRECONDITION_FAILED": 412, "REQUEST_ENTITY_TOO_LARGE": 413, "CONTENT_TOO_LARGE": 413,
    "REQUEST_URI_TOO_LONG": 414, "URI_TOO_LONG": 414, "UNSUPPORTED_MEDIA_TYPE": 415,
    "REQUESTED_RANGE_NOT_SATISFIABLE": 416, "RANGE_NOT_SATISFIABLE": 416, "EXPECTATION_FAILED": 417,
    "IM_A_TEAPOT": 418, "MISDIRECTED_REQUEST": 421, "UNPROCESSABLE_ENTITY": 422, "UNPROCESSABLE_CONTENT": 422,
    "LOCKED": 423, "FAILED_DEPENDENCY": 424, "TOO_EARLY": 425, "UPGRADE_REQUIRED": 426, "PRECONDITION_REQUIRED": 428,
    "TOO_MANY_REQUESTS": 429, "REQUEST_HEADER_FIELDS_TOO_LARGE": 431, "UNAVAILABLE_FOR_LEGAL_REASONS": 451,
    "INTERNAL_SERVER_ERROR": 500, "NOT_IMPLEMENTED": 501, "BAD_GATEWAY": 502, "SERVICE_UNAVAILABLE": 503,
    "GATEWAY_TIMEOUT": 504, "HTTP_VERSION_NOT_SUPPORTED": 505, "VARIANT_ALSO_NEGOTIATES": 506,
    "INSUFFICIENT_STORAGE": 507, "LOOP_DETECTED": 508, "NOT_EXTENDED": 510, "NETWORK_AUTHENTICATION_REQUIRED": 511,
  ]
}
