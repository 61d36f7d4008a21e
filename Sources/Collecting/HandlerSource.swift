import AWSCore
import Documents
import EdgeCode
import SourceCode
import Transport

/// The files that a Lambda handler reaches, out of the package behind a presigned URL.
struct HandlerSource: Sendable {
  /// The largest package that Lambda@Edge takes is 50 MB.
  private static let maximumBytes = 52 << 20

  let transport: any Transport

  /// Downloads a package and takes the handler's file out of it, what that reaches, and the names of what is machine code.
  ///
  /// - Returns: As `Code` the file's name as `File` and its text as `Text`, and the texts of the other files by their paths
  ///   as `Files`; null where the package has no file of that handler, as for runtimes without source. As `NativeModules`
  ///   each file that is loaded as machine code, with what it is.
  /// - Throws: ``ServiceError`` where the package does not come, or is none; it never shows the URL, which is a secret.
  func read(_ location: String, configuration: JSONValue, region: String) async throws(ServiceError) -> JSONObject {
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
      let native = archive.nativeModules.map { module -> JSONValue in
        ["File": .string(module.file), "Format": .string(module.format)]
      }
      let file = archive.handlerFile(
        handler: configuration["Handler"].string ?? "", runtime: configuration["Runtime"].string ?? "")
      guard let file, let text = try archive.entry(file.name) else {
        return ["Code": .null, "NativeModules": .array(native)]
      }
      var code: JSONObject = ["File": .string(file.name), "Text": .string(text)]
      let package = CodePackage(paths: Set(archive.names)) { path in try? archive.bytes(of: path) }
      let reached = EdgeCode.reachableFiles(package, handler: configuration["Handler"].string ?? "")
      var others = JSONObject()
      for path in reached where path != file.name {
        // A file that is damaged, or no text, is missing in the snapshot as it is for the reader.
        if let other = try? archive.entry(path) { others[path] = .string(other) }
      }
      if !others.isEmpty { code["Files"] = .object(others) }
      return ["Code": .object(code), "NativeModules": .array(native)]
    } catch {
      throw self.error(.malformedResponse, "the package cannot be read: \(error)", region)
    }
  }

  private func error(_ category: ServiceError.Category, _ message: String, _ region: String) -> ServiceError {
    ServiceError(
      operation: "lambda:GetFunction", region: region, category: category, code: "UnreadablePackage", message: message)
  }
}
