import ECMAScript

/// A member of an object.
struct Property: Hashable {
  var value: Value
  /// Whether the object may be without it.
  var isOptional = false
  /// Whether it was taken away: of an object of the event, which has members that are not listed.
  var isDeleted = false
  /// Why it may have been deleted or replaced since, by a name that is not known.
  var removal: Reason?
  /// Functions that are called to read and write it, instead of the value.
  var getter: ObjectID?
  var setter: ObjectID?
  var isHidden = false
  /// Where it was written.
  var place: SourceOffset
}

/// A place in a module.
struct SourceOffset: Hashable {
  let module: Int32
  let offset: Int32
}

/// What an object is.
enum ObjectKind: Hashable {
  case plain
  case array
  /// A function of the code, with what it closes over.
  case function(Closure)
  case `class`(ClassValue)
  /// What the language brings, by its path: `Object.assign`, `Array.prototype.map`.
  case native(String)
  /// What a module outside of the package, or the runtime, brings, by its path: `aws-sdk.S3`, `fs.readFile()`.
  case external(String)
  /// A function that another is bound to: `f.bind(x, y)`.
  case bound(target: Value, this: Value, arguments: [Value])
  /// Resolves or rejects a promise.
  case settler(promise: ObjectID, rejects: Bool)
  /// What a member of ``promise`` resolves to stands under `value`, what it is rejected with under `error`.
  case promise
  /// A generator that has not run.
  case generator(Closure, context: Int32, frame: Int32)
  case error
  case date, regularExpression
  case map, set
  /// What goes over a list, map or set.
  case iterator(over: ObjectID, giving: Evaluator.Giving)
  /// The bytes of a file, of which the text stands in ``HeapObject/elements``.
  case buffer
  /// A part of the event.
  case event(EventPart)
  /// The third parameter of a Lambda handler.
  case callback
  /// An opened key value store.
  case store(Int32)
  /// What a module of the package exports, read when it is needed.
  case namespace(Int32)
  /// A variable of another module, which an import stands for.
  case imported(module: Int32, name: String)
  /// `require` in a module.
  case require(Int32)
  /// What is left over of a number, text or truth value when it is made an object.
  case wrapper
}

/// A function with what it closes over.
struct Closure: Hashable {
  let module: Int32
  let function: Int32
  let frame: Int32
  /// The call whose `this` and `arguments` an arrow function has.
  let context: Int32
  /// The object whose prototype `super` means.
  var home: ObjectID = -1
  /// Whether it is the constructor of a class with `extends`.
  var isDerived = false
}

/// A class with what it closes over.
struct ClassValue: Hashable {
  let module: Int32
  let index: Int32
  let frame: Int32
  let context: Int32
  let base: Value?
}

/// An object of the evaluated program.
struct HeapObject: Hashable {
  var kind: ObjectKind
  var prototype: ObjectID = -1
  var properties = Properties()
  /// The elements of an array, in order where ``isExact``, else those that it may have.
  var elements: [Value] = []
  var isExact = true { didSet { if isExact { isFilled = false } } }
  /// Whether there is an element, where it is not known which there are.
  var isFilled = false
  /// Whether it is what a loop with any number of rounds has left.
  var isOfRounds = false
  /// Of a map or set of which something was deleted: when its entries were added.
  var order: InsertionOrder?
  /// What members of unknown names may be.
  var wildcard: Value?
  /// Where members of names that are not known were deleted, or left out.
  var removes: SourceOffset?
  /// Parts of the event whose members were copied into it.
  var copies: [ObjectID] = []
  /// Why it may have other members, or other values of members, than are known.
  var isOpen: Reason?
  /// What of it stays as it is.
  var lock = Lock.none
  /// Where it was made.
  var place: SourceOffset
}

/// Whether an object takes no more members, or none of them changes either.
enum Lock: Int, Comparable {
  case none, closed, frozen

  static func < (left: Lock, right: Lock) -> Bool { left.rawValue < right.rawValue }
}

/// The variables of a scope that is being evaluated.
struct Frame {
  let module: Int32
  let scope: Int32
  let first: Int32
  let parent: Int32
}

/// The variables and objects of an evaluation, which can be put back to what they were, so that branches are evaluated
/// one after the other from the same state, and joined.
struct Heap {
  private(set) var cells: [Value] = []
  private(set) var objects: [HeapObject] = []
  private var cellStamps: [Int32] = []
  /// Which write of all made each cell what it is.
  private(set) var versions: [Int] = []
  private var objectStamps: [Int32] = []
  /// Which write of all made each object what it is.
  private(set) var objectVersions: [Int] = []

