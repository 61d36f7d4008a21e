import ArgumentParser
import Auditing
import Collecting
import Documents
import Repairing

/// `audit permissions`.
struct Permissions: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "permissions",
    abstract: "Print the smallest IAM policy that lets the chosen rules be checked, or repaired.",
    discussion: """
      EXAMPLES
        audit permissions
        audit permissions --fix
        audit permissions --only edge-log-retention --fix
        audit permissions > audit-policy.json
      """)

  @OptionGroup(title: "What is checked") var selection: SelectionOptions

  @Flag(help: "Let what is wrong be repaired as well.")
  var fix = false

  @Flag(help: "Let it be asked who changed what, as --attribute does.")
  var attribute = false

  func run() async throws {
    if !selection.templates.stack.isEmpty {
      throw Failure(
        "No call is made here, so that no stack can be read: give its template by --template. To read a stack takes "
          + "cloudformation:DescribeStacks, cloudformation:GetTemplate and cloudformation:ListStackResources.")
    }
    // Whichever region a template is for, the actions that it takes are the same.
    let templates = try await selection.templates.document(nil, region: "us-east-1")
    let auditor = try selection.auditor(templates)
    // Without a snapshot nobody knows which resources there are: no call is made here.
    if let snapshot = try selection.readSnapshot() {
      try selection.refuseUnfit(auditor.unfitPatterns(in: snapshot.estate))
    }
    let needs = fix ? Planner.needs(repairingBy: auditor) : auditor.needs
    let isTesting = auditor.context.contains { !$0.tests.isEmpty }
    let tests: Set = ["cloudfront:DescribeFunction", "cloudfront:TestFunction"]
    let reads = CallPlan.actions(for: needs).union(isTesting ? tests : []).union(templates?.questions.actions ?? [])
      .union(attribute ? ["cloudtrail:LookupEvents"] : [])
    var statements = [statement("AuditRead", reads)]
    if fix {
      let repairs = Planner.actions(of: auditor.rules, declarations: auditor.declarations).subtracting(reads)
      let isAsking = auditor.declarations.contains { $0.invalidation != nil }
      statements.append(statement("AuditFix", repairs.union(isAsking ? ["cloudfront:CreateInvalidation"] : [])))
    }
    let policy: JSONValue = ["Version": "2012-10-17", "Statement": .array(statements)]
    try Files.print(JSONWriter(.pretty).string(policy))
  }

  private func statement(_ name: String, _ actions: Set<String>) -> JSONValue {
    [
      "Sid": .string(name), "Effect": "Allow", "Action": .array(actions.sorted().map(JSONValue.string)),
      "Resource": "*",
    ]
  }
}
