/// The members of an object in the order in which they came.
struct Properties: Hashable {
  private(set) var names: [String] = []
  private var values: [Property] = []
  private var index: [ExactText: Int] = [:]

  var isEmpty: Bool { names.isEmpty }

  private func position(_ name: String) -> Int? {
    if index.isEmpty { return names.firstIndex { $0.isExactly(name) } }
    return index[ExactText(name)]
  }

  subscript(name: String) -> Property? {
    get { position(name).map { values[$0] } }
    set {
      if let place = position(name) {
        if let newValue {
          values[place] = newValue
        } else {
          names.remove(at: place)
          values.remove(at: place)
          if !index.isEmpty { reindex() }
        }
      } else if let newValue {
        names.append(name)
        values.append(newValue)
        if !index.isEmpty {
          index[ExactText(name)] = names.count - 1
        } else if names.count > 12 {
          reindex()
        }
      }
    }
  }

  private mutating func reindex() {
    index = Dictionary(uniqueKeysWithValues: names.enumerated().map { (ExactText($1), $0) })
  }

  static func == (left: Properties, right: Properties) -> Bool {
    left.names.elementsEqual(right.names) { $0.isExactly($1) } && left.values == right.values
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(names)
  }
}
