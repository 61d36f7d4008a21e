import Auditing
import Documents
import Schema

/// Puts together what the resources of templates say of each resource of AWS.
struct Assembly {
  private let resolver: Resolver
  private(set) var declarations: [Declaration] = []
  private(set) var notes = DocumentNotes()
  private var positions: [Declaration.Selector: [Int]] = [:]

  /// What the resources of templates say: first of themselves, then of others.
  init(_ stacks: [Stack], _ resolver: Resolver) throws(FileIssues) {
    self.resolver = resolver
    var present: [(resource: Stack.Resource, stack: Stack)] = []
    for stack in stacks { present += try add(stack).map { ($0, stack) } }
    for (resource, stack) in present { try addPart(resource, in: stack) }
  }

  /// Adds what the resources of one template say of themselves.
  ///
  /// - Returns: Those that are made.
  private mutating func add(_ stack: Stack) throws(FileIssues) -> [Stack.Resource] {
    // What the stack above says of a nested one that is not there, or may not be, it says itself.
    guard try resolver.presence(of: stack) == true else { return [] }
    noteTransforms(stack)
    if let macro = stack.macroOverAll {
      notes.add(
        "Resources", "", "are given to the macro \(macro.name), and may come out as anything, so that none is compared",
        macro.mark)
      return []
    }
    var others: [String: Int] = [:]
    var present: [Stack.Resource] = []
    for resource in stack.resources where try isThere(resource, in: stack) { present.append(resource) }
    for resource in present {
      if let type = ResourceType(rawValue: resource.type), let mapper = Mapper(type) {
        try add(resource, type, mapper, in: stack)
      } else if PartialType.all[resource.type] == nil, !Self.silent.contains(resource.type) {
        if Self.isOfEdge(resource.type) {
          note(resource, "", "is of a type that is not compared: \(resource.type)", in: stack)
        } else if resource.type != "AWS::CDK::Metadata", !resource.type.isModule {
          others[resource.type, default: 0] += 1
        }
      }
    }
    for (type, count) in others.sorted(by: { $0.key < $1.key }) {
      notes.add(
        type, "", "is a type that is not compared (\(count) of it)", SourceMark(file: stack.source.file, line: 1))
    }
    return present
  }

  /// Types that say nothing of a resource by themselves, and of which nothing has to be said.
  private static let silent: Set<String> = [
    nestedStack, "AWS::SSM::Parameter", "Custom::CrossRegionExportReader", "Custom::CrossRegionExportWriter",
    "Custom::CrossRegionStringParameterReader",
  ]

  private static let nestedStack = "AWS::CloudFormation::Stack"

  private static func isOfEdge(_ type: String) -> Bool {
    ["AWS::CloudFront::", "AWS::Lambda::", "AWS::Logs::", "AWS::S3::Bucket"].contains { type.hasPrefix($0) }
  }

  private mutating func noteTransforms(_ stack: Stack) {
    // What a deployed stack has is what came of them.
    guard stack.source.physicalIDs == nil else { return }
    for pattern in stack.unheldPatterns { notes.add("Parameters", pattern.parameter, pattern.reason, pattern.mark) }
    for macro in stack.macros { notes.add(macro.name, "", Withheld.reason(macro.reason), macro.mark) }
    let names = stack.transforms.filter { $0 != Stack.extensions }
    guard let node = stack.root["Transform"], !names.isEmpty else { return }
    notes.add(
      "Transform", "",
      "is applied by CloudFormation (\(names.joined(separator: ", "))): what it makes of the template is known only when "
        + "deployed", node.mark)
  }

  /// Whether a resource is made at all.
  private mutating func isThere(_ resource: Stack.Resource, in stack: Stack) throws(FileIssues) -> Bool {
    let presence = try resolver.presence(of: resource, in: stack)
    guard presence != false else { return false }
    guard presence == true else {
      let condition = resource.node["Condition"]?.name.map { "the condition \($0)" } ?? "a condition"
      let reason = Withheld.reason(presence.firstGap ?? Withheld.unknown.rawValue)
      note(resource, "", "is there or not by \(condition), which \(reason)", in: stack)
      return false
    }
    guard stack.isDeployed, ResourceType(rawValue: resource.type) != nil, !stack.lists(resource) else { return true }
    note(resource, "", "is in the template, and not in the stack", in: stack)
    return false
  }

  // MARK: Resources