  /// What cells and objects were before they were written, the last first.
  private var trail: [Saved] = []
  private var epoch: Int32 = 0
  /// How many marks are open; without any, nothing is saved.
  private(set) var openMarks = 0
  /// The terms of what writes gave that are known to be the same as something else.
  var terms: [Int: Int32] = [:]
  /// The writes of which loops with any number of rounds leave what some of them have written.
  var ofRounds: Set<Int> = []
  /// The variables that say what a condition has come to, and by which write the last of what it asks for was there.
  var decisions: [Int32: Int] = [:]
  /// How many writes there were.
  private(set) var writes = 0
  /// How often objects were written that were there when ``watchObjects()`` was called last.
  private(set) var watchedWrites = 0
  private var watched = 0
  /// How often something was written in a later turn that was there before the call that goes on in it: a part of the
  /// event, an object, a list or a variable.
  private(set) var lateWrites = 0
  /// From which object on what is written in a later turn is the call's own; 0 where nothing is in a later turn.
  var lateFrom = 0
  /// The same of variables.
  var lateFromCell = 0
  /// What saving and joining has cost, in members of objects.
  private var work = 0

  /// The cost since it was last asked for.
  mutating func takeWork() -> Int {
    defer { work = 0 }
    return work / 4
  }

  mutating func noteWork(_ members: Int) { work += members }

  /// Where ways came together that can be told apart again, by what a variable is on each of them.
  var joins: [Join] = []

  private enum Saved {
    case cell(Int32, Cell)
    case object(ObjectID, HeapObject, Int)
  }

  /// What a variable is, by which of all writes.
  struct Cell {
    var value: Value
    let version: Int
  }

  /// What has been written since a mark.
  struct Snapshot {
    var cells: [Int32: Cell] = [:]
    var objects: [ObjectID: HeapObject] = [:]
    /// The joins on the way that leads to it; nil for those of where it is taken over.
    var joins: [Join]?
    /// Whether it stands, with another one, for all states between the two.
    var isBound = false
    var count: Int { cells.count + objects.count }
    var isEmpty: Bool { cells.isEmpty && objects.isEmpty }
    /// Which variables were written.
    var cellIDs: Dictionary<Int32, Cell>.Keys { cells.keys }
    /// The same, as one of two between which others lie.
    var asBound: Snapshot {
      var snapshot = self
      snapshot.isBound = true
      return snapshot
    }

    /// This, but for what another one says.
    func overlaid(by other: Snapshot) -> Snapshot {
      var snapshot = self
      snapshot.cells.merge(other.cells) { $1 }
      snapshot.objects.merge(other.objects) { $1 }
      snapshot.joins = other.joins ?? joins
      snapshot.isBound = isBound || other.isBound
      return snapshot
    }

    /// This, but for one object.
    func without(_ id: ObjectID) -> Snapshot {
      var snapshot = self
      snapshot.objects[id] = nil
      return snapshot
    }

    /// This, but for some variables.
    func without(cells range: Range<Int32>) -> Snapshot {
      var snapshot = self
      for index in range { snapshot.cells[index] = nil }
      return snapshot
    }

    /// Whether something was written, other than one object, that was there when there were so many cells and objects.
    func reaches(below size: (cells: Int, objects: Int), beside one: ObjectID = -1) -> Bool {
      cells.keys.contains { Int($0) < size.cells } || objects.keys.contains { Int($0) < size.objects && $0 != one }
    }
  }

  /// A state to go back to.
  struct Mark {
    fileprivate let position: Int
    fileprivate let joins: [Join]
  }

  // MARK: Reading and writing

  mutating func addCells(_ count: Int) -> Int32 {
    let first = Int32(cells.count)
    cells.append(contentsOf: repeatElement(.undefined, count: count))
    cellStamps.append(contentsOf: repeatElement(epoch, count: count))
    versions.append(contentsOf: repeatElement(0, count: count))
    return first
  }

  /// Adds a variable of the evaluation's own that has been there from the beginning.
  mutating func addOriginalCell(_ value: Value) -> Int32 {
    cells.append(value)
    cellStamps.append(-1)
    versions.append(0)
    return Int32(cells.count - 1)
  }

  mutating func add(_ object: HeapObject) -> ObjectID {
    objects.append(object)
    objectStamps.append(epoch)
    objectVersions.append(writes)
    return ObjectID(objects.count - 1)
  }

  /// Adds an object that is there from the beginning, though it is made only when it is asked for.
  mutating func addOriginal(_ object: HeapObject) -> ObjectID {
    objects.append(object)
    objectStamps.append(-1)
    objectVersions.append(0)
    return ObjectID(objects.count - 1)
  }

  /// A place from which on what is added may become original.
  struct Stage {
    fileprivate let position: Int
    fileprivate let cells: Int
    fileprivate let objects: Int
  }

  var stage: Stage { Stage(position: trail.count, cells: cells.count, objects: objects.count) }

