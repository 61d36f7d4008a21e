import Documents
import Estate
import Schema

/// Finds in declarations what can be read, but names members that nobody knows.
public enum BaselineLint {
  /// What is doubtful, in the order of the declarations.
  public static func warnings(on declarations: [Declaration]) -> [FileIssue] {
    declarations.flatMap { declaration in
      var warnings: [FileIssue] = []
      check(
        .object(declaration.expect), .structure(KnownStructure(declaration.selector.type, hasRelations: false)),
        at: DocumentPath(),
        of: declaration, &warnings)
      return warnings
    }
  }

  private static func check(
    _ value: JSONValue, _ kind: MemberKind, at path: DocumentPath, of declaration: Declaration,
    _ warnings: inout [FileIssue]
  ) {
    switch (value, kind) {
    case (.array(let elements), .list(let element)):
      for (index, value) in elements.enumerated() {
        check(value, element, at: path.appending(.index(index)), of: declaration, &warnings)
      }
    case (.object(let object), .structure(let structure)):
      for member in object {
        let inner = path.appending(.member(member.name))
        if let known = structure[member.name] {
          check(member.value, known, at: inner, of: declaration, &warnings)
        } else {
          let suggestion = Suggestion.phrase(for: member.name, among: structure.names)
          warnings.append(
            FileIssue(
              declaration.mark(at: inner), "\"\(member.name)\" is no member of \(structure) that is known.\(suggestion)"
            ))
        }
      }
    default: break
    }
  }
}
