import Documents

/// AWS's partitions, and where its services answer in them: `Endpoints.json`, which `scripts/endpoints` makes of the
/// endpoint rule sets that AWS publishes with its SDKs. A test fails where it is not what they say.
struct EndpointTable: Sendable {
  /// The table that is built in.
  static let shared = EndpointTable(PackageResources.Endpoints_json)

  /// The partitions.
  let partitions: [Partition]
  private let entries: JSONValue

  /// The names of the services.
  var services: [String] { entries.object?.names ?? [] }

  /// A table as it stands in that file.
  init(_ bytes: [UInt8]) {
    let document = (try? JSONReader.read(bytes)) ?? .null
    partitions = document["partitions"].array?.map(Partition.init) ?? []
    entries = document["services"]
  }

  /// Whether a service answers in one region for its whole partition.
  func isGlobal(_ service: String) -> Bool { entries[service]["*"]["signingRegion"] == "{globalRegion}" }

  /// Where a service answers, and the region that its requests are signed for.
  ///
  /// - Parameters:
  ///   - service: The service, as ``Service/name`` has it.
  ///   - region: The region that is asked.
  ///   - isFIPS: Whether it has to be an endpoint with validated cryptography.
  ///   - isDualStack: Whether it has to answer by IPv6 as well.
  /// - Returns: A host of `nil` where the service has no such variant; `nil` where the service is not in the table.
  func endpoint(
    of service: String, in region: String, isFIPS: Bool, isDualStack: Bool
  ) -> (host: String?, signingRegion: String)? {
    let partition = Partition.partition(of: region)
    let entries = entries[service]
    guard let entry = [region, partition.id, "*"].lazy.map({ entries[$0] }).first(where: { !$0.isNull }) else {
      return nil
    }
    func filled(_ template: String) -> String {
      [
        ("{region}", region), ("{globalRegion}", partition.implicitGlobalRegion), ("{dnsSuffix}", partition.dnsSuffix),
        ("{dualStackSuffix}", partition.dualStackSuffix),
      ].reduce(template) { $0.replacing($1.0, with: $1.1) }
    }
    let host = entry["hosts"][(isFIPS ? 1 : 0) + (isDualStack ? 2 : 0)].string
    return (host.map(filled), filled(entry["signingRegion"].string ?? "{region}"))
  }
}
