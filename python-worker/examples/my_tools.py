from ferrumdeck_worker import tool

PARCELS = {"4711": "in Hamburg since Tuesday", "4712": "delivered"}


@tool
def where_is(parcel: str) -> str:
    """Says where a parcel is."""
    return PARCELS.get(parcel, "nobody knows this parcel")
