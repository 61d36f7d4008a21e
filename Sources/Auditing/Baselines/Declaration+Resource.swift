import Estate

extension Auditor {
  /// The declarations that mean a resource. Where what decides was not read, it is not meant.
  public func declarations(of resource: ResourceReference, in estate: Estate) -> [Declaration] {
    guard let resource = estate.resources[resource.key] else { return [] }
    return declarations.filter { declaration in
      guard declaration.selector.names.fit(resource.reference) else { return false }
      if case .yes = declaration.selector.means(resource.reference, .object(resource.properties)) { return true }
      return false
    }
  }
}
