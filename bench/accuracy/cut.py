"""The cut between what was read while building and what is reported on. Twin of `is_reporting` in xtask/src/gen_names.rs."""

import hashlib


def is_reporting(key: str) -> bool:
    """True for a quarter of the keys: the first byte of SHA-256 of `kashf-report-1|KEY` is below 64."""
    return hashlib.sha256(f"kashf-report-1|{key}".encode()).digest()[0] < 64
