"""The compliance report as a page: well-formed, in need of nothing beside itself, and readable without seeing it."""

import re
import time
import unittest
import xml.etree.ElementTree as ElementTree

from large_practice import import_large_practice
from practice import CONFIG, USAGE, Practice, of_command_line

BUILD = SOURCE = None
NAME = 'Rook & <b>Sons</b> "x"'
QUARTER = "2025Q1"
# What could fetch, run or send something.
ACTIVE = {"script", "link", "img", "iframe", "object", "embed", "form", "audio", "video", "source", "base", "use", "image"}


class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        config = CONFIG.replace('"Scenario practice"', "'''" + NAME + "'''")
        cls.practice = Practice(BUILD, config=config)
        cls.addClassCleanup(cls.practice.close)
        import_large_practice(cls.practice, SOURCE)
        cls.wait_until_members_are_told()
        cls.text = cls.practice.done("report", "compliance", "--quarter", QUARTER, "-o", "html")
        # Well-formed, or this raises.
        cls.page = ElementTree.fromstring(cls.text)

    @classmethod
    def wait_until_members_are_told(cls):
        """What their rules make of the follow-ups of cases comes after the last entry has been assessed."""
        before, now = None, cls.practice.json("status")["ledger_size"]
        while before != now:
            time.sleep(1)
            before, now = now, cls.practice.json("status")["ledger_size"]

    def rows(self):
        report = self.practice.json("report", "compliance", "--quarter", QUARTER)
        return [row for section in report["sections"] for row in section["rows"]]

    def all(self, tag):
        return list(self.page.iter(tag))

    def test_it_is_in_a_language_and_has_headings_in_order(self):
        self.assertEqual(self.page.tag, "html")
        self.assertEqual(self.page.get("lang"), "en")
        levels = [int(one.tag[1]) for one in self.page.iter() if re.fullmatch("h[1-6]", str(one.tag))]
        self.assertEqual(levels[0], 1)
        self.assertEqual(levels.count(1), 1)
        for before, after in zip(levels, levels[1:]):
            self.assertLessEqual(after, before + 1)

    def test_it_needs_nothing_beside_itself(self):
        for one in self.page.iter():
            self.assertNotIn(one.tag, ACTIVE)
            for name, value in one.attrib.items():
                self.assertFalse(name.startswith("on"), name)
                if name in ("href", "src"):
                    self.assertTrue(value.startswith("#"), value)
                for target in re.findall(r"url\(([^)]*)\)", value):
                    self.assertTrue(target.startswith("#"), target)
        for word in ("://", "@import", "url('", 'url("'):
            self.assertNotIn(word, self.text)

    def test_what_it_refers_to_is_there_once(self):
        ids = [one.get("id") for one in self.page.iter() if one.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        for one in self.page.iter():
            for name in (one.get("aria-labelledby") or "").split():
                self.assertIn(name, ids)
            for name in re.findall(r"#([\w-]+)", (one.get("href") or "") + (one.get("fill") or "")):
                self.assertIn(name, ids)

    def test_what_people_wrote_is_text(self):
        self.assertNotIn("<b>", self.text)
        self.assertIn(NAME, "".join(self.page.itertext()))

    def test_each_plot_is_told_in_words_and_stands_beside_its_table(self):
        plots = self.all("svg")
        self.assertGreaterEqual(len(plots), 3)
        parents = {child: parent for parent in self.page.iter() for child in parent}
        for plot in plots:
            self.assertEqual(plot.get("role"), "img")
            self.assertTrue(plot.find("title").text)
            self.assertTrue(plot.find("desc").text)
            group = parents[parents[plot]]
            tables = list(group.iter("table"))
            self.assertEqual(len(tables), 1)
            self.assertEqual(tables[0].find("caption").text, plot.find("title").text)
            cells = {cell.text for cell in tables[0].iter() if cell.tag in ("th", "td")}
            for label in (one.text for one in plot.findall("text") if one.get("class") == "label"):
                self.assertTrue(label in cells or "days since" in label, label)

    def test_tables_have_captions_and_scopes(self):
        for table in self.all("table"):
            self.assertTrue(table.find("caption").text)
            for heading in table.iter("th"):
                self.assertIn(heading.get("scope"), ("row", "col"))

    def test_every_figure_is_on_it_with_the_same_value(self):
        shown = [(row.find("th").text, row.find("td").text) for row in self.all("tr") if row.find("td") is not None]
        for row in self.rows():
            values = [value for label, value in shown if label == row["label"]]
            if row["state"] == "hidden":
                self.assertIn("hidden", values, row)
            elif row["state"] == "not_recorded":
                self.assertIn("not recorded", values, row)
            elif row["count"] is not None:
                self.assertTrue(any(re.match(rf"{row['count']}\b", value) for value in values), (row, values))

    def test_the_same_question_gives_the_same_bytes(self):
        as_of = self.practice.json("status")["last_recorded_at"]
        ask = ("report", "compliance", "--quarter", QUARTER, "--as-of", as_of, "-o", "html")
        self.assertEqual(self.practice.done(*ask), self.practice.done(*ask))

    def test_each_of_the_people_it_is_for_has_a_page_of_their_own(self):
        figures = {(section["number"], row["figure"], row["breakdown"], row["count"], row["state"])
                   for section in self.practice.json("report", "compliance", "--quarter", QUARTER)["sections"]
                   for row in section["rows"]}
        for verb, title in (("staff", "Report to staff"), ("insurer", "Report for the insurer"),
                            ("accreditor", "Report for the accreditor")):
            with self.subTest(verb):
                ask = ("report", verb, "--quarter", QUARTER)
                page = ElementTree.fromstring(self.practice.done(*ask, "-o", "html"))
                self.assertEqual(next(page.iter("h1")).text, f"{title}, {QUARTER}")
                self.assertIn(f"{title.upper()} {QUARTER}", self.practice.done(*ask))
                selected = {(section["number"], row["figure"], row["breakdown"], row["count"], row["state"])
                            for section in self.practice.json(*ask)["sections"] for row in section["rows"]}
                self.assertLess(len(selected), len(figures))
                self.assertLessEqual(selected, figures)
                self.assertNotIn("past_due", {figure for _, figure, *_ in selected})

    def test_other_answers_have_no_page(self):
        run = self.practice.candor("case", "list", "-o", "html")
        self.assertEqual(run.returncode, USAGE)
        self.assertIn("only a report has a page", run.stderr)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
