"""Two fixers, as on two machines, and an editor of the same resources, all at once and round after round.

    races.py ENDPOINT ACCOUNT ROUNDS

Prints how each fixer ended, each round; what its journals say and what its calls did; what the editor found gone that it
had written; what is there in the end. AUDIT names the command.
"""

import random
import sys
import time

from botocore.exceptions import ClientError
from repairs import FIX, NAMES, Account, Audit, Proxy, broken, drift, finished, json, r, read_keys, threading

endpoint, number, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])


class Editor:
    """Writes other values of the same resources, each with If-Match, and looks whether the last one is still there."""

    # A function is read in six calls, a store in more: who writes faster than that can only be waited for.
    PAUSES = {"distribution": 0.3, "function": 1, "store": 0.2}

    def __init__(self, estate):
        self.estate, self.account, self.isOver = estate, estate.account, threading.Event()
        self.written = {"distribution": "books", "function": "", "store": None}
        self.conflicts, self.gone = 0, []

    def run(self, edit, name):
        count = 0
        while not self.isOver.is_set():
            count += 1
            try:
                edit(f"edit {count}")
                self.written[name] = f"edit {count}"
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (409, 412):
                    raise
                self.conflicts += 1
            except OSError:  # 409 of a store
                self.conflicts += 1
            time.sleep(random.uniform(0, self.PAUSES[name]))

    def check(self, name, found):
        if found != self.written[name]:
            self.gone.append([name, self.written[name], found])

    def distribution(self, text):
        def change(config):
            self.check("distribution", config["Comment"])
            config["Comment"] = text

        r.change_distribution(self.account, self.estate.books, change)

    def function(self, text):
        client = self.account.client("cloudfront")
        found = client.describe_function(Name="books-image-guard", Stage="DEVELOPMENT")
        config = found["FunctionSummary"]["FunctionConfig"]
        code = client.get_function(Name="books-image-guard", Stage="DEVELOPMENT")["FunctionCode"].read()
        client.update_function(
            Name="books-image-guard", IfMatch=found["ETag"], FunctionCode=code,
            FunctionConfig={**config, "Comment": text})

    def store(self, text):
        etag = r.keys_request(self.account, "GET", self.estate.store)[0]
        self.check("store", read_keys(self.account, self.estate.store).get("editor"))
        r.keys_request(self.account, "POST", self.estate.store, "/keys", etag, {
            "Puts": [{"Key": "editor", "Value": text}, {"Key": "other", "Value": text}], "Deletes": []})

    def start(self):
        self.threads = [
            threading.Thread(target=self.run, args=(getattr(self, name), name))
            for name in ("distribution", "function", "store")]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.isOver.set()
        for thread in self.threads:
            thread.join()


def final(estate):
    """What there is in the end of what fixers and editor have written."""
    client = estate.account.client("cloudfront")
    config = client.get_distribution_config(Id=estate.books)["DistributionConfig"]
    stages = {}
    for stage in ("DEVELOPMENT", "LIVE"):
        summary = client.describe_function(Name="books-image-guard", Stage=stage)["FunctionSummary"]
        stores = summary["FunctionConfig"]["KeyValueStoreAssociations"].get("Items", [])
        stages[stage] = [store["KeyValueStoreARN"] == estate.store for store in stores]
    trust = estate.account.client("iam").get_role(RoleName="edge")["Role"]["AssumeRolePolicyDocument"]
    keys = read_keys(estate.account, estate.store)
    api = config["CacheBehaviors"]["Items"][0]
    return {
        "distribution": config["Comment"], "protocol": api["ViewerProtocolPolicy"],
        "lambda": api["LambdaFunctionAssociations"]["Items"][0]["LambdaFunctionARN"].rpartition(":")[2],
        "function": client.describe_function(
            Name="books-image-guard", Stage="DEVELOPMENT")["FunctionSummary"]["FunctionConfig"]["Comment"],
        "stages": stages, "store": keys.get("editor"), "keys": [keys.get(f"/images/000{n}.jpg") for n in (1, 2, 3)],
        "trust": sorted(trust["Statement"][0]["Principal"]["Service"])}


def claims(audit, log):
    """By operation how many calls the journal says were done, and how many were."""
    said = {}
    for line in audit.journal():
        if line["record"] == "answer":
            name = line["operation"].partition(":")[2]
            said[name] = said.get(name, 0) + 1
    done = {name: sum(found == name and status < 300 for found, status in log) for name in NAMES}
    return {name: [said.get(name, 0), done[name]] for name in NAMES}


def main():
    account = Account(endpoint, number)
    estate = broken(account)
    results = []
    for round in range(rounds):
        if round:
            drift(estate)
        editor = Editor(estate)
        editor.written["distribution"] = final(estate)["distribution"]
        editor.written["store"] = final(estate)["store"]
        proxies = [Proxy(endpoint), Proxy(endpoint)]
        audits = [Audit(account, proxy.endpoint) for proxy in proxies]
        editor.start()
        processes = [audit.start(*FIX, "--no-wait") for audit in audits]
        ends = [finished(process) for process in processes]
        editor.stop()
        logs = [proxy.log for proxy in proxies]
        results.append({
            "fixers": ends, "claims": [claims(audit, log) for audit, log in zip(audits, logs)],
            "logs": [[name for name, status in log] for log in logs],
            "gone": editor.gone, "written": editor.written, "conflicts": editor.conflicts, "final": final(estate)})
    print(json.dumps(results))


main()
