"""Prints the structures that resources are made of, as rules and baselines see them, out of botocore's service models.

The answer is a JSON object: `botocore` is the version it was made from, `enums` the values of the texts that have few,
`structures` the members of each type of resource and of each structure that one of them leads to. A member is written as

  text, integer, number, boolean, time, bytes   a scalar; `text<cloudfront.PriceClass>` one of an enum's values
  *                                             what nobody can know: maps, policy documents
  cloudfront.Origin                             the structure of that name
  [...]                                         a list of one of these

with `!` at its end where the model requires it. CloudFront's {Quantity, Items} are plain lists. What collectors add to
what AWS answers stands in RESOURCES below, as AWS's models do not have it.

With --newest it says instead which members the installed botocore has that Sources/Schema/Structures.json has not.
"""

import json
import sys
from datetime import date

import botocore
import botocore.session

SESSION = botocore.session.Session()
STRUCTURES = {}
ENUMS = {}
SCALARS = {
    "string": "text", "character": "text", "integer": "integer", "long": "integer", "float": "number",
    "double": "number", "boolean": "boolean", "timestamp": "time", "blob": "bytes",
}


def kind(shape, service):
    """How a member of this shape is written; structures and enums are noted on the way."""
    if shape.type_name == "list":
        return f"[{kind(shape.member, service)}]"
    if shape.type_name == "map" or getattr(shape, "is_document_type", False):
        return "*"
    if shape.type_name != "structure":
        scalar = SCALARS[shape.type_name]
        values = getattr(shape, "enum", None)
        if not values:
            return scalar
        name = f"{service}.{shape.name}"
        ENUMS[name] = values
        return f"{scalar}<{name}>"
    if {"Quantity", "Items"} == set(shape.members):
        return kind(shape.members["Items"], service)
    name = f"{service}.{shape.name}"
    if name not in STRUCTURES:
        STRUCTURES[name] = {}
        STRUCTURES[name] = members(shape, service)
        if "Items" in STRUCTURES[name]:
            STRUCTURES[name].pop("Quantity", None)
            STRUCTURES[name].pop("Quantity!", None)
    return name


def members(shape, service):
    required = set(shape.required_members)
    return {
        name: kind(member, service) + ("!" if name in required else "") for name, member in shape.members.items()
    }


def shape(service, name):
    """The members of a structure of that name, or of what an operation of that name answers."""
    model = SESSION.get_service_model(service)
    found = model.operation_model(name).output_shape if name in model.operation_names else model.shape_for(name)
    return members(found, service)


def cloudfront(name):
    return shape("cloudfront", name)


def structure(name, members):
    """A structure that only the collectors know."""
    STRUCTURES[name] = members
    return name


def stage(summary):
    """A stage of a function: its code stands beside what AWS says of it."""
    return {name: kind for name, kind in summary.items() if name not in ("Name", "Id")} | {"FunctionCode": "text"}


def described_store():
    described = shape("cloudfront-keyvaluestore", "DescribeKeyValueStore")
    return {name: described[name] for name in ("ItemCount", "TotalSizeInBytes", "FailureReason")}


def policy(name):
    return cloudfront(name) | {"Type": "text"}