  private mutating func add(
    _ resource: Stack.Resource, _ type: ResourceType, _ mapper: Mapper, in stack: Stack
  ) throws(FileIssues) {
    var mapper = mapper
    let written = resource.node["Properties"] ?? TemplateNode([:], resource.mark)
    // What stands beside a macro is given to it.
    if let macro = [resource.node, written].lazy.compactMap(\.members).joined().first(where: { $0.name.isMacro }) {
      return note(
        resource, macro.name, Withheld.reason(Withheld.macro.rawValue), at: macro.value.mark, in: stack)
    }
    // Property by property, so that what is asked for by name is worked out once.
    var evaluated: [(String, TemplateNode)] = []
    for property in written.members ?? [] {
      let value = try resolver.value(property.value, in: stack)
      if case .nothing = value.content { continue }
      evaluated.append((property.name, TemplateNode(content: value.content, mark: property.value.mark)))
    }
    let properties = TemplateNode(content: .object(evaluated), mark: written.mark)
    let isPublished = properties["AutoPublish"].map { $0.json == true || $0.text?.lowercased() == "true" } ?? false
    if type == .cloudFrontFunction, !isPublished {
      let gap = properties["AutoPublish"]?.json.firstGap
      note(
        resource, "AutoPublish",
        "\(gap.map(Withheld.reason) ?? "is not true"), so LIVE is not declared", in: stack)
    }
    let members = type == .lambdaVersion ? [:] : mapper.members(of: properties, isPublished: isPublished)
    for one in mapper.notes { note(resource, one.property, one.reason, at: one.mark, in: stack) }
    guard let selector = try selector(of: resource, type, members, in: stack) else {
      if resolver.isExhausted { return note(resource, "", Withheld.reason(Withheld.large.rawValue), in: stack) }
      // What would make its name known is more than that it is not.
      let name = type.schema.cloudFormation?.name ?? ""
      let gaps =
        name.isEmpty
        ? [JSONValue.object(members)["Aliases"], type.schema.identity.name(in: .object(members))]
        : [try resolver.property(name, of: resource, in: stack)]
      if let gap = gaps.lazy.compactMap(\.firstGap).first(where: { $0 != Withheld.unknown.rawValue }) {
        return note(resource, name, Withheld.reason(gap), at: written[name]?.mark, in: stack)
      }
      return note(resource, "", "has no name to know it by before it is deployed", in: stack)
    }
    var withheld: [(path: String, number: Int)] = []
    let shown = JSONValue.object(members).disclosed(at: "", &withheld)?.object ?? [:]
    let places = Dictionary(mapper.marks.map { ($0.key.description, $0.value) }) { first, _ in first }
    for value in withheld {
      note(resource, value.path, Withheld.reason(value.number), at: places[value.path], in: stack)
    }
    var declaration = declaration(selector, expect: shown, resource, in: stack)
    declaration.marks = mapper.marks
    declaration.filledIn = mapper.names.filledIn
    declaration.saysNoRegion = type.schema.isRegional && selector.region == nil && selector.id != nil
    declaration.open = open(type, .object(members), withheld.map(\.path))
    declaration.only = type.schema.wholes.filter { isPublished || !$0.hasPrefix("LIVE.") }.map { DocumentPath($0) }
      .filter { place in !declaration.open.contains { $0.contains(place) } }
    if let position = known(selector, in: stack) {
      if let place = declarations[position].disagreement(with: declaration) {
        let spot = place.steps.isEmpty ? "" : " at \(place)"
        declarations[position].doubt = "is declared differently by \(declaration.address)\(spot)"
        note(
          resource, "", "is declared differently by \(declarations[position].address)\(spot)", in: stack)
      } else if declaration.expect != declarations[position].expect || declaration.open != declarations[position].open {
        // What either says is declared.
        append(declaration)
      }
      return
    }
    append(declaration)
    if type == .keyValueStore { try addItems(resource, to: declarations.count - 1, in: stack) }
  }

  /// The places of which it is not known what the template says: of a list that has an element that nobody knows, or of
  /// which nobody knows the key, the list, as it cannot be told from what is there.
  private func open(_ type: ResourceType, _ members: JSONValue, _ withheld: [String]) -> [DocumentPath] {
    withheld.map { text in
      // Elements stand by their numbers there.
      var steps = DocumentPath(text).steps.map { step in
        if case .element(let number) = step, let index = Int(number) { return DocumentPath.Step.index(index) }
        return step
      }
      if case .index? = steps.last { steps.removeLast() }
      if case .member(let name)? = steps.last, case .index? = steps.dropLast().last {
        let list = DocumentPath(Array(steps.dropLast(2)))
        if type.schema.root[list].list.key == name { steps = list.steps }
      }
      return DocumentPath(steps).named(in: members, of: type.schema.root)
    }
  }

