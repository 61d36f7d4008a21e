import Documents

/// An IAM policy document: a trust policy, a bucket policy, an identity policy.
///
/// Reading is lenient where the meaning is plain but IAM would refuse the text; ``problems`` says so. Grammar: IAM User
/// Guide, "Grammar of the IAM JSON policy language".
public struct PolicyDocument: Sendable, Hashable {
  /// The version of the policy language.
  public enum Version: String, Sendable, Hashable {
    /// Without policy variables. It is also what an absent `Version` means.
    case v2008 = "2008-10-17"
    /// With policy variables.
    case v2012 = "2012-10-17"
  }

  /// The version of the language; an absent one is ``Version/v2008``.
  public let version: Version
  /// The statements, in order.
  public let statements: [PolicyStatement]
  /// What IAM would refuse although the meaning is plain.
  public let problems: [PolicyProblem]
  /// The tree that was read, for edits that leave all else as it stands.
  public let original: JSONValue

  init(version: Version, statements: [PolicyStatement], problems: [PolicyProblem], original: JSONValue) {
    self.version = version
    self.statements = statements
    self.problems = problems
    self.original = original
  }
}

/// One statement of a policy document.
///
/// A list that is `nil` was not written. Values stand as written, but for principals, which know their kinds.
public struct PolicyStatement: Sendable, Hashable {
  /// What a statement does with the requests that match it.
  public enum Effect: String, Sendable, Hashable {
    case allow = "Allow"
    case deny = "Deny"
  }

  /// The place in the document, from 0.
  public let index: Int
  /// The statement's name.
  public let sid: String?
  /// Whether it allows or denies.
  public let effect: Effect
  /// Whom it concerns; `nil` in identity policies.
  public let principals: [PolicyPrincipal]?
  /// Whom it does not concern, while it concerns all others.
  public let notPrincipals: [PolicyPrincipal]?
  /// The action patterns.
  public let actions: [String]?
  /// The action patterns it does not concern, while it concerns all others.
  public let notActions: [String]?
  /// The resource patterns; `nil` in trust policies.
  public let resources: [String]?
  /// The resource patterns it does not concern, while it concerns all others.
  public let notResources: [String]?
  /// What must hold besides, all of it.
  public let conditions: [PolicyCondition]

  /// How a message names this statement: its `Sid`, or its number.
  public var name: String { sid.flatMap { $0.isEmpty ? nil : $0 } ?? "Statement[\(index)]" }
}

/// One key that a statement's `Condition` tests.
public struct PolicyCondition: Sendable, Hashable {
  /// How the key is tested.
  public let comparison: ConditionOperator
  /// The condition key, as written.
  public let key: String
  /// The values, of which one must match (none, where the operator is negated).
  public let values: [String]
}

/// Something in a document that IAM would refuse.
public struct PolicyProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where it stands.
  public let path: DocumentPath
  /// What is wrong with it.
  public let reason: String

  /// Path and reason in one line.
  public var description: String { path.steps.isEmpty ? reason : "\(path): \(reason)" }
}

/// Why a text or tree is no policy document.
public struct PolicyDocumentError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it stands; the root for text that is not JSON.
  public let path: DocumentPath
  /// What is wrong.
  public let reason: String
  /// What was probably meant, as a sentence behind a space; empty where nobody knows.
  public let suggestion: String

  init(path: DocumentPath, reason: String, suggestion: String = "") {
    (self.path, self.reason, self.suggestion) = (path, reason, suggestion)
  }

  /// Path and reason in one line.
  public var description: String { path.steps.isEmpty ? reason : "\(path): \(reason)" }
}
