"""Runs every check of scim2-tester, which is a library and has no command of its own.

scim2_tester_suite.py <base URL> <results.json> <exchanges.log>, with the bearer token in TOKEN.
Prints how many checks had which status. Ends with 0 whenever the suite ran to its end.
"""

import json
import os
import sys
from collections import Counter
from typing import Any, TextIO

from httpx2 import Client, Response
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import CheckResult, Status, check_server
from scim2_tester.checkers import core_schemas_validation
from scim2_tester.utils import CheckConfig, CheckContext

# The suite's own scale: what follows the RFC, and then what doesn't.
PASSED = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}
LONGEST = 4000


def outcome(result: CheckResult) -> str:
    if result.status is Status.SKIPPED:
        return "skipped"
    return "passed" if result.status in PASSED else "failed"


def name(result: CheckResult) -> str:
    """The checks of attributes and of methods share one title: what it was about tells them apart."""
    about = ""
    if isinstance(result.data, dict) and "urn" in result.data:
        about = result.data["urn"]
    elif result.title and result.title.endswith("_endpoint_methods"):
        about = (result.reason or "").partition(" ")[0]
    return " ".join(part for part in (result.resource_type, result.title, about) if part)


def described(result: CheckResult) -> dict[str, str]:
    return {"check": name(result), "outcome": outcome(result), "says": " ".join((result.reason or "").split())}


def logger(log: TextIO) -> Any:
    def exchange(response: Response) -> None:
        response.read()
        request = response.request
        log.write(f"{request.method} {request.url}\n> {request.content.decode()[:LONGEST]}\n")
        log.write(f"< {response.status_code} {response.text[:LONGEST]}\n\n")

    return exchange


def main(base_url: str, results_file: str, log_file: str) -> None:
    headers = {"Authorization": f"Bearer {os.environ['TOKEN']}"}
    with (
        open(log_file, "w", encoding="utf-8") as log,
        Client(base_url=base_url, headers=headers, event_hooks={"response": [logger(log)]}, trust_env=False) as http,
    ):
        client = SyncSCIMClient(http)
        results = check_server(client)
        # The one check that the library has and never calls by itself.
        results += core_schemas_validation(CheckContext(client, CheckConfig()))
    numbers = Counter(result.status for result in results)
    print(", ".join(f"{numbers[status]} {status.name.lower()}" for status in Status if numbers[status]))
    with open(results_file, "w", encoding="utf-8") as file:
        json.dump([described(result) for result in results], file)


if __name__ == "__main__":
    main(*sys.argv[1:])
