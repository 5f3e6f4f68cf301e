"""Prints the country calling codes as the table `data/ftm/calling_codes.tsv`; run by `cargo xtask gen`.

From `phonenumbers`, the port of libphonenumber that FollowTheMoney uses (Apache-2.0): for each code
the possible lengths of a national number and the prefix that is dialled only inside the country.
"""

import sys

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, __version__

sys.stdout.reconfigure(encoding="utf-8")
print("# Country calling codes, compiled by `cargo xtask gen` from libphonenumber: do not edit.")
print("# CODE LENGTHS(of the national number) PREFIX(dialled inside the country only)")
print(f"# version {__version__}")
for code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items(), key=lambda item: str(item[0])):
    lengths = set()
    prefix = None
    for region in regions:
        if region == "001":
            metadata = PhoneMetadata.metadata_for_nongeo_region(code)
        else:
            metadata = PhoneMetadata.metadata_for_region(region)
        if metadata is None:
            continue
        lengths.update(length for length in metadata.general_desc.possible_length if length > 0)
        if region == regions[0]:
            prefix = metadata.national_prefix
    print("\t".join((str(code), ",".join(str(length) for length in sorted(lengths)), prefix or "")))
