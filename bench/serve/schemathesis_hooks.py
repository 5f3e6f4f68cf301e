"""What schemathesis does not know by itself: how lines of JSON are sent, and when a stream of them is whole."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return json.dumps(value).encode()


@schemathesis.check
def stream_is_whole(context, response, case):
    kind = "".join(response.headers.get("content-type", []))
    if case.operation.path != "/v1/screen/stream" or "application/x-ndjson" not in kind:
        return
    lines = [json.loads(line) for line in response.text.split("\n") if line]
    summary = lines[-1]["summary"]
    assert summary["complete"] is True, summary
    assert summary["records"] == len(lines) - 1, "a line an answer"
    assert all(line["status"] in ("screened", "partial", "not_screened") for line in lines[:-1])
