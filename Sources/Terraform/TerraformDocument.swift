import Auditing
import Documents

/// What a Terraform document says of an edge estate: a state, or a plan with the state that it starts from.
///
/// Reads `terraform show -json` of a state or of a plan, and state files of version 4, as the AWS provider 4, 5 and 6
/// write them; follows <https://developer.hashicorp.com/terraform/internals/json-format>.
public struct TerraformDocument: Sendable {
  /// What kind of document it is.
  public enum Form: Sendable {
    /// `terraform show -json` of a state.
    case state
    /// `terraform show -json` of a plan.
    case plan
    /// A state file of version 4.
    case rawState
  }

  /// Something that is not compared, and why.
  public typealias Note = DocumentNote

  /// What kind of document it is.
  public let form: Form
  /// The version of Terraform that wrote it; empty where it does not say.
  public let terraformVersion: String
  /// The versions that the configuration asks for, by provider; only plans say.
  public let providerVersions: [String: String]
  /// What is to be after the plan is applied; `nil` for a state.
  public let planned: [Declaration]?
  /// What the state holds, of a plan the one that it starts from.
  public let state: [Declaration]
  /// What is not compared, and why.
  public let notes: [Note]

  /// Reads the text of a document.
  ///
  /// - Throws: ``TerraformDocumentError``, which says what the file is instead.
  public init(bytes: [UInt8], file: String) throws(TerraformDocumentError) {
    if let error = TerraformDocumentError(notJSON: bytes, file: file) { throw error }
    do {
      try self.init(JSONReader.read(bytes, duplicateNames: .refused), file: file)
    } catch let error as JSONReadingError {
      throw TerraformDocumentError(file: file, line: error.line, "is no JSON: \(error)")
    } catch let error as TerraformDocumentError {
      throw error
    } catch {
      throw TerraformDocumentError(file: file, "cannot be read: \(error)")
    }
  }

  /// Reads a document.
  ///
  /// - Throws: ``TerraformDocumentError``, which says what the file is instead.
  public init(_ document: JSONValue, file: String) throws(TerraformDocumentError) {
    let reader = DocumentReader(file: file, value: document, path: "")
    form = try reader.form
    terraformVersion = document["terraform_version"].string ?? ""
    let providers = document["configuration"]["provider_config"].object?.values ?? []
    providerVersions = Dictionary(
      providers.compactMap { provider in
        provider["version_constraint"].string.map { (provider["full_name"].string ?? "", $0) }
      }
    ) { first, _ in first }

    let configurations = ProviderConfigurations(document)
    var notes = DocumentNotes()
    switch form {
    case .rawState:
      state = Assembly.declarations(of: try reader.rawInstances(&notes), file: file, notes: &notes)
      planned = nil
    case .state:
      state = Assembly.declarations(
        of: try reader.instances(in: "values", by: configurations), file: file, notes: &notes)
      planned = nil
      try reader.note([], &notes)
    case .plan:
      let changes = try reader.changes
      let prior = try DocumentReader(file: file, value: document["prior_state"], path: "prior_state")
        .instances(in: "values", by: configurations)
      let deferred = try reader.deferredChanges.map(\.change)
      planned = Assembly.declarations(
        of: try reader.instances(in: "planned_values", changes, by: configurations), after: changes, besides: deferred,
        beside: prior, file: file, notes: &notes)
      let drifted = try reader.instancesBeforeDrift(by: configurations)
      let names = Set(drifted.map(\.address))
      state = Assembly.declarations(
        of: prior.filter { !names.contains($0.address) } + drifted, file: file, notes: &notes)
      try reader.note(changes, &notes)
    }
    self.notes = notes.list
  }
}
