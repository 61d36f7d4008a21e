import Documents

extension JMESPath {
  /// Which members of the value the expression reads. It never misses one; in doubt it says that everything is read.
  public var fields: FieldUse { fields(continuing: .whole) }

  /// Which members are read when of what the expression gives (or of its elements) no more is read than that: with
  /// `select` and `value` expressions, `select.fields(continuing: value.fields)`.
  public func fields(continuing use: FieldUse) -> FieldUse { expression.use(use) }
}

extension JMESPath.Expression {
  /// What the expression reads of its input when `demand` is read of its result.
  ///
  /// Demands run from the end of an expression to its start; whatever is demanded of a list is demanded of each element.
  func use(_ demand: FieldUse) -> FieldUse {
    switch self {
    case .current, .index, .slice: demand
    case .literal: .itself
    case .field(let name, _): FieldUse(members: [name: demand])
    case .subexpression(let left, let right), .pipe(let left, let right), .projection(let left, let right):
      left.use(right.use(demand))
    case .filter(let left, let right, let condition): left.use(right.use(demand).union(condition.use(.itself)))
    // Any name may be among the members.
    case .valueProjection(let left, _): left.use(.whole)
    case .flatten(let inner): inner.use(demand)
    case .multiselectList(let expressions): Self.union(expressions.map { $0.use(demand) })
    // A member that is not demanded is evaluated all the same, and may fail.
    case .multiselectHash(let pairs): Self.union(pairs.map { $0.expression.use(demand[$0.name] ?? .itself) })
    case .comparison(let left, _, let right):
      switch (left, right) {
      // Whether it is null takes no look inside.
      case (let tested, .literal(.null)), (.literal(.null), let tested): tested.use(.itself)
      default: left.use(.whole).union(right.use(.whole))
      }
    case .or(let left, let right): left.use(demand).union(right.use(demand))
    // The left is the answer only where it is null, false or empty, and then has nothing inside.
    case .and(let left, let right): left.use(.itself).union(right.use(demand))
    case .not(let inner): inner.use(.itself)
    case .call(let name, let arguments, _): Self.use(of: name, arguments, demand)
    case .reference(let inner): inner.use(.whole)
    }
  }

  private static func union(_ uses: [FieldUse]) -> FieldUse { uses.reduce(.itself) { $0.union($1) } }

  private static func use(of name: String, _ arguments: [Self], _ demand: FieldUse) -> FieldUse {
    switch (BuiltInFunction(rawValue: name), arguments.first, arguments.last) {
    // How many members a resource has is not to be seen by those that are read of it.
    case (.length, .current?, _): .whole
    case (.length, let argument?, _), (.type, let argument?, _): argument.use(.itself)
    case (.notNull, _, _), (.toArray, _, _), (.reverse, _, _): union(arguments.map { $0.use(demand) })
    case (.sortBy, let list?, .reference(let key)?), (.maxBy, let list?, .reference(let key)?),
      (.minBy, let list?, .reference(let key)?):
      list.use(demand.union(key.use(.whole)))
    case (.map, .reference(let inner)?, let list?): list.use(inner.use(demand))
    // How many members a merge has depends on the names of all of them.
    default: union(arguments.map { $0.use(.whole) })
    }
  }
}
