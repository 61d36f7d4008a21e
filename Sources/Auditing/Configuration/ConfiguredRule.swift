import Documents
import Estate

extension Configuration {
  /// A rule as it is in force: on or off, with its severity and the values of its parameters where no override fits.
  public func inForce(_ rule: Rule) -> Rule {
    let values = parameters[rule.id] ?? JSONObject()
    var inForce = rule
    (inForce.severity, inForce.isEnabled) = (severity(of: rule), isEnabled(rule))
    inForce.parameters = rule.parameters.map { parameter in
      Rule.Parameter(
        name: parameter.name, defaultValue: values[parameter.name] ?? parameter.defaultValue,
        description: parameter.description, atLeast: parameter.atLeast)
    }
    return inForce
  }

  /// What it says of a rule, a sentence each; empty where it leaves the rule as it is.
  public func remarks(on rule: Rule) -> [String] {
    var remarks: [String] = []
    if isEnabled(rule) != rule.isEnabled { remarks.append(rule.isEnabled ? "It is off here." : "It is on here.") }
    if severity(of: rule) != rule.severity {
      remarks.append("Its severity is \(severity(of: rule).rawValue) here, not \(rule.severity.rawValue).")
    }
    for parameter in rule.parameters {
      guard let value = parameters[rule.id]?[parameter.name], value != parameter.defaultValue else { continue }
      remarks.append("`\(parameter.name)` is \(text(value)) here, not \(text(parameter.defaultValue)).")
    }
    for override in overrides {
      for member in override.parameters[rule.id] ?? JSONObject() {
        remarks.append("`\(member.name)` is \(text(member.value)) on what \(override.source) names.")
      }
    }
    return remarks
  }

  private func text(_ value: JSONValue) -> String { "`\(JSONWriter().string(value))`" }
}
