"""What the stub answers: an estate as plain data, and the operations over it, paged as AWS pages.

    {"account": "111122223333",
     "regions": ["us-east-1", "eu-west-1"],
     "distributions": 250,                          a number of any kind stands for that many healthy ones
     "distributions": {"E1": {member: value}}       members of DistributionConfig; defaults fill in the rest
     "functions": {"guard": {"code": "…", "stores": [ARN], "published": true,
                             "development": "…", "utilization": 21}},     the draft; what TestFunction says it takes
     "keyValueStores": {"dates": {"Id": UUID, "keys": {"a": "b"}}},
     "cachePolicies" | "originRequestPolicies" | "responseHeadersPolicies": {id: configuration},
     "originAccessControls": {id: configuration},
     "originAccessIdentities": {id: {"S3CanonicalUserId": "…", "Comment": "…"}},
     "lambdas": {"eu-west-1": {"name": {"1": {member: value}}}},       defaults fill in the rest; "code" is its source,
                                                                       or its files by their paths,
                          "updateRuntimeOn", "provisioned", and of $LATEST "policy", "url", "events" and
                          "aliasEvents" (by version or alias) are settings
     "roles": {"edge": {"trust": document, "inline": {name: document}, "attached": [ARN]}},
     "policies": {ARN: document},
     "buckets": {"name": {"region": "eu-west-1", "policy": document, "status": is it public, "block": {…},
                          "notifications": {…},
                          "isOfOther": whether it is another account's, so that it may not be read}},
     "logGroups": {"us-east-1": {"/aws/lambda/x": 30}},                a retention, or null
     "tenants": {"dt_1": {"DistributionId": "E1", member: value}},
     "events": [{"eventName": "CreateInvalidation", "awsRegion": "us-east-1", …}],   records of CloudTrail's history; it may
                                                                       not be read where there is no such member
     "refusedEvents": ["ThrottlingException"],      the codes with which PutEvents refuses the next events
     "etags": true,                                 whether lists of distributions bear ETags, or only times of changes
     "pageSize": 100,                               the cap; asking for fewer gives fewer
     "emptyNextMarker": false,                      the last page of lists without IsTruncated: absent or empty
     "redirect": 301}                               or 400: what S3 says in the wrong region
"""

import base64
import datetime
import json
import subprocess
import tempfile

import resources
from account import Account
from stub_protocols import Failure, model
from stub_services import MOMENT, StubServices

OPEN_TOKEN = "the/same+token=="
POLICIES = {  # kind: (one, several)
    "cachePolicies": ("CachePolicy", "CachePolicies"),
    "originRequestPolicies": ("OriginRequestPolicy", "OriginRequestPolicies"),
    "responseHeadersPolicies": ("ResponseHeadersPolicy", "ResponseHeadersPolicies"),
}

SECURITY_HEADERS = {
    "Name": "Managed-SecurityHeadersPolicy",
    "SecurityHeadersConfig": {
        "FrameOptions": {"Override": False, "FrameOption": "SAMEORIGIN"}, "ContentTypeOptions": {"Override": True},
        "StrictTransportSecurity": {"Override": False, "AccessControlMaxAgeSec": 31536000}},
}


def event_source(name):
    """The service whose event has that name: Lambda's bear the version of its API."""
    words = {
        "lambda": ("2015", "2017", "EventInvokeConfig", "FunctionUrlConfig"), "iam": ("Role", "PolicyVersion"),
        "s3": ("Bucket",),
        "logs": ("LogGroup", "RetentionPolicy", "SubscriptionFilter")}
    found = [service for service, those in words.items() if any(word in name for word in those)]
    return f"{(found or ['cloudfront'])[0]}.amazonaws.com"


def bucket_query(name):
    """What records of S3 have beside what was asked: the host, and the parameters of the query."""
    return {"Host": "s3.amazonaws.com", {"Policy": "policy", "Notification": "notification"}.get(
        name.split("Bucket")[-1], "publicAccessBlock"): ""}