def resources():
    configuration = shape("lambda", "GetFunctionConfiguration")
    version = structure("Version", configuration)
    management = structure("RuntimeManagementConfig", shape("lambda", "GetRuntimeManagementConfig"))
    provisioned = structure(
        "ProvisionedConcurrencyConfig", shape("lambda", "ProvisionedConcurrencyConfigListItem"))
    events = structure("EventInvokeConfig", shape("lambda", "FunctionEventInvokeConfig"))
    url = structure("FunctionUrlConfig", shape("lambda", "GetFunctionUrlConfig"))
    alias = structure("AliasUrl", {"FunctionArn": "text", "FunctionUrlConfig": url, "FunctionUrlPolicy": "*"})
    native = structure("NativeModule", {"File": "text", "Format": "text"})
    tag = structure("Tag", {"Key": "text", "Value": "text"})
    tags = f"[{tag}]"
    source = shape("logs", "DeliverySource")
    delivery = structure(
        "Delivery", shape("logs", "Delivery") | {name: source[name] for name in ("logType", "status", "statusReason")})
    fed = structure(
        "AccountSubscriptionFilter", {"policyName": "text", "destinationArn": "text", "filterPattern": "text"})
    boundary = structure(
        "PermissionsBoundary", shape("iam", "AttachedPermissionsBoundary") | {"PolicyDocument": "*"})
    key = structure("Item", shape("cloudfront-keyvaluestore", "ListKeysResponseListItem"))
    inline = structure("RolePolicy", {"PolicyName": "text!", "PolicyDocument": "*!"})
    attached = structure("AttachedManagedPolicy", shape("iam", "AttachedPolicy") | {"PolicyDocument": "*"})
    block = structure("PublicAccessBlockConfiguration", shape("s3", "PublicAccessBlockConfiguration"))
    notification = structure("NotificationConfiguration", shape("s3", "GetBucketNotificationConfiguration"))
    through_topic = structure("TopicSubscription", {"TopicArn": "text", "LambdaFunctionArn": "text"})
    by_rule = structure("EventTarget", {"Rule": "text", "LambdaFunctionArn": "text"})
    subscription = structure("SubscriptionFilter", shape("logs", "SubscriptionFilter"))
    invalidation = structure("Invalidation", cloudfront("InvalidationSummary") | {"Paths": "[text]"})
    function_stage = structure("Stage", stage(cloudfront("FunctionSummary")))
    test = structure("FunctionTest", {"Name": "text", "ComputeUtilization": "integer"})
    connection_stage = structure("ConnectionStage", stage(cloudfront("ConnectionFunctionSummary")))
    return {
        "AWS::CloudFront::Distribution": cloudfront("DistributionSummary") | cloudfront("DistributionConfig")
        | {"Tags": tags, "LogDeliveries": f"[{delivery}]", "Invalidations": f"[{invalidation}]"},
        "AWS::CloudFront::Function": {
            "Name": "text", "DEVELOPMENT": function_stage, "LIVE": function_stage, "Tests": f"[{test}]",
        },
        "AWS::CloudFront::KeyValueStore": cloudfront("KeyValueStore") | described_store() | {"Items": f"[{key}]"},
        "AWS::CloudFront::CachePolicy": policy("CachePolicy"),
        "AWS::CloudFront::OriginRequestPolicy": policy("OriginRequestPolicy"),
        "AWS::CloudFront::ResponseHeadersPolicy": policy("ResponseHeadersPolicy"),
        "AWS::CloudFront::OriginAccessControl": cloudfront("OriginAccessControlSummary"),
        "AWS::CloudFront::CloudFrontOriginAccessIdentity": cloudfront("CloudFrontOriginAccessIdentitySummary"),
        "AWS::CloudFront::DistributionTenant": cloudfront("DistributionTenantSummary")
        | cloudfront("DistributionTenant") | {"Tags": tags, "Origins": "[cloudfront.Origin]"},
        "AWS::CloudFront::ConnectionGroup": cloudfront("ConnectionGroupSummary") | cloudfront("ConnectionGroup")
        | {"Tags": tags},
        "AWS::CloudFront::ConnectionFunction": {
            "Id": "text", "Name": "text", "DEVELOPMENT": connection_stage, "LIVE": connection_stage,
        },
        "AWS::CloudFront::VpcOrigin": cloudfront("VpcOrigin"),
        "AWS::Lambda::Function": configuration
        | {
            "Versions": f"[{version}]", "ReservedConcurrentExecutions": "integer", "Policy": "*",
            "ProvisionedConcurrencyConfigs": f"[{provisioned}]", "EventInvokeConfigs": f"[{events}]",
            "FunctionUrlConfig": url,
            "FunctionUrlPolicy": "*", "AliasUrls": f"[{alias}]",
        },
        "AWS::Lambda::Version": configuration | {"Code": structure("Code", {"File": "text", "Text": "text"})}
        | {
            "NativeModules": f"[{native}]", "SourceKMSKeyArn": "text", "RuntimeManagementConfig": management,
        },
        "AWS::IAM::Role": shape("iam", "Role")
        | {
            "AssumeRolePolicyDocument": "*",
            "RolePolicyList": f"[{inline}]",
            "AttachedManagedPolicies": f"[{attached}]",
            "PermissionsBoundary": boundary,
            "OrganizationId": "text",
        },
        "AWS::S3::Bucket": {
            "Name": "text", "Policy": "*", "PublicAccessBlockConfiguration": block,
            "NotificationConfiguration": notification, "AccountPublicAccessBlock": block, "OrganizationId": "text",
            "TopicSubscriptions": f"[{through_topic}]", "EventTargets": f"[{by_rule}]",
            "IsOfOtherAccount": "boolean",
        },
        "AWS::Logs::LogGroup": shape("logs", "LogGroup")
        | {"SubscriptionFilters": f"[{subscription}]", "AccountSubscriptionFilters": f"[{fed}]"},
    }


def document(known):
    """The file; `read` is the day on which it last became another."""
    structures = resources() | STRUCTURES
    found = {"botocore": botocore.__version__, "enums": ENUMS, "structures": structures}
    is_same = found == {name: value for name, value in known.items() if name != "read"}
    return found | {"read": known["read"] if is_same and "read" in known else date.today().isoformat()}


def news(known, found):
    """What is in `found` and not in `known`, a line each."""
    for name, members in sorted(found["structures"].items()):
        before = known["structures"].get(name)
        if before is None:
            yield f"{name}: a new structure"
        else:
            yield from (f"{name}.{member}: {members[member]}" for member in sorted(set(members) - set(before)))
    for name, values in sorted(found["enums"].items()):
        before = known["enums"].get(name, [])
        yield from (f"{name}: {value}" for value in values if value not in before)


if __name__ == "__main__":
    with open(sys.argv[-1], encoding="utf-8") as file:
        known = json.load(file)
    if sys.argv[1] == "--newest":
        lines = list(news(known, document(known)))
        print(f"botocore {botocore.__version__} against {known['botocore']}:")
        print("\n".join(lines) if lines else "nothing is new")
    else:
        print(json.dumps(document(known), indent=1, sort_keys=True))
