#!/usr/bin/env bash
# awswrangler 3.17.1 (AWS SDK for pandas) takes a path of S3 as a text or as a list of texts, and the two are not the
# same. A list names objects. A text is the beginning of names, and a pattern, also where it is the whole name of an
# object that is there (its reference says prefix and wildcards; does_object_exist takes the same text for a name):
#   delete_objects("…/a.csv")       a.csv.bak and a.csv2 go with it, and "…/app" takes application/… along
#   read_csv("…/a.csv")             has the rows of a.csv.bak, too: counts are twice what they were
#   delete_objects("…/a[1].csv")    deletes a1.csv, which is another object, and leaves a[1].csv
# A dataset has its files that begin with _ or a dot, too, which Athena passes over: a query there and a count here
# differ. Give objects as lists, and folders with their slash. Seen against moto 5.2.5. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awswrangler==3.17.1 'moto[s3]==5.2.5' boto3==1.44.8 \
  pandas==3.1.1 pyarrow==25.0.1

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 \
  "$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import boto3
import moto


def left():
    return " ".join(found["Key"] for found in s3.list_objects_v2(Bucket="lake").get("Contents", []))


def put(*keys):
    for key in left().split() if left() else []:
        s3.delete_object(Bucket="lake", Key=key)
    for key in keys:
        s3.put_object(Bucket="lake", Key=key, Body=b"requests\n1\n")


with moto.mock_aws():
    import awswrangler

    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="lake")
    for paths in ("s3://lake/a.csv", ["s3://lake/a.csv"]):
        put("a.csv", "a.csv.bak", "b.csv")
        print(paths, "exists:", awswrangler.s3.does_object_exist("s3://lake/a.csv"), "rows:",
              len(awswrangler.s3.read_csv(paths)))
        awswrangler.s3.delete_objects(paths)
        print("  left after delete_objects:", left())
    for paths in ("s3://lake/a[1].csv", ["s3://lake/a[1].csv"], "s3://lake/app"):
        put("a1.csv", "a[1].csv", "app/1.csv", "application/1.csv")
        awswrangler.s3.delete_objects(paths)
        print(paths, "left after delete_objects:", left())
    put("app/1.csv", "app/_1.csv", "app/.1.csv")
    print("a dataset, rows:", len(awswrangler.s3.read_csv("s3://lake/app/", dataset=True)))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3://lake/a.csv exists: True rows: 2
  left after delete_objects: b.csv
['s3://lake/a.csv'] exists: True rows: 1
  left after delete_objects: a.csv.bak b.csv
s3://lake/a[1].csv left after delete_objects: a[1].csv app/1.csv application/1.csv
['s3://lake/a[1].csv'] left after delete_objects: a1.csv app/1.csv application/1.csv
s3://lake/app left after delete_objects: a1.csv a[1].csv
a dataset, rows: 3
SEEN
