import AWSCore
import ArgumentParser
import Auditing
import CloudFormation
import Documents
import Estate
import Schema

/// Which templates of CloudFormation, and which stacks, say how resources are to be.
struct TemplateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Hold the estate against a template of CloudFormation (JSON or YAML), or a folder cdk.out or .serverless; may be "
        + "repeated.", valueName: "path"), completion: .file())
  var template: [String] = []

  @Option(
    help: ArgumentHelp(
      "Hold the estate against a stack as it is deployed: its name in --region, or its ARN; may be repeated.",
      valueName: "name"))
  var stack: [String] = []

  @Option(
    help: ArgumentHelp(
      "The value of a parameter of the templates, or of AWS::AccountId or AWS::StackName; may be repeated.",
      valueName: "key=value"))
  var parameter: [String] = []

  func validate() throws {
    try Self.check(parameter)
    for name in stack { try Self.check(stack: name) }
    if !parameter.isEmpty, template.isEmpty { throw ValidationError(Self.hasParameters) }
  }

  /// Why parameters are not given to stacks.
  static let hasParameters = "--parameter is for templates: a stack has the parameters that it was deployed with."

  /// Refuses parameters without a name or a value, and one that is given twice.
  static func check(_ parameters: [String]) throws {
    var names: Set<Substring> = []
    for text in parameters {
      let name = text.prefix { $0 != "=" }
      if name.isEmpty || name.endIndex == text.endIndex {
        throw ValidationError("--parameter takes KEY=VALUE, and \(text) is none.")
      }
      let value = text[name.endIndex...].dropFirst()
      if name == "AWS::AccountId", value.utf8.count != 12 || !value.utf8.allSatisfy({ (48...57).contains($0) }) {
        throw ValidationError("--parameter AWS::AccountId takes the twelve digits of an account, and \(value) is none.")
      }
      if name == "AWS::Region", let complaint = RegionName.complaint(about: String(value)) {
        throw ValidationError("--parameter AWS::Region: \(complaint)")
      }
      if name == "AWS::StackName", value.isEmpty {
        throw ValidationError("--parameter AWS::StackName takes the name of a stack.")
      }
      if !names.insert(name).inserted {
        throw ValidationError("--parameter gives \(name) twice, which has one value.")
      }
    }
  }

  /// Refuses what is neither the name of a stack nor the ARN of one.
  static func check(stack name: String) throws {
    guard name.hasPrefix("arn:") else {
      let isName = name.first?.isASCII == true && name.first?.isLetter == true
      guard isName, name.utf8.count <= 128, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
      else { throw ValidationError("--stack takes the name of a stack, or its ARN, and \"\(name)\" is none.") }
      return
    }
    guard let arn = ARN(name), arn.service == "cloudformation", arn.resource.hasPrefix("stack/"), !arn.region.isEmpty
    else { throw ValidationError("--stack takes the ARN of a stack, and \(name) is none.") }
    if let complaint = RegionName.complaint(about: arn.region, isElsewhere: true) {
      throw ValidationError("--stack \(name): \(complaint)")
    }
  }

  /// Whether any are given.
  var isGiven: Bool { !template.isEmpty || !stack.isEmpty }

  /// What they say; `nil` where none are given.
  ///
  /// - Parameters:
  ///   - session: Who asks AWS for stacks, and for what templates leave open; `nil` where nothing may be asked.
  ///   - estate: What is known of the estate already.
  ///   - region: The region of templates that do not say theirs.
  ///   - sources: Templates that are read already.
  func document(
    _ session: Session?, in estate: Estate? = nil, region: String?, also sources: [StackSource] = []
  ) async throws -> TemplateDocument? {
    guard isGiven || !sources.isEmpty else { return nil }
    var sources = sources
    for path in Files.once(template) { sources += try Self.sources(path) }
    if let session, !sources.isEmpty {
      let account = try await session.account()
      for index in sources.indices { sources[index].place(in: account, region) }
    } else {
      for index in sources.indices { sources[index].place(in: estate?.account, region) }
    }
    if let session {
      for name in stack {
        // A stack counts once, by whichever of its names, and within the one that it is nested in.
        let source = try await session.stack(name)
        if let id = source.id, sources.contains(where: { $0.holds(id) }) { continue }
        sources.removeAll { $0.id.map(source.holds) ?? false }
        sources.append(source)
      }
    }
    var document = try TemplateDocument(sources, parameters: parameters)
    var asked = StackQuestions()
    // An answer may be the name of what is to be asked next; more than a few of these is nobody's template.
    for _ in 1...4 where document.questions != asked {
      asked = document.questions
      var facts = StackFacts()
      var known = estate
      if let session {
        facts = try await session.facts(for: asked)
        let needs = asked.resources.reduce(into: RequiredAttributes()) { $0.formUnion($1.needs) }
        if known == nil, !asked.resources.isEmpty { known = try await session.collect(needs).estate }
      }
      for selector in asked.resources { facts.ids[selector] = known?.id(of: selector) }
      for member in asked.members {
        guard let value = estate?.resources[member.resource]?.properties[member.name] else { continue }
        facts.members[member] = value
      }
      document = try TemplateDocument(sources, parameters: parameters, knowing: facts)
    }
    return document
  }

  private var parameters: [String: String] {
    Dictionary(
      parameter.map { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts.last ?? ""))
      }
    ) { $1 }
  }

  /// The templates of a file or folder.
  static func sources(_ path: String) throws -> [StackSource] {
    guard Files.isFolder(path) else { return [StackSource(file: path, bytes: try Files.read(path))] }
    return try AssemblyFolder(exists: Files.exists, read: { try Files.read($0) }).stacks(in: path)
  }

  /// Whether a file is a template, and no document of Terraform.
  static func isTemplate(_ bytes: [UInt8]) -> Bool {
    if bytes.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
      let value = try? JSONReader.read(bytes)
      return value?["Resources"].object != nil || value?["AWSTemplateFormatVersion"].isNull == false
    }
    let names = ["Resources:", "AWSTemplateFormatVersion:"]
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { line in
      names.contains { line.hasPrefix($0) }
    }
  }
}

extension StackSource {
  /// Says where it is, as far as it does not say so itself.
  fileprivate mutating func place(in account: String?, _ region: String?) {
    if self.account == nil, let account, !account.isEmpty { self.account = account }
    if self.region == nil { self.region = region }
    for id in nested.keys { nested[id]?.place(in: self.account, self.region) }
  }
}
