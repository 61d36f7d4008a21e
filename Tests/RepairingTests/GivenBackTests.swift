import Auditing
import Documents
import Estate
import Repairing
import Schema
import Testing

/// What a repair shows that was wrong before, and what it would make wrong; what two declare of one place.
@Suite struct GivenBackTests {
  private static let account = "111122223333"

  private static func store(_ id: String) -> String { "arn:aws:cloudfront::\(account):key-value-store/\(id)" }

  private static func keyValueStore(_ id: String, date: String) -> Resource {
    Resource(
      reference: ResourceReference(type: .keyValueStore, id: "store-\(id)", arn: store(id), account: account),
      properties: [
        "Id": .string(id), "Name": .string("store-\(id)"), "ARN": .string(store(id)), "Status": "READY",
        "Items": [["Key": "/a", "Value": .string(date)]],
      ])
  }

  private static let reading =
    "async function handler(event) { if (new Date(await kvs.get(event.request.uri)) > Date.now()) return; return event.request }"

  /// A function that makes dates of what its store holds, and names the store or does not.
  private static func function(_ name: String, opening id: String?, has associated: String?) -> Resource {
    let code = "import cf from 'cloudfront'\nconst kvs = cf.kvs(\(id.map { "'\($0)'" } ?? ""))\n\(reading)"
    let stores: JSONValue = .array(associated.map { [["KeyValueStoreARN": .string(store($0))]] } ?? [])
    let stage: JSONValue = [
      "FunctionCode": .string(code),
      "FunctionConfig": ["Runtime": "cloudfront-js-2.0", "KeyValueStoreAssociations": stores],
    ]
    return Resource(
      reference: ResourceReference(
        type: .cloudFrontFunction, id: name, arn: "arn:aws:cloudfront::\(account):function/\(name)", account: account),
      properties: ["Name": .string(name), "LIVE": stage, "DEVELOPMENT": stage])
  }

  private func plan(_ declarations: [Declaration] = [], _ resources: Resource...) throws -> Plan {
    let rules = ["function-kvs-association", "function-published", "kvs-date-values"]
    let auditor = Auditor(
      rules: declarations.allSatisfy { $0.selector.type == .logGroup } && !declarations.isEmpty
        ? [] : try RuleSet(RuleSet.builtIn).selection(only: rules), declarations: declarations)
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    for resource in resources { estate.add(resource) }
    let found = auditor.audit(estate).findings
    return Planner(found.filter { $0.status == .fail && ($0.repair.isAvailable || $0.repair.isLeft) }, in: estate)
      .plan(heeding: auditor, having: found)
  }

  private static let (id, good, bad) = (
    "4a4f0000-0000-4000-8000-000000000000", "2024-02-15T00:00:00Z", "2024-02-15T09:00:00+09:00"
  )
  private static let other = "4b4f0000-0000-4000-8000-000000000000"

  private static func associating(_ id: String, with name: String) -> Declaration {
    Declaration(
      .init(.cloudFrontFunction, id: name),
      expect: ["LIVE": ["FunctionConfig": ["KeyValueStoreAssociations": [["KeyValueStoreARN": .string(store(id))]]]]],
      source: SourceMark(file: "b.yaml", line: 1))
  }

  // MARK: A store that is given back

  @Test func `a store is given back to the function whose code opens it, whatever its values are, and that is said`()
    throws
  {
    for declarations in [[], [Self.associating(Self.id, with: "guard")]] {
      let plan = try plan(
        declarations, Self.function("guard", opening: Self.id, has: nil), Self.keyValueStore(Self.id, date: Self.bad))
      #expect(plan.refusals.isEmpty && plan.steps.count == 1, "\(plan.refusals)")
      let effect = try #require(plan.steps.first).effect
      #expect(effect.contains("kvs-date-values") && effect.contains("store-\(Self.id)") && effect.contains("/a"))
    }
    let fine = try plan(
      [], Self.function("guard", opening: Self.id, has: nil), Self.keyValueStore(Self.id, date: Self.good))
    #expect(fine.steps.first?.effect.contains("kvs-date-values") == false)
  }

