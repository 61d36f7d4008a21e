#!/usr/bin/env bash
# Reports are Markdown, and Slack has a language of its own (mrkdwn), so that what goes to a channel is converted. Three
# libraries for Python do it. ARNs, actions and times have colons and stars in them, and two of the three go over the
# text with expressions, with no word on what they take:
#   md2mrkdwn 0.4.5           in a table :aws:, :111122223333: and each :word: is a name of an emoji, and is taken out:
#                             arn:aws:iam::111122223333:role/edge is arniam:role/edge, in code as well, and 12:30:45 is
#                             1245. So the account, the region and the hour are gone, and two accounts are one line
#   markdown-to-mrkdwn 0.3.3  stars that stand in code are a pair to it, too: `s3:Get*` and `s3:Put*` are `s3:Get_` and
#                             `s3:Put_`, which are other actions, for whoever copies them
#   both                      s3:Get* on arn:aws:s3:::logs/* the same, where CommonMark sees no emphasis; 2 * 3 * 4 is
#                             2 _ 3 _ 4. & < and > are left as they are, which Slack wants as &amp; &lt; and &gt;
#   slackify-markdown 0.2.4   right in these; a table stays as it is, with its bars
# A report with one star, or without a table, is right. Put what has stars or colons into a fenced block, which all
# three leave alone, or send blocks (rich_text) instead. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install \
  md2mrkdwn==0.4.5 markdown-to-mrkdwn==0.3.3 slackify-markdown==0.2.4 markdown-it-py==4.3.0

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
from markdown_it import MarkdownIt
from markdown_to_mrkdwn import SlackMarkdownConverter
from md2mrkdwn import convert
from slackify_markdown import slackify_markdown

common = MarkdownIt()
for text in (
        "| Role | When |\n| --- | --- |\n| `arn:aws:iam::111122223333:role/edge` | 12:30:45 |\n"
        "| `arn:aws:iam::210987654321:role/edge` | 12:31:45 |",
        "`s3:Get*` and `s3:Put*`",
        "s3:Get* on arn:aws:s3:::logs/*",
        "2 * 3 * 4",
        "a & b < c",
        "```\ns3:Get* on arn:aws:s3:::logs/*\n```"):
    print("markdown  ", text.replace("\n", "\n           "))
    if "|" not in text:
        print("  emphasis by CommonMark:", "<em>" in common.render(text))
    for name, answer in (("md2mrkdwn", convert(text)), ("markdown-to-mrkdwn", SlackMarkdownConverter().convert(text)),
                         ("slackify-markdown", slackify_markdown(text))):
        print(f"  {name:18}", answer.strip().replace("\n", "\n" + " " * 21))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
markdown   | Role | When |
           | --- | --- |
           | `arn:aws:iam::111122223333:role/edge` | 12:30:45 |
           | `arn:aws:iam::210987654321:role/edge` | 12:31:45 |
  md2mrkdwn          ```
                     | Role               | When |
                     | ------------------ | ---- |
                     | `arniam:role/edge` | 1245 |
                     | `arniam:role/edge` | 1245 |
                     ```
  markdown-to-mrkdwn *Role* | *When*
                     `arn:aws:iam::111122223333:role/edge` | 12:30:45
                     `arn:aws:iam::210987654321:role/edge` | 12:31:45
  slackify-markdown  | Role | When |
                     | --- | --- |
                     | `arn:aws:iam::111122223333:role/edge` | 12:30:45 |
                     | `arn:aws:iam::210987654321:role/edge` | 12:31:45 |
markdown   `s3:Get*` and `s3:Put*`
  emphasis by CommonMark: False
  md2mrkdwn          `s3:Get*` and `s3:Put*`
  markdown-to-mrkdwn `s3:Get_` and `s3:Put_`
  slackify-markdown  `s3:Get*` and `s3:Put*`
markdown   s3:Get* on arn:aws:s3:::logs/*
  emphasis by CommonMark: False
  md2mrkdwn          s3:Get_ on arn:aws:s3:::logs/_
  markdown-to-mrkdwn s3:Get_ on arn:aws:s3:::logs/_
  slackify-markdown  s3:Get* on arn:aws:s3:::logs/*
markdown   2 * 3 * 4
  emphasis by CommonMark: False
  md2mrkdwn          2 _ 3 _ 4
  markdown-to-mrkdwn 2 _ 3 _ 4
  slackify-markdown  2 * 3 * 4
markdown   a & b < c
  emphasis by CommonMark: False
  md2mrkdwn          a & b < c
  markdown-to-mrkdwn a & b < c
  slackify-markdown  a &amp; b &lt; c
markdown   ```
           s3:Get* on arn:aws:s3:::logs/*
           ```
  emphasis by CommonMark: False
  md2mrkdwn          ```
                     s3:Get* on arn:aws:s3:::logs/*
                     ```
  markdown-to-mrkdwn ```
                     s3:Get* on arn:aws:s3:::logs/*
                     ```
  slackify-markdown  ```
                     s3:Get* on arn:aws:s3:::logs/*
                     ```
SEEN
