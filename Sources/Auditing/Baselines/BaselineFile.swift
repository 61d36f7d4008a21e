import AWSCore
import Documents
import Estate
import Schema

/// Reads baseline files: what a project declares of its resources.
///
///     account: "111122223333"
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
  public struct Context: Sendable {
    /// What a variable of the environment holds, for `${env:NAME}`; `nil` where there is none.
    public var variable: @Sendable (_ name: String) -> String?
    /// The text of a file that is named in another one; throws what is wrong with it, in a sentence.
    public var read: @Sendable (_ path: String) throws -> String
    /// What tells a file from all others, whichever of its paths names it.
    public var identity: @Sendable (_ path: String) -> String

    /// A context in that environment.
    public init(
      environment: [String: String], identity: @escaping @Sendable (String) -> String = { $0 },
      read: @escaping @Sendable (String) throws -> String
    ) { self.init(variable: { environment[$0] }, identity: identity, read: read) }

    /// A context of these.
    public init(
      variable: @escaping @Sendable (String) -> String?, identity: @escaping @Sendable (String) -> String,
      read: @escaping @Sendable (String) throws -> String
    ) {
      self.variable = variable
      self.identity = identity
      self.read = read
    }
  }

  static let form = FileForm([
    .optional(
      "account", .either(.text, .list(of: .text, atLeast: 1)),
      "The accounts that it is for: a pattern of their number, or of the name that a list of accounts gives them, or "
        + "several. Files that it includes are for these as well, unless they say others."),
    .optional("include", .list(of: .text), "Baseline files that belong to this one, relative to it."),
    .optional(
      "variables", ["type": "object"],
      "Values for `${NAME}` in the texts of this file and of those it includes. `${env:NAME}` is of the environment."),
    .optional(
      UnknownMembers.permissionName, .choice(UnknownMembers.Permission.self), UnknownMembers.permissionSummary),
    .optional("resources", .list(of: .definition("resource")), "What is declared of resources."),
    .optional(
      "only", .list(of: ["enum": .array(Closure.types.map { .string($0.rawValue) })]),
      "Kinds of resource of which nothing may be there but what this file, or another one beside it, declares. Of log "
        + "groups those of Lambda@Edge functions are meant."),
  ])

  static let resourceForm = FileForm([
    .required("type", .choice(ResourceType.self), "The kind of resource."),
    .optional("id", .text, "The id; `*` and `?` stand for any characters."),
    .optional("alias", .text, "One of a distribution's aliases."),
    .optional("name", .text, "The name, where it is not the id: a policy's Name, a distribution's Comment."),
    .optional("tag", ["type": "object"], "Tags, with patterns for their values; every one has to fit."),
    .optional("region", .text, "The region of a Lambda function or a log group; a pattern."),
    .optional(
      "severity", .choice(Severity.self),
      "How much drift matters; without it, what the configuration says of `baseline`, else high."),
    .optional(
      "expect", ["type": "object"],
      "How the resource is to be: part of it, in the names of the API. Lists of objects compare by what tells their "
        + "elements apart, others as they stand, in any order where their order means nothing, policies by meaning. "
        + "`{}` declares that the resource is there."),
    .optional(
      "absent", .either(["const": true], .list(of: .text)),
      "Places where nothing may be, such as `CacheBehaviors[/old/*]`; `true` where the resource itself may not be."),
    .optional(
      "only", .either(["const": true], .list(of: .text)),
      "Places in which nothing may be but what is declared and what AWS fills in; `true` for all of the resource."),
    .optional(
      "open", .list(of: .text),
      "Places that may hold anything, within what `only` closes, such as `Origins[app].CustomOriginConfig`."),
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

  /// What some files say.
  public struct Content: Sendable {
    /// What they declare of resources.
    public internal(set) var declarations: [Declaration] = []
    /// The kinds of resource of which nothing else may be there.
    public internal(set) var closures: [Closure] = []
    /// Members that are not known, in files that let them stand, and secrets.
    public internal(set) var warnings: [FileIssue] = []
    /// The files that declare nothing, each with that to say.
    public internal(set) var empty: [FileIssue] = []
  }

  /// A file as it was read: the same text with other variables says something else.
  private struct Reading: Hashable {
    let identity: String
    let variables: [String: JSONValue]
    let accounts: AccountPatterns
  }

  private let context: Context
  private let issues = YAMLReader.Issues()
  private var content = Content()
  private var readings: Set<Reading> = []
  /// The path by which each file was named first.
  private var paths: [String: String] = [:]

  /// What some files, and those they include, declare.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  public static func declarations(
    in sources: [RuleSet.Source], _ context: Context
  ) throws(FileIssues) -> [Declaration] { try read(sources, context).declarations }

  /// What some files, and those they include, say. Each file counts once, however often it is named or included.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  public static func read(
    _ sources: [RuleSet.Source], _ context: Context
  ) throws(FileIssues) -> Content {
    var file = BaselineFile(context: context)
    for source in sources { file.read(source, variables: [:], in: AccountPatterns(), including: []) }
    if !file.issues.list.isEmpty { throw FileIssues(issues: file.issues.list) }
    file.content.declarations.removeRepeated()
    return file.content
  }

  /// What declarations of the same resources say that cannot all be, as far as that is seen without an estate.
  public static func contradictions(in declarations: [Declaration]) -> [FileIssue] {
    Contradictions.issues(in: declarations)
  }

  private init(context: Context) { self.context = context }

  private mutating func read(
    _ source: RuleSet.Source, variables: [String: JSONValue], in accounts: AccountPatterns, including parents: [String]
  ) {
    let identity = context.identity(source.file)
    let reading = Reading(identity: identity, variables: variables, accounts: accounts)
    guard readings.insert(reading).inserted else { return }
    let path = paths[identity, default: source.file]
    paths[identity] = path
    guard let root = YAMLReader(source.text, file: path, issues: issues), root.isFile(.baseline) else { return }
    let members = root.members(known: Self.form.names)
    var values = BaselineValues(variables: variables, context: context)
    for (name, value) in members["variables"]?.anyMembers ?? [] {
      // A variable of the file that includes this one counts more.
      if variables[name.text] == nil { values.variables[name.text] = values.value(value) }
    }
    let accounts = members["account"].map { self.accounts($0, values) } ?? accounts
    let includes = members["include"]?.elements ?? []
    for include in includes { self.include(include, values, accounts, in: path, including: parents + [identity]) }
    let mayBeUnknown = members[UnknownMembers.permissionName]?.choice(UnknownMembers.Permission.self) == .allow
    let resources = members["resources"]?.elements ?? []
    for resource in resources {
      var unknown: [FileIssue] = []
      if var declaration = declaration(resource, values, &unknown) {
        declaration.accounts = accounts
        content.declarations.append(declaration)
        if !mayBeUnknown { content.warnings += Self.refusedValues(of: declaration) }
      }
      if mayBeUnknown { content.warnings += unknown } else { unknown.forEach(issues.add) }
    }
    let closed = members["only"]?.elements ?? []
    for type in closed { close(type, in: accounts) }
    if includes.isEmpty, resources.isEmpty, closed.isEmpty {
      content.empty.append(FileIssue(root.mark, "Nothing is declared here."))
    }
  }

  /// The accounts that a file is for.
  private func accounts(_ reader: YAMLReader, _ values: BaselineValues) -> AccountPatterns {
    let readers = reader.node.sequence == nil ? [reader] : reader.elements
    if readers.isEmpty { reader.note("No account is named: write its number, or leave `account` out.") }
    return AccountPatterns(
      readers.compactMap { reader in
        // A number stands as it is written: with the zeros that it begins with.
        guard reader.text?.contains("${") == true else { return reader.words }
        switch values.value(reader) {
        case .string(let text) where !text.isEmpty: return text
        case .integer(let number): return String(number)
        default:
          reader.note("The number of an account was expected here, or a pattern.")
          return nil
        }
      })
  }

  private mutating func close(_ reader: YAMLReader, in accounts: AccountPatterns) {
    guard let type = reader.choice(ResourceType.self) else { return }
    if Closure.types.contains(type) {
      return content.closures.append(Closure(type, in: accounts, source: reader.mark))
    }
    reader.note(
      "Of \(type.rawValue) only those are read that something leads to, so nobody knows what else there is. Known in "
        + "full: \(Closure.types.map(\.rawValue).joined(separator: ", ")).")
  }

  private mutating func include(
    _ reader: YAMLReader, _ values: BaselineValues, _ accounts: AccountPatterns, in file: String,
    including parents: [String]
  ) {
    guard let text = values.value(reader).string else { return reader.note("The name of a file was expected here.") }
    let path = BaselineValues.path(of: text, beside: file)
    if parents.contains(context.identity(path)) { return reader.note("\(path) includes itself.") }
    do {
      let source = RuleSet.Source(file: path, text: try context.read(path))
      read(source, variables: values.variables, in: accounts, including: parents)
    } catch {
      reader.note("\(error)")
    }
  }

  /// What is declared of a resource; members that nobody knows are noted apart.
  private mutating func declaration(
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
    if let region = selector.region, region != "global",
      let complaint = RegionName.complaint(about: region, isElsewhere: true)
    {
      members["region"]?.note(complaint)
    }
    for (name, value) in members["tag"]?.anyMembers ?? [] {
      selector.tags[name.text] = values.value(value).string ?? ""
    }
    if selector.id == nil, selector.alias == nil, selector.name == nil, selector.tags.isEmpty {
      reader.note("Which resource is meant is missing: `id`, `alias`, `name` or `tag`.")
    }
    if selector.alias != nil, type != .distribution { members["alias"]?.note("Only distributions have aliases.") }
    if !selector.tags.isEmpty, !type.hasTags { members["tag"]?.note("\(type.rawValue) has no tags that are read.") }
    var document = BaselineDocument(values: values, type: type)
    // What is written goes into repairs: `"300"` is a number where the member holds one.
    let expect = members["expect"].map { type.schema.root.fittedWhole(document.read($0)) } ?? .object([:])
    var declaration = Declaration(selector, expect: expect.object ?? [:], source: reader.mark)
    if expect.object == nil { members["expect"]?.note("A mapping of members was expected here.") }
    declaration.marks = document.marks
    for (path, message) in UnknownMembers.issues(in: declaration.expect, of: type) {
      unknown.append(FileIssue(document.names[path] ?? declaration.mark(at: path), message))
    }
    declaration.expect = withoutSecrets(declaration)
    declaration.severity = members["severity"]?.choice(Severity.self)
    declaration.only = places(members["only"], of: type, values, &unknown) ?? [DocumentPath()]
    if members["open"]?.json == true { members["open"]?.note("A list of places was expected here.") }
    declaration.open = places(members["open"], of: type, values, &unknown) ?? []
    for place in declaration.open where !declaration.only.contains(where: { $0.contains(place) }) || place.steps.isEmpty
    {
      members["open"]?.note("Nothing is closed at \(place.steps.isEmpty ? "\"\"" : "\(place)"): `only` says what is.")
    }
    switch places(members["absent"], of: type, values, &unknown) {
    case nil: declaration.isAbsent = true
    case let places?: declaration.absent = places
    }
    declaration.probes = probes(members["probe"], values)
    declaration.invalidation = invalidation(members["invalidate"], of: type, values)
    declaration.assumption = assumption(members["assume"], of: selector, values)
    declaration.tests = tests(members["tests"], of: type, values)
    if ["expect", "absent", "only", "probe", "invalidate", "assume", "tests"].allSatisfy({ members[$0] == nil }) {
      reader.note(
        "Nothing is declared: `expect` (`{}` where the resource just has to be there), `absent`, `only`, `probe`, "
          + "`invalidate`, `assume` or `tests` is missing.")
    }
    return declaration
  }

  /// Takes the values of secrets out of what is declared: of them it is read, and compared, only that they are there.
  private mutating func withoutSecrets(_ declaration: Declaration) -> JSONObject {
    let type = declaration.selector.type
    let concealed = Redacted.members(declaration.expect, of: type)
    for path in type.schema.secretPaths where concealed[path[0]] != declaration.expect[path[0]] {
      let place = DocumentPath(path[0])
      content.warnings.append(
        FileIssue(
          declaration.mark(at: place),
          "\(path.joined(separator: ".")) is a secret, of which is compared only that it is there. Its value does not "
            + "belong into this file: write \"\(Redacted.mark)\"."))
    }
    return concealed
  }

  /// What AWS takes no value of, by what its models say it takes.
  private static func refusedValues(of declaration: Declaration) -> [FileIssue] {
    let type = declaration.selector.type
    return type.schema.refusals(of: .object(declaration.expect), at: DocumentPath()).map { place, reason in
      FileIssue(declaration.mark(at: place), "\(type.rawValue) \(declaration.selector): \(reason)")
    }
  }

  /// A list of places; `nil` for `true`.
  private func places(
    _ reader: YAMLReader?, of type: ResourceType, _ values: BaselineValues, _ unknown: inout [FileIssue]
  ) -> [DocumentPath]? {
    guard let reader else { return [] }
    if reader.node.sequence == nil {
      if reader.json == true { return nil }
      reader.note("A list of places was expected here, or `true`.")
      return []
    }
    return reader.elements.compactMap { element in
      guard let place = values.value(element).string.map({ DocumentPath($0) }) else { return nil }
      if let message = UnknownMembers.issue(with: place, of: type) { unknown.append(FileIssue(element.mark, message)) }
      return type.schema.root.canonical(place)
    }
  }
}

extension [Declaration] {
  /// Leaves each declaration once: one that is written in one place is read again where a file is included with variables
  /// that it does not use.
  fileprivate mutating func removeRepeated() {
    var known: [SourceMark: [Declaration]] = [:]
    removeAll { declaration in
      if known[declaration.source]?.contains(declaration) == true { return true }
      known[declaration.source, default: []].append(declaration)
      return false
    }
  }
}