  private func selector(
    of resource: Stack.Resource, _ type: ResourceType, _ members: JSONObject, in stack: Stack
  ) throws(FileIssues) -> Declaration.Selector? {
    let region = type.schema.isRegional ? stack.source.region : nil
    if let id = try resolver.id(of: resource, type, in: stack) { return .init(type, id: id, region: region) }
    if let alias = members["Aliases"]?.array?.lazy.compactMap(\.string).first { return .init(type, alias: alias) }
    if type.schema.cloudFormation?.name != nil { return nil }
    return type.schema.identity.name(in: .object(members)).string.flatMap { $0.isEmpty ? nil : .init(type, name: $0) }
  }

  /// The keys that a store is made with, where the file that they come from is beside the template.
  private mutating func addItems(_ resource: Stack.Resource, to position: Int, in stack: Stack) throws(FileIssues) {
    guard let source = resource.node["Properties"]?["ImportSource"]?["SourceArn"] else { return }
    // The account in the bucket's name may not be known, and does not matter: keys of assets are digests.
    let name = source.lastText.split(separator: "/").last.map(String.init) ?? ""
    guard let bytes = stack.source.assets[name] else {
      return note(resource, "ImportSource", "is not beside the template, so the keys are not compared", in: stack)
    }
    guard let data = try? JSONReader.read(bytes)["data"].array else {
      return note(resource, "ImportSource", "is no JSON with `data`, a list of keys and values", in: stack)
    }
    declarations[position].expect["Items"] = .array(
      data.map { ["Key": $0["key"], "Value": $0["value"]] })
    declarations[position].marks[DocumentPath([.member("Items")])] = source.mark
  }

  // MARK: Resources that say part of another one

  private mutating func addPart(_ resource: Stack.Resource, in stack: Stack) throws(FileIssues) {
    if resource.type == Self.nestedStack, stack.nested[resource.logicalID] == nil {
      note(resource, "", "is a nested stack whose template is not beside this one", in: stack)
    }
    guard let (type, part) = PartialType.all[resource.type], let owner = part.owner else { return }
    let list = type.schema.root.member(part.member)
    let named = try property(owner.attribute, resource, stack)
    let owners: [JSONValue]
    switch owner {
    case .ids: owners = elements(named, owner.attribute, resource, stack)
    case .id, .arn: owners = [named]
    }
    if owners.isEmpty { return }
    switch part.content {
    case .value(let attribute):
      for owner in owners {
        guard let owner = name(owner, part.owner?.attribute ?? "", resource, stack),
          let value = try known(attribute, resource, stack)
        else { continue }
        set([part.member: value], of: .init(type, id: owner), resource, in: stack)
      }
    case .element(let attributes):
      guard let (key, element) = try element(attributes, of: list, owner.attribute, resource, stack) else { return }
      for owner in owners {
        guard let owner = name(owner, part.owner?.attribute ?? "", resource, stack) else { continue }
        append(element, to: part.member, named: key, of: .init(type, id: owner), resource, in: stack)
      }
    case .structure, .elements, .keys, .named: break
    }
  }

  /// An element, by the properties that say its members, and what tells it apart.
  private mutating func element(
    _ attributes: PartialType.Attributes, of list: SchemaNode, _ owner: String, _ resource: Stack.Resource,
    _ stack: Stack
  ) throws(FileIssues) -> (key: String, element: JSONValue)? {
    guard let first = attributes.first else {
      guard let key = list.list.key, let id = stack.source.physicalIDs?[resource.logicalID] else {
        note(resource, owner, Withheld.reason(Withheld.unknown.rawValue), in: stack)
        return nil
      }
      return (id, [key: .string(id)])
    }
    guard let key = name(try property(first.attribute, resource, stack), first.attribute, resource, stack) else {
      return nil
    }
    var element: JSONObject = [first.member: .string(key)]
    for (member, attribute) in attributes.dropFirst() {
      guard let value = try known(attribute, resource, stack) else { return nil }
      element[member] = value
    }
    return (key, .object(element))
  }

  private func property(
    _ name: String, _ resource: Stack.Resource, _ stack: Stack
  ) throws(FileIssues) -> JSONValue { try resolver.property(name, of: resource, in: stack) }

