import AWSCore
import AWSServices
import Documents

/// Reports that lie in a bucket of S3, where machines that are gone have put them.
struct StoredReports {
  /// Where reports lie: `s3://bucket/prefix`.
  struct Location: Equatable {
    let bucket: String
    /// What their keys begin with; empty for the whole bucket.
    let prefix: String

    static let scheme = "s3://"

    /// The location that a text names; `nil` where it names a file.
    ///
    /// - Throws: ``Failure`` where it names no bucket.
    init?(_ text: String) throws {
      guard text.hasPrefix(Self.scheme) else { return nil }
      let parts = text.dropFirst(Self.scheme.count).split(
        separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard let bucket = parts.first, !bucket.isEmpty else {
        throw Failure("\(text): this names no bucket: s3://BUCKET/PREFIX.")
      }
      (self.bucket, prefix) = (String(bucket), parts.count > 1 ? String(parts[1]) : "")
    }

    /// The name of what lies there under a key.
    func name(of key: String) -> String { "\(Self.scheme)\(bucket)/\(key)" }
  }

  let session: Session

  /// The keys of the reports in a place, in their order: all that end in `.json`.
  ///
  /// - Throws: ``Failure`` where they cannot be listed, or there is none.
  func keys(in location: Location) async throws -> [String] {
    let found = try await session.explaining { () async throws(ServiceError) in
      try await session.client.items(
        S3.listObjects, ["Bucket": .string(location.bucket), "Prefix": .string(location.prefix)])
    }
    let reports = found.filter { $0["Key"].string?.hasSuffix(".json") == true }
    if reports.isEmpty { throw Failure("\(location.name(of: location.prefix)): no key that begins so ends in .json.") }
    return reports.compactMap { $0["Key"].string }
  }

  /// The report under a key.
  ///
  /// - Throws: ``Failure`` where it cannot be fetched, or is no JSON.
  func report(_ key: String, in location: Location) async throws -> JSONValue {
    let output = try await session.explaining { () async throws(ServiceError) in
      try await session.client.call(S3.getObject, ["Bucket": .string(location.bucket), "Key": .string(key)])
    }
    do {
      return try JSONReader.read(output.bytes, duplicateNames: .refused)
    } catch {
      throw Failure("\(location.name(of: key)): \(error)")
    }
  }
}
