import ArgumentParser
import Auditing
import Estate
import Foundation
import Repairing
import State

/// Plans that are written down, reviewed, and applied as they were reviewed.
struct PlanOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("save-plan")],
    help: ArgumentHelp("With --dry-run: write the plan, to be reviewed and applied by --plan.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Apply just this plan, to what --only, --skip and --resource chose for it. Each value is compared before it is "
        + "written; a plan for another account, made by other rules, baselines or templates than are named here, or too "
        + "long ago, is refused.", valueName: "file"), completion: .file())
  var plan: String?

  @Option(
    name: .customLong("plan-age"),
    help: ArgumentHelp("With --plan: how old it may be, as 90m, 24h or 7d.", valueName: "time"))
  var age: PlanAge?

  @Option(
    help: ArgumentHelp(
      "With --plan: the SHA-256 of the plan that was reviewed, as `audit plan show` prints it. Without it only damage is "
        + "noticed.", valueName: "sha256"))
  var digest: String?

  func validate() throws {
    if plan == nil, age != nil || digest != nil {
      throw ValidationError("--plan-age and --digest are for --plan FILE.")
    }
    if let digest, digest.count != 64 || !digest.allSatisfy(\.isHexDigit) {
      throw ValidationError("--digest takes the 64 hexadecimal digits that `audit plan show` prints.")
    }
  }

  /// The plan that is named, if there is one.
  ///
  /// - Throws: ``Failure`` where it cannot be read, or is not as it was written.
  func read() throws -> SavedPlan? { try plan.map(PlanFile.read) }

  /// Makes sure that a plan is the one that was reviewed, and made from what is there now.
  ///
  /// - Throws: ``Failure`` where it is not.
  func admit(_ saved: SavedPlan, _ inputs: SavedPlan.Inputs, at time: Date) throws {
    do {
      try saved.expect(
        inputs, pin: digest, age: ServiceTime.date(saved.readAt).map { time.timeIntervalSince($0) },
        atMost: (age ?? .day).seconds)
    } catch {
      throw Failure("\(plan ?? ""): \(error.description)")
    }
  }

  /// Makes sure that a plan is for an account.
  ///
  /// - Throws: ``Failure`` where it is not.
  func admit(_ saved: SavedPlan, account: String) throws {
    do { try saved.expect(account: account) } catch { throw Failure("\(plan ?? ""): \(error.description)") }
  }
}

/// Reads plans.
enum PlanFile {
  /// The plan in a file, or on standard input for `-`.
  static func read(_ path: String) throws -> SavedPlan {
    let document = try Files.readJSON(path)
    do { return try SavedPlan(document: document) } catch { throw Failure("\(path): \(error.description)") }
  }
}

/// How old a plan may be.
struct PlanAge: ExpressibleByArgument {
  let seconds: Double

  /// What is taken where nobody says.
  static let day = PlanAge(seconds: 86_400)

  private init(seconds: Double) { self.seconds = seconds }

  /// `90m`, `24h`, `7d`, `30s`.
  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = argument.last.flatMap({ units[$0] }), let number = Int(argument.dropLast()), number > 0,
      number <= 100_000
    else { return nil }
    seconds = Double(number) * unit
  }
}
