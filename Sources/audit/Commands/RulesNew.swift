import ArgumentParser
import Auditing
import Documents
import Foundation
import Schema

extension Rules {
  /// `audit rules new`.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Write a rule of your own to begin with, and its cases.",
      usage: "audit rules new <id> [<options>]",
      discussion: """
        The rule says that a member is there; its cases pass, fail and leave unknown. `audit rules lint` and `audit rules \
        test` accept both as they are. No file is written over. docs/rule-language.md says what rules may say.

        EXAMPLES
          audit rules new my-comment
          audit rules new class --resource AWS::Logs::LogGroup --member logGroupClass
        """)

    @Argument(help: ArgumentHelp("The id: lower-case letters, digits and dashes.", valueName: "id")) var id: String
    @Option(
      help: ArgumentHelp("The kind of resource that it is about.", valueName: "type"),
      completion: .list(ResourceType.allCases.map(\.rawValue)))
    var resource = ResourceType.distribution.rawValue
    @Option(
      help: ArgumentHelp(
        "The member that has to be there. Default: the first one that holds a text.", valueName: "name"))
    var member: String?
    @Option(help: ArgumentHelp("The folder of rules; it is made.", valueName: "folder"), completion: .directory)
    var folder = "rules"

    func run() throws {
      guard !id.isEmpty, !id.hasPrefix("-"), id.utf8.count <= 100,
        id.allSatisfy({ "abcdefghijklmnopqrstuvwxyz0123456789-".contains($0) })
      else { throw Failure("\"\(id)\" is no id of a rule: lower-case letters, digits and dashes, as in my-comment.") }
      if id == Declaration.rule {
        throw Failure("\"\(id)\" is what drift from baselines is found by: choose another id.")
      }
      if try RuleSet(RuleSet.builtIn).rules.contains(where: { $0.id == id }) {
        throw Failure(
          "\"\(id)\" is built in, and this rule would take its place: choose another id, or begin with a copy of that one."
        )
      }
      guard let type = ResourceType(rawValue: resource) else {
        let known = ResourceType.allCases.map(\.rawValue)
        throw Failure("There is no kind of resource \"\(resource)\".\(Suggestion.phrase(for: resource, among: known))")
      }
      let member = try chosenMember(of: type)
      let (rule, cases) = ("\(folder)/\(id).yaml", "\(folder)/\(id).tests.yaml")
      for file in [rule, cases] where Files.exists(file) {
        throw Failure("\(file): it is there already. Choose another id, or move it away.")
      }
      let template = RuleTemplate(id: id, type: type, member: member)
      try WrittenOutput.create(rule, template.rule)
      try WrittenOutput.create(cases, template.cases)
      StandardError.write("audit: wrote \(rule) and \(cases). Next: change them, then `audit rules test \(rule)`.")
    }

    private func chosenMember(of type: ResourceType) throws -> String {
      let structure = KnownStructure(type, hasRelations: false)
      // Its identity is always there, so that nothing could fail.
      let identity = type.schema.identity.members(id: "x", arn: "x").map(\.name)
      if let member {
        if identity.contains(member) {
          throw Failure(
            "Each \(type.rawValue) has its \(member), so that no such rule could fail: name another member.")
        }
        if structure[member] != nil { return member }
        throw Failure(
          "\(type.rawValue) has no member \"\(member)\".\(Suggestion.phrase(for: member, among: structure.names))")
      }
      let texts = structure.names.filter { name in
        if case .scalar(values: []) = structure[name] { !identity.contains(name) } else { false }
      }
      guard let first = texts.contains("Comment") ? "Comment" : texts.first ?? structure.names.first else {
        throw Failure("\(type.rawValue) has no member that a rule could ask for.")
      }
      return first
    }
  }
}

/// A rule to begin with, and its cases.
private struct RuleTemplate {
  let id: String
  let type: ResourceType
  let member: String

  var rule: String {
    """
    # What rules may say: docs/rule-language.md, or `audit rules language`.
    rules:
      - id: \(id)
        title: \(member) is there
        severity: low
        resource: \(type.rawValue)
        # where: a condition on the resource, in JMESPath; without it the rule is about all of them
        value: \(member)
        expect:
          present: true
        message: "{id} has no \(member)."
        why: >-
          Say here what happens where it does not hold.
        remediation:
          recommendation: Say here what a person can do.
        repair:
          mode: none

    """
  }

  var cases: String {
    // What is unread is the call that the member comes by.
    let groups = type.schema.groups
    let own = groups.first { $0.members.contains(member) }
    let operation = (own ?? groups.first { $0.members.isEmpty })?.name ?? ""
    let value: String
    let structure = KnownStructure(type, hasRelations: false)
    switch structure[member] {
    case .scalar(let values): value = values.first ?? "example"
    case .number: value = "1"
    case .boolean: value = "true"
    case .list: value = "[example]"
    // What Lambda says of an error is no value.
    case .structure(let inner): value = "{\(inner.names.first { $0 != "Error" } ?? "Name"): example}"
    case .open, .policy, nil: value = "{Version: \"2012-10-17\"}"
    }
    return """
      # Each case is a small estate: resources by kind and id; null is what was looked for and is not there.
      \(id):
        pass:
          - name: it is there
            estate: {\(type.rawValue): {example: {\(member): \(value)}}}
        fail:
          - name: it is not
            estate: {\(type.rawValue): {example: {\(member): null}}}
            findings: [{path: \(member), expected: {present: true}, actual: null}]
        unknown:
          - name: nobody could look
            estate: {\(type.rawValue): {example: {}}}
            unread: [{operation: "\(operation)", type: "\(type.rawValue)", id: example}]

      """
  }
}
