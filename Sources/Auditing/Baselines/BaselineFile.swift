import Documents
import Estate
import Schema

/// Reads baseline files: what a project declares of its resources.
///
///     include: [common.yaml]
///     variables: {domain: books.example.com}
///     resources:
///       - type: AWS::CloudFront::Distribution
///         alias: ${domain}
///         expect:
///           CacheBehaviors: [{PathPattern: /api/*, Compress: true}]
///         absent: ["CacheBehaviors[/old/*]"]
///         only: [CacheBehaviors]
///         probe: {url: "https://${domain}/api/", expect: 200}
///         invalidate: true
public struct BaselineFile {
  /// What a file may take from outside.
  public struct Surroundings: Sendable {
    /// The environment, for `${env:NAME}`.
    public var environment: [String: String]
    /// The text of a file that is named in another one; throws what is wrong with it, in a sentence.
    public var read: @Sendable (_ path: String) throws -> String

    /// These surroundings.
    public init(environment: [String: String], read: @escaping @Sendable (String) throws -> String) {
      self.environment = environment
      self.read = read
    }
  }

  static let form = FileForm([
    .optional("include", .list(of: .text), "Baseline files that belong to this one, relative to it."),
    .optional(
      "variables", ["type": "object"],
      "Values for `${NAME}` in the texts of this file and of those it includes. `${env:NAME}` is of the environment."),
    .optional(
      UnknownMembers.permissionName, .choice(UnknownMembers.Permission.self), UnknownMembers.permissionSummary),
    .optional("resources", .list(of: .definition("resource")), "What is declared of resources."),
  ])

  static let resourceForm = FileForm([
    .required("type", .choice(ResourceType.self), "The kind of resource."),
    .optional("id", .text, "The id; `*` and `?` stand for any characters."),
    .optional("alias", .text, "One of a distribution's aliases."),
    .optional("name", .text, "The name, where it is not the id: a policy's Name, a distribution's Comment."),
    .optional("tag", ["type": "object"], "Tags, with patterns for their values; every one has to fit."),
    .optional("region", .text, "The region of a Lambda function or a log group; a pattern."),
    .optional("severity", .choice(Severity.self), "How much drift matters; high, unless said otherwise."),
    .optional(
      "expect", ["type": "object"],
      "How the resource is to be: part of it, in the names of the API. Lists of objects compare by what tells their "
        + "elements apart, other lists as sets, policies by meaning."),
    .optional(
      "absent", .either(["const": true], .list(of: .text)),
      "Places where nothing may be, such as `CacheBehaviors[/old/*]`; `true` where the resource itself may not be."),
    .optional(
      "only", .either(["const": true], .list(of: .text)),
      "Places in which nothing may be but what is declared and what AWS fills in; `true` for all of the resource."),
    .optional(
      "probe", .either(.definition("probe"), .list(of: .definition("probe"))),
      "What viewers have to be answered after a repair, at one URL or several."),
    .optional(
      "invalidate", .either(["const": true], .list(of: .text, atLeast: 1)),
      "Paths of a distribution to invalidate after a repair that changes what viewers get, `*` only at their end; `true` "
        + "for those that the repair concerns."),
    .optional(
      "assume", .definition("assumption"),
      "What the code of a function or Lambda version does, where reading it does not tell: settles what is undecided."),
    .optional(
      "tests", .list(of: .definition("test")),
      "Events, and what a CloudFront function has to make of them; run by TestFunction, which changes nothing."),
  ])

  /// The JSON Schema (draft-07) of baseline files, for editors.
  public static var schema: JSONValue {
    let head: JSONObject = ["$schema": "http://json-schema.org/draft-07/schema#", "title": "Baselines of audit"]
    let definitions: JSONObject = [
      "resource": .object(resourceForm.schema), "probe": .object(probeForm.schema),
      "expectation": .object(expectationForm.schema), "assumption": .object(assumptionForm.schema),
      "test": .object(testForm.schema), "result": .object(resultForm.schema),
    ]
    return .object(
      head.merging(form.schema).merging(["definitions": .object(definitions.merging(.commonDefinitions))]))
  }

  private let surroundings: Surroundings
  private let issues = YAMLReader.Issues()
  private var declarations: [Declaration] = []
  private var warnings: [FileIssue] = []

