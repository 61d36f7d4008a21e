import Auditing
import Documents
import Schema

/// What templates of CloudFormation say of an edge estate.
public struct TemplateDocument: Sendable {
  /// How resources are to be.
  public let declarations: [Declaration]
  /// What is not compared, and why.
  public let notes: [DocumentNote]
  /// What AWS would have to be asked for to know more: members of resources.
  public let wanted: Set<ResourceMember>
  /// The parameters of SSM that AWS would have to be asked for, as `region name`.
  public let wantedParameters: Set<String>
  /// Whether AWS would have to be asked for what other stacks export.
  public let wantsExports: Bool

  /// Reads templates that belong together.
  ///
  /// - Parameters:
  ///   - sources: The templates.
  ///   - parameters: Values for parameters, of whichever template has one of that name.
  ///   - facts: What AWS was asked for.
  /// - Throws: ``FileIssues`` for what is no template, or refers to what is not in it, with file and line.
  public init(
    _ sources: [StackSource], parameters: [String: String] = [:], knowing facts: StackFacts = StackFacts()
  ) throws(FileIssues) {
    let resolver = Resolver(facts)
    var stacks: [Stack] = []
    var nestings: [(parent: Stack, id: String, child: Stack)] = []
    for source in sources {
      var waiting = [try Stack(source)]
      stacks += waiting
      while let stack = waiting.popLast() {
        for (id, inner) in stack.source.nested.sorted(by: { $0.key < $1.key }) {
          let child = try Stack(inner)
          stack.nested[id] = child
          nestings.append((stack, id, child))
          waiting.append(child)
          stacks.append(child)
        }
      }
    }
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      let taken = stacks.map { $0.give(value, to: name) }
      guard !taken.contains(true), let first = stacks.first else { continue }
      let known = Set(stacks.flatMap(\.parameterNames)).sorted()
      throw Stack.issue(
        first.root, "There is no parameter \"\(name)\" here.\(Suggestion.phrase(for: name, among: known))")
    }
    resolver.stacks = stacks
    // From above: what a stack gives to a nested one may come from its own parameters.
    for nesting in nestings {
      guard let resource = nesting.parent.resource(nesting.id) else { continue }
      for parameter in resource.node["Properties"]?["Parameters"]?.members ?? [] {
        let value = try resolver.value(parameter.value, in: nesting.parent)
        nesting.child.given[parameter.name] = value.json
      }
    }
    var assembly = Assembly(resolver)
    for stack in stacks { try assembly.add(stack) }
    declarations = assembly.declarations
    notes = assembly.notes.list
    wanted = resolver.wanted
    wantedParameters = resolver.wantedParameters
    wantsExports = resolver.wantsExports
  }

  /// What is not compared, for a report.
  public func reportNotes(file: String) -> [AuditReport.Note] {
    let source = SourceMark(file: file, line: 1)
    let said = notes.map { $0.report(in: source) }
    return declarations.isEmpty
      ? [AuditReport.Note("The document", "declares nothing of an edge estate", source: source)] + said : said
  }
}
