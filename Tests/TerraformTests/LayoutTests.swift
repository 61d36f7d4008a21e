import Auditing
import Documents
import Estate
import Schema
import Terraform
import Testing

/// The same estate as the AWS provider 4, 5 and 6 hold it, against what `audit snapshot` read of it.
@Suite struct LayoutTests {
  static let states = [
    "provider4.tfstate", "provider4.state.json", "provider5.tfstate", "provider5.state.json", "provider6.tfstate",
    "provider6.state.json",
  ]

  @Test(arguments: states) func `what a state declares is what is live`(name: String) throws {
    let live = try Sample.live()
    let document = try Sample.read(name)
    #expect(document.planned == nil)
    var types: Set<ResourceType> = []
    for declaration in document.state {
      types.insert(declaration.selector.type)
      // The emulator has no origin access identities.
      if declaration.selector.type == .originAccessIdentity { continue }
      let found = live.resources.values.filter { resource in
        resource.reference.type == declaration.selector.type && resource.reference.id == declaration.selector.id
          && (declaration.selector.region == nil || resource.reference.region == declaration.selector.region)
      }
      // Lambda functions, roles and buckets are read where a distribution leads to them.
      guard let resource = found.first else {
        #expect(
          declaration.address == "module.edge.aws_lambda_function.invalidator" || declaration.selector.type == .role)
        continue
      }
      let actual = JSONValue.object(resource.properties)
      #expect(declaration.document.misfits(in: actual) == [], "\(declaration.address)")
      for place in declaration.absent {
        #expect(
          actual[place, of: resource.reference.type.schema.root].isNull
            || actual[place, of: resource.reference.type.schema.root] == [], "\(declaration.address) \(place)")
      }
    }
    let known = Set(ResourceType.allCases).subtracting(
      [.lambdaVersion, .distributionTenant, .connectionGroup, .connectionFunction, .vpcOrigin])
    // Provider 4 has no key value stores.
    #expect(types == (name.hasPrefix("provider4") ? known.subtracting([.keyValueStore]) : known))
  }

  @Test(arguments: states) func `declarations name members that the resources have`(name: String) throws {
    for declaration in try Sample.read(name).state {
      #expect(
        declaration.document.unknownMembers(of: KnownStructure(declaration.selector.type)) == [],
        "\(declaration.address)")
    }
  }

  @Test(arguments: [4, 5, 6]) func `a state file and its terraform show say the same`(provider: Int) throws {
    let raw = try Sample.read("provider\(provider).tfstate")
    let shown = try Sample.read("provider\(provider).state.json")
    #expect(raw.form == .rawState)
    #expect(shown.form == .state)
    func comparable(_ document: TerraformDocument) -> [String: JSONObject] {
      Dictionary(uniqueKeysWithValues: document.state.map { ($0.address, $0.expect) })
    }
    #expect(comparable(raw) == comparable(shown))
    #expect(Set(raw.notes) == Set(shown.notes))
    #expect(raw.terraformVersion == shown.terraformVersion)
  }

  @Test(arguments: states) func `what is not compared is said, and nothing else`(name: String) throws {
    #expect(
      try Sample.read(name).notes.map(\.description) == [
        "module.edge.aws_cloudfront_distribution.books: origin[0].custom_header[0].value is a secret, of which is "
          + "compared only that it is there",
        "module.edge.aws_cloudfront_distribution.private: origin[0].custom_header[0].value is a secret, of which is "
          + "compared only that it is there",
        "module.edge.aws_lambda_function.invalidator: environment.variables holds secrets, of which only the names are "
          + "compared",
      ])
  }

  @Test(arguments: states + ["provider5.plan.json"]) func `no secret is in what was read`(name: String) throws {
    let document = try Sample.read(name)
    #expect(String(decoding: try Sample.bytes(name), as: UTF8.self).contains("s3cr3t-terraform-header"))
    for declaration in document.state + (document.planned ?? []) {
      #expect(!JSONWriter().string(declaration.document).contains("s3cr3t"))
    }
    let distribution = try #require(document.state.first { $0.address.hasSuffix("distribution.books") })
    let app = distribution.expect["Origins"]?.array?.first { $0["Id"] == "app" }
    #expect(app?["CustomHeaders"] == [["HeaderName": "X-Origin-Verify", "HeaderValue": "(redacted)"]])
    let lambda = try #require(document.state.first(.lambdaFunction, "books-invalidator"))
    #expect(
      lambda.expect["Environment"] == ["Variables": ["API_TOKEN": "(redacted)", "DISTRIBUTION": "(redacted)"]])
  }

  @Test func `every address is that of Terraform`() throws {
    let document = try Sample.read("provider5.tfstate")
    let addresses = Set(document.state.map(\.address))
    #expect(addresses.contains(#"aws_s3_bucket.pages["images"]"#))
    #expect(
      document.state.first { $0.address == #"aws_s3_bucket.pages["images"]"# }?.address(at: "Policy.Statement")
        == #"aws_s3_bucket_policy.pages["images"]"#)
    #expect(addresses.contains("module.edge.aws_cloudfront_function.old_guard[0]"))
    #expect(document.state.allSatisfy { $0.source == SourceMark(file: "provider5.tfstate", line: 1) })
  }
}

extension JSONValue {
  /// The places where a document is not as this part of one says: empty is the same as not there, lists are sets.
  func misfits(in actual: JSONValue, at path: String = "") -> [String] {
    switch (self, actual) {
    case (.object(let expected), .object):
      return expected.flatMap { $0.value.misfits(in: actual[$0.name], at: "\(path).\($0.name)") }
    case (.array(let expected), .array(let found)):
      return expected.enumerated().flatMap { index, element in
        found.contains { element.misfits(in: $0).isEmpty } ? [] : ["\(path)[\(index)]"]
      }
    default: return self == actual || isNothing && actual.isNothing ? [] : ["\(path): \(self) is \(actual)"]
    }
  }

  private var isNothing: Bool { [.null, false, "", []].contains(self) }

  /// The members in a document that a structure does not have.
  func unknownMembers(of structure: KnownStructure) -> [String] {
    switch self {
    case .array(let elements): return elements.flatMap { $0.unknownMembers(of: structure) }
    case .object(let object):
      return object.flatMap { member -> [String] in
        var kind = structure[member.name]
        while case .list(let inner) = kind { kind = inner }
        guard let kind else { return ["\(structure).\(member.name)"] }
        if case .structure(let inner) = kind { return member.value.unknownMembers(of: inner) }
        return []
      }
    default: return []
    }
  }
}
