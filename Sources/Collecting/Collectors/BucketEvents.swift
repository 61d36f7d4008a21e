import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads which Lambda functions the events of buckets start by way of SNS and of EventBridge. Nobody is asked about a
  /// bucket that sends its events to neither.
  func collectFunctionsBehindBucketEvents() async {
    // Of which notifications were not read is not known where they go.
    let buckets = resources(of: .bucket).filter { $0.properties["NotificationConfiguration"] != nil }
    await forEach(buckets) { bucket in
      await self.read(BucketSchema.topicSubscriptions, of: bucket.reference) { () async throws(ServiceError) in
        var started: [JSONValue] = []
        for topic in bucket.properties.notifiedTopics { started += try await self.functions(subscribedTo: topic) }
        return ["TopicSubscriptions": .array(started)]
      }
    }
    let group = BucketSchema.eventTargets
    var byRegion: [String: [Resource]] = [:]
    for bucket in buckets where asks(for: group, of: bucket.reference) {
      if bucket.properties.sendsToEventBridge {
        byRegion[bucket.reference.region, default: []].append(bucket)
      } else {
        add(Resource(reference: bucket.reference, properties: ["EventTargets": []]))
      }
    }
    await forEach(byRegion.sorted { $0.key < $1.key }) { region, buckets in
      await self.collectEventTargets(of: buckets, in: region)
    }
  }

  /// The Lambda functions that subscribe to a topic. A topic that is gone starts none.
  private func functions(subscribedTo topic: String) async throws(ServiceError) -> [JSONValue] {
    let (operation, region) = (SNS.listSubscriptionsByTopic, ARN(topic)?.region)
    var started: [JSONValue] = []
    do throws(ServiceError) {
      for entry in try await objects(operation, ["TopicArn": .string(topic)], region: region) {
        guard let kind = entry["Protocol"]?.string, let endpoint = entry["Endpoint"]?.string else {
          throw .malformed(operation, "an entry does not say who subscribes", resource: topic, region: region ?? "")
        }
        if kind != "lambda" { continue }
        started.append(["TopicArn": .string(topic), "LambdaFunctionArn": .string(endpoint)])
      }
    } catch  where error.saysAbsent {
      return []
    }
    return started
  }

  /// Reads which functions the rules of a region's default bus start for each of some buckets.
  private func collectEventTargets(of buckets: [Resource], in region: String) async {
    do throws(ServiceError) {
      var targets = Dictionary(uniqueKeysWithValues: buckets.map { ($0.reference.key, [JSONValue]()) })
      for rule in try await objects(EventBridge.listRules, ["EventBusName": "default"], region: region) {
        guard let name = rule["Name"]?.string, let state = rule["State"]?.string else {
          throw .malformed(EventBridge.listRules, "an entry of the list has no name or no state", region: region)
        }
        // Others go by the clock.
        guard let text = rule["EventPattern"], !text.isNull, state != "DISABLED" else { continue }
        guard let pattern = text.string.flatMap(EventPattern.init) else {
          throw .malformed(
            EventBridge.listRules, "the event pattern of a rule is no structure", resource: name, region: region)
        }
        let taken = buckets.filter { pattern.takesEvents(of: $0.reference.id) }
        if taken.isEmpty { continue }
        let started = try await functions(startedBy: name, in: region)
        for bucket in taken { targets[bucket.reference.key, default: []] += started }
      }
      for bucket in buckets {
        add(
          Resource(
            reference: bucket.reference, properties: ["EventTargets": .array(targets[bucket.reference.key] ?? [])]))
      }
    } catch {
      for bucket in buckets { addGap(BucketSchema.eventTargets, error, of: bucket.reference) }
    }
  }

  /// The Lambda functions among the targets of a rule. A rule that is gone by now starts none.
  private func functions(startedBy rule: String, in region: String) async throws(ServiceError) -> [JSONValue] {
    let operation = EventBridge.listTargetsByRule
    let input: JSONObject = ["Rule": .string(rule), "EventBusName": "default"]
    var started: [JSONValue] = []
    do throws(ServiceError) {
      for entry in try await objects(operation, input, region: region) {
        guard let arn = entry["Arn"]?.string else {
          throw .malformed(operation, "an entry of the list has no ARN", resource: rule, region: region)
        }
        if LambdaARN(arn) == nil { continue }
        started.append(["Rule": .string(rule), "LambdaFunctionArn": .string(arn)])
      }
    } catch  where error.saysAbsent {
      return []
    }
    return started
  }
}
