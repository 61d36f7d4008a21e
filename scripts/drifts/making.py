"""What drifts are made with: what each of them says is to be found, and the changes that several make."""

import dataclasses

import resources as r

DISTRIBUTION = "AWS::CloudFront::Distribution"
FUNCTION = "AWS::CloudFront::Function"
VERSION = "AWS::Lambda::Version"
LAMBDA = "AWS::Lambda::Function"
ROLE = "AWS::IAM::Role"
BUCKET = "AWS::S3::Bucket"
LOG_GROUP = "AWS::Logs::LogGroup"
STORE = "AWS::CloudFront::KeyValueStore"


@dataclasses.dataclass
class Expected:
    """One finding. `path` is where it begins: the finding's own may go further, into a member. With `parameters`, the
    rule is evaluated with these; with `only`, no other rule is."""

    rule: str
    type: str
    id: str
    path: str = ""
    region: str = "global"
    parameters: dict = dataclasses.field(default_factory=dict)
    only: bool = False


DRIFTS = {}


def drift(function):
    """Registers it under its name, dashes for underscores."""
    DRIFTS[function.__name__.replace("_", "-")] = function
    return function


def expected(estate, rule, path):
    return Expected(rule, DISTRIBUTION, estate.books, path)


def alone(estate, rule, path):
    """The same of a rule that is off."""
    return Expected(rule, DISTRIBUTION, estate.books, path, only=True)


def expected_resizer(estate, rule):
    return expected(estate, rule, "DefaultCacheBehavior.LambdaFunctionAssociations[origin-response]")


def expected_version(rule, path):
    return Expected(rule, VERSION, "image-resizer:2", path, "us-east-1")


def images(estate):
    return f"books-images-{estate.account.number}"


def lambda_arn(estate, name, qualifier=None):
    arn = f"arn:aws:lambda:us-east-1:{estate.account.number}:function:{name}"
    return f"{arn}:{qualifier}" if qualifier else arn


def notify(estate, **configuration):
    """Tells these of changes of images, and nobody else."""
    estate.account.client("s3").put_bucket_notification_configuration(
        Bucket=images(estate), NotificationConfiguration=configuration)


def change_books(estate, change):
    r.change_distribution(estate.account, estate.books, change)


def change_api(estate, **members):
    change_books(estate, lambda config: config["CacheBehaviors"]["Items"][0].update(members))


def associate_status(estate, arn):
    def change(config):
        config["CacheBehaviors"]["Items"][0]["LambdaFunctionAssociations"]["Items"][0]["LambdaFunctionARN"] = arn

    change_books(estate, change)


def associate_resizer(estate, arn):
    def change(config):
        config["DefaultCacheBehavior"]["LambdaFunctionAssociations"]["Items"][0]["LambdaFunctionARN"] = arn

    change_books(estate, change)
