import re
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass
class Answer:
    status: HTTPStatus
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None

    def to_edge(self) -> dict:
        result = {
            "status": str(self.status.value),
            "statusDescription": self.status.phrase,
            "headers": {k.lower(): [{"key": k, "value": v}] for k, v in self.headers.items()},
        }
        if self.body is not None:
            result["body"] = self.body
        return result


def route(request):
    match request["uri"].strip("/").split("/"):
        case ["old", *rest]:
            return Answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": "/new/" + "/".join(rest)})
        case ["teapot"] | ["tea"]:
            return Answer(HTTPStatus(418), body="short and stout")
        case ["users", name] if not re.fullmatch(r"[a-z]+", name):
            return Answer(HTTPStatus.BAD_REQUEST)
        case _:
            return None


def lambda_handler(event, _):
    request = event["Records"][0]["cf"]["request"]
    if (answer := route(request)) is not None:
        return answer.to_edge()
    return request
