/// A part of a policy document that has elements of its own.
///
/// IAM User Guide, "Grammar of the IAM JSON policy language".
public enum PolicyElement: Sendable, Hashable {
  /// The document.
  case document
  /// One of its statements.
  case statement
  /// Whom a statement concerns.
  case principal

  /// What an element holds.
  public enum Content: Sendable, Hashable {
    /// A text.
    case text
    /// A text, or a list of texts.
    case texts
    /// A statement, or a list of them.
    case statements
    /// `*`, or whom it concerns by their kinds.
    case principals
    /// Operators, each with keys that only the owner knows.
    case conditions
  }

  /// The names of the elements.
  public var names: [String] { contents.map(\.name) }

  /// What the element of that name holds; `nil` where the language has none.
  public subscript(name: String) -> Content? { contents.first { $0.name == name }?.content }

  private var contents: [(name: String, content: Content)] {
    switch self {
    case .document: [("Version", .text), ("Id", .text), ("Statement", .statements)]
    case .statement:
      [
        ("Sid", .text), ("Effect", .text), ("Principal", .principals), ("NotPrincipal", .principals),
        ("Action", .texts), ("NotAction", .texts), ("Resource", .texts), ("NotResource", .texts),
        ("Condition", .conditions),
      ]
    case .principal: [("AWS", .texts), ("Service", .texts), ("Federated", .texts), ("CanonicalUser", .texts)]
    }
  }
}