  /// What some files, and those they include, declare.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  public static func declarations(
    in sources: [RuleSet.Source], _ surroundings: Surroundings
  ) throws(FileIssues) -> [Declaration] { try read(sources, surroundings).declarations }

  /// What some files, and those they include, declare, and what is doubtful in them: members that are not known, in files
  /// that let them stand.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  public static func read(
    _ sources: [RuleSet.Source], _ surroundings: Surroundings
  ) throws(FileIssues) -> (declarations: [Declaration], warnings: [FileIssue]) {
    var file = BaselineFile(surroundings: surroundings)
    for source in sources { file.read(source, variables: [:], including: []) }
    if !file.issues.list.isEmpty { throw FileIssues(issues: file.issues.list) }
    return (file.declarations, file.warnings)
  }

  private init(surroundings: Surroundings) { self.surroundings = surroundings }

  private mutating func read(_ source: RuleSet.Source, variables: [String: JSONValue], including parents: [String]) {
    guard let root = YAMLReader(source.text, file: source.file, issues: issues) else { return }
    let members = root.members(known: Self.form.names)
    var values = BaselineValues(variables: variables, surroundings: surroundings)
    for (name, value) in members["variables"]?.anyMembers ?? [] {
      // A variable of the file that includes this one counts more.
      if variables[name.text] == nil { values.variables[name.text] = values.value(value) }
    }
    for include in members["include"]?.elements ?? [] {
      self.include(include, values, in: source.file, including: parents + [source.file])
    }
    let mayBeUnknown = members[UnknownMembers.permissionName]?.choice(UnknownMembers.Permission.self) == .allow
    for resource in members["resources"]?.elements ?? [] {
      var unknown: [FileIssue] = []
      if let declaration = declaration(resource, values, &unknown) { declarations.append(declaration) }
      if mayBeUnknown { warnings += unknown } else { unknown.forEach(issues.add) }
    }
  }

  private mutating func include(
    _ reader: YAMLReader, _ values: BaselineValues, in file: String, including parents: [String]
  ) {
    guard let text = values.value(reader).string else { return reader.note("The name of a file was expected here.") }
    let path = BaselineValues.path(of: text, beside: file)
    if parents.contains(path) { return reader.note("\(path) includes itself.") }
    do {
      let source = RuleSet.Source(file: path, text: try surroundings.read(path))
      read(source, variables: values.variables, including: parents)
    } catch {
      reader.note("\(error)")
    }
  }

  /// What is declared of a resource; members that nobody knows are noted apart.
  private func declaration(
    _ reader: YAMLReader, _ values: BaselineValues, _ unknown: inout [FileIssue]
  ) -> Declaration? {
    let members = reader.members(known: Self.resourceForm.names)
    guard let type = reader.required("type", in: members, { $0.choice(ResourceType.self) }) else { return nil }
    func text(_ name: String) -> String? {
      members[name].flatMap { reader in
        let value = values.value(reader)
        if value.string == nil { reader.note("Text was expected here.") }
        return value.string
      }
    }
    var selector = Declaration.Selector(
      type, id: text("id"), alias: text("alias"), name: text("name"), region: text("region"))
    for (name, value) in members["tag"]?.anyMembers ?? [] {
      selector.tags[name.text] = values.value(value).string ?? ""
    }
    if selector.id == nil, selector.alias == nil, selector.name == nil, selector.tags.isEmpty {
      reader.note("Which resource is meant is missing: `id`, `alias`, `name` or `tag`.")
    }
    if selector.alias != nil, type != .distribution { members["alias"]?.note("Only distributions have aliases.") }
    if !selector.tags.isEmpty, !type.hasTags { members["tag"]?.note("\(type.rawValue) has no tags that are read.") }
    var document = BaselineDocument(values: values, type: type)
    let expect = members["expect"].map { document.read($0) } ?? .object([:])
    var declaration = Declaration(selector, expect: expect.object ?? [:], source: reader.mark)
    if expect.object == nil { members["expect"]?.note("A mapping of members was expected here.") }
    declaration.marks = document.marks
    for (path, message) in UnknownMembers.issues(in: declaration.expect, of: type) {
      unknown.append(FileIssue(document.names[path] ?? declaration.mark(at: path), message))
    }
    declaration.severity = members["severity"]?.choice(Severity.self) ?? .high
    declaration.only = places(members["only"], of: type, values, &unknown) ?? [Place()]
    switch places(members["absent"], of: type, values, &unknown) {
    case nil: declaration.isAbsent = true
    case let places?: declaration.absent = places
    }
    declaration.probes = probes(members["probe"], values)
    declaration.invalidation = invalidation(members["invalidate"], of: type, values)
    declaration.assumption = assumption(members["assume"], of: selector, values)
    declaration.tests = tests(members["tests"], of: type, values)
    if declaration.expect.isEmpty, !declaration.isAbsent, declaration.absent.isEmpty,
      ["only", "probe", "invalidate", "assume", "tests"].allSatisfy({ members[$0] == nil })
    {
      reader.note(
        "Nothing is declared: `expect`, `absent`, `only`, `probe`, `invalidate`, `assume` or `tests` is missing.")
    }
    return declaration
  }

  /// A list of places; `nil` for `true`.
  private func places(
    _ reader: YAMLReader?, of type: ResourceType, _ values: BaselineValues, _ unknown: inout [FileIssue]
  ) -> [Place]? {
    guard let reader else { return [] }
    if reader.node.sequence == nil {
      if reader.json == true { return nil }
      reader.note("A list of places was expected here, or `true`.")
      return []
    }
    return reader.elements.compactMap { element in
      guard let place = values.value(element).string.map({ Place($0) }) else { return nil }
      if let message = UnknownMembers.issue(with: place, of: type) { unknown.append(FileIssue(element.mark, message)) }
      return place
    }
  }
}
