import Auditing
import Terraform

/// Reads Terraform documents.
enum TerraformFiles {
  /// The document in a file.
  static func read(_ path: String) throws -> TerraformDocument {
    try TerraformDocument(bytes: try Files.read(path), file: path)
  }
}
