import Auditing
import Estate
import Foundation
import TestSupport
import Testing

@testable import Accounts

@Suite struct AccountFileTests {
  @Test func `the list that docs/scale.md shows is read`() throws {
    let text = try String(contentsOf: Folders.root.appending(path: "docs/scale.md"), encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```yaml\n").dropFirst().first)
    let entries = try AccountFile.read(block.components(separatedBy: "```")[0], file: "accounts.yaml")
    #expect(entries.map(\.name) == ["books", "shop", "labs"])
  }

  @Test func `our form is read, with names and chains of roles`() throws {
    let accounts = try AccountFile.read(
      """
      - id: "011122223333"
        name: books
        role: auditor
        externalId: secret-of-books
        sessionName: nightly
        region: eu-west-1
        tags: {team: books}
      - {id: 222233334444, profile: staging}
      - {id: 333344445555, role: ["arn:aws:iam::999988887777:role/hub", auditor], externalId: x}
      """, file: "accounts.yaml")
    #expect(accounts.map(\.id) == ["011122223333", "222233334444", "333344445555"])
    #expect(accounts[0].name == "books" && accounts[0].tags == ["team": "books"] && accounts[0].region == "eu-west-1")
    #expect(accounts[0].assumedRoles(in: "aws-cn").map(\.arn) == ["arn:aws-cn:iam::011122223333:role/auditor"])
    #expect(accounts[1].profile == "staging" && accounts[1].assumedRoles(in: "aws").isEmpty)
    let chain = accounts[2].assumedRoles(in: "aws")
    #expect(chain.map(\.arn) == ["arn:aws:iam::999988887777:role/hub", "arn:aws:iam::333344445555:role/auditor"])
    #expect(chain.map(\.externalID) == ["x", "x"])
  }

  @Test func `the form of c7n-org is read, and JSON is`() throws {
    let other = try AccountFile.read(
      """
      accounts:
      - account_id: '111122223333'
        name: account-1
        display_name: books
        email: books@example.com
        org_id: o-abcd123456
        cost_center: x
        regions: ["us-east-1,eu-west-1"]
        role: arn:aws:iam::111122223333:role/CloudCustodian
        external_id: x
        tags: ["type:prod", "division:some division"]
        vars: {charge_code: xyz}
      """, file: "c7n.yml")
    #expect(other.first?.name == "books" && other.first?.region == "us-east-1" && other.first?.externalID == "x")
    #expect(other.first?.tags == ["type": "prod", "division": "some division"])
    let json = try AccountFile.read(#"{"accounts": [{"id": "111122223333", "role": "auditor"}]}"#, file: "a.json")
    #expect(json.map(\.roles) == [["auditor"]])
  }

  @Test(
    arguments: [
      ("", "empty"), ("a: b", "list of accounts"), ("[]", "list of accounts"), ("- x", "mapping"),
      ("- {name: a}", "`id` is missing"), ("- {id: '12'}", "twelve digits"),
      ("- {id: '111122223333', rol: a}", "Did you mean"), ("- {id: '111122223333', org_id: o-1}", "means nothing"),
      ("- {id: '111122223333', role: {a: b}}", "Text was expected"),
      ("- {id: '111122223333'}\n- {id: '111122223333'}", "twice"), ("- {id: '111122223333', id: '1'}", "twice"),
      ("- [", "not read"),
    ])
  func `what is wrong in a list is said with its place`(text: String, said: String) {
    #expect {
      try AccountFile.read(text, file: "accounts.yaml")
    } throws: { error in
      "\(error)".contains(said) && "\(error)".contains("accounts.yaml:")
    }
  }

  @Test func `patterns leave out by number and by name, and one that means nothing is told`() {
    var list = AccountList([
      AccountEntry(id: "111122223333", name: "books"), AccountEntry(id: "222233334444", name: "shop"),
      AccountEntry(id: "333344445555"),
    ])
    #expect(list.skip(["bo*", "2222*", "none"]) == ["none"])
    #expect(list.accounts.map(\.id) == ["333344445555"])
    // A job that leaves an account out goes on when that is closed.
    var closed = AccountList(list.accounts, closed: [AccountEntry(id: "999988887777", name: "old")])
    #expect(closed.skip(["old", "999988887777", "none"]) == ["none"])
    #expect(closed.accounts == list.accounts)
  }
}
