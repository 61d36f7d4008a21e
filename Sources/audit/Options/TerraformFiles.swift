import Auditing
import Terraform

/// Reads Terraform documents.
enum TerraformFiles {
  /// What a document declares: of a plan what is to be, with what the state holds now, else what the state holds.
  static func declarations(_ path: String) throws -> [Declaration] {
    let document = try read(path)
    if !document.notes.isEmpty {
      StandardError.write(
        "audit: \(path): \(document.notes.count) of what it says is not compared; `audit baseline import` tells what.")
    }
    return document.declarations
  }

  /// The document in a file.
  static func read(_ path: String) throws -> TerraformDocument {
    try TerraformDocument(bytes: try Files.read(path), file: path)
  }
}

extension TerraformDocument {
  /// What is to be: of a plan with what the state holds now, else what the state holds.
  var declarations: [Declaration] {
    guard let planned else { return state }
    let held = Dictionary(state.map { ($0.selector, $0.expect) }) { first, _ in first }
    return planned.map { declaration in
      var declaration = declaration
      declaration.held = held[declaration.selector]
      return declaration
    }
  }
}
