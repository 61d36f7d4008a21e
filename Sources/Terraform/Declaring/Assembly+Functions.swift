import Documents
import Schema

extension Assembly {
  /// Both stages of a CloudFront function, or DEVELOPMENT alone where Terraform does not publish it; and the places
  /// where nothing else may be.
  mutating func stages(_ members: JSONObject, of instance: ResourceInstance) -> (
    members: JSONObject, only: [DocumentPath]
  ) {
    let publish = instance.values["publish"] ?? .null
    if publish.bool == nil {
      notes.add(instance.address, "publish", "is not set, as after an import, so LIVE is not declared")
    }
    let stages = publish.bool == true ? FunctionStages.names : ["DEVELOPMENT"]
    let place = "FunctionConfig.KeyValueStoreAssociations"
    let isClosed = instance.values["key_value_store_associations"] != nil
    return (
      JSONObject(stages.map { ($0, .object(members)) }), isClosed ? stages.map { DocumentPath("\($0).\(place)") } : []
    )
  }

  /// The code that a Lambda function is to run.
  ///
  /// Since provider 5.32 `code_sha256` follows AWS, so after a refresh it holds whatever somebody deployed by hand, and
  /// no plan says so. What the configuration asks for stands in `source_code_hash`, as long as that is the digest of a
  /// package.
  mutating func codeDigest(of instance: ResourceInstance) -> JSONValue? {
    let held = instance.values["code_sha256"]
    let asked = instance.values["source_code_hash"]
    guard let asked, asked.isDigest else { return held }
    guard let held, held.firstGap == nil, !held.isEmpty(in: .blocks) else { return asked }
    if held != asked {
      notes.add(
        instance.address, "source_code_hash",
        "is not code_sha256: the code was changed outside of Terraform, or the hash is not that of the package")
    }
    return isPlanned ? asked : held
  }
}
