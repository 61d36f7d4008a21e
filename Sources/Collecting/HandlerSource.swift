import AWSCore
import Documents
import SourceCode
import Transport

/// The file of a Lambda handler, out of the package behind a presigned URL.
struct HandlerSource: Sendable {
  /// The largest package that Lambda@Edge takes is 50 MB.
  private static let maximumBytes = 52 << 20

  let transport: any Transport

  /// Downloads a package and takes the handler's file out of it.
  ///
  /// - Returns: The file's name and its text; null where the package has no such file, as for runtimes without source.
  /// - Throws: ``ServiceError`` where the package does not come, or is none; it never shows the URL, which is a secret.
  func read(_ location: String, configuration: JSONValue, region: String) async throws(ServiceError) -> JSONValue {
    guard let url = HTTPURL(location) else { throw error(.malformedResponse, "the location is no URL", region) }
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(HTTPRequest(url: url, maximumResponseBytes: Self.maximumBytes))
    } catch {
      throw self.error(.unreachable, "the package cannot be downloaded from \(url.host)", region)
    }
    guard response.status == 200 else {
      throw error(.unreachable, "the package cannot be downloaded: HTTP \(response.status)", region)
    }
    do throws(ZipArchiveError) {
      let archive = try ZipArchive(response.body)
      let file = archive.handlerFile(
        handler: configuration["Handler"].string ?? "", runtime: configuration["Runtime"].string ?? "")
      guard let file, let text = try archive.entry(file.name) else { return .null }
      return ["File": .string(file.name), "Text": .string(text)]
    } catch {
      throw self.error(.malformedResponse, "the package cannot be read: \(error)", region)
    }
  }

  private func error(_ kind: ServiceError.Kind, _ message: String, _ region: String) -> ServiceError {
    ServiceError(
      operation: "lambda:GetFunction", region: region, kind: kind, code: "UnreadablePackage", message: message)
  }
}
