"""What retrieval loses: a sample of queries compared with every name of the load set, beside the engine's answers."""

import json

import measure


def run(ground):
    options = ground.options
    queries = ground.queries(options.loss_queries, hits=0.5)
    ran = measure.run([ground.examples / "retrieval_loss", ground.loadset(), queries, options.loss_seconds], codes=(0,))
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    (ground.work / "loss.jsonl").write_text(ran.stdout, encoding="utf-8")
    found = lines[-1]
    for key, counts in sorted(found["sums"].items()):
        shares = []
        for level, due, lost in zip(found["levels"], counts["due"], counts["lost"]):
            shares.append(f"{level / 1000:.3f}: {lost} of {due} lost" + (f" ({lost / due:.2%})" if due else ""))
        print(f"  {key:28} {counts['queries']:>6} queries  " + "   ".join(shares), flush=True)
    return found
