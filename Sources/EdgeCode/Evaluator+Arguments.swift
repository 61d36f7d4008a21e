import ECMAScript

/// The object `arguments`: a list of what a call was made with, whose elements are the parameters themselves where the
/// function is sloppy and its parameters are plain names.
extension Evaluator {
  /// Marks such an object.
  static let argumentsMark = "#arguments"

  /// Which parameters an object `arguments` stands for, and which element each of them is.
  struct ArgumentAliases {
    var cells: [ObjectID: [Int32]] = [:]
    var elements: [Int32: (object: ObjectID, index: Int)] = [:]
  }

  /// Makes the object for a call of a function that names it.
  func makeArguments(for closure: Closure, context: Int32, _ arguments: [Value], isExact: Bool) {
    let program = modules[Int(closure.module)].program
    let function = program.functions[Int(closure.function)]
    guard !function.isArrow, names(argumentsIn: closure.module, function.start..<function.end) else { return }
    guard case .object(let id)? = makeArray(arguments, isExact: isExact).only else { return }
    heap[id].properties[Self.argumentsMark] = Property(value: .truth, isHidden: true, place: here)
    contexts[Int(context)].argumentsObject = id
    let parameters = program.list(function.parameters)
    let isPlain = parameters.allSatisfy { program.nodes[Int($0)].kind == .binding }
    guard !function.isStrict, isPlain, isExact else { return }
    var cells: [Int32] = []
    for parameter in parameters.prefix(arguments.count) {
      guard let cell = cell(of: node(parameter).b) else { return }
      aliases.elements[cell] = (id, cells.count)
      cells.append(cell)
    }
    aliases.cells[id] = cells
  }

  /// Notes that a parameter got another value.
  func noteParameter(_ cell: Int32, _ value: Value) {
    guard let alias = aliases.elements[cell], heap[alias.object].isExact,
      heap[alias.object].elements.indices.contains(alias.index)
    else { return }
    heap[alias.object].elements[alias.index] = value
  }

  /// Notes that elements of a list got other values, which may be that of a call's arguments.
  func noteElements(of id: ObjectID) {
    guard let cells = aliases.cells[id] else { return }
    let object = heap.objects[Int(id)]
    for (index, cell) in cells.enumerated() {
      let value: Value
      if object.isExact {
        guard index < object.elements.count else { return }
        value = object.elements[index]
      } else {
        value = object.elements.reduce(heap.cells[Int(cell)]) { $0.joined($1) }
      }
      if value != heap.cells[Int(cell)] {
        noteAssignment(to: cell)
        heap[cell: cell] = value
      }
    }
  }

  /// Whether an object is that of a call's arguments.
  func isArguments(_ id: ObjectID) -> Bool { heap.objects[Int(id)].properties[Self.argumentsMark] != nil }

  /// Whether `arguments` is named in a part of a module.
  private func names(argumentsIn module: Int32, _ range: Range<Int32>) -> Bool {
    let places: [Int32]
    if let known = argumentPlaces[module] {
      places = known
    } else {
      let program = modules[Int(module)].program
      places = program.nodes.filter { $0.kind == .identifier && $0.b < 0 && program.text($0.a) == "arguments" }
        .map(\.start).sorted()
      argumentPlaces[module] = places
    }
    // The first that does not stand before it.
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low] < range.upperBound
  }
}
