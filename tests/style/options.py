#!/usr/bin/env python3
"""Each option stands in the sample file and in a man page. Read from the tables in the sources.  options.py ROOT"""
import re
import sys

from style import Report, files_below, read

ROWS = re.compile(r"struct sl__option (\w+)\[\] = \{(.*?)\n\};", re.DOTALL)
KEY = re.compile(r'\{\s*"(\w+)"\s*,\s*SL_OPT_')
TABLE = re.compile(r'struct sl__options \w+ = \{\s*"(\w+)",[^;]*?\b(\w+_rows)\b', re.DOTALL)


def option_keys(root):
    """name.key of every row of every table."""
    keys = []
    for path in files_below(root, "src", ends=".c"):
        text = read(root, path)
        rows = {name: KEY.findall(body) for name, body in ROWS.findall(text)}
        keys += [f"{table}.{key}" for table, name in TABLE.findall(text) for key in rows.get(name, [])]
    return keys


def main():
    root, report = sys.argv[1], Report()
    keys = option_keys(root)
    report.point("the_tables_are_found", [] if len(keys) >= 10 else [f"found only {keys}; correct this test"])
    sample = read(root, "etc/sightline.conf")
    report.point("each_option_stands_in_the_sample_file_commented_out",
                 [f"etc/sightline.conf lacks {key}" for key in keys
                  if not re.search(rf"^#\s?{re.escape(key)} =", sample, re.MULTILINE)])
    pages = "".join(read(root, path) for path in files_below(root, "doc", ends=".1")).replace("\\-", "-").replace("\\&", "")
    report.point("each_option_stands_in_a_man_page", [f"no page in doc/ names {key}" for key in keys if key not in pages])
    report.end()


main()
