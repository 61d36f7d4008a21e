import Auditing
import Documents
import Schema

/// The provider configurations of a plan: which one makes a resource, and in which account and region that works.
///
/// <https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation>
struct ProviderConfigurations {
  private let configurations: JSONObject
  private let variables: JSONValue
  private var modules: [String: Module] = [:]
  /// The keys of configurations, by addresses of resources without the indices of instances.
  private var keys: [String: String] = [:]

  /// A module as it is written: once, however often it is called.
  private struct Module {
    /// The variables that it declares.
    let variables: JSONValue
    /// What the module around it gives them.
    let arguments: JSONValue
    /// The address of the module around it; `nil` for the root.
    let parent: String?
  }

  /// Those of a document; none where it is no plan.
  init(_ document: JSONValue) {
    configurations = document["configuration"]["provider_config"].object ?? [:]
    variables = document["variables"]
    var open: [(address: String, parent: String?, arguments: JSONValue, module: JSONValue)] = [
      ("", nil, .null, document["configuration"]["root_module"])
    ]
    while let (address, parent, arguments, module) = open.popLast() {
      modules[address] = Module(variables: module["variables"], arguments: arguments, parent: parent)
      let prefix = address.isEmpty ? "" : "\(address)."
      for resource in module["resources"].array ?? [] {
        guard let name = resource["address"].string, let key = resource["provider_config_key"].string else { continue }
        keys[prefix + name] = key
      }
      for call in module["module_calls"].object ?? [:] {
        open.append(("\(prefix)module.\(call.name)", address, call.value["expressions"], call.value["module"]))
      }
    }
  }

  /// The key of the configuration that makes a resource; `nil` where the document does not say.
  func key(of address: String) -> String? { keys[Self.withoutIndices(address)] }

  /// The region of the configuration that makes a resource; `nil` where it is not known: where it is nowhere set, is
  /// sensitive, or is worked out from anything but a constant or a variable.
  func region(of address: String) -> String? {
    guard let configuration = configuration(of: address) else { return nil }
    // A text that is put together of a variable and more refers to nothing but that variable too.
    return value("region", of: configuration)?.string.flatMap { Self.isRegion($0) ? $0 : nil }
  }

  /// The account that the configuration which makes a resource works in: that of the last role that it assumes, or the one
  /// that it allows; `nil` where that is not known.
  func account(of address: String) -> String? {
    guard let configuration = configuration(of: address) else { return nil }
    // A role is assumed with a token of the web first, and others with its credentials.
    let roles = ["assume_role_with_web_identity", "assume_role"].flatMap { name in
      let blocks = configuration["expressions"][name]
      return blocks.array ?? (blocks.isNull ? [] : [blocks])
    }
    if let role = roles.last, let text = value(of: role["role_arn"], in: Self.module(of: configuration))?.string {
      // Of an ARN that is put together of a number and more the number is known, and that is its account.
      let found = [ARN(text)?.account ?? "", text].first(where: Self.isAccount)
      if let found { return found }
    }
    let allowed = accounts("allowed_account_ids", of: configuration)
    return allowed.count == 1 ? allowed.first : nil
  }

  /// The accounts that the configuration which makes a resource may work in, as far as it says.
  func accounts(of address: String) -> AccountPatterns {
    guard let configuration = configuration(of: address) else { return AccountPatterns() }
    return AccountPatterns(
      accounts("allowed_account_ids", of: configuration), except: accounts("forbidden_account_ids", of: configuration))
  }

  /// The numbers of accounts in a list of a configuration; none where not all of them are known.
  private func accounts(_ argument: String, of configuration: JSONValue) -> [String] {
    let value = value(argument, of: configuration)
    let accounts = (value?.array ?? [value ?? .null]).map { $0.string ?? "" }
    return accounts.allSatisfy(Self.isAccount) ? accounts : []
  }

  private func configuration(of address: String) -> JSONValue? { key(of: address).flatMap { configurations[$0] } }

  /// The value of an argument of a configuration.
  private func value(_ argument: String, of configuration: JSONValue) -> JSONValue? {
    value(of: configuration["expressions"][argument], in: Self.module(of: configuration))
  }

  /// The module in which a configuration is written.
  private static func module(of configuration: JSONValue) -> String { configuration["module_address"].string ?? "" }

  /// The value of an expression in a module, variables being followed through the calls of modules.
  private func value(of expression: JSONValue, in module: String) -> JSONValue? {
    var (expression, address) = (expression, module)
    var path: ArraySlice<String> = []
    while true {
      if let value = expression.object?["constant_value"] { return value.drilled(path) }
      guard let steps = Self.variable(in: expression["references"]), let module = modules[address] else { return nil }
      let name = steps.first ?? ""
      path = steps.dropFirst() + path
      if module.variables[name]["sensitive"] == true { return nil }
      if let parent = module.parent {
        guard module.arguments[name].object != nil else { return module.variables[name]["default"].drilled(path) }
        (expression, address) = (module.arguments[name], parent)
      } else {
        let given = variables[name].object?["value"]
        return (given ?? module.variables[name]["default"]).drilled(path)
      }
    }
  }

  /// The one variable that an expression refers to, with the way into it; `nil` where it refers to anything else. What is
  /// referred to stands there with all that is around it: `var.a.b`, `var.a`.
  private static func variable(in references: JSONValue) -> ArraySlice<String>? {
    let texts = (references.array ?? []).compactMap(\.string)
    guard let first = texts.first,
      texts.allSatisfy({ first == $0 || first.hasPrefix("\($0).") || first.hasPrefix("\($0)[") })
    else { return nil }
    let steps = Self.steps(of: first)
    guard steps.count > 1, steps[0] == "var" else { return nil }
    return steps.dropFirst()
  }

  /// `eu-central-1`, `us-gov-west-1`.
  private static func isRegion(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, let last = parts.last else { return false }
    let isNumber = !last.isEmpty && last.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let areWords = parts.dropLast().allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
    return isNumber && areWords
  }

  /// The number of an account.
  private static func isAccount(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// The address of what an instance is of: `module.a["x"].aws_iam_role.r[0]` is of `module.a.aws_iam_role.r`.
  static func withoutIndices(_ address: String) -> String {
    steps(of: address, withIndices: false).joined(separator: ".")
  }

  /// The names and indices of an address or a reference, in one go.
  private static func steps(of text: String, withIndices: Bool = true) -> [String] {
    var steps: [String] = []
    var step = ""
    var (isIndex, isQuoted, isEscaped) = (false, false, false)
    func end() {
      if !step.isEmpty { steps.append(step) }
      step = ""
    }
    for character in text {
      switch character {
      case _ where isEscaped:
        isEscaped = false
        if withIndices { step.append(character) }
      case "\\" where isQuoted: isEscaped = true
      case "\"" where isIndex: isQuoted.toggle()
      case "[" where !isIndex:
        end()
        isIndex = true
      case "]" where isIndex && !isQuoted:
        end()
        isIndex = false
      case "." where !isIndex: end()
      default: if !isIndex || withIndices { step.append(character) }
      }
    }
    end()
    return steps
  }
}

extension JSONValue {
  /// What is found by names and indices, one after the other.
  fileprivate func drilled(_ path: ArraySlice<String>) -> JSONValue {
    path.reduce(self) { value, step in
      if value.array != nil { return Int(step).map { value[$0] } ?? .null }
      return value[step]
    }
  }
}