class StubEstate(StubServices):
    def __init__(self, scenario):
        self.data = {
            "account": "111122223333", "regions": ["us-east-1"], "etags": True, "pageSize": 100, "redirect": 301,
            **scenario}
        self.account = self.data["account"]
        self.url = ""  # of the stub, once it listens
        self.edits = {}  # how often a distribution was edited
        self.changed = {}  # and when the last time
        self.versions = {}  # the states of each key value store, in their order
        generators = {
            "distributions": lambda n: (f"E{n:013}", self.healthy_distribution(n)),
            "functions": lambda n: (f"function-{n}", {"code": resources.INDEX_CODE}),
            "keyValueStores": lambda n: (f"store-{n}", {}),
            "cachePolicies": lambda n: (uuid(n), cache_policy(f"policy-{n}")),
            "originRequestPolicies": lambda n: (uuid(n), request_policy(f"policy-{n}")),
            "responseHeadersPolicies": lambda n: (uuid(n), {"Name": f"policy-{n}"}),
            "originAccessControls": lambda n: (f"E{n:013}", access_control(f"control-{n}")),
            "originAccessIdentities": lambda n: (f"E{n:013}", {"S3CanonicalUserId": f"{n:064x}", "Comment": ""}),
            "roles": lambda n: (f"role-{n}", {}),
            "buckets": lambda n: (f"bucket-{n}", {}),
        }
        for kind, generate in generators.items():
            value = self.data.setdefault(kind, {})
            if isinstance(value, int):
                self.data[kind] = dict(generate(n) for n in range(value))
        for kind in ("distributions", "functions"):
            defaults = generators[kind](0)[1]
            self.data[kind] = {id: {**defaults, **given} for id, given in self.data[kind].items()}
        for kind in ("lambdas", "policies", "logGroups", "accountPolicies", "tenants"):
            self.data.setdefault(kind, {})
        self.data["cachePolicies"].setdefault(resources.CACHING_OPTIMIZED, cache_policy("Managed-CachingOptimized"))
        self.data["responseHeadersPolicies"].setdefault(resources.SECURITY_HEADERS_POLICY, SECURITY_HEADERS)

    def healthy_distribution(self, number):
        origin = resources.custom_origin("app", f"app-{number}.example.com")
        return resources.distribution_config(
            Account(self.url, self.account), f"stub-{number}", [origin], [resources.behavior("app")],
            aliases=[f"www-{number}.example.com"], log_bucket="logs")

    def edit(self, count):
        """Changes the first distributions, so many of them."""
        for id in list(self.data["distributions"])[:count]:
            self.edits[id] = self.edits.get(id, 0) + 1
            self.changed[id] = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
            self.data["distributions"][id]["Comment"] = f"edited {self.edits[id]} times"

    def etag(self, id):
        return etag(id + (f"-{self.edits[id]}" if id in self.edits else ""))

    def answer(self, call, repeat=False):
        """The output of a call; `repeat` makes every page point at itself."""
        self.repeat = repeat
        kind, key = self.policy_kind(call.operation)
        if kind:
            return self.policies_page(call, kind) if key is None else self.policy(call, kind, key)
        handler = getattr(self, snake(call), None)
        if handler is None:
            raise Failure(501, "NotImplemented", f"the stub does not know {call.name}")
        return handler(call.input, call)

    # Pages

    def page(self, found, asked, marker="Marker", limit="MaxItems", cap=None):
        """One page and the token of the next, None on the last. A token is a token: it needs escaping in a URL."""
        size = min(int(asked.get(limit) or self.data["pageSize"]), cap or 100, self.data["pageSize"])
        start, token = 0, asked.get(marker)
        if token and token != OPEN_TOKEN:
            try:
                start = int(base64.b64decode(token, validate=True).decode().removeprefix("offset???:"))
            except ValueError:
                raise Failure(400, "InvalidArgument", f"The parameter {marker} is invalid.") from None
        found = list(found)
        if self.repeat:
            return found[:size], OPEN_TOKEN
        following = start + size
        more = following < len(found)
        return found[start:following], base64.b64encode(f"offset???:{following}".encode()).decode() if more else None

    def cloudfront_page(self, call, found):
        """CloudFront's list structures differ in which members they have; the model says which."""
        shape = model("cloudfront").operation_model(call.operation).output_shape
        payload = shape.serialization["payload"]
        members = shape.members[payload].members
        chosen, token = self.page(found, call.input)
        page = {"MaxItems": int(call.input.get("MaxItems", 100)), "Quantity": len(chosen), "NextMarker": token}
        if "IsTruncated" in members:
            page |= {"IsTruncated": token is not None, "Marker": call.input.get("Marker", "")}
        elif token is None and self.data.get("emptyNextMarker"):
            page["NextMarker"] = ""
        if chosen:
            page["Items"] = chosen
        return {payload: page}

    def query_page(self, found, asked, member):
        chosen, token = self.page(found, asked, cap=1000)
        return {member: chosen, "IsTruncated": token is not None, "Marker": token}

    # CloudFront

    def cloudfront_list_distributions(self, _, call):
        return self.cloudfront_page(call, (
            {**distribution, "Id": id, "ARN": self.arn(f"distribution/{id}"), "Status": "Deployed",
             **({"ETag": self.etag(id)} if self.data["etags"] else {}),
             "LastModifiedTime": self.changed.get(id, MOMENT), "DomainName": f"{id.lower()}.cloudfront.net"}
            for id, distribution in self.data["distributions"].items()))

    def cloudfront_get_distribution_config(self, asked, _):
        config = self.find("distributions", asked["Id"], "NoSuchDistribution")
        return {"DistributionConfig": config, "ETag": self.etag(asked["Id"])}

    def cloudfront_get_distribution(self, asked, _):
        id, config = asked["Id"], self.find("distributions", asked["Id"], "NoSuchDistribution")
        return {"ETag": self.etag(id), "Distribution": {
            "Id": id, "ARN": self.arn(f"distribution/{id}"), "Status": "Deployed",
            "LastModifiedTime": self.changed.get(id, MOMENT), "InProgressInvalidationBatches": 0,
            "DomainName": f"{id.lower()}.cloudfront.net", "DistributionConfig": config}}

    def cloudfront_list_tags_for_resource(self, _, __):
        return {"Tags": {"Items": []}}

    def cloudfront_list_invalidations(self, _, call):
        return self.cloudfront_page(call, [])

    def cloudfront_list_functions(self, asked, call):
        stages = [asked["Stage"]] if asked.get("Stage") else ["DEVELOPMENT", "LIVE"]
        return self.cloudfront_page(call, (
            self.function_summary(name, stage) for name, function in self.data["functions"].items() for stage in stages
            if stage == "DEVELOPMENT" or function.get("published", True)))

    def cloudfront_describe_function(self, asked, _):
        stage = self.function_stage(asked)
        return {"FunctionSummary": self.function_summary(asked["Name"], stage), "ETag": etag(asked["Name"] + stage)}

    def cloudfront_get_function(self, asked, _):
        stage = self.function_stage(asked)
        return {
            "FunctionCode": self.function_code(asked["Name"], stage), "ETag": etag(asked["Name"] + stage),
            "ContentType": "application/octet-stream"}

    def cloudfront_test_function(self, asked, _):
        """Runs the code in njs, as CloudFront does in an engine of that family."""
        stage = self.function_stage(asked)
        if asked["IfMatch"] != etag(asked["Name"] + stage):
            raise Failure(412, "PreconditionFailed", "The precondition given in one or more headers was not met.")
        function = self.data["functions"][asked["Name"]]
        code = self.function_code(asked["Name"], stage)
        event = base64.b64decode(asked["EventObject"]).decode()
        script = f"{code}\n;Promise.resolve(handler({event})).then(made => console.log(JSON.stringify({{made}})), " \
            "error => console.log(JSON.stringify({error: String(error)})))"
        with tempfile.NamedTemporaryFile("w", suffix=".js") as file:
            file.write(script)
            file.flush()
            ran = subprocess.run(["njs", file.name], capture_output=True, text=True, timeout=30)
        lines = ran.stdout.strip().splitlines()
        try:
            made = json.loads(lines[-1])
        except (IndexError, ValueError):
            made = {"error": ran.stderr + ran.stdout}
        kind = "request" if "uri" in (made.get("made") or {}) else "response"
        return {"TestResult": {
            "FunctionSummary": self.function_summary(asked["Name"], stage),
            "ComputeUtilization": str(function.get("utilization", 21)), "FunctionExecutionLogs": lines[:-1],
            "FunctionErrorMessage": made.get("error", ""),
            "FunctionOutput": json.dumps({kind: made["made"]}) if "made" in made else ""}}

    def function_code(self, name, stage):
        function = self.data["functions"][name]
        return function.get("development", function["code"]) if stage == "DEVELOPMENT" else function["code"]

    def function_stage(self, asked):
        function = self.find("functions", asked["Name"], "NoSuchFunctionExists")
        stage = asked.get("Stage", "DEVELOPMENT")
        if stage == "LIVE" and not function.get("published", True):
            raise Failure(404, "NoSuchFunctionExists", "The specified function does not exist.")
        return stage

    def function_summary(self, name, stage):
        function = self.data["functions"][name]
        published = function.get("published", True)
        return {
            "Name": name, "Status": "DEPLOYED" if published else "UNPUBLISHED",
            "FunctionConfig": resources.function_config(
                function.get("stores", []), function.get("runtime", "cloudfront-js-2.0")),
            "FunctionMetadata": {
                "FunctionARN": self.arn(f"function/{name}"), "Stage": stage, "CreatedTime": MOMENT,
                "LastModifiedTime": MOMENT}}

    def cloudfront_list_key_value_stores(self, _, call):
        return self.cloudfront_page(call, (self.store(name) for name in self.data["keyValueStores"]))

    def cloudfront_describe_key_value_store(self, asked, _):
        self.find("keyValueStores", asked["Name"], "EntityNotFound")
        return {"KeyValueStore": self.store(asked["Name"]), "ETag": etag(asked["Name"])}

    def store(self, name):
        index = list(self.data["keyValueStores"]).index(name)
        id = self.data["keyValueStores"][name].get("Id", uuid(index))
        return {
            "Name": name, "Id": id, "Comment": "", "ARN": self.arn(f"key-value-store/{id}"),
            "Status": self.data["keyValueStores"][name].get("Status", "READY"), "LastModifiedTime": MOMENT}

    def cloudfront_list_origin_access_controls(self, _, call):
        return self.cloudfront_page(
            call, ({"Id": id, **config} for id, config in self.data["originAccessControls"].items()))

    def cloudfront_get_origin_access_control(self, asked, _):
        config = self.find("originAccessControls", asked["Id"], "NoSuchOriginAccessControl")
        return {
            "ETag": etag(asked["Id"]), "OriginAccessControl": {"Id": asked["Id"], "OriginAccessControlConfig": config}}

    def cloudfront_list_cloud_front_origin_access_identities(self, _, call):
        return self.cloudfront_page(
            call, ({"Id": id, **identity} for id, identity in self.data["originAccessIdentities"].items()))

    def policy_kind(self, operation):
        for kind, (one, several) in POLICIES.items():
            if operation == f"List{several}":
                return kind, None
            if operation == f"Get{one}":
                return kind, one
        return None, None

    def policies_page(self, call, kind):
        one, wanted = POLICIES[kind][0], call.input.get("Type")
        found = (
            {"Type": self.policy_type(config), one: policy(one, id, config)} for id, config in self.data[kind].items())
        return self.cloudfront_page(call, (item for item in found if wanted in (None, item["Type"])))

    def policy(self, call, kind, one):
        config = self.find(kind, call.input["Id"], f"NoSuch{one}")
        return {one: policy(one, call.input["Id"], config), "ETag": etag(call.input["Id"])}

    def policy_type(self, config):
        return "managed" if config["Name"].startswith("Managed-") else "custom"

    # The event history

    def cloudtrail_lookup_events(self, asked, call):
        """Records of the region by one attribute, newest first, fifty a page at most."""
        if self.data.get("events") is None:
            raise Failure(400, "AccessDeniedException", "User is not authorized to perform: cloudtrail:LookupEvents")
        attributes = asked.get("LookupAttributes", [])
        if len(attributes) > 1:
            raise Failure(400, "InvalidLookupAttributesException", "You can specify only one lookup attribute.")
        if not 1 <= asked.get("MaxResults", 50) <= 50:
            raise Failure(400, "InvalidMaxResultsException", "MaxResults is from 1 to 50.")
        keys = {"EventName": "eventName", "EventSource": "eventSource", "EventId": "eventID"}
        found = []
        for number, given in enumerate(self.data["events"]):
            record = {
                "eventVersion": "1.11", "eventSource": event_source(given["eventName"]), "awsRegion": "us-east-1",
                "eventTime": "2024-01-02T03:04:05Z", "eventID": uuid(number), "eventType": "AwsApiCall",
                "userIdentity": {"type": "IAMUser", "userName": "stub"}, **given}
            if record["eventSource"] == "s3.amazonaws.com":
                record["requestParameters"] = {**record["requestParameters"], **bucket_query(record["eventName"])}
            if any(record[keys[wanted["AttributeKey"]]] != wanted["AttributeValue"] for wanted in attributes):
                continue
            time = datetime.datetime.fromisoformat(record["eventTime"]).timestamp()
            in_time = asked.get("StartTime", 0) <= time <= asked.get("EndTime", time)
            if record["awsRegion"] != call.region or not in_time:
                continue
            found.append((time, {
                "EventId": record["eventID"], "EventName": record["eventName"], "EventSource": record["eventSource"],
                "EventTime": time, "ReadOnly": "false", "Resources": [], "CloudTrailEvent": json.dumps(record)}))
        found.sort(key=lambda pair: -pair[0])
        chosen, token = self.page([event for _, event in found], asked, "NextToken", "MaxResults", cap=50)
        return {"Events": chosen, **({"NextToken": token} if token else {})}

    # Notices

    def sns_publish(self, asked, _):
        return {"MessageId": uuid(1)}

    def events_put_events(self, asked, _):
        if self.data.get("refusedEvents"):
            return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": self.data["refusedEvents"].pop(0)}]}
        return {"FailedEntryCount": 0, "Entries": [{"EventId": uuid(n)} for n, _ in enumerate(asked["Entries"])]}

    # Tenants

    def tenant(self, id):
        return {
            "Id": id, "Name": id, "Arn": self.arn(f"distribution-tenant/{id}"), "Domains": [], "Enabled": True,
            "Status": "Deployed", "ConnectionGroupId": "", "CreatedTime": MOMENT, "LastModifiedTime": MOMENT,
            **self.find("tenants", id, "EntityNotFound")}

    def cloudfront_list_distribution_tenants(self, _, call):
        own = ("Parameters", "Tags")
        chosen, token = self.page((
            {"ETag": etag(id), **{name: value for name, value in self.tenant(id).items() if name not in own}}
            for id in self.data["tenants"]), call.input)
        return {"DistributionTenantList": chosen, **({"NextMarker": token} if token else {})}

    def cloudfront_get_distribution_tenant(self, asked, _):
        return {"ETag": etag(asked["Identifier"]), "DistributionTenant": self.tenant(asked["Identifier"])}

    def cloudfront_list_connection_groups(self, _, __):
        return {"ConnectionGroups": []}

    # The key value store's data plane

    def kvs_store(self, asked):
        for name, store in self.data["keyValueStores"].items():
            if self.store(name)["ARN"] == asked["KvsARN"]:
                return store.get("keys", {})
        raise Failure(404, "ResourceNotFoundException", "no such store")

    def kvs_describe_key_value_store(self, asked, _):
        keys = self.kvs_store(asked)
        return {
            "ETag": self.version(asked["KvsARN"], keys), "ItemCount": len(keys), "TotalSizeInBytes": sum(map(len, keys.values())),
            "KvsARN": asked["KvsARN"], "Created": MOMENT, "LastModified": MOMENT, "Status": "READY"}

    def version(self, arn, keys):
        """As CloudFront's, by the number of the version alone: two stores that were written to as often have the same."""
        states = self.versions.setdefault(arn, [])
        if states[-1:] != [dict(keys)]:
            states.append(dict(keys))
        return etag(f"version {len(states)}")

    def kvs_list_keys(self, asked, _):
        items = [{"Key": key, "Value": value} for key, value in self.kvs_store(asked).items()]
        asked = {"MaxResults": 10, **asked}
        chosen, token = self.page(items, asked, "NextToken", "MaxResults", cap=50)
        return {"Items": chosen, **({"NextToken": token} if token else {})}

    # Helpers

    def arn(self, rest):
        return f"arn:aws:cloudfront::{self.account}:{rest}"

    def find(self, kind, key, code):
        if key not in self.data[kind]:
            raise Failure(404, code, f"{key} was not found.")
        return self.data[kind][key]


def snake(call):
    prefix = {"cloudfront-keyvaluestore": "kvs"}.get(call.service, call.service)
    return prefix + "".join("_" + letter.lower() if letter.isupper() else letter for letter in call.operation)


def etag(seed):
    return "E" + base64.b32encode(seed.encode()).decode().rstrip("=")[-13:]


def uuid(number):
    return f"00000000-0000-4000-8000-{number:012}"


def policy(kind, id, config):
    return {"Id": id, "LastModifiedTime": MOMENT, f"{kind}Config": config}


def cache_policy(name):
    return {
        "Name": name, "Comment": "", "MinTTL": 1, "DefaultTTL": 86400, "MaxTTL": 31536000,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": True, "EnableAcceptEncodingBrotli": True,
            "HeadersConfig": {"HeaderBehavior": "none"}, "CookiesConfig": {"CookieBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "none"}}}


def request_policy(name):
    return {
        "Name": name, "Comment": "", "HeadersConfig": {"HeaderBehavior": "none"},
        "CookiesConfig": {"CookieBehavior": "none"}, "QueryStringsConfig": {"QueryStringBehavior": "none"}}


def access_control(name):
    return {
        "Name": name, "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3"}
