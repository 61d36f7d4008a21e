import Auditing
import Documents
import Estate
import Terraform
import Testing

/// A plan that creates, updates, replaces and deletes, as Terraform 1.11 and provider 5.100 wrote it.
@Suite struct PlanTests {
  private let document: TerraformDocument
  private let planned: [Declaration]

  init() throws {
    document = try Sample.read("provider5.plan.json")
    planned = try #require(document.planned)
  }

  @Test func `it says what it is`() {
    #expect(document.form == .plan)
    #expect(document.terraformVersion == "1.11.4")
    #expect(document.providerVersions == ["registry.terraform.io/hashicorp/aws": "~> 5.100"])
  }

  @Test func `the state that it starts from is the state`() throws {
    // The plan has asked AWS again, which brings sets in another order, and empty values for null.
    let state = try Sample.read("provider5.state.json").state.filter { $0.selector.type != .originAccessIdentity }
    #expect(Set(state.map(\.address)) == Set(document.state.map(\.address)))
    for declaration in document.state {
      let before = try #require(state.first { $0.address == declaration.address })
      #expect(before.document.misfits(in: declaration.document) == [])
      #expect(declaration.document.misfits(in: before.document) == [])
    }
  }

  @Test func `a plan that changes nothing declares what the state holds`() throws {
    let unchanged = try Sample.read("provider5.unchanged.plan.json")
    #expect(unchanged.planned == unchanged.state)
    #expect(unchanged.state.count == 19)
  }

  @Test func `what is created is declared`() throws {
    let banner = try #require(planned.first(.cloudFrontFunction, "books-banner"))
    #expect(banner.address == "module.edge.aws_cloudfront_function.banner[0]")
    #expect(banner.document["LIVE"]["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0")
    #expect(document.state.first(.cloudFrontFunction, "books-banner") == nil)
  }

  @Test func `what is updated is declared as it is to be, and held as it was`() throws {
    func memory(_ declarations: [Declaration]) -> JSONValue? {
      declarations.first(.lambdaFunction, "books-resizer")?.expect["MemorySize"]
    }
    #expect(memory(planned) == 512)
    #expect(memory(document.state) == 128)
    func date(_ declarations: [Declaration]) -> JSONValue? {
      declarations.first(.keyValueStore, "books-dates")?.expect["Items"]?[0]["Value"]
    }
    #expect(date(planned) == "2030-01-01 00:00:00+09:00")
    #expect(date(document.state) == "2024-02-15 09:00:00+09:00")
    let books = try #require(planned.first { $0.address.hasSuffix("distribution.books") })
    #expect(books.document["CacheBehaviors"][1]["DefaultTTL"] == 60)
  }

  @Test func `what is deleted may not be there`() throws {
    let guardFunction = try #require(planned.first(.cloudFrontFunction, "books-old-guard"))
    #expect(guardFunction.isAbsent)
    #expect(guardFunction.expect.isEmpty)
    #expect(document.state.first(.cloudFrontFunction, "books-old-guard")?.isAbsent == false)
    #expect(planned.filter(\.isAbsent).count == 1)
  }

  @Test func `a policy that is taken from a role that stays may not be there`() throws {
    let role = try #require(planned.first(.role, "books-resizer"))
    #expect(role.absent == ["RolePolicyList[tables]"])
    #expect(role.expect["RolePolicyList"] == nil)
    #expect(document.state.first(.role, "books-resizer")?.document["RolePolicyList"][0]["PolicyName"] == "tables")
  }

  @Test func `what is replaced under its name is declared once`() throws {
    let roles = planned.filter { $0.selector.id == "books-invalidator" && $0.selector.type == .role }
    #expect(roles.count == 1)
    #expect(roles.first?.isAbsent == false)
    #expect(roles.first?.expect["Path"] == "/other/")
  }

  @Test func `what is known only after the apply is left out, and its place stays open`() throws {
    let books = try #require(planned.first { $0.address.hasSuffix("distribution.books") })
    #expect(
      books.document["DefaultCacheBehavior"]["LambdaFunctionAssociations"]
        == [["EventType": "origin-response", "IncludeBody": false]])
    #expect(books.only == ["Origins", "CacheBehaviors", "CustomErrorResponses"])
    #expect(
      document.state.first { $0.address.hasSuffix("distribution.books") }?.only.contains("DefaultCacheBehavior") == true
    )
    #expect(
      document.notes.map(\.description).contains(
        "module.edge.aws_cloudfront_distribution.books: "
          + "DefaultCacheBehavior.LambdaFunctionAssociations[0].LambdaFunctionARN is known only after the plan is applied"
      ))
  }

  @Test func `notes come once, though state and plan both give rise to them`() {
    #expect(document.notes.count == 4)
    #expect(Set(document.notes).count == document.notes.count)
  }
}
