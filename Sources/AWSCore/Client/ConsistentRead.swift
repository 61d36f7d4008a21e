extension Operation {
  /// Reads what takes several answers, as it was at one moment. No page says which state it is of, so what tells states
  /// apart is read before and after: where it moved, the answers may be of different states, and are asked for again.
  ///
  /// - Parameters:
  ///   - resource: What is read, for the error.
  ///   - region: Where, for the error.
  ///   - version: Reads what changes whenever the resource does, such as its ETag.
  ///   - body: Makes the calls of which this operation is one.
  /// - Returns: What was read, and what tells its state from others.
  /// - Throws: What the calls throw; an error of category `conflict` where it changed during each of five readings.
  public func consistentRead<Version: Equatable, Value>(
    of resource: String, region: String, version: () async throws(ServiceError) -> Version,
    _ body: (Version) async throws(ServiceError) -> Value
  ) async throws(ServiceError) -> (value: Value, version: Version) {
    for _ in 1...5 {
      let before = try await version()
      let value = try await body(before)
      if try await version() == before { return (value, before) }
    }
    throw ServiceError(
      operation: identifier, resource: resource, region: region, category: .conflict, code: "Changing",
      message: "It changed during each of five readings.")
  }
}
