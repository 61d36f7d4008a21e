import Testing
import Documents
@testable import Terraform
@Suite struct Dump {
  @Test(arguments: ["provider4.tfstate","provider5.tfstate","provider6.tfstate","provider5.plan.json"]) func dump(name: String) throws {
    let d = try Sample.read(name)
    print("=== \(name) \(d.form) \(d.terraformVersion) \(d.providerVersions)")
    for (label, list) in [("STATE", d.state), ("PLANNED", d.planned ?? [])] { for x in list {
      print(label, x.selector.type.rawValue, x.selector.id ?? x.selector.alias ?? x.selector.name ?? "?", x.selector.region ?? "-", x.address, "only", x.only, "absent", x.absent, x.isAbsent)
      print("    ", JSONWriter().string(.object(x.expect)))
    } }
    for n in d.notes { print("NOTE", n) }
  }
}
