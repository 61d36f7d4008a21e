"""Puts the JSON files of a folder into a bucket of the emulator, among so much else that it is listed on several pages.

    stored_reports.py ENDPOINT ACCOUNT FOLDER
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from account import Account

endpoint, number, folder = sys.argv[1:]
bucket = f"reports-{number}"
s3 = Account(endpoint, number).client("s3")
s3.create_bucket(Bucket=bucket)
for count in range(1_005):
    s3.put_object(Bucket=bucket, Key=f"runs/a log/{count}.txt", Body=b"no report")
for file in sorted(pathlib.Path(folder).glob("*.json")):
    s3.put_object(
        Bucket=bucket, Key=f"runs/of today, été/{file.name}", Body=file.read_bytes(), ContentType="application/json")
print(bucket)
