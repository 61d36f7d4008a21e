import Documents
import Estate

/// What a project says of its audit, in `audit.yaml`: which rules are on, how much they matter, what their parameters
/// are, and which findings are accepted for a time.
public struct Configuration: Sendable {
  /// What it says of one rule as a whole; `nil` where it says nothing.
  struct Setting: Sendable {
    var isEnabled: Bool?
    var severity: Severity?
  }

  /// Values of parameters, by rule.
  typealias Values = [String: JSONObject]

  /// By rule.
  var settings: [String: Setting] = [:]
  /// Everywhere.
  var parameters: Values = [:]
  /// On some resources; of two that fit, the later one counts.
  var overrides: [ParameterOverride] = []
  /// In the order in which they are written.
  var waivers: [Waiver] = []
  /// The file in which runs remember what they read and found, where one is named.
  public internal(set) var state: String?
  /// Who is told of what appears and goes away: URLs, which are secrets, and ARNs.
  public internal(set) var notify: [String] = []

  /// What people call the account that is judged; empty where nobody says.
  public var accountName = ""

  /// A configuration that leaves everything as it is.
  public init() {}

  /// Whether what is declared is judged where nobody asks for it by name.
  public var isBaselineEnabled: Bool { settings[Declaration.rule]?.isEnabled ?? true }

  /// How much drift from a declaration matters: what stands nearer to the resource counts.
  func severity(of declaration: Declaration) -> Severity { declaration.severity ?? baselineSeverity }

  /// How much drift matters where a declaration does not say.
  var baselineSeverity: Severity { settings[Declaration.rule]?.severity ?? .high }

  /// Whether a rule is evaluated where nobody asks for it by name.
  func isEnabled(_ rule: Rule) -> Bool { settings[rule.id]?.isEnabled ?? rule.isEnabled }

  /// How much a rule matters.
  func severity(of rule: Rule) -> Severity { settings[rule.id]?.severity ?? rule.severity }
}
