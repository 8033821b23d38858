"""Prints where the stack of FERRUMDECK_HOME is ("url"), or a key of a role ("admin", "viewer", "worker")."""

import json
import os
import pathlib
import sys
import urllib.request

home = pathlib.Path(os.environ["FERRUMDECK_HOME"])
url = json.loads((home / "stack.json").read_text())["gateway"]["url"].rstrip("/")
admin = (home / "admin.key").read_text().strip()


def created(spec: dict) -> str:
    request = urllib.request.Request(
        url + "/v1/api-keys",
        data=json.dumps(spec).encode(),
        headers={"Authorization": f"Bearer {admin}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["key"]


match sys.argv[1]:
    case "url":
        print(url)
    case "worker":
        print(created({"name": "schemathesis worker", "roles": ["worker"], "queues": ["schemathesis"]}))
    case role:
        print(created({"name": f"schemathesis {role}", "roles": [role]}))
