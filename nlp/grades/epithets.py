"""What a page may call a council instead of its name: the county, the city, the island, the bay."""

from __future__ import annotations

from warehouse.reference import Council


def fits(council: Council, kind: str) -> bool:
    """Return whether a page may call the council "the county", "the city" and so on."""
    name, official = council.name, council.official_name
    if kind == "bay":
        return name == "Torbay"
    if kind == "island":
        return name.startswith(("Isle", "Anglesey"))
    if kind == "county council":
        return official.endswith("County Council")
    if kind == "county":
        return is_county(council) or (not name.startswith(("North N", "North E", "North L", "West ", "East ", "South ", "Central ")) and name.endswith(("shire", "Cornwall", "Dorset", "Northumberland", "Rutland", "Somerset", "Durham")))  # fmt: skip
    if kind in ("city", "city council"):
        return "City" in official
    if kind in ("borough", "borough council"):
        return council.type in ("LBO", "MD") or "Borough" in official
    if kind == "unitary":
        return council.type == "UA"
    return kind == "district" and council.type == "MD"


def is_county(council: Council) -> bool:
    """Return whether the council is a county council, now or formerly."""
    return council.type == "CTY" or "County" in council.official_name
