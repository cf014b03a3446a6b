"""A large practice's log, made of the sample that comes with the product: as many copies as needed, each with client
codes of its own, their rows taken in turns, so that kinds, spellings and dates keep the sample's mix. Each copy has
people of its own, too, up to as many practices as are asked for; the copies after that are more clients of the same."""

import csv

PEOPLE = ("Therapist", "Supervisor")


def write(sample, path, rows, practices=None, prefix=""):
    """Writes a CSV with about `rows` rows; returns how many. `practices`: None for one for each copy. `prefix`: what
    tells the people and clients of one file from those of another."""
    with open(sample, encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        columns, originals = reader.fieldnames, list(reader)
    copies = max(1, rows // len(originals))
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        for row in originals:
            for number in range(copies):
                writer.writerow(of_copy(row, number, practices or copies, prefix))
    return copies * len(originals)


def of_copy(row, number, practices, prefix=""):
    out = dict(row)
    practice, again = f"{prefix}{number % practices}", number // practices
    for column in PEOPLE:
        if out[column].strip():
            out[column] = f"{out[column].strip()} {practice}"
    if out["Consulted with"].strip() and not out["Consulted with"].startswith("external"):
        out["Consulted with"] = f"{out['Consulted with'].strip()} {practice}"
    if out["Details"].startswith("new: "):
        out["Details"] = f"{out['Details'].strip()} {practice}"
    if out["Client code"].strip():
        out["Client code"] = f"{out['Client code'].strip()}-{prefix}{number}"
    elif again > 0:
        # The same row of the same person again would be a duplicate.
        out["Note"] = f"{out['Note'].strip()} (group {again})".strip()
    return out
