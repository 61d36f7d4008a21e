import Documents
import PolicyLanguage
import Schema

/// What an event says of a place.
struct ToldValue {
  let value: JSONValue
  /// Whether it is the value of that place, and not of one around it.
  let isExact: Bool

  /// Whether it is known to be another one than is there now: of what consists of parts CloudTrail writes otherwise, that is
  /// known of policies alone.
  func isOther(than now: JSONValue, isPolicy: Bool) -> Bool {
    if !isExact { return false }
    guard isPolicy, let document = try? PolicyDocument(value), let there = try? PolicyDocument(now) else {
      return value.isOther(than: now)
    }
    return PolicyComparison(document, there) != .equivalent
  }
}

extension Attribution.Change {
  /// Whether it can have set what is at a place: its operation writes that, and no other element of a list.
  func mayHaveSet(_ place: DocumentPath, _ schema: ResourceSchema) -> Bool {
    let place = place.withoutStage(schema)
    guard event.sets(place.memberNames) else { return false }
    if let element,
      let name = place.steps.lazy.compactMap({ if case .element(let name) = $0 { name } else { nil } }).first,
      // An ARN ends in what people call the policy, or in the version or alias.
      element != name, !element.hasSuffix("/\(name)"), !name.hasSuffix(":\(element)")
    {
      return false
    }
    // What has no elements is of the function itself.
    if event.element == ChangeEvent.qualifier, element != "$LATEST", let root = place.memberNames.first,
      schema.root.member(root).list.key == nil
    {
      return false
    }
    guard event.isPartial else { return true }
    let names = place.memberNames
    let known = (0...names.count).last { event.parameters[names.prefix($0).joined(separator: ".")] == "" } ?? 0
    return names.dropFirst(known).first.map { parameters.object?[$0.inParameters] != nil } ?? true
  }

  /// The one element of a list that it set, where it names one.
  private var element: String? {
    guard let member = event.element else { return nil }
    return member == ChangeEvent.qualifier ? parameters.qualifier ?? "$LATEST" : parameters[member].string
  }

  /// What the event set a place to; `nil` where it does not say. Elements of lists are told by what names them; a list
  /// whose elements have no names is taken as a whole.
  func told(at place: DocumentPath, of schema: ResourceSchema) -> ToldValue? {
    let place = place.withoutStage(schema)
    var known = place.memberNames[...]
    while !known.isEmpty, event.parameters[known.joined(separator: ".")] == nil { known.removeLast() }
    var (steps, node) = (place.steps[...], schema.stages.map { _ in schema.root.member("LIVE") } ?? schema.root)
    func step() {
      switch steps.removeFirst() {
      case .member(let name): node = node.member(name)
      case .element, .index: node = node.element
      }
    }
    let isOfElement = event.element != nil
    let isNamed = if case .element? = steps.dropFirst().first { true } else { false }
    if event.takesAway {
      // Of a list from which one element goes the others stay, and so does what is around it.
      let isWhole = event.members.contains { place.memberNames.starts(with: $0.split(separator: ".").map(String.init)) }
      return isOfElement && !isNamed || !isWhole ? nil : ToldValue(value: .null, isExact: true)
    }
    var roots = [parameters] + (parameters.object?.values.filter { $0.object != nil } ?? [])
    if let path = event.parameters[known.joined(separator: ".")] {
      roots = [path.split(separator: ".").reduce(parameters) { $0[String($1)] }]
      for _ in known { step() }
      if isOfElement, isNamed { step() }
      if !known.isEmpty, roots[0].isNull { return nil }
    }
    for root in roots {
      if let told = Self.told(root, at: steps, node, isInside: !known.isEmpty) { return told }
    }
    return nil
  }

  private static func told(
    _ root: JSONValue, at steps: ArraySlice<DocumentPath.Step>, _ node: SchemaNode, isInside: Bool
  ) -> ToldValue? {
    var (value, node, count) = (root, node, 0)
    for step in steps {
      let (next, below): (JSONValue?, SchemaNode)
      switch step {
      case .member(let name):
        (next, below) = (value.object?[name.inParameters] ?? value.object?[name], node.member(name))
        // What a document leaves out is as it is where nobody sets it.
        if next == nil, value.object != nil, count > 0 || isInside { return ToldValue(value: .null, isExact: false) }
      case .element(let name):
        (next, below) = (element(name, of: value["items"].array ?? value.array, node), node.element)
      case .index: (next, below) = (nil, node)
      }
      guard let next else { break }
      (value, node, count) = (next, below, count + 1)
    }
    // Comments and secrets are not told.
    if value == "HIDDEN_DUE_TO_SECURITY_REASONS" || (count == 0 && !isInside) { return nil }
    // A document stands there as text.
    if node.isPolicy, let text = value.string, let document = try? JSONReader.read(text) { value = document }
    return ToldValue(value: value, isExact: count == steps.count)
  }

  /// The element of that name, `null` where there is none; `nil` where it cannot be told from the others.
  private static func element(_ name: String, of list: [JSONValue]?, _ node: SchemaNode) -> JSONValue? {
    guard let list, let key = node.list.key else { return nil }
    let isCaseless = node.element.member(key).isCaseless
    func folded(_ name: String) -> String { isCaseless ? name.lowercased() : name }
    return list.first { $0[key.inParameters].string.map(folded) == folded(name) } ?? .null
  }
}

extension JSONValue {
  /// The version or alias of a Lambda function that an event's parameters name.
  var qualifier: String? {
    self[ChangeEvent.qualifier].string ?? self["functionName"].string.flatMap(LambdaARN.function)?.qualifier
  }
}

extension String {
  /// A member's name, as most services write it in records.
  fileprivate var inParameters: String { prefix(1).lowercased() + dropFirst() }
}

extension DocumentPath {
  /// The place in what is written of a function, which says nothing of stages.
  func withoutStage(_ schema: ResourceSchema) -> DocumentPath {
    guard schema.stages != nil, case .member(let name)? = steps.first, FunctionStages.names.contains(name) else {
      return self
    }
    return DocumentPath(Array(steps.dropFirst()))
  }
}

extension JSONValue {
  /// Whether it is known to be another text, number or truth value.
  fileprivate func isOther(than value: JSONValue) -> Bool {
    switch (self, value) {
    case (.string(let left), .string(let right)): left != right
    case (.bool(let left), .bool(let right)): left != right
    case (.integer(let left), .integer(let right)): left != right
    // What is not set may be left out.
    case (.string(let left), .null): !left.isEmpty
    case (.bool(let left), .null): left
    case (.integer(let left), .null): left != 0
    // What was taken away is not there.
    case (.null, .object(let right)): !right.isEmpty
    case (.null, .string(let right)): !right.isEmpty
    case (.null, .integer(let right)): right != 0
    default: false
    }
  }
}