  /// Makes what was added since a stage original: going back leaves it as it is now.
  mutating func makeOriginal(since stage: Stage) {
    let tail = trail[stage.position...].filter { saved in
      switch saved {
      case .cell(let index, _): Int(index) < stage.cells
      case .object(let id, _, _): Int(id) < stage.objects
      }
    }
    trail.removeLast(trail.count - stage.position)
    trail += tail
    for index in stage.cells..<cells.count { cellStamps[index] = -1 }
    for index in stage.objects..<objects.count { objectStamps[index] = -1 }
  }

  /// How many cells and objects there are.
  var size: (cells: Int, objects: Int) { (cells.count, objects.count) }

  subscript(cell index: Int32) -> Value {
    get { cells[Int(index)] }
    set {
      if Int(index) < lateFromCell { lateWrites += 1 }
      write(Cell(value: newValue, version: writes + 1), to: index)
    }
  }

  /// A variable as it is now.
  func cell(_ index: Int32) -> Cell { Cell(value: cells[Int(index)], version: versions[Int(index)]) }

  /// Keeps a value of the evaluation's own: no program has written it.
  mutating func keep(_ value: Value, in index: Int32) { write(Cell(value: value, version: writes + 1), to: index) }

  /// The same, in a state that may be another one than the present.
  mutating func keep(_ value: Value, in index: Int32, of snapshot: inout Snapshot) {
    writes += 1
    snapshot.cells[index] = Cell(value: value, version: writes)
  }

  private mutating func write(_ cell: Cell, to index: Int32) {
    writes += 1
    if openMarks > 0, cellStamps[Int(index)] != epoch {
      trail.append(.cell(index, self.cell(index)))
      cellStamps[Int(index)] = epoch
    }
    cells[Int(index)] = cell.value
    versions[Int(index)] = cell.version
  }

  subscript(id: ObjectID) -> HeapObject {
    get { objects[Int(id)] }
    set {
      save(id)
      objects[Int(id)] = newValue
    }
    _modify {
      save(id)
      yield &objects[Int(id)]
    }
  }

  /// Counts the writes of all objects that are there now.
  mutating func watchObjects() { watched = objects.count }

  private mutating func save(_ id: ObjectID) {
    writes += 1
    if Int(id) < watched { watchedWrites += 1 }
    if lateFrom > 0 {
      switch objects[Int(id)].kind {
      // Parts of the event are there from the beginning, though they are made when they are asked for.
      case .event: lateWrites += 1
      case .plain, .array, .map, .set: if Int(id) < lateFrom { lateWrites += 1 }
      default: break
      }
    }
    if openMarks > 0, objectStamps[Int(id)] != epoch {
      trail.append(.object(id, objects[Int(id)], objectVersions[Int(id)]))
      objectStamps[Int(id)] = epoch
      work += objects[Int(id)].size
    }
    objectVersions[Int(id)] = writes
  }

  // MARK: Branches

  mutating func mark() -> Mark {
    openMarks += 1
    epoch += 1
    return Mark(position: trail.count, joins: joins)
  }

  mutating func close(_ mark: Mark) {
    openMarks -= 1
    epoch += 1
    if openMarks == 0 { trail.removeAll(keepingCapacity: true) }
  }

  /// How much ``snapshot(since:)`` looks at.
  func writes(since mark: Mark) -> Int { trail.count - mark.position }

  /// What has been written since a mark, as it is now.
  func snapshot(since mark: Mark) -> Snapshot {
    var snapshot = Snapshot()
    for saved in trail[mark.position...] {
      switch saved {
      case .cell(let index, _): snapshot.cells[index] = cell(index)
      case .object(let id, _, _): snapshot.objects[id] = objects[Int(id)]
      }
    }
    snapshot.joins = joins
    return snapshot
  }

  /// What was there at a mark of all that was written since.
  func originals(since mark: Mark) -> Snapshot {
    var snapshot = Snapshot()
    // Of what was saved several times the first counts.
    for saved in trail[mark.position...].reversed() {
      switch saved {
      case .cell(let index, let cell): snapshot.cells[index] = cell
      case .object(let id, let object, _): snapshot.objects[id] = object
      }
    }
    return snapshot
  }

  /// What all that is in some snapshots is now.
  func now(_ snapshots: [Snapshot]) -> Snapshot {
    var now = Snapshot()
    for snapshot in snapshots {
      for index in snapshot.cells.keys { now.cells[index] = cell(index) }
      for id in snapshot.objects.keys { now.objects[id] = objects[Int(id)] }
    }
    return now
  }

