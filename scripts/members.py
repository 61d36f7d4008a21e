"""Prints which members each kind of resource has, as rules see them, out of botocore's service models.

The answer is a JSON object of structures: each kind of resource, and each structure that one of them leads to. A
member is "" for a text, number or boolean, "*" for what nobody can know (maps, documents), the name of a structure, or
one of these in brackets for a list. What the collectors in Sources/Collecting/Collectors add by hand is added here by
hand. Ties between resources are not here: Sources/Estate/Relation.swift has them.
"""

import json

import botocore.session

SESSION = botocore.session.Session()
STRUCTURES = {}


def kind(shape, service):
    """What the members of a structure say of one that has this shape, whose structures are noted on the way."""
    if shape.type_name == "list":
        return f"[{kind(shape.member, service)}]"
    if shape.type_name == "map" or getattr(shape, "is_document_type", False):
        return "*"
    if shape.type_name != "structure":
        return ""
    # CloudFront's {Quantity, Items} are plain lists; with more members, they are objects that have `Items`.
    if {"Quantity", "Items"} == set(shape.members):
        return kind(shape.members["Items"], service)
    name = f"{service}.{shape.name}"
    if name not in STRUCTURES:
        STRUCTURES[name] = {}
        STRUCTURES[name] = members(shape, service)
        if "Items" in STRUCTURES[name]:
            STRUCTURES[name].pop("Quantity", None)
    return name


def members(shape, service):
    return {name: kind(member, service) for name, member in shape.members.items()}


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


def stage():
    summary = cloudfront("FunctionSummary")
    del summary["Name"]
    return structure("Stage", summary | {"FunctionCode": ""})


def described_store():
    described = shape("cloudfront-keyvaluestore", "DescribeKeyValueStore")
    return {name: described[name] for name in ("ItemCount", "TotalSizeInBytes", "FailureReason")}


def policy(name):
    return cloudfront(name) | {"Type": ""}


def resources():
    configuration = shape("lambda", "GetFunctionConfiguration")
    version = structure("Version", configuration)
    tag = structure("Tag", {"Key": "", "Value": ""})
    delivery = structure("Delivery", shape("logs", "Delivery"))
    key = structure("Item", shape("cloudfront-keyvaluestore", "ListKeysResponseListItem"))
    inline = structure("RolePolicy", {"PolicyName": "", "PolicyDocument": "*"})
    attached = structure("AttachedManagedPolicy", shape("iam", "AttachedPolicy") | {"PolicyDocument": "*"})
    block = structure("PublicAccessBlockConfiguration", shape("s3", "PublicAccessBlockConfiguration"))
    notification = structure("NotificationConfiguration", shape("s3", "GetBucketNotificationConfiguration"))
    subscription = structure("SubscriptionFilter", shape("logs", "SubscriptionFilter"))
    invalidation = structure("Invalidation", cloudfront("InvalidationSummary") | {"Paths": "[]"})
    return {
        "AWS::CloudFront::Distribution": cloudfront("DistributionSummary") | cloudfront("DistributionConfig")
        | {"Tags": f"[{tag}]", "LogDeliveries": f"[{delivery}]", "Invalidations": f"[{invalidation}]"},
        "AWS::CloudFront::Function": {"Name": "", "DEVELOPMENT": stage(), "LIVE": stage()},
        "AWS::CloudFront::KeyValueStore": cloudfront("KeyValueStore") | described_store() | {"Items": f"[{key}]"},
        "AWS::CloudFront::CachePolicy": policy("CachePolicy"),
        "AWS::CloudFront::OriginRequestPolicy": policy("OriginRequestPolicy"),
        "AWS::CloudFront::ResponseHeadersPolicy": policy("ResponseHeadersPolicy"),
        "AWS::CloudFront::OriginAccessControl": cloudfront("OriginAccessControlSummary"),
        "AWS::CloudFront::CloudFrontOriginAccessIdentity": cloudfront("CloudFrontOriginAccessIdentitySummary"),
        "AWS::Lambda::Function": configuration
        | {"Versions": f"[{version}]", "ReservedConcurrentExecutions": "", "Policy": "*"},
        "AWS::Lambda::Version": configuration | {"Code": structure("Code", {"File": "", "Text": ""})},
        "AWS::IAM::Role": shape("iam", "Role")
        | {
            "AssumeRolePolicyDocument": "*",
            "RolePolicyList": f"[{inline}]",
            "AttachedManagedPolicies": f"[{attached}]",
        },
        "AWS::S3::Bucket": {
            "Name": "", "Policy": "*", "PublicAccessBlockConfiguration": block, "NotificationConfiguration": notification,
        },
        "AWS::Logs::LogGroup": shape("logs", "LogGroup") | {"SubscriptionFilters": f"[{subscription}]"},
    }


if __name__ == "__main__":
    print(json.dumps(resources() | STRUCTURES, indent=1, sort_keys=True))
