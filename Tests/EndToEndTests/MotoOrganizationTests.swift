import Documents
import Foundation
import Testing

/// An organization of more than a hundred accounts in moto, whose lists come in pages: of accounts, of those of a unit, and
/// of the units below one.
@Suite(.enabled(if: Moto.python != nil, "moto is not installed: run scripts/moto"), .serialized)
struct MotoOrganizationTests {
  private static let moto = Result {
    try Server("Tests/EndToEndTests/Fixtures/moto_organization.py", [], python: try #require(Moto.python))
  }

  private func accounts(_ places: String...) throws -> [String] {
    let told = try Self.moto.get().greeting["accounts"]
    return places.flatMap { (told[$0].array ?? []).compactMap(\.string) }
  }

  private func check(_ arguments: String...) async throws -> Finished {
    let given = try Self.moto.get().greeting["environment"].object ?? [:]
    return try await Harness.audit(
      ["check", "--organization", "--role", "reader", "--only", "viewer-protocol-https", "--format", "json"]
        + arguments,
      environment: Dictionary(uniqueKeysWithValues: given.map { ($0.name, $0.value.string ?? "") }))
  }

  private func audited(_ run: Finished) throws -> [String] {
    (try run.json["run"]["accounts"].array ?? []).compactMap(\.string).sorted()
  }

  @Test func `all pages of accounts are read, the closed one is left out, the hub is read by its own credentials`()
    async throws
  {
    let run = try await check()
    let greeting = try Self.moto.get().greeting
    let all = try accounts("root", "sites", "below") + [greeting["hub"].string ?? ""]
    #expect(all.count == 103)
    try #expect(audited(run) == all.sorted())
    #expect(run.status == 0, "\(run.errors)")
    let closed = greeting["closed"].string ?? ""
    #expect(run.errors.contains("\(closed) (site-44) is SUSPENDED, and is left out."), "\(run.errors)")
  }

  @Test func `all pages of the accounts of a unit, and of the units below it`() async throws {
    let run = try await check("--unit", try Self.moto.get().greeting["unit"].string ?? "")
    try #expect(audited(run) == accounts("sites", "below").sorted())
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func `a unit that is not there is an error of the audit, and not an organization without accounts`()
    async throws
  {
    let run = try await check("--unit", "ou-none-00000000")
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("organizations:ListAccountsForParent"), "\(run.errors)")
  }
}
