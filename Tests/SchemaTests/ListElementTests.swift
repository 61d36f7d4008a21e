import Documents
import Testing
@testable import Schema

@Suite struct `Elements of lists` {
  private let schema = ResourceType.role.schema.root
  private let role: JSONValue = [
    "AttachedManagedPolicies": [
      ["PolicyName": "P", "PolicyArn": "arn:aws:iam::aws:policy/P"],
      ["PolicyName": "P", "PolicyArn": "arn:aws:iam::111122223333:policy/P"],
    ]
  ]

  @Test func `are found, set and taken away by the key of their list`() {
    let place: DocumentPath = "AttachedManagedPolicies[arn:aws:iam::111122223333:policy/P]"
    #expect(role[place.member("PolicyArn"), of: schema] == "arn:aws:iam::111122223333:policy/P")
    let rest = role.setting(.null, at: place, of: schema)["AttachedManagedPolicies"]
    #expect(rest == [role["AttachedManagedPolicies"][0]])
    #expect(role.setting(role[place, of: schema], at: place, of: schema) == role)
    let more = role.setting(["PolicyArn": "c"], at: "AttachedManagedPolicies[c]", of: schema)["AttachedManagedPolicies"]
    #expect(more.array?.map { $0["PolicyName"] } == ["P", "P", .null])
  }

  @Test func `are named by it in a place`() {
    let path = DocumentPath([.member("AttachedManagedPolicies"), .index(1), .member("PolicyName")])
    #expect(
      path.named(in: role, of: schema).description
        == "AttachedManagedPolicies[arn:aws:iam::111122223333:policy/P].PolicyName")
  }

  // A baseline that says that no policy of a name may be there must not pass for want of its ARN.
  @Test func `are found by what people call them where no key is meant`() {
    #expect(role["AttachedManagedPolicies[P].PolicyArn", of: schema] == "arn:aws:iam::aws:policy/P")
    #expect(role["AttachedManagedPolicies[Q]", of: schema] == .null)
  }

  @Test func `have the key of the list that they are in, not that of another one`() {
    let element: JSONValue = ["Id": "i", "Key": "k", "Name": "n", "HeaderName": "h"]
    let distribution = ResourceType.distribution.schema
    #expect(distribution[["Tags"]].name(of: element) == "k")
    #expect(distribution[["Origins"]].name(of: element) == "i")
    #expect(distribution[["Origins", "CustomHeaders"]].name(of: element) == "h")
    #expect(distribution[["Unheard"]].name(of: element) == nil)
  }
}
