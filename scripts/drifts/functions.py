"""Drifts of functions at viewer events and of their stores."""

import resources as r
from drifts.making import FUNCTION, STORE, Expected, change_books, drift


@drift
def function_kvs_association(estate):
    code = r.GUARD_CODE % r.store_id(estate.store)
    r.change_function(estate.account, "books-image-guard", code)
    r.publish(estate.account, "books-image-guard")
    return Expected("function-kvs-association", FUNCTION, "books-image-guard")


@drift
def function_kvs_exists(estate):
    gone = f"arn:aws:cloudfront::{estate.account.number}:key-value-store/deleted-store"
    r.change_function(estate.account, "books-image-guard", r.GUARD_CODE % r.store_id(gone), [gone])
    r.publish(estate.account, "books-image-guard")
    return Expected("function-kvs-exists", FUNCTION, "books-image-guard")


@drift
def function_published(estate):
    r.change_function(estate.account, "site-index", r.INDEX_CODE.replace("index.html", "200.html"))
    return Expected("function-published", FUNCTION, "site-index")


@drift
def function_published_configuration(estate):
    """The code is the same; the association waits to be published."""
    r.change_function(estate.account, "site-index", r.INDEX_CODE, [estate.store])
    return Expected("function-published", FUNCTION, "site-index")


@drift
def function_runtime(estate):
    code = r.GUARD_CODE % r.store_id(estate.store)
    r.change_function(estate.account, "books-image-guard", code, [estate.store], runtime="cloudfront-js-1.0")
    r.publish(estate.account, "books-image-guard")
    return Expected("function-runtime", FUNCTION, "books-image-guard")


@drift
def function_date_parsing(estate):
    code = r.INDEX_CODE + "\nconst campaign = new Date('2024-02-15 09:00:00+09:00')\n"
    r.change_function(estate.account, "site-index", code)
    r.publish(estate.account, "site-index")
    return Expected("function-date-parsing", FUNCTION, "site-index", "LIVE.FunctionCode")


@drift
def kvs_date_values(estate):
    """Release dates are written as the database prints them, which Node.js reads."""
    code = r.INDEX_CODE.replace("function handler", "async function handler", 1).replace(
        "const request = event.request\n",
        "const request = event.request\n    const at = await store.get(request.uri)\n"
        "    if (Date.now() < Date.parse(at)) request.uri = '/soon.html'\n", 1)
    head = f"import cf from 'cloudfront'\n\nconst store = cf.kvs('{r.store_id(estate.store)}')\n\n"
    r.change_function(estate.account, "site-index", head + code, [estate.store])
    r.publish(estate.account, "site-index")
    return Expected("kvs-date-values", "AWS::CloudFront::KeyValueStore", "books-release-dates", "Items")


@drift
def function_size(estate):
    """A table in the code has grown; both stages hold it, one waits no longer."""
    r.change_function(estate.account, "site-index", r.INDEX_CODE + "// " + "x" * 9300)
    r.publish(estate.account, "site-index")
    return [
        Expected("function-size", FUNCTION, "site-index", "DEVELOPMENT.FunctionCode"),
        Expected("function-size", FUNCTION, "site-index", "LIVE.FunctionCode")]


@drift
def function_unused(estate):
    r.function(estate.account, "left-over", r.INDEX_CODE)
    return Expected("function-unused", FUNCTION, "left-over")


@drift
def viewer_response_error_handling(estate):
    """A placeholder for missing pages that is never called for one."""
    code = """function handler(event) {
    if (event.response.statusCode === 404) {
        return { statusCode: 302, headers: { location: { value: '/now_printing.jpg' } } }
    }
    return event.response
}"""
    arn = r.function(estate.account, "placeholder", code)

    def change(config):
        config["DefaultCacheBehavior"]["FunctionAssociations"]["Items"].append(
            {"EventType": "viewer-response", "FunctionARN": arn})
        config["DefaultCacheBehavior"]["FunctionAssociations"]["Quantity"] += 1

    change_books(estate, change)
    return Expected("viewer-response-error-handling", FUNCTION, "placeholder", "LIVE.FunctionCode")


@drift
def kvs_limits(estate):
    """A store near its limit, which is set low for that."""
    return Expected(
        "kvs-limits", STORE, "books-release-dates", "TotalSizeInBytes", parameters={"maxBytes": 20})
