import AWSCore
import ArgumentParser

/// Who asks AWS, and where; named as the AWS CLI names them.
struct AWSOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The profile of the shared config and credentials files.", valueName: "name"),
    completion: Completions.profiles)
  var profile: String?

  @Option(
    help: ArgumentHelp("The region of regional services; edge services have their own.", valueName: "name"),
    completion: Completions.regions)
  var region: String?

  @Option(
    name: .customLong("endpoint-url"),
    help: ArgumentHelp("Send every call there, as to an emulator.", valueName: "url"))
  var endpointURL: String?

  @Option(help: ArgumentHelp("How many calls may be under way at once.", valueName: "number"))
  var concurrency: Int = 16

  func validate() throws {
    if let region, let complaint = RegionName.complaint(about: region, isElsewhere: true) {
      throw ValidationError(complaint)
    }
    guard (1...256).contains(concurrency) else { throw ValidationError("--concurrency takes a number from 1 to 256.") }
  }
}
