import Auditing
import Documents
import Estate
import Schema

/// Puts together what several Terraform resources say of one resource of AWS.
struct Assembly {
  /// What is known so far of one resource of AWS.
  struct Entry {
    var declaration: Declaration
    /// What the Terraform resource that stands for it says by itself; `nil` as long as only others say something of it.
    var own: JSONObject?
    /// Whether another resource has said the same before.
    var isRepeated = false
    /// Lists of which each element is a Terraform resource.
    var lists: [String: KeyedList] = [:]
    /// What resources other than its own say of it, by the place.
    var said: [DocumentPath: (address: String, value: JSONValue)] = [:]
    /// The lists in which a resource allows nothing but what it names.
    var closures: [(list: String, keys: Set<String>, address: String)] = []
  }

  /// Elements by what tells them apart, in the order in which they came.
  struct KeyedList {
    private(set) var elements: [JSONValue] = []
    private var positions: [String: Int] = [:]

    var keys: some Sequence<String> { positions.keys }

    func contains(_ key: String) -> Bool { positions[key] != nil }

    mutating func set(_ element: JSONValue, for key: String) {
      if let position = positions[key] {
        elements[position] = element
      } else {
        positions[key] = elements.count
        elements.append(element)
      }
    }
  }

  let file: String
  let isPlanned: Bool
  /// The names of key value stores, by ARN.
  private(set) var stores: [String: String] = [:]
  /// The documents of customer managed policies, with the member of an element that they are and the addresses of the
  /// resources that declare them, by ARN.
  private(set) var policies: [String: (member: String, document: JSONValue, address: String)] = [:]
  /// The members of resources that other resources say, as `member id`. What those others say of such a part is what AWS
  /// answered at the last refresh, which may be over.
  private(set) var parts: Set<String> = []
  private var entries: [Entry] = []
  private var positions: [Declaration.Selector: [Int]] = [:]
  private let accounts: Accounts
  /// The regions that resources were in before the plan, by address.
  private let formerRegions: [String: String]
  var notes: DocumentNotes

  /// The declarations that resources amount to; `changes` where a plan makes them so, of what was there in `prior`, and
  /// leaves others for later.
  static func declarations(
    of instances: [ResourceInstance], after changes: [Change]? = nil, besides deferred: [Change] = [],
    beside prior: [ResourceInstance] = [], file: String, notes: inout DocumentNotes
  ) -> [Declaration] {
    var assembly = Assembly(
      file: file, isPlanned: changes != nil, accounts: Accounts(of: prior + instances, after: changes ?? []),
      formerRegions: Dictionary(
        (changes ?? []).compactMap { change in
          change.before["arn"]?.string.flatMap(ARN.init).map { (change.address, $0.region) }
        }
      ) { first, _ in first }, notes: notes)
    for instance in instances {
      assembly.learn(instance.type, instance.values)
      guard case .named(let member, let attribute, let key)? = PartialType.all[instance.type]?.part.content,
        let name = instance.values[key]?.string
      else { continue }
      assembly.policies[name] = instance.values[attribute]?.string.flatMap(PolicyText.read).map {
        (member, $0, instance.address)
      }
    }
    for change in (changes ?? []) + deferred { assembly.learn(change.type, change.before) }
    // A plan that leaves something out has it among what was there.
    for instance in prior { assembly.learn(instance.type, instance.values) }
    // What a resource says of itself comes before what others say of it, which counts more.
    for instance in instances { assembly.addOwn(instance) }
    for instance in instances { assembly.addPart(instance) }
    assembly.noteOtherTypes(instances)
    if let changes { assembly.remove(changes, leading: instances) }
    assembly.doubtTwins()
    assembly.doubtIntruders()
    notes = assembly.notes
    return assembly.finished
  }