  /// Takes over one of several states, of what was once as a snapshot has it: what was written since stays.
  mutating func apply(_ snapshots: [Snapshot], since end: Snapshot) {
    var changed = Snapshot()
    changed.cells = end.cells.filter { versions[Int($0.key)] != $0.value.version }
    changed.objects = end.objects.filter { objects[Int($0.key)] != $0.value }
    let now = now([changed]).objects
    apply(
      snapshots.map { snapshot in
        var merged = snapshot
        merged.joins = nil
        for index in changed.cells.keys { merged.cells[index] = nil }
        for (id, was) in changed.objects {
          merged.objects[id] = now[id].flatMap { snapshot.objects[id]?.written(from: was, to: $0) }
        }
        return merged
      })
  }

  /// Changes with each write, and each time that one is put back.
  var revision: Int { writes &+ Int(epoch) << 32 }

  /// Puts back what was written since a mark.
  mutating func goBack(to mark: Mark) {
    while trail.count > mark.position {
      switch trail.removeLast() {
      case .cell(let index, let cell):
        cells[Int(index)] = cell.value
        versions[Int(index)] = cell.version
      case .object(let id, let object, let version):
        objects[Int(id)] = object
        objectVersions[Int(id)] = version
      }
    }
    joins = mark.joins
    epoch += 1
  }

  /// Takes over one of several states, each of which was written from the state that is there now.
  mutating func apply(_ snapshots: [Snapshot]) {
    guard let first = snapshots.first else { return }
    // Whatever wrote it has been counted.
    let late = (lateFrom, lateFromCell)
    (lateFrom, lateFromCell) = (0, 0)
    defer { (lateFrom, lateFromCell) = late }
    if snapshots.count == 1 {
      work += snapshots[0].count
      for (index, cell) in first.cells { write(cell, to: index) }
      for (id, object) in first.objects { self[id] = object }
      joins = first.joins ?? joins
      return
    }
    var writtenCells: Set<Int32> = []
    var writtenObjects: Set<ObjectID> = []
    for snapshot in snapshots {
      writtenCells.formUnion(snapshot.cells.keys)
      writtenObjects.formUnion(snapshot.objects.keys)
    }
    work += writtenCells.count * snapshots.count
    joins = joins(onAllOf: snapshots)
    let ways = ways(snapshots, writing: writtenCells, writtenObjects)
    for index in writtenCells {
      let old = cell(index)
      var cell: Cell?
      for snapshot in snapshots {
        let next = snapshot.cells[index] ?? old
        guard let known = cell else {
          cell = next
          continue
        }
        if known.version != next.version {
          writes += 1
          if let term = terms[known.version], term == terms[next.version] { terms[writes] = term }
          if ofRounds.contains(known.version) || ofRounds.contains(next.version) { ofRounds.insert(writes) }
          cell = Cell(value: known.value.joined(next.value), version: writes)
        }
      }
      if let cell { write(cell, to: index) }
    }
    for id in writtenObjects {
      let old = objects[Int(id)]
      var object: HeapObject?
      for snapshot in snapshots {
        let next = snapshot.objects[id] ?? old
        work += next.size
        object = object?.joined(next) ?? next
      }
      if let object { self[id] = object }
    }
    if let ways { joins.append(Join(ways: ways, end: now(ways))) }
  }

  /// Makes what was written since a mark hold for any number of rounds: literals that changed are any of their kind.
  mutating func widen(since mark: Mark) {
    var old: [Int32: Value] = [:]
    var oldObjects: [ObjectID: HeapObject] = [:]
    for saved in trail[mark.position...].reversed() {
      switch saved {
      case .cell(let index, let cell): old[index] = cell.value
      case .object(let id, let object, _): oldObjects[id] = object
      }
    }
    joins = []
    for (index, value) in old where value != cells[Int(index)] {
      self[cell: index] = value.joined(cells[Int(index)]).widened(from: value)
    }
    for (id, object) in oldObjects where object != objects[Int(id)] {
      self[id] = object.joined(objects[Int(id)])
    }
  }
}

extension Heap {
  /// Makes what is there hold for any number of rounds, of which one began with an earlier state: what counts is any number.
  mutating func widen(from earlier: Snapshot) {
    for (index, cell) in earlier.cells where cell.value != cells[Int(index)] {
      let any = cell.value.joined(cells[Int(index)]).widened(from: cell.value)
      let value = cells[Int(index)].map { any.atoms.contains($0) ? $0 : $0.generalized }
      if value != cells[Int(index)] { self[cell: index] = value }
    }
  }
}

extension Value {
  /// Literals of the kinds that an earlier value has too are any of their kind; the others stay.
  fileprivate func widened(from old: Value) -> Value {
    let kinds = Set(old.atoms.map(\.generalized))
    let literals = atoms.filter { $0.generalized != $0 && kinds.contains($0.generalized) }
    return literals.count > 1 ? map { literals.contains($0) ? $0.generalized : $0 } : self
  }
}
