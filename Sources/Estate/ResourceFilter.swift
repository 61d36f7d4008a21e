import Documents
import Schema

/// Which resources are judged: those that one of the patterns fits by any of their names, or all where there is none.
public struct ResourceFilter: Sendable, Hashable {
  /// The patterns, as they were given.
  public let patterns: [String]
  /// The part of the audit that this one is; `nil` where it is all of it.
  public let shard: Shard?
  private let globs: [Glob]
  /// The same for domains, which have no case.
  private let domainGlobs: [Glob]
  /// The resources themselves; `nil` where patterns say which.
  private let keys: Set<ResourceKey>?

  /// A filter by these patterns, `*` and `?` as in file names.
  ///
  /// - Parameter shard: Of what fits, only what this shard judges.
  public init(_ patterns: [String] = [], shard: Shard? = nil) {
    self.patterns = patterns
    self.shard = shard
    globs = patterns.map(Glob.init)
    domainGlobs = patterns.map { Glob($0.lowercased()) }
    keys = nil
  }

  /// A filter by the resources themselves.
  public init(keys: Set<ResourceKey>) {
    (patterns, shard, globs, domainGlobs, self.keys) = ([], nil, [], [], keys)
  }

  /// Whether all resources are judged.
  public var isEmpty: Bool { globs.isEmpty && shard == nil && keys == nil }

  /// Whether a resource is judged.
  public func matches(_ resource: Resource) -> Bool {
    owns(resource.key) && (globs.isEmpty || fits(resource.names) || fits(domains: resource.domains))
  }

  /// Whether a resource is judged of which only this is known.
  public func matches(_ reference: ResourceReference, name: String? = nil) -> Bool {
    owns(reference.key) && (globs.isEmpty || fits(reference.names + [name].compactMap(\.self)))
  }

  /// Whether a resource is judged, by all that an estate knows of it.
  public func matches(_ reference: ResourceReference, in estate: Estate) -> Bool {
    if isEmpty { return true }
    return estate.resources[reference.key].map(matches) ?? matches(reference)
  }

  private func owns(_ key: ResourceKey) -> Bool { (shard?.owns(key) ?? true) && (keys?.contains(key) ?? true) }

  private func fits(_ names: [String]) -> Bool { globs.contains { glob in names.contains(where: glob.matches) } }

  private func fits(domains: [String]) -> Bool {
    let hosts = domains.map { $0.lowercased() }
    return domainGlobs.contains { glob in hosts.contains(where: glob.matches) }
  }
}

extension ResourceReference {
  /// What is known of a resource's names by its reference: id, ARN, and of a version the function.
  var names: [String] {
    let function = type.schema.identity.id.count > 1 ? id.split(separator: ":").first.map(String.init) : nil
    return [id, arn, function].compactMap(\.self).filter { !$0.isEmpty }
  }
}

extension Resource {
  /// What people call it, any of which may stand for it: id, ARN, name or comment, aliases and domains, and of a version
  /// its function.
  public var names: [String] { reference.names + domains + [ownName].compactMap(\.self) }

  /// The one name by which people know it best: the first alias or domain, else the comment or the name, else the id.
  public var commonName: String { domains.first ?? ownName ?? reference.id }

  private var ownName: String? {
    let name = reference.type.schema.identity.name(in: .object(properties)).string
    return name.flatMap { $0.isEmpty ? nil : $0 }
  }

  fileprivate var domains: [String] {
    reference.type.schema.identity.domains.reduce([JSONValue.object(properties)]) { values, name in
      values.flatMap { $0[name].array ?? [$0[name]] }
    }.compactMap(\.string)
  }
}