  private init(
    file: String, isPlanned: Bool, accounts: Accounts, formerRegions: [String: String], notes: DocumentNotes
  ) {
    self.file = file
    self.isPlanned = isPlanned
    self.accounts = accounts
    self.formerRegions = formerRegions
    self.notes = notes
  }

  private mutating func learn(_ type: String, _ values: JSONObject) {
    if let part = PartialType.all[type]?.part, case .id(let owner)? = part.owner, let id = values[owner]?.string {
      switch part.content {
      case .value, .structure, .element: parts.insert("\(part.member) \(id)")
      // It says no element by itself.
      case .elements, .keys, .named: break
      }
    }
    guard type == ResourceType.keyValueStore.schema.terraform.type, let arn = values["arn"]?.string, stores[arn] == nil
    else { return }
    stores[arn] = values["name"]?.string
  }

  // MARK: What is declared

  /// Adds what a resource says of itself.
  private mutating func addOwn(_ instance: ResourceInstance) {
    guard let mapped = MappedType.all[instance.type] else {
      if instance.type == ResourceType.bucket.schema.terraform.type { addBucket(instance) }
      return
    }
    let region = instance.region ?? formerRegions[instance.address]
    guard let selector = mapped.selector(of: instance.values, region: region) else {
      return notes.add(instance.address, "", "is not there yet, and has no name to know it by before it is")
    }
    var result = mapped.block.map(instance.values)
    for note in result.notes { notes.add(instance.address, note.attribute, note.reason) }
    var only = mapped.only
    let roots = mapped.type.schema.stages != nil ? FunctionStages.names : [mapped.member ?? ""]
    let unsaid = roots.flatMap { mapped.unsaid(by: result, in: DocumentPath($0)) }
    only.removeAll { place in unsaid.contains { $0.contains(place) } }
    if let member = mapped.member { result.members = [member: .object(result.members)] }
    if mapped.type.schema.stages != nil { (result.members, only) = stages(result.members, of: instance) }
    if mapped.type == .lambdaFunction { result.members["CodeSha256"] = codeDigest(of: instance) }
    add(
      result.members, to: selector, of: instance.address, only: only, absent: result.absent, unsaid: unsaid, isOwn: true
    )
    for name in instance.concealed.sorted() {
      guard let place = mapped.block.place(of: name) else { continue }
      // Where a block holds what is known to be secret, that is what is sensitive, and it is left out.
      if result.notes.contains(where: { $0.attribute.hasPrefix("\(name)[") && $0.reason == Block.secrecy }) { continue }
      let roots = mapped.type.schema.stages != nil ? FunctionStages.names : [mapped.member].compactMap(\.self)
      let places = roots.map { DocumentPath("\($0).\(place)") }
      conceal(places.isEmpty ? [place] : places, name, of: selector, instance.address)
    }
    if mapped.type == .role { addPolicies(ofRole: instance, selector) }
  }

  /// Adds members to what is declared of a resource, without what is withheld.
  mutating func add(
    _ members: JSONObject, to selector: Declaration.Selector, of address: String, only: [DocumentPath] = [],
    absent: [DocumentPath] = [], unsaid: [DocumentPath] = [], isOwn: Bool = false
  ) {
    var withheld: [(path: String, number: Int)] = []
    let members = JSONValue.object(members).disclosed(at: "", &withheld)?.object ?? [:]
    for value in withheld { notes.add(address, value.path, WithheldReason.text(of: value.number)) }
    let position = position(of: selector, address, isOwn: isOwn)
    if isOwn {
      entries[position].declaration.address = address
      entries[position].own = members
    }
    for member in members {
      entries[position].declaration.expect[member.name] = member.value
      if !isOwn { say(member.value, at: DocumentPath(member.name), position, address) }
    }
    entries[position].declaration.absent += absent
    entries[position].declaration.unsaid += unsaid
    // Where something is withheld it is there all the same, and must not pass for an intruder.
    entries[position].declaration.only += only.filter { place in
      !withheld.contains { "\($0.path).".hasPrefix("\(place).") || $0.path.hasPrefix("\(place)[") }
    }
  }

