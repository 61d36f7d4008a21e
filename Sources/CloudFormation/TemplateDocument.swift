import Auditing
import Documents
import Schema

/// What templates of CloudFormation say of an edge estate.
public struct TemplateDocument: Sendable {
  /// How resources are to be.
  public let declarations: [Declaration]
  /// What is not compared, and why.
  public let notes: [DocumentNote]
  /// What AWS would have to be asked for to know more, whether it was or not.
  public let questions: StackQuestions

  /// Reads templates that belong together.
  ///
  /// - Parameters:
  ///   - sources: The templates.
  ///   - parameters: Values for parameters, of whichever template has one of that name; stacks that are deployed have
  ///     theirs.
  ///   - facts: What AWS was asked for.
  /// - Throws: ``FileIssues`` for what is no template, or refers to what is not in it, with file and line.
  public init(
    _ sources: [StackSource], parameters: [String: String] = [:], knowing facts: StackFacts = StackFacts()
  ) throws(FileIssues) {
    var stacks: [Stack] = []
    for source in sources {
      var waiting = [try Stack(source)]
      stacks += waiting
      while let stack = waiting.popLast() {
        for (id, inner) in stack.source.nested.sorted(by: { $0.key < $1.key }) {
          let child = try Stack(inner)
          stack.nested[id] = child
          child.parent = stack.resource(id).map { .init(stack: stack, resource: $0) }
          waiting.append(child)
          stacks.append(child)
        }
      }
    }
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      var isTaken = false
      for stack in stacks where try stack.give(value, to: name) { isTaken = true }
      guard !isTaken, let first = stacks.first else { continue }
      let isPseudo = name.hasPrefix("AWS::")
      if let deployed = stacks.first(where: { $0.isDeployed && (isPseudo || $0.parameters[name] != nil) }) {
        throw Stack.issue(
          deployed.parameters[name] ?? deployed.root,
          "\"\(name)\" is what the stack was deployed with, and is not given anew: leave it out.")
      }
      let known = Set(stacks.flatMap(\.parameters.keys)).sorted()
      throw Stack.issue(
        first.root, "There is no parameter \"\(name)\" here.\(Suggestion.phrase(for: name, among: known))")
    }
    for stack in stacks { try stack.holdDefaults() }
    let loops = Resolver(facts)
    loops.stacks = stacks
    for stack in stacks { try stack.writeOutLoops(by: loops) }
    let resolver = Resolver(facts)
    resolver.stacks = stacks
    resolver.questions = loops.questions
    let assembly = try Assembly(stacks, resolver)
    declarations = assembly.declarations
    notes = assembly.notes.list
    questions = resolver.questions
  }

  /// What is not compared, for a report.
  public func reportNotes(file: String) -> [AuditReport.Note] {
    let source = SourceMark(file: file, line: 1)
    let said = notes.map { $0.report(in: source) }
    return declarations.isEmpty
      ? [AuditReport.Note("The document", "declares nothing of an edge estate", source: source)] + said : said
  }
}
