"""A large practice's log, made of the sample that comes with the product: as many practices as needed, each with names
and client codes of its own, their rows taken in turns, so that kinds, spellings and dates keep the sample's mix."""

import csv

PEOPLE = ("Therapist", "Supervisor")


def write(sample, path, rows):
    """Writes a CSV with about `rows` rows; returns how many."""
    with open(sample, encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        columns, originals = reader.fieldnames, list(reader)
    copies = max(1, rows // len(originals))
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        for row in originals:
            for number in range(copies):
                writer.writerow(of_practice(row, number))
    return copies * len(originals)


def of_practice(row, number):
    out = dict(row)
    for column in PEOPLE:
        if out[column].strip():
            out[column] = f"{out[column].strip()} {number}"
    if out["Consulted with"].strip() and not out["Consulted with"].startswith("external"):
        out["Consulted with"] = f"{out['Consulted with'].strip()} {number}"
    if out["Details"].startswith("new: "):
        out["Details"] = f"{out['Details'].strip()} {number}"
    if out["Client code"].strip():
        out["Client code"] = f"{out['Client code'].strip()}-{number}"
    return out