  /// Adds an element to a list of which each element is a resource of its own.
  mutating func add(
    _ element: JSONValue, for key: String, in list: String, of selector: Declaration.Selector, _ address: String
  ) {
    var withheld: [(path: String, number: Int)] = []
    let element = element.disclosed(at: "\(list)[\(key)]", &withheld)
    for value in withheld { notes.add(address, value.path, WithheldReason.text(of: value.number)) }
    let position = position(of: selector, address)
    guard let element else { return }
    entries[position].lists[list, default: KeyedList()].set(element, for: key)
    say(element, at: DocumentPath(list).element(key), position, address)
  }

  /// Declares that a list holds nothing else than what has these keys; `nil` where they are not all known.
  mutating func close(_ list: String, to keys: Set<String>?, of selector: Declaration.Selector, _ address: String) {
    let position = position(of: selector, address)
    if let keys { entries[position].closures.append((list, keys, address)) }
    entries[position].declaration.only.append(DocumentPath(list))
    entries[position].declaration.addresses[DocumentPath(list)] = address
  }

  /// Notes which resource declares what is at a place of another one.
  mutating func address(
    _ place: DocumentPath, of selector: Declaration.Selector, by owner: String, _ address: String
  ) {
    entries[position(of: selector, address)].declaration.addresses[place] = owner
  }

  /// Declares that what is at places is compared and never shown.
  mutating func conceal(
    _ places: [DocumentPath], _ attribute: String, of selector: Declaration.Selector, _ address: String
  ) {
    entries[position(of: selector, address)].declaration.concealed += places
    notes.add(address, attribute, "is sensitive: it is compared, and not shown")
  }

  /// Remembers which resource says what is at a place. Where two say different things, none of them counts.
  private mutating func say(_ value: JSONValue, at place: DocumentPath, _ position: Int, _ address: String) {
    if let other = entries[position].said[place], other.address != address, other.value != value {
      let reason = "is declared differently by \(other.address) and \(address)"
      entries[position].declaration.doubts[place] = reason
      notes.add(address, place.description, reason)
    }
    entries[position].said[place] = (address, value)
    if address != entries[position].declaration.address { entries[position].declaration.addresses[place] = address }
  }

  /// Where something is kept that a resource says; never with what another account has under the same name, nor, of two
  /// resources that stand for the same one, with what the other says of it.
  private mutating func position(
    of selector: Declaration.Selector, _ address: String, isOwn: Bool = false
  ) -> Int {
    let account = accounts[address]
    if let position = known(selector, address), !isOwn || entries[position].own == nil {
      if entries[position].declaration.account.isEmpty { entries[position].declaration.account = account }
      return position
    }
    var declaration = Declaration(selector, expect: [:], source: SourceMark(file: file, line: 1))
    declaration.address = address
    (declaration.account, declaration.accounts) = (account, accounts.patterns(of: address))
    declaration.saysNoRegion =
      selector.type.schema.isRegional && selector.region == nil && selector.id != nil
    positions[selector, default: []].append(entries.count)
    entries.append(Entry(declaration: declaration))
    return entries.count - 1
  }

  /// Where something is kept already of what a resource is about; `nil` where nothing is.
  private func known(_ selector: Declaration.Selector, _ address: String) -> Int? {
    let account = accounts[address]
    let positions = positions[selector] ?? []
    return positions.first { entries[$0].declaration.account == account }
      ?? positions.first { account.isEmpty || entries[$0].declaration.account.isEmpty }
  }

  // MARK: What is declared twice

