/// Which resources are judged: those whose id, name or ARN fits one of the patterns, or all where there is none.
public struct ResourceFilter: Sendable, Hashable {
  private let patterns: [Glob]

  /// A filter by these patterns, `*` and `?` as in file names.
  public init(_ patterns: [String] = []) { self.patterns = patterns.map(Glob.init) }

  /// Whether a resource is judged.
  public func matches(_ resource: Resource) -> Bool {
    matches(resource.reference, name: resource.properties["Name"]?.string)
  }

  /// Whether a resource is judged of which only this is known.
  public func matches(_ reference: ResourceReference, name: String? = nil) -> Bool {
    if patterns.isEmpty { return true }
    let names = [reference.id, reference.arn, name].compactMap(\.self)
    return patterns.contains { pattern in names.contains { pattern.matches($0) } }
  }
}
