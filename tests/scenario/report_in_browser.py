#!/usr/bin/env python3
"""Looks at the compliance report in a real browser: what axe has to say of it, whether every plot is drawn, whether its
texts stand inside it and clear of each other, on a wide screen, on a narrow one and on paper. `./dev check html`."""

import argparse
import html
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

from large_practice import import_large_practice
from practice import Practice

OPTIONS = None

# Runs in the page: axe, and the places of what is drawn.
LOOK = """
(async () => {
  const plots = [...document.querySelectorAll('svg')].map(svg => {
    const frame = svg.viewBox.baseVal;
    const boxes = [...svg.querySelectorAll(':scope > text')].map(text => {
      const box = text.getBBox();
      return {text: text.textContent, x: box.x, y: box.y, width: box.width, height: box.height};
    });
    const drawn = svg.getBoundingClientRect();
    return {id: svg.querySelector('title').id, frame: {width: frame.width, height: frame.height},
            drawn: {width: drawn.width, height: drawn.height}, boxes};
  });
  const axe_results = await axe.run(document, {resultTypes: ['violations', 'incomplete']});
  const short = results => results.map(one => ({id: one.id, nodes: one.nodes.map(node => node.html.slice(0, 200))}));
  const result = document.createElement('pre');
  result.id = 'look';
  result.textContent = JSON.stringify({plots, wider: document.documentElement.scrollWidth - window.innerWidth,
                                       axe: short(axe_results.violations), rules: axe_results.passes.length});
  document.body.append(result);
})();
"""


def rows_of_png(data):
    """The unfiltered-enough bytes of each line of a PNG: good to tell an empty picture from one with something on it."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, pixels, width, channels = 8, b"", 0, 4
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, _, _, colour = struct.unpack(">IIBB", body[:10])
            channels = {2: 3, 6: 4}[colour]
        if kind == b"IDAT":
            pixels += body
        at += size + 12
    raw = zlib.decompress(pixels)
    line = 1 + width * channels
    return [raw[i + 1:i + line] for i in range(0, len(raw), line)]


class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="candor-browser-")
        cls.addClassCleanup(cls._folder.cleanup)
        cls.folder = pathlib.Path(cls._folder.name)
        with Practice(OPTIONS.build) as practice:
            import_large_practice(practice, OPTIONS.source)
            cls.page = practice.done("report", "compliance", "--quarter", "2025Q1", "-o", "html")
            cls.staff = practice.done("report", "staff", "--quarter", "2025Q1", "-o", "html")
        cls.file = cls.folder / "report.html"
        cls.file.write_text(cls.page, encoding="utf-8")

    def browse(self, *arguments, page=None):
        command = [OPTIONS.browser, "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                   f"--user-data-dir={self.folder}/profile", *arguments, (page or self.file).as_uri()]
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        return subprocess.run(command, capture_output=True, timeout=300, check=True).stdout

    def look(self, width):
        # The page itself lets no script run; the copy that is looked at does.
        page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", self.page)
        scripts = "".join(f"<script>{text}</script>" for text in (OPTIONS.axe.read_text(encoding="utf-8"), LOOK))
        copy = self.folder / "copy.html"
        copy.write_text(page.replace("</body>", scripts + "</body>"), encoding="utf-8")
        shown = self.browse(f"--window-size={width},2000", "--virtual-time-budget=20000", "--dump-dom",
                            page=copy).decode()
        found = re.search(r'<pre id="look">(.*?)</pre>', shown, re.DOTALL)
        self.assertIsNotNone(found, "the page's own look at itself did not come back")
        return json.loads(html.unescape(found.group(1)))

    def test_axe_reports_none(self):
        for width in (1280, 480):
            look = self.look(width)
            self.assertEqual(look["axe"], [], json.dumps(look["axe"], indent=1))
            self.assertGreater(look["rules"], 10)

    def test_plots_are_drawn_and_their_texts_are_clear_of_each_other(self):
        plots = self.look(1280)["plots"]
        self.assertGreaterEqual(len(plots), 3)
        for plot in plots:
            with self.subTest(plot["id"]):
                self.assertGreater(plot["drawn"]["width"], 300)
                boxes = plot["boxes"]
                for box in boxes:
                    self.assertGreaterEqual(box["x"], -1, box)
                    self.assertLessEqual(box["x"] + box["width"], plot["frame"]["width"] + 1, box)
                    self.assertLessEqual(box["y"] + box["height"], plot["frame"]["height"] + 1, box)
                for i, one in enumerate(boxes):
                    for other in boxes[i + 1:]:
                        apart = (one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
                                 or one["y"] + one["height"] <= other["y"] + 2
                                 or other["y"] + other["height"] <= one["y"] + 2)
                        self.assertTrue(apart, (one, other))

    def test_it_fits_a_wide_and_a_narrow_screen(self):
        for width in (1280, 480):
            self.assertLessEqual(self.look(width)["wider"], 0, width)

    def test_there_is_something_to_see(self):
        picture = self.folder / "report.png"
        self.browse("--window-size=1280,4000", f"--screenshot={picture}")
        lines = rows_of_png(picture.read_bytes())
        self.assertGreater(len(set(lines)), 400)
        if OPTIONS.keep:
            (OPTIONS.keep / "report.png").write_bytes(picture.read_bytes())
            (OPTIONS.keep / "report.html").write_text(self.page, encoding="utf-8")

    def on_paper(self, page):
        """The PDF, and how many pages it has."""
        paper = self.folder / "report.pdf"
        self.browse("--no-pdf-header-footer", f"--print-to-pdf={paper}", page=page)
        data = paper.read_bytes()
        self.assertTrue(data.startswith(b"%PDF"))
        return data, len(re.findall(rb"/Type\s*/Page\b", data))

    def test_it_prints(self):
        data, pages = self.on_paper(self.file)
        self.assertTrue(2 <= pages <= 20, pages)
        if OPTIONS.keep:
            (OPTIONS.keep / "report.pdf").write_bytes(data)

    def test_for_staff_it_prints_on_one_page(self):
        page = self.folder / "staff.html"
        page.write_text(self.staff, encoding="utf-8")
        self.assertEqual(self.on_paper(page)[1], 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--axe", type=pathlib.Path, required=True, help="axe.min.js of npm's axe-core")
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for page, picture and PDF")
    OPTIONS = parser.parse_args()
    unittest.main(argv=sys.argv[:1], verbosity=2)
