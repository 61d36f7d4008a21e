import AWSCore
import ArgumentParser
import Auditing
import Foundation
import Reporting

/// What a shell offers behind an option or in the place of an argument. Whatever cannot be read offers nothing: a
/// completion has nobody to tell.
enum Completions {
  /// Ids of rules: those built in, and those of ./rules.
  static let rules = CompletionKind.custom { _, _, _ in
    let own = (try? RuleFiles.own([])) ?? []
    let rules = (try? RuleSet(RuleSet.builtIn + own)) ?? (try? RuleSet(RuleSet.builtIn))
    return [Declaration.rule] + (rules?.rules.map(\.id) ?? [])
  }

  /// Runs that left a journal in the default folder, newest first, and `last`.
  static let runs = CompletionKind.custom { _, _, _ in
    let files = (try? Journals(folder: RepairOptions.defaultJournal).files) ?? []
    return ["last"] + files.reversed().map { Files.stem(($0 as NSString).lastPathComponent) }
  }

  /// The formats of reports with `=`, and behind that a file.
  static let reports = CompletionKind.custom { _, _, typed in
    let typed = typed.hasPrefix("--report=") ? typed.dropFirst("--report=".count) : typed[...]
    guard let equals = typed.firstIndex(of: "=") else { return ReportFormat.allCases.map { "\($0.rawValue)=" } }
    let (head, path) = (typed[...equals], typed[typed.index(after: equals)...])
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
      "\(head)\(folder)\(name)\(Files.isFolder(folder + name) ? "/" : "")"
    }
  }

  /// The profiles of the shared files.
  static let profiles = CompletionKind.custom { _, _, _ in
    let environment = Session.environment
    let home = environment["HOME"] ?? NSHomeDirectory()
    let files = [
      (environment["AWS_CONFIG_FILE"] ?? "\(home)/.aws/config", "profile "),
      (environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(home)/.aws/credentials", ""),
    ]
    let names = files.flatMap { file, head in
      ((try? Files.readText(file)) ?? "").split(whereSeparator: \.isNewline).compactMap { line -> String? in
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return nil }
        let name = line[line.index(after: line.startIndex)..<end].trimmingCharacters(in: .whitespaces)
        if name == "default" || head.isEmpty { return name }
        return name.hasPrefix(head) ? name.dropFirst(head.count).trimmingCharacters(in: .whitespaces) : nil
      }
    }
    return Set(names).sorted()
  }

  /// The regions of all partitions.
  static let regions = CompletionKind.custom { _, _, _ in RegionName.known.sorted() }

  /// A YAML file, or a folder on the way to one.
  static let yaml = CompletionKind.file(extensions: ["yaml", "yml"])

  /// A JSON file, or a folder on the way to one.
  static let json = CompletionKind.file(extensions: ["json", "tfstate"])
}
