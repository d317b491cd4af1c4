"""How sure an event is, from all that tells of it: what stands, what is only said, who denies it."""

from __future__ import annotations

from airmap.events.merging import Cluster
from airmap.events.tellings import ENTERING, Telling
from airmap.records import Status

# A pronoun says who only to a reader of the sentence before.
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "who", "that", "which", "this"})


_DEVICES = frozenset({"radar", "radars", "systems", "sensors"})


def standing_of(cluster: Cluster) -> tuple[list[Telling], str | None]:
    """Return the tellings that stand, and the airspace that the text itself says was not entered.

    "Shadowed as far as Iceland ... and never in British airspace" is an escort near the United Kingdom, not a disputed
    entry; only a side that is accused disputes.
    """
    said = [t for t in cluster.tellings if t.status != "denied"]
    if not said:
        voiced = any(
            t.denied_outright or (t.attribution is not None and t.attribution.state in cluster.movers)
            for t in cluster.tellings
        )
        return (cluster.tellings if voiced else []), None
    kept: list[Telling] = []
    kept_out_of: str | None = None
    for telling in cluster.tellings:
        if telling.status == "denied":
            speaker = telling.attribution.state if telling.attribution else None
            accused = speaker is not None and speaker in cluster.movers
            # "It entered the zone but not the airspace" disputes nothing.
            alike = any(
                (t.act in ENTERING) == (telling.act in ENTERING)
                and t.act != "intercept"
                and (t.act == "adiz") == (telling.act == "adiz")
                for t in said
            )
            missed = telling.act == "fire" and speaker is not None and speaker in cluster.responders
            if missed and not telling.denied_outright and any(t.act == "fire" for t in said):
                # "The army fired at a drone ... The drone was not hit, it said."
                continue
            own_word = speaker is not None and speaker in cluster.airspaces and any(
                t.attribution is not None and t.attribution.state == speaker for t in said
            )
            devices = (telling.attribution_name or "").casefold().split(" ")[-1] in _DEVICES
            if (own_word or devices) and not telling.denied_outright:
                # "confirmed that helicopters had come in; its radars had not recorded any violation, it had said"
                continue
            if not (telling.denied_outright or accused or (alike and telling.attribution_name)):
                # "No violations were recorded that week" is said of nobody.
                own = telling.act in ENTERING and not telling.nominal
                kept_out_of = kept_out_of or (telling.airspace if own else None)
                continue
        kept.append(telling)
    return kept, kept_out_of


def status_of(told: list[Telling], cluster: Cluster) -> tuple[Status, str | None]:
    said = {t.status for t in told}
    names = dict.fromkeys(d.name for d in cluster.denials if d.name and d.name.lower() not in PRONOUNS)
    denier = next((t.denier for t in told if t.denier), None) or ("; ".join(names) or None)
    if said == {"hypothetical"}:
        return "hypothetical", None
    if "disputed" in said:
        return "disputed", denier
    if "denied" in said:
        return ("disputed" if "asserted" in said else "denied"), denier
    if any("retracted" in d.grounds for d in cluster.denials):
        return "denied", denier
    return ("disputed", denier) if cluster.denials else ("asserted", None)