  @Test func `so it is where another store is in its place, which the code does not open`() throws {
    let guarding = Self.function("guard", opening: Self.id, has: Self.other)
    var closed = Self.associating(Self.id, with: "guard")
    closed.only = ["LIVE.FunctionConfig.KeyValueStoreAssociations"]
    for (declarations, date) in [([], Self.good), ([], Self.bad), ([closed], Self.good), ([closed], Self.bad)] {
      let plan = try plan(
        declarations, guarding, Self.keyValueStore(Self.id, date: Self.bad),
        Self.keyValueStore(Self.other, date: date))
      #expect(plan.refusals.isEmpty && plan.steps.count == 1, "\(plan.refusals)")
      #expect(plan.steps.first?.effect.contains("store-\(Self.id)") == true)
    }
  }

  @Test func `a store takes the place of one whose values are as bad, where no other function reads that`() throws {
    var closed = Self.associating(Self.other, with: "guard")
    closed.only = ["LIVE.FunctionConfig.KeyValueStoreAssociations"]
    let guarding = Self.function("guard", opening: nil, has: Self.id)
    let stores = [Self.id, Self.other].map { Self.keyValueStore($0, date: Self.bad) }
    let alone = try plan([closed], guarding, stores[0], stores[1])
    #expect(alone.refusals.isEmpty && alone.steps.count == 1, "\(alone.refusals)")
    let shared = try plan(
      [closed], guarding, Self.function("other", opening: nil, has: Self.id), stores[0], stores[1])
    #expect(shared.steps.isEmpty && !shared.refusals.isEmpty)
  }

  @Test func `so it is where another function has the store, and makes no dates of it`() throws {
    let plain =
      "import cf from 'cloudfront'\nconst kvs = cf.kvs('\(Self.id)')\n"
      + "async function handler(event) { await kvs.get('/a'); return event.request }"
    let reader = Self.function("redirects", opening: Self.id, has: Self.id)
    var members = reader.properties
    for stage in ["LIVE", "DEVELOPMENT"] {
      members[stage] = members[stage]?.setting(.string(plain), at: "FunctionCode")
    }
    let plan = try plan(
      [], Self.function("guard", opening: Self.id, has: nil),
      Resource(reference: reader.reference, properties: members), Self.keyValueStore(Self.id, date: Self.bad))
    #expect(plan.refusals.isEmpty && plan.steps.count == 1, "\(plan.refusals)")
  }

