import ArgumentParser
import Auditing
import Documents
import Reporting

/// Where rules are read from, and what the configuration says of them.
struct RuleSelection: ParsableArguments {
  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "A rule file, or a folder of them, beside the rules built in; may be repeated. Default: ./rules where it exists.",
      valueName: "path"), completion: Completions.yaml)
  var paths: [String] = []

  @Flag(name: .customLong("no-built-in-rules"), help: "Leave the rules out that are built in.")
  var noBuiltInRules = false

  @Option(
    help: ArgumentHelp(
      "The configuration: rules on or off, severities, parameters, waivers. Default: ./audit.yaml or ./audit.yml where it "
        + "exists.", valueName: "file"), completion: Completions.yaml)
  var config: String?

  /// The rules that may be evaluated, and the configuration.
  ///
  /// Says on standard error which built-in rules others replace.
  func read() throws -> (rules: RuleSet, configuration: Configuration) {
    let source = try ConfigurationFiles.source(config)
    let all = try RuleSet(RuleSet.builtIn + RuleFiles.own(paths))
    let configuration = try source.map {
      try Configuration($0, for: all, including: { try Files.readText($0, isConfiguration: true) })
    }
    if try noBuiltInRules || source.map(ConfigurationHead.init)?.usesBuiltInRules == false {
      return (all.withoutBuiltIn, configuration ?? Configuration())
    }
    if !all.replaced.isEmpty {
      let shown = all.replaced.prefix(5).joined(separator: ", ")
      let more = all.replaced.count > 5 ? " and \(all.replaced.count - 5) more" : ""
      StandardError.write(
        "audit: your own rules replace \(counted(all.replaced.count, "rule")) that \(all.replaced.count == 1 ? "is" : "are") "
          + "built in: \(shown)\(more).")
    }
    return (all, configuration ?? Configuration())
  }
}

/// Finds the configuration.
enum ConfigurationFiles {
  static let names = ["audit.yaml", "audit.yml"]

  /// The text of the file named, or of ./audit.yaml or ./audit.yml; `nil` where there is none.
  ///
  /// - Throws: ``Failure`` where it cannot be read, and where two files could be meant.
  static func source(_ named: String?) throws -> RuleSet.Source? {
    let found = Files.once(names.filter(Files.exists))
    if named == nil, found.count > 1 {
      throw Failure("\(found.joined(separator: " and ")) are both here: keep one, or name it with --config.")
    }
    guard let file = named ?? found.first else { return nil }
    return RuleSet.Source(file: file, text: try Files.readText(file, isConfiguration: true))
  }
}

/// Finds rule files.
enum RuleFiles {
  /// The texts of the files named, or of ./rules, or of what is built in.
  static func sources(_ paths: [String]) throws -> [RuleSet.Source] {
    let own = try own(paths)
    return own.isEmpty ? RuleSet.builtIn : own
  }

  /// The texts of the files named, or of ./rules where it exists.
  static func own(_ paths: [String]) throws -> [RuleSet.Source] {
    let isNamed = !paths.isEmpty
    let paths = isNamed ? paths : Files.isFolder("rules") ? ["rules"] : []
    let files = try paths.flatMap { path in
      guard Files.isFolder(path) else { return [path] }
      let found = try Files.list(path).filter(isYAML).filter { !RuleCaseFile.isNamed($0) }
      if found.isEmpty, isNamed { throw Failure("\(path): there is no rule file (*.yaml, *.yml) in this folder.") }
      return found
    }
    return try Files.once(files).map(source)
  }

  /// The texts of the files of cases beside the rules of the files named, or of ./rules.
  static func cases(_ paths: [String]) throws -> [RuleSet.Source] {
    let paths = paths.isEmpty && Files.isFolder("rules") ? ["rules"] : paths
    let files = try paths.flatMap { path in
      if Files.isFolder(path) { return try Files.list(path).filter(RuleCaseFile.isNamed) }
      return ["yaml", "yml"].map { Files.stem(path) + ".tests.\($0)" }.filter(Files.exists)
    }
    return try Files.once(files).map(source)
  }

  /// Whether a file is one of YAML, by its name.
  static func isYAML(_ path: String) -> Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }

  private static func source(_ path: String) throws -> RuleSet.Source {
    RuleSet.Source(file: path, text: try Files.readText(path))
  }
}

/// Finds baseline files.
enum BaselineFiles {
  /// The texts of the files named.
  ///
  /// - Throws: ``Failure`` where one cannot be read, and where a folder holds none.
  static func sources(_ paths: [String]) throws -> [RuleSet.Source] {
    let files = try paths.flatMap { path in
      guard Files.isFolder(path) else { return [path] }
      let found = try Files.list(path).filter(RuleFiles.isYAML)
      if found.isEmpty { throw Failure("\(path): there is no baseline file (*.yaml, *.yml) in this folder.") }
      return found
    }
    return try Files.once(files).map { RuleSet.Source(file: $0, text: try Files.readText($0)) }
  }

  /// What some files say.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  static func read(_ sources: [RuleSet.Source]) throws -> BaselineFile.Content {
    let environment = Session.environment
    let context = BaselineFile.Context(
      variable: { name in
        // What a baseline means depends on it as on a file.
        let value = environment[name]
        if let value { FileLog.current?.note(Array("\(name)=\(value)".utf8)) }
        return value
      }, identity: { Files.identity($0) }, read: { try Files.readText($0) })
    return try BaselineFile.read(sources, context)
  }
}