  /// A property of which everything is known; notes where it is not.
  private mutating func known(
    _ name: String, _ resource: Stack.Resource, _ stack: Stack
  ) throws(FileIssues) -> JSONValue? {
    let value = try property(name, resource, stack)
    guard let gap = value.firstGap else { return value }
    note(resource, name, Withheld.reason(gap), in: stack)
    return nil
  }

  /// The elements of a list; notes where they are not known.
  private mutating func elements(
    _ value: JSONValue, _ property: String, _ resource: Stack.Resource, _ stack: Stack
  ) -> [JSONValue] {
    switch value {
    case .null: return []
    case .array(let elements): return elements
    default:
      note(resource, property, Withheld.reason(value.firstGap ?? Withheld.unfit.rawValue), in: stack)
      return []
    }
  }

  /// A text by which something is found; notes where it is not there.
  private mutating func name(
    _ value: JSONValue, _ property: String, _ resource: Stack.Resource, _ stack: Stack
  ) -> String? {
    if let text = value.string, !text.isEmpty { return text }
    note(resource, property, value.firstGap.map(Withheld.reason) ?? "is missing", in: stack)
    return nil
  }

  private mutating func set(
    _ members: JSONObject, of selector: Declaration.Selector, _ resource: Stack.Resource, in stack: Stack
  ) {
    let position = position(of: selector, resource, in: stack)
    for member in members {
      if let other = declarations[position].expect[member.name], other != member.value {
        let place = DocumentPath(member.name)
        let owner = declarations[position].address(at: place)
        declarations[position].doubts[place] = "is declared differently by \(owner) and \(stack.address(resource))"
        note(resource, "", "declares \(member.name) otherwise than \(owner) does", in: stack)
        continue
      }
      declarations[position].expect[member.name] = member.value
      mark(DocumentPath(member.name), DocumentPath([.member(member.name)]), position, resource, in: stack)
    }
  }

  private mutating func append(
    _ element: JSONValue, to list: String, named key: String, of selector: Declaration.Selector,
    _ resource: Stack.Resource, in stack: Stack
  ) {
    let position = position(of: selector, resource, in: stack)
    let elements = declarations[position].expect[list]?.array ?? []
    // The other template of a stack that is deployed says the same.
    if elements.contains(element) { return }
    declarations[position].expect[list] = .array(elements + [element])
    let path = DocumentPath([.member(list), .index(elements.count)])
    mark(DocumentPath(list).element(key), path, position, resource, in: stack)
  }

  private mutating func mark(
    _ place: DocumentPath, _ path: DocumentPath, _ position: Int, _ resource: Stack.Resource, in stack: Stack
  ) {
    declarations[position].marks[path] = resource.mark
    let address = stack.address(resource)
    if declarations[position].address != address { declarations[position].addresses[place] = address }
  }

  private mutating func position(
    of selector: Declaration.Selector, _ resource: Stack.Resource, in stack: Stack
  ) -> Int {
    if let position = known(selector, in: stack) { return position }
    append(declaration(selector, expect: [:], resource, in: stack))
    return declarations.count - 1
  }

  /// Where something is declared already; never what another account has under the same name.
  private func known(_ selector: Declaration.Selector, in stack: Stack) -> Int? {
    let account = stack.source.account ?? ""
    let positions = positions[selector] ?? []
    return positions.first { declarations[$0].account == account }
      ?? positions.first { account.isEmpty || declarations[$0].account.isEmpty }
  }

  private func declaration(
    _ selector: Declaration.Selector, expect: JSONObject, _ resource: Stack.Resource, in stack: Stack
  ) -> Declaration {
    var declaration = Declaration(selector, expect: expect, source: resource.mark)
    declaration.address = stack.address(resource)
    declaration.account = stack.source.account ?? ""
    declaration.document = stack.document
    return declaration
  }

  private mutating func append(_ declaration: Declaration) {
    positions[declaration.selector, default: []].append(declarations.count)
    declarations.append(declaration)
  }

  private mutating func note(
    _ resource: Stack.Resource, _ property: String, _ reason: String, at mark: SourceMark? = nil, in stack: Stack
  ) {
    notes.add(stack.address(resource), property, reason, mark ?? resource.mark)
  }
}

extension TemplateNode {
  /// The text in it that comes last: of an ARN that functions put together, its end.
  fileprivate var lastText: String {
    switch content {
    case .scalar(let value): value.string ?? ""
    case .list(let elements): elements.last?.lastText ?? ""
    case .object(let members): members.last?.value.lastText ?? ""
    case .nothing: ""
    }
  }
}
