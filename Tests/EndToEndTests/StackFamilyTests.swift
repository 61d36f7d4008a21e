import Documents
import Foundation
import Testing

/// Stacks that hang on others in the emulator: nested ones, what others export, and parameters of SSM.
@Suite(.needsPython, .serialized) struct StackFamilyTests {
  private static let emulator = Result { try Server("scripts/emulator.py", "--json") }
  private static let account = "100000000201"

  private static func run(_ arguments: String...) async throws -> Finished {
    let greeting = try emulator.get().greeting
    let run = try await Harness.run(
      try #require(Harness.python),
      [Harness.root.appending(path: "Tests/EndToEndTests/Fixtures/stacks.py").path] + arguments,
      environment: ["AWS_ENDPOINT_URL": greeting["AWS_ENDPOINT_URL"].string ?? "", "PYTHONDONTWRITEBYTECODE": "1"])
    try #require(run.status == 0, "\(run.errors)")
    return run
  }

  private static let code =
    "import cf from 'cloudfront'; const s = cf.kvs(); async function handler(e) { await s.exists('a'); return e.request; }"

  private static func guardFunction(_ name: String, _ store: String) -> String {
    """
        Type: AWS::CloudFront::Function
        Properties:
          Name: \(name)
          AutoPublish: true
          FunctionCode: "\(code)"
          FunctionConfig:
            Comment: \(name)
            Runtime: cloudfront-js-2.0
            KeyValueStoreAssociations: [{KeyValueStoreARN: \(store)}]
    """
  }

  @Test func `what a stack imports, nests and reads of SSM is compared as it was deployed`() async throws {
    let folder = try Folder()
    let path = { (name: String) in folder.url.appending(path: name).path }
    try folder.write(
      """
      Resources: {Store: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: given}}}
      Outputs: {Arn: {Value: !GetAtt Store.Arn, Export: {Name: given-arn}}}
      """, to: "giver.yaml")
    try folder.write(
      """
      Parameters: {Names: {Type: CommaDelimitedList}}
      Resources: {Inner: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: inner, Comment: !Join ['+', !Ref Names]}}}
      Outputs: {Arn: {Value: !GetAtt Inner.Arn}}
      """, to: "inner.yaml")
    let url = try await Self.run("upload", Self.account, "inner.yaml", path("inner.yaml")).json["url"].string ?? ""
    try folder.write(
      """
      Resources:
        Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "\(url)", Parameters: {Names: "x,y"}}}
        Told: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: told, Comment: "said: {{resolve:ssm:/edge/word}}"}}
        Importer:
      \(Self.guardFunction("importer", "!ImportValue given-arn"))
        Lister:
      \(Self.guardFunction("lister", "!GetAtt Nested.Outputs.Arn"))
      """, to: "family.yaml")
    _ = try await Self.run("parameter", Self.account, "/edge/word", "String", "from ssm")
    _ = try await Self.run("make", Self.account, "giver", path("giver.yaml"))
    let made = try await Self.run("make", Self.account, "family", path("family.yaml"))
    let environment = Dictionary(
      uniqueKeysWithValues: (try made.json["fixer"].object ?? [:]).map { ($0.name, $0.value.string ?? "") })
    let check = ["check", "--stack", "family", "--only", "baseline", "--format", "json"]

    let clean = try await Harness.audit(check, environment: environment, folder: folder.url)
    #expect(clean.status == 0, "\(clean.output)\(clean.errors)")
    #expect(try clean.json["summary"]["pass"] == 4 && clean.errors.isEmpty, "\(clean.errors)")
    let imported = try await Harness.audit(
      ["baseline", "import", "--stack", "family"], environment: environment, folder: folder.url)
    for text in ["said: from ssm", "x+y", "key-value-store/given", "key-value-store/inner"] {
      #expect(imported.output.contains(text), "\(text): \(imported.output)")
    }

    for function in ["importer", "lister"] { _ = try await Self.run("detach", Self.account, function) }
    let drift = try await Harness.audit(check, environment: environment, folder: folder.url)
    #expect(drift.status == 2, "\(drift.errors)")
    let found = Set(try drift.json["findings"].array?.compactMap { $0["resource"]["id"].string } ?? [])
    #expect(found == ["importer", "lister"])
    let fix = try await Harness.audit(
      ["fix", "--stack", "family", "--only", "baseline", "--yes"],
      environment: environment.merging(["HOME": folder.url.path]) { $1 }, folder: folder.url)
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")

    // The stack got the parameter as it was: what it is now is not what the store has to say.
    _ = try await Self.run("parameter", Self.account, "/edge/word", "String", "something else")
    let changed = try await Harness.audit(check, environment: environment, folder: folder.url)
    #expect(changed.status == 0, "\(changed.output)")
    #expect(changed.output.contains("has changed since the stack was deployed"), "\(changed.output)")
    // A template that is not deployed means what there is.
    let template = try await Harness.audit(
      ["check", "--template", "family.yaml", "--only", "baseline", "--quiet"], environment: environment,
      folder: folder.url)
    #expect(template.status == 2 && template.output.contains("told"), "\(template.output)\(template.errors)")
  }

  @Test func `secure strings are never read, and a version at the edge is asked for in its region`() async throws {
    let folder = try Folder()
    try folder.write(
      """
      Resources:
        Hush: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: hush, Comment: "{{resolve:ssm:/edge/hush}}"}}
        Nobody: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: none, Comment: "{{resolve:ssm:no such/name}}"}}
        Version:
          Type: Custom::CrossRegionStringParameterReader
          Properties: {ServiceToken: t, Region: us-east-1, ParameterName: /cdk/EdgeFunctionArn/eu-west-1/Site/Edge}
        Site:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Aliases: [a.example.com]
              DefaultCacheBehavior:
                LambdaFunctionAssociations:
                  - {EventType: origin-request, LambdaFunctionARN: !GetAtt Version.FunctionArn}
      """, to: "site.yaml")
    let arn = "arn:aws:lambda:us-east-1:\(Self.account):function:edge:7"
    _ = try await Self.run("parameter", Self.account, "/edge/hush", "SecureString", "hush-hush", "eu-west-1")
    _ = try await Self.run("parameter", Self.account, "/cdk/EdgeFunctionArn/eu-west-1/Site/Edge", "String", arn)
    try folder.write(
      "Resources: {Any: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: any}}}", to: "any.yaml")
    let made = try await Self.run("make", Self.account, "any", folder.url.appending(path: "any.yaml").path)
    var environment = Dictionary(
      uniqueKeysWithValues: (try made.json["auditor"].object ?? [:]).map { ($0.name, $0.value.string ?? "") })
    environment["AWS_REGION"] = "eu-west-1"
    let check = try await Harness.audit(
      ["check", "--template", "site.yaml", "--only", "baseline", "--format", "json"], environment: environment,
      folder: folder.url)
    #expect(check.output.contains(arn), "\(check.output)")
    #expect(
      check.output.contains("is sensitive") && check.output.contains("of SSM that is not there"), "\(check.output)")
    #expect(!(check.output + check.errors).contains("aHVzaC1odXNo") && !check.output.contains("hush-hush"))
    let permissions = try await Harness.audit(
      ["permissions", "--template", "site.yaml", "--only", "baseline"], environment: ["AWS_REGION": "eu-west-1"],
      folder: folder.url)
    #expect(permissions.output.contains("ssm:GetParameters"), "\(permissions.output)\(permissions.errors)")
  }
}
