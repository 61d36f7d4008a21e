import Documents

/// Why a file is no Terraform document that can be read, and what to do.
public struct TerraformDocumentError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it stops being one.
  public let source: SourceMark
  /// What the file is instead, or what was expected.
  public let message: String

  /// `plan.tfplan:1: …`.
  public var description: String { "\(source.file):\(source.line): \(message)" }

  init(file: String, line: Int = 1, _ message: String) {
    source = SourceMark(file: file, line: line)
    self.message = "this \(message)"
  }
}

extension TerraformDocumentError {
  private static let showPlan = "Write it with `terraform show -json PLAN > plan.json`"

  /// What is wrong with bytes that are not even meant to be JSON; `nil` where they may be.
  init?(notJSON bytes: [UInt8], file: String) {
    let start = bytes.first { !" \t\r\n".utf8.contains($0) }
    let text = String(decoding: bytes.prefix(4_096), as: UTF8.self)
    if start == nil {
      self.init(file: file, "is empty.")
    } else if bytes.starts(with: "PK\u{3}\u{4}".utf8) {
      self.init(file: file, "is a plan as `terraform plan -out` saves it. \(Self.showPlan), and read that.")
    } else if text.hasPrefix("{\"@level\"") {
      self.init(file: file, "is the log of `terraform plan -json`, which lacks the values. \(Self.showPlan).")
    } else if start != UInt8(ascii: "{"), Self.isConfiguration(text) {
      self.init(file: file, "is configuration, which names no resource of AWS. \(Self.showPlan), or read the state.")
    } else {
      return nil
    }
  }

  private static func isConfiguration(_ text: String) -> Bool {
    let words = ["resource", "module", "terraform", "provider", "variable", "locals", "data", "output", "#", "//"]
    return text.split(separator: "\n").contains { line in
      words.contains { line.hasPrefix("\($0) ") || line.hasPrefix("\($0){") }
    }
  }

  /// What a JSON document is that is neither state nor plan.
  init(other document: JSONObject, file: String) {
    let has = Set(document.names)
    if has.contains("encrypted_data") {
      self.init(file: file, "is an encrypted state. Read what `tofu show -json` writes.")
    } else if has.contains("backend"), document["version"] != nil {
      // `.terraform/terraform.tfstate`, where `terraform init` keeps where the state is.
      self.init(
        file: file,
        "holds no state: it only names a backend. Write the state with `terraform state pull > state.tfstate`, and "
          + "read that.")
    } else if has.contains("modules") || document["version"]?.integer.map({ $0 < 4 }) == true {
      let version = document["version"]?.integer.map { " of version \($0)" } ?? ""
      self.init(
        file: file, "is a state\(version), as Terraform 0.11 and older write it. Upgrade it with `terraform apply`.")
    } else if has.contains("version"), has.contains("lineage") {
      self.init(file: file, "is a state of a version that is not known here. Read what `terraform show -json` writes.")
    } else if has.contains("schemaVersion"), has.contains("coverage") {
      self.init(file: file, "is a snapshot of audit. Give it with --snapshot.")
    } else if has.contains("provider_schemas") {
      self.init(file: file, "holds the schemas of providers, no state. Read what `terraform show -json` writes.")
    } else if has.contains("Resources") || has.contains("AWSTemplateFormatVersion") {
      self.init(file: file, "is a template of CloudFormation, no Terraform document.")
    } else if !has.isDisjoint(with: ["resource", "provider", "module", "variable", "locals"]) {
      self.init(file: file, "is configuration, which names no resource of AWS. \(Self.showPlan), or read the state.")
    } else {
      self.init(file: file, "is neither a state nor a plan. Read what `terraform show -json` writes, or a state file.")
    }
  }
}
