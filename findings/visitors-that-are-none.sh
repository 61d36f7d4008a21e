#!/usr/bin/env bash
# How much of a distribution's traffic is people? Reports go by the User-Agent of the log, and libraries for Python tell
# who is a bot. Of five, with what visits a site in 2026, no two agree, and each leaves out something that is not rare:
#   httpagentparser 1.9.9      Facebook alone, of these: Googlebot, GPTBot and UptimeRobot are people
#   user-agents 2.2.0          (with ua-parser 1.0.2) not what fetches a page for a question, ChatGPT-User, Claude-User,
#                              nor Bytespider, GoogleOther, health checks of AWS, curl and HeadlessChrome
#   device_detector 6.5.1      takes curl, python-requests and HeadlessChrome for no bots
#   crawler-user-agents 1.67.0 not the health checks of load balancers, of Route 53 and of Kubernetes, which are each
#                              second request of a quiet site
#   crawlerdetect 0.4.2        not "Amazon CloudFront", the edge itself, which an origin sees on each request
# Compare a day with the addresses that providers publish. User-Agents are decoded here; in the log they are encoded.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install httpagentparser==1.9.9 user-agents==2.2.0 \
  ua-parser==1.0.2 ua-parser-builtins==202610 device_detector==6.5.1 crawler-user-agents==1.67.0 crawlerdetect==0.4.2

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import crawleruseragents
import httpagentparser
import user_agents
from crawlerdetect import CrawlerDetect
from device_detector import DeviceDetector

LIBRARIES = [
    lambda agent: httpagentparser.detect(agent).get("bot"),
    lambda agent: user_agents.parse(agent).is_bot,
    lambda agent: DeviceDetector(agent).parse().is_bot(),
    crawleruseragents.is_crawler,
    lambda agent: CrawlerDetect(user_agent=agent).isCrawler()]
MODERN = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; {})"
PHONE = ("Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/131.0.0.0 Mobile Safari/537.36 (compatible; {})")
DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) {}/131.0.0.0 Safari/537.36"
print(f"{'':32} httpagentparser user-agents device_detector crawler-user-agents crawlerdetect")
for agent in [
        DESK.format("Chrome"), DESK.format("HeadlessChrome"),
        PHONE.format("Googlebot/2.1; +http://www.google.com/bot.html"), PHONE.format("GoogleOther"),
        PHONE.format("Bytespider; spider-feedback@bytedance.com"),
        MODERN.format("GPTBot/1.2; +https://openai.com/gptbot"),
        MODERN.format("ChatGPT-User/1.0; +https://openai.com/bot"),
        MODERN.format("ClaudeBot/1.0; +claudebot@anthropic.com"),
        MODERN.format("Claude-User/1.0; +Claude-User@anthropic.com"),
        MODERN.format("Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot"),
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "curl/8.5.0",
        "python-requests/2.31.0", "ELB-HealthChecker/2.0", "kube-probe/1.31",
        "Amazon-Route53-Health-Check-Service (ref 1a2b; report http://amzn.to/1vsZADi)", "Amazon CloudFront"]:
    name = agent.rpartition("compatible; ")[2] if "compatible" in agent else agent.rpartition("Gecko) ")[2]
    name = name.partition(";")[0].partition("(")[0].rstrip(" )")
    answers = ["bot" if library(agent) else "-" for library in LIBRARIES]
    print(f"{name:32.32} {answers[0]:15} {answers[1]:11} {answers[2]:15} {answers[3]:19} {answers[4]}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
                                 httpagentparser user-agents device_detector crawler-user-agents crawlerdetect
Chrome/131.0.0.0 Safari/537.36   -               -           -               -                   -
HeadlessChrome/131.0.0.0 Safari/ -               -           -               bot                 bot
Googlebot/2.1                    -               bot         bot             bot                 bot
GoogleOther                      -               -           bot             bot                 bot
Bytespider                       -               -           bot             bot                 bot
GPTBot/1.2                       -               bot         bot             bot                 bot
ChatGPT-User/1.0                 -               -           bot             bot                 bot
ClaudeBot/1.0                    -               bot         bot             bot                 bot
Claude-User/1.0                  -               -           bot             bot                 bot
Amazonbot/0.1                    -               bot         bot             bot                 bot
UptimeRobot/2.0                  -               bot         bot             bot                 bot
facebookexternalhit/1.1          bot             bot         bot             bot                 bot
curl/8.5.0                       -               -           -               bot                 bot
python-requests/2.31.0           -               -           -               bot                 bot
ELB-HealthChecker/2.0            -               -           bot             -                   bot
kube-probe/1.31                  -               -           -               -                   bot
Amazon-Route53-Health-Check-Serv -               -           bot             -                   bot
Amazon CloudFront                -               -           -               bot                 -
SEEN