  /// Finds resources that cannot both be what they say, or of which it cannot be told which is meant: neither is judged,
  /// since to put one right would undo the other.
  private mutating func doubtTwins() {
    let own = entries.indices.filter { entries[$0].own != nil && entries[$0].declaration.selector.id != nil }
    let twins = Dictionary(grouping: own, by: name)
    for position in own {
      let others = (twins[name(position)] ?? []).filter { $0 != position }
      guard let first = others.first else { continue }
      let selector = entries[position].declaration.selector
      if selector.type.schema.isRegional, selector.region == nil {
        doubt(position, first, "is in a region that the document does not say, under the same name as")
        continue
      }
      let same = others.filter { entries[$0].declaration.selector == selector }
      if let other = same.first(where: { entries[$0].own != entries[position].own }) {
        doubt(position, other, "is declared differently by")
      } else if same.contains(where: { $0 < position }) {
        entries[position].isRepeated = true
      }
    }
  }

  /// Finds elements of lists that one resource declares and another one does not allow: each apply of the one undoes the
  /// other.
  private mutating func doubtIntruders() {
    for position in entries.indices {
      for (list, keys, closing) in entries[position].closures {
        for key in (entries[position].lists[list]?.keys).map(Set.init)?.subtracting(keys).sorted() ?? [] {
          let place = DocumentPath(list).element(key)
          guard let address = entries[position].said[place]?.address else { continue }
          let reason = "is declared by \(address) and not allowed by \(closing)"
          entries[position].declaration.doubts[place] = reason
          notes.add(address, place.description, reason)
        }
      }
    }
  }

  /// What the resource is called, in whatever region it is.
  private func name(_ position: Int) -> [String] {
    let declaration = entries[position].declaration
    return [declaration.selector.type.rawValue, declaration.selector.id ?? "", declaration.account]
  }

  private mutating func doubt(_ position: Int, _ other: Int, _ reason: String) {
    let (address, twin) = (entries[position].declaration.address, entries[other].declaration.address)
    entries[position].declaration.doubt = "\(reason) \(twin)"
    notes.add(address, "", "\(reason) \(twin)")
  }

  // MARK: What is taken away

  private mutating func remove(_ changes: [Change], leading instances: [ResourceInstance]) {
    for change in changes where change.isDeletion {
      if let mapped = MappedType.all[change.type] {
        if let selector = mapped.selector(of: change.before) { removeAll(of: selector, change.address) }
      } else if change.type == ResourceType.bucket.schema.terraform.type, let bucket = change.before["bucket"]?.string {
        removeAll(of: .init(.bucket, id: bucket), change.address)
      }
    }
    let after = Dictionary(instances.map { ($0.address, $0.values) }) { first, _ in first }
    for change in changes { removeParts(change, after: after[change.address] ?? [:]) }
  }

  /// Declares a resource to be absent, unless something is to be in its place.
  private mutating func removeAll(of selector: Declaration.Selector, _ address: String) {
    guard known(selector, address) == nil else { return }
    entries[position(of: selector, address)].declaration.isAbsent = true
  }

  /// Declares a place to be empty, unless something is to be there.
  mutating func remove(
    _ place: String, of selector: Declaration.Selector, _ address: String, element: (list: String, key: String)? = nil
  ) {
    if let entry = known(selector, address).map({ entries[$0] }) {
      if entry.declaration.isAbsent { return }
      if let element {
        if entry.lists[element.list]?.contains(element.key) == true { return }
      } else if entry.declaration.expect[place]?.isEmpty(in: .blocks) == false {
        return
      }
    }
    let position = position(of: selector, address)
    let absent = DocumentPath(place)
    if address != entries[position].declaration.address { entries[position].declaration.addresses[absent] = address }
    if !entries[position].declaration.absent.contains(absent) { entries[position].declaration.absent.append(absent) }
  }

  private var finished: [Declaration] {
    entries.lazy.filter { !$0.isRepeated }.map { entry in
      var declaration = entry.declaration
      for (name, list) in entry.lists.sorted(by: { $0.key < $1.key }) {
        declaration.expect[name] = .array(list.elements)
      }
      return declaration
    }
  }
}