  @Test func `a second store is never put beside the one that is there, as a function has one`() throws {
    let stores = [Self.id, Self.other].map { Self.keyValueStore($0, date: Self.good) }
    let open = [Self.associating(Self.other, with: "guard")]
    let opening = try plan(open, Self.function("guard", opening: Self.id, has: Self.id), stores[0], stores[1])
    #expect(opening.steps.isEmpty, "\(opening.steps)")
    #expect(
      opening.refusals.contains { $0.reason.contains("would break function-kvs-association") }, "\(opening.refusals)")
    for name in [nil, Self.other] {
      let plan = try plan(open, Self.function("guard", opening: name, has: Self.id), stores[0], stores[1])
      let gone = plan.steps.flatMap(\.changes).filter { $0.to == .value(.null) }.map(\.place.description)
      #expect(plan.steps.count == 1 && gone.contains { $0.contains(Self.id) }, "\(plan.steps) \(plan.refusals)")
    }
    var closed = Self.associating(Self.other, with: "guard")
    closed.only = ["LIVE.FunctionConfig.KeyValueStoreAssociations"]
    let torn = try plan([closed], Self.function("guard", opening: Self.id, has: Self.id), stores[0], stores[1])
    #expect(torn.steps.isEmpty && torn.refusals.count == 2, "\(torn.steps)")
    let exchanged = try plan([closed], Self.function("guard", opening: Self.other, has: Self.id), stores[0], stores[1])
    #expect(exchanged.steps.count == 1 && exchanged.refusals.isEmpty, "\(exchanged.refusals)")
  }

  /// A function that has nothing to do with a store, and whose code was changed and not published.
  private static func drafted(_ name: String) -> Resource {
    let resource = function(name, opening: id, has: nil)
    var members = resource.properties
    for (stage, parameter) in [("LIVE", "event"), ("DEVELOPMENT", "e")] {
      let code = "function handler(\(parameter)) { return \(parameter).request }"
      members[stage] = members[stage]?.setting(.string(code), at: "FunctionCode")
    }
    return Resource(reference: resource.reference, properties: members)
  }

  @Test func `what else is planned for other functions is planned all the same`() throws {
    let plan = try plan(
      [], Self.function("guard", opening: Self.id, has: nil), Self.drafted("other"),
      Self.keyValueStore(Self.id, date: Self.bad))
    #expect(plan.refusals.isEmpty, "\(plan.refusals)")
    #expect(Set(plan.steps.map(\.part.resource.id)) == ["guard", "other"])
  }

  /// The same function with other code, that serves or as a draft.
  private static func function(_ resource: Resource, code: String, in stages: String...) -> Resource {
    var members = resource.properties
    for stage in stages { members[stage] = members[stage]?.setting(.string(code), at: "FunctionCode") }
    return Resource(reference: resource.reference, properties: members)
  }

  private static func code(of resource: Resource) -> String {
    resource.properties["LIVE"]?["FunctionCode"].string ?? ""
  }

  @Test func `what a store shows is said where that store is given back, and not where another one is`() throws {
    let plan = try plan(
      [], Self.function("guard", opening: Self.id, has: nil), Self.function("other", opening: Self.other, has: nil),
      Self.keyValueStore(Self.id, date: Self.bad), Self.keyValueStore(Self.other, date: Self.good))
    #expect(plan.refusals.isEmpty, "\(plan.refusals)")
    let effects = Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.part.resource.id, $0.effect) })
    #expect(effects["guard"]?.contains("kvs-date-values") == true)
    #expect(effects["other"]?.contains("kvs-date-values") == false)
  }

  @Test func `a draft that changes nothing of what is found is published beside the store that is given back`() throws {
    let guarding = Self.function("guard", opening: Self.id, has: nil)
    let plain =
      "import cf from 'cloudfront'\nconst kvs = cf.kvs('\(Self.id)')\n"
      + "async function handler(event) { await kvs.get('/a'); return event.request }"
    let reader = Self.function(
      Self.function("reader", opening: Self.id, has: Self.id), code: plain, in: "LIVE", "DEVELOPMENT")
    let store = Self.keyValueStore(Self.id, date: Self.bad)
    // Of another function that has the store, and of the function itself.
    let other = try plan([], guarding, Self.function(reader, code: plain + "\n// v2", in: "DEVELOPMENT"), store)
    #expect(other.refusals.isEmpty && Set(other.steps.map(\.part.resource.id)) == ["guard", "reader"])
    let own = try plan(
      [], Self.function(guarding, code: Self.code(of: guarding) + "\n// v2", in: "DEVELOPMENT"), store)
    #expect(own.refusals.isEmpty && own.steps.count == 1, "\(own.refusals)")
    #expect(own.steps.first?.findings.count == 2)
    #expect(own.steps.first?.effect.contains("kvs-date-values") == true)
  }

  @Test func `a draft that makes dates of the values, which what serves does not, is not published beside it`() throws {
    let plain =
      "import cf from 'cloudfront'\nconst kvs = cf.kvs('\(Self.id)')\n"
      + "async function handler(event) { await kvs.get('/a'); return event.request }"
    let guarding = Self.function(Self.function("guard", opening: Self.id, has: nil), code: plain, in: "LIVE")
    let plan = try plan([], guarding, Self.keyValueStore(Self.id, date: Self.bad))
    #expect(plan.refusals.map(\.finding.rule) == ["function-published"], "\(plan.refusals)")
  }

  @Test func `of new code and its store, the reason is what is in the way beside what is done`() throws {
    let plain = Self.function(
      Self.function("guard", opening: Self.id, has: nil), code: "function handler(event) { return event.request }",
      in: "LIVE", "DEVELOPMENT")
    var declaration = Self.associating(Self.id, with: "guard")
    let code = Self.code(of: Self.function("guard", opening: Self.id, has: nil))
    declaration.expect["LIVE"] = declaration.expect["LIVE"]?.setting(.string(code), at: "FunctionCode")
    let bad = try plan([declaration], plain, Self.keyValueStore(Self.id, date: Self.bad))
    #expect(bad.refusals.count == 1)
    #expect(bad.refusals.first?.reason.contains("kvs-date-values") == true, "\(bad.refusals.map(\.reason))")
    let good = try plan([declaration], plain, Self.keyValueStore(Self.id, date: Self.good))
    #expect(good.refusals.isEmpty && good.steps.count == 1, "\(good.refusals)")
  }

  @Test func `a store with values that cannot be read does not take the place of one with values that can`() throws {
    var declaration = Self.associating(Self.other, with: "guard")
    declaration.only = ["LIVE.FunctionConfig.KeyValueStoreAssociations"]
    let plan = try plan(
      [declaration], Self.function("guard", opening: nil, has: Self.id),
      Self.keyValueStore(Self.id, date: Self.good), Self.keyValueStore(Self.other, date: Self.bad))
    #expect(plan.steps.isEmpty)
    #expect(plan.refusals.first?.reason.contains("It would break kvs-date-values") == true, "\(plan.refusals)")
  }

  @Test func `values that cannot be read are not written beside the store that is given back`() throws {
    let items = Declaration(
      .init(.keyValueStore, id: "store-\(Self.id)"), expect: ["Items": [["Key": "/a", "Value": .string(Self.bad)]]],
      source: SourceMark(file: "b.yaml", line: 9))
    let plan = try plan(
      [items], Self.function("guard", opening: Self.id, has: nil), Self.keyValueStore(Self.id, date: Self.good))
    #expect(plan.steps.map(\.part.name) == [.stages], "\(plan.refusals)")
    #expect(plan.refusals.first?.reason.contains("kvs-date-values") == true)
  }

  // MARK: Two that declare one place

  private static func group(_ days: JSONValue) -> Resource {
    Resource(
      reference: ResourceReference(type: .logGroup, id: "g", account: account, region: "us-east-1"),
      properties: ["logGroupName": "g", "retentionInDays": days])
  }

  private static func retention(_ days: Int, in file: String, line: Int = 1) -> Declaration {
    Declaration(
      .init(.logGroup, id: "g"), expect: ["retentionInDays": .integer(days)], source: SourceMark(file: file, line: line)
    )
  }

  @Test func `what one declares and is so is not changed to what another one declares`() throws {
    for second in [Self.retention(3, in: "b.tfstate"), Self.retention(3, in: "a.tfstate", line: 7)] {
      let plan = try plan([Self.retention(30, in: "a.tfstate"), second], Self.group(30))
      #expect(plan.steps.isEmpty)
      #expect(
        plan.refusals.map(\.reason).first?.contains("declared differently at a.tfstate:1 and \(second.source.file)")
          == true,
        "\(plan.refusals)")
    }
  }

  @Test func `of two that are declared of one place, and of which neither is so, none is written`() throws {
    let plan = try plan([Self.retention(30, in: "a.tfstate"), Self.retention(3, in: "b.yaml", line: 5)], Self.group(1))
    #expect(plan.steps.isEmpty && plan.refusals.count == 2)
    for refusal in plan.refusals {
      #expect(refusal.reason.contains("declared differently at a.tfstate:1 and b.yaml:5"), "\(refusal.reason)")
    }
    let same = try self.plan([Self.retention(30, in: "a.tfstate"), Self.retention(30, in: "b.yaml")], Self.group(1))
    #expect(same.refusals.isEmpty && same.steps.count == 1)
  }
}
