"""Texts before and after: an edit changes what was asked for and leaves every other byte alone."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.edit.edit import EditRefused, edit
from generator.core.yaml.document import Document, read

# A name; the text before; operation, path and value; the text after.
CASES: list[tuple[str, str, str, str, Any, str]] = [
    ("a plain string stays plain", "tag: 1.0.0-rc  # ours\n", "set", "tag", "1.1.0", "tag: 1.1.0  # ours\n"),
    ("single quotes stay", "a: 'x' # c\n", "set", "a", "it's", "a: 'it''s' # c\n"),
    ("double quotes stay", 'a: "x"\n', "set", "a", 'say "hi"', 'a: "say \\"hi\\""\n'),
    ("a literal stays a literal, with its header's comment",
     "a: |  # why\n    one\n    two\n\nb: 1\n", "set", "a", "three\nfour\n", "a: |  # why\n    three\n    four\n\nb: 1\n"),
    ("a literal without final line break", "a: |-\n  one\nb: 1\n", "set", "a", "one\n\n  two", "a: |-\n  one\n\n    two\nb: 1\n"),
    ("a folded text stays folded while its line breaks allow it", "a: >-\n  one\n  two\n", "set", "a", "three", "a: >-\n  three\n"),
    ("a folded text turns literal where line breaks count", "a: >-\n  one\n", "set", "a", "b\nc", "a: |-\n  b\n  c\n"),
    ("text with leading spaces", "a: |\n  one\n", "set", "a", "  b\nc\n", "a: |2\n    b\n  c\n"),
    ("text with empty lines at its end is quoted", "a: |\n  one\nb: 1\n", "set", "a", "x\n\n", 'a: "x\\n\\n"\nb: 1\n'),
    ("a text above an indented comment is quoted, or would swallow it",
     "a: {}\n  # b: 1\n", "set", "a", "x\ny\n", 'a: "x\\ny\\n"\n  # b: 1\n'),
    ("a string over several lines", 'a: "one\n  two" # c\nb: 1\n', "set", "a", "x", 'a: "x" # c\nb: 1\n'),
    ("a quoted number becomes a number", 'port: "80"\n', "set", "port", 8080, "port: 8080\n"),
    ("a number becomes a string", "port: 80\n", "set", "port", "8080", 'port: "8080"\n'),
    ("a boolean", "on: true\n", "set", "true", False, "on: false\n"),
    ("null", "a: x # c\n", "set", "a", None, "a: null # c\n"),
    ("a float that YAML 1.1 reads as one", "a: 1\n", "set", "a", 1e30, "a: 1.0e+30\n"),
    ("a number that is set to itself is not spelled anew", "a: 1.10 # c\n", "set", "a", 1.1, "a: 1.10 # c\n"),
    ("a number that moves in braces keeps its spelling", "a: {b: 1.10, c: 0644}\n", "move", "a.b", ("d",), "a: {c: 0644}\nd: 1.10\n"),
    ("a file whose only line break is a carriage return", "# c\ra: 1 # d\rb:\r  c: 2\r", "set", "b.d", {"e": 1}, "# c\ra: 1 # d\rb:\r  c: 2\r  d:\r    e: 1\r"),
    ("what is said of an empty file is said of no key", "{} # nothing yet\n", "set", "a", 1, "# nothing yet\na: 1\n"),
    ("an empty file that begins with dashes", "--- {} # none\r\n", "set", "a.b", 1, "---\r\n# none\r\na:\r\n  b: 1\r\n"),
    ("below a directive", "%YAML 1.1\n---\n", "set", "a", 1, "%YAML 1.1\n---\na: 1\n"),
    ("an empty value", "a:  # none yet\nb: 1\n", "set", "a", "x", "a: x  # none yet\nb: 1\n"),
    ("an empty item", "a:\n  -\n  - y\n", "set", "a[0]", "x", "a:\n  - x\n  - y\n"),
    ("an empty value with an anchor", "a: &x\n", "set", "a", 1, "a: &x 1\n"),
    ("an anchor that nobody refers to stays", "a: &x old\n", "set", "a", "new", "a: &x new\n"),
    ("a tag goes with its value", "a: !!str 5\n", "set", "a", 6, "a: 6\n"),
    ("an alias is replaced by a value", "a: &x 1\nb: *x # c\n", "set", "b", 2, "a: &x 1\nb: 2 # c\n"),
    ("a value below its key", "a:\n  # why\n  x\n", "set", "a", "z", "a:\n  # why\n  z\n"),
    ("spaces before the colon", 'a :  "x"   # c\n', "set", "a", "y", 'a :  "y"   # c\n'),
    ("a key written with a question mark", "? a\n: x\n? b\n: y\n", "set", "b", "z", "? a\n: x\n? b\n: z\n"),
    ("keys as Helm reads them", "8080: a\nyes: b\n", "set", "8080", "c", "8080: c\nyes: b\n"),
    ("an indentation that is written out", "a: |2\n    x\n  k\nb: 1\n", "set", "a", "q\nr\n", "a: |\n  q\n  r\nb: 1\n"),
    ("a text without any text", "a: |\n\nb: 1\n", "set", "a", "q\nr\n", "a: |\n  q\n  r\n\nb: 1\n"),
    ("an item that is a map, by a string", "- a: 1 # c\n  b: 2\n- d\n", "set", "[0]", "x", "- x # c\n- d\n"),
    ("an item that starts below its dash", "-\n  a: 1\n  b: 2\n- d\n", "set", "[0]", "x", "- x\n- d\n"),
    ("an item that starts below its dash, by another", "-\n  a: 1\n- d\n", "set", "[0]", ["x"], "-\n  - x\n- d\n"),
    ("beside a key that is a list", "? [a]\n: 1\nb: 2\n", "set", "b", 3, "? [a]\n: 1\nb: 3\n"),
    ("the whole document", "# h\na: 1\n", "set", "", {"b": 2, "c": 3}, "# h\nb: 2\nc: 3\n"),
    ("text in a new item", "a:\n- x\n", "append", "a", "l\nm\n", "a:\n- x\n- |\n  l\n  m\n"),
    ("blank lines of spaces are quoted", "a: |\n  x\n", "set", "a", "x\n \nw\n", 'a: "x\\n \\nw\\n"\n'),
    # maps and lists
    ("into {} next to its example",
     "resources: {}  # none\n  # limits:\n  #   cpu: 1\n\nb: 1\n", "set", "resources.limits.cpu", "100m",
     "resources:  # none\n  limits:\n    cpu: 100m\n  # limits:\n  #   cpu: 1\n\nb: 1\n"),
    ("into []", "a:\n  b: [] # c\n  d: 1\n", "set", "a.b", ["x", {"z": 1}], "a:\n  b: # c\n    - x\n    - z: 1\n  d: 1\n"),
    ("into null", "a:\n", "set", "a.b", 1, "a:\n  b: 1\n"),
    ("into a flow map", "a: {b: 1}  # c\n", "set", "a.d", "x, y", 'a: {b: 1, d: "x, y"}  # c\n'),
    ("into a spaced flow map", "a: { b: 1 }\n", "set", "a.d", "2?", 'a: { b: 1, d: "2?" }\n'),
    ("into a flow map in JSON's style", '{\n  "a": 1, # one\n  "b": 2 # two\n}\n', "set", "c", "x",
     '{\n  "a": 1, # one\n  "b": 2, # two\n  "c": "x"\n}\n'),
    ("into a flow map with a trailing comma", "a: {\n  b: 1,\n}\n", "set", "a.c", 2, "a: {\n  b: 1,\n  c: 2,\n}\n"),
    ("into an empty flow map within another", "a: {b: {}}\n", "set", "a.b.c", 1, "a: {b: {c: 1}}\n"),
    ("into the pair of a flow list", "a: [b: 1, c]\n", "set", "a[0].d", 2, "a: [{b: 1, d: 2}, c]\n"),
    ("an empty value in a flow map", "a: {b: , c: 1}\n", "set", "a.b", 2, "a: {b: 2, c: 1}\n"),
    ("behind an empty value in a flow map", "a: {b: 1, c: }\n", "set", "a.d", 2, "a: {b: 1, c: , d: 2}\n"),
    ("behind an empty value in a flow map over several lines", "a: {\n  b: 1,\n  c:\n}\n", "set", "a.d", 2, "a: {\n  b: 1,\n  c: ,\n  d: 2\n}\n"),
    ("a key alone in a flow map", "a: {b, c: 1}\n", "set", "a.b", 2, "a: {b: 2, c: 1}\n"),
    ("a flow list stays one", "a: [x, y] # c\n", "set", "a", ["p", "q", "r"], "a: [p, q, r] # c\n"),
    ("a new key at the end of its map, behind the comments that are deeper",
     "a:\n  b: {}\n    # x: 1\n\n# next\nc: 2\n", "set", "a.d", True, "a:\n  b: {}\n    # x: 1\n  d: true\n\n# next\nc: 2\n"),
    ("a new key at the top stands at the end", "a: 1\n\n# b: 2\n\n", "set", "c", 3, "a: 1\n\n# b: 2\nc: 3\n\n"),
    ("a new key in an item", "- a: 1\n  b: 2\n- a: 3\n", "set", "[0].c", 3, "- a: 1\n  b: 2\n  c: 3\n- a: 3\n"),
    ("missing levels, with a list", "a: 1\n", "set", "b.c[0].d", "x", "a: 1\nb:\n  c:\n    - d: x\n"),
    ("as the file indents", "a:\n    b:\n    - 1\n", "set", "c", {"d": ["x"]}, "a:\n    b:\n    - 1\nc:\n    d:\n    - x\n"),
    ("a map becomes a scalar", "a: # c\n  b: 1\n  d: 2\ne: 3\n", "set", "a", "x", "a: x # c\ne: 3\n"),
    ("a scalar becomes a map", "a: x # c\nb: 1\n", "set", "a", {"k": "v"}, "a: # c\n  k: v\nb: 1\n"),
    ("an item becomes a map", "- x # c\n- y\n", "set", "[0]", {"k": 1, "l": 2}, "- k: 1 # c\n  l: 2\n- y\n"),
    ("a text becomes a map", "a: | # c\n  x\n  y\nb: 1\n", "set", "a", {"k": 1}, "a: # c\n  k: 1\nb: 1\n"),
    ("a map that is there: only what differs changes",
     "a:\n  # one\n  b: 'x'   # b\n  c: 1\n  d: 2\n", "set", "a", {"b": "y", "c": 1, "e": 5},
     "a:\n  # one\n  b: 'y'   # b\n  c: 1\n  e: 5\n"),
    ("a list that is there: only what differs changes",
     "a:\n- x # one\n- y # two\n- z # three\n", "set", "a", ["x", "w", "v", "z"], "a:\n- x # one\n- w # two\n- v\n- z # three\n"),
    ("a shorter list", "a: [1, 2, 3, 4]\n", "set", "a", [1, 4], "a: [1, 4]\n"),
    # delete
    ("an entry", "a: 1\n# b's\nb: 2 # two\n\nc: 3\n", "delete", "b", None, "a: 1\n# b's\n\nc: 3\n"),
    ("a block scalar", "a: |\n  x\n\n  y\n\nb: 1\n", "delete", "a", None, "\nb: 1\n"),
    ("the last entry of a map leaves {}", "a: # c\n  b: 1\nd: 2\n", "delete", "a.b", None, "a: {} # c\nd: 2\n"),
    ("the last item of a list leaves []", "a:\n- x\nd: 2\n", "delete", "a[0]", None, "a: []\nd: 2\n"),
    ("the last entry of all leaves {}", "# head\na: 1\n", "delete", "a", None, "# head\n{}\n"),
    ("the first key of an item", "- a: 1\n  b: 2\n", "delete", "[0].a", None, "- b: 2\n"),
    ("the first key of an item, the next with a comment", "- a: 1\n  # b's\n  b: 2\n", "delete", "[0].a", None, "-\n  # b's\n  b: 2\n"),
    ("the only key of an item", "- a: 1\n- b: 2\n", "delete", "[0].a", None, "- {}\n- b: 2\n"),
    ("from a flow map", "a: {b: 1, c: 2, d: 3}\n", "delete", "a.c", None, "a: {b: 1, d: 3}\n"),
    ("the last of a flow list", "a: [1, 2]\n", "delete", "a[1]", None, "a: [1]\n"),
    ("the only one of a flow map", "a: {b: 1} # c\n", "delete", "a.b", None, "a: {} # c\n"),
    ("a line of a flow list", "a: [\n  1, # one\n  2, # two\n  3\n]\n", "delete", "a[1]", None, "a: [\n  1, # one\n  3\n]\n"),
    ("below a text that keeps its blank lines, the blank lines go too", "a: |+\n  x\nb: 1\n\n\n", "delete", "b", None, "a: |+\n  x\n"),
    ("an item that begins like the next one",
     "l:\n  - secretRef:\n      name: one\n  - secretRef:\n      name: two\n", "delete", "l[0]", None,
     "l:\n  - secretRef:\n      name: two\n"),
    ("an item that begins like the next two", "l:\n- a: x\n  b: 1\n- a: x\n- a: x\n  b: 2\n", "delete", "l[0]", None,
     "l:\n- a: x\n- a: x\n  b: 2\n"),
    ("an item that ends like the one above", "l:\n- a: 1\n  b: x\n- a: 2\n  b: x\n", "delete", "l[1]", None, "l:\n- a: 1\n  b: x\n"),
    # lists
    ("append", "a:\n- x\n- y # last\nb: 1\n", "append", "a", "z", "a:\n- x\n- y # last\n- z\nb: 1\n"),
    ("append in the list's quotes", 'a:\n  -   "x"\n', "append", "a", "z", 'a:\n  -   "x"\n  -   "z"\n'),
    ("append a map", "a:\n  - name: x\n    v: 1\n  # - name: y\n", "append", "a", {"name": "z", "v": 2},
     "a:\n  - name: x\n    v: 1\n  - name: z\n    v: 2\n  # - name: y\n"),
    ("append to a list in a list", "- - a\n- - b\n", "append", "[0]", "c", "- - a\n  - c\n- - b\n"),
    ("append to a flow list", "a: [x, 'y']\n", "append", "a", "a:b, c", "a: [x, 'y', \"a:b, c\"]\n"),
    ("append to []", "a: [] # c\n", "append", "a", "x", "a: # c\n  - x\n"),
    ("append to what is missing", "a: 1\n", "append", "b", "x", "a: 1\nb:\n  - x\n"),
    ("insert at the start", "a:\n  # one\n  - x\n", "insert", "a[0]", "w", "a:\n  - w\n  # one\n  - x\n"),
    ("insert in the middle", "a:\n  - x\n    # of x\n\n  - y\n", "insert", "a[1]", "w", "a:\n  - x\n    # of x\n  - w\n\n  - y\n"),
    ("insert in a list in a list", "- - a\n", "insert", "[0][0]", "b", "- - b\n  - a\n"),
    ("insert into a flow list", "a: [x, y]\n", "insert", "a[1]", 1, "a: [x, 1, y]\n"),
    ("insert at the end", "a: [x]\n", "insert", "a[1]", "z", "a: [x, z]\n"),
    # rename and move
    ("rename", "a:\n  'b': 1 # c\n", "rename", "a.b", "it's", "a:\n  'it''s': 1 # c\n"),
    ("rename to what needs quotes", "a: 1\n", "rename", "a", "yes", '"yes": 1\n'),
    ("move within a map is a rename", "a: 1\nb: 2\n", "move", "a", "c", "c: 1\nb: 2\n"),
    ("move with comments, lines as they are",
     "# of a\na:   # here\n    k: 'v'\n\n    # of t\n    t: |\n        x\n          y\nb:\n  c: 1\n\nd: 2\n", "move", "a", "b.m",
     "b:\n  c: 1\n  # of a\n  m:   # here\n      k: 'v'\n\n      # of t\n      t: |\n          x\n            y\n\nd: 2\n"),
    ("move up", "a:\n  b:\n    c: # x\n      - 1\n      # y\n      - 2\n    d: 1\n", "move", "a.b.c", "e",
     "a:\n  b:\n    d: 1\ne: # x\n  - 1\n  # y\n  - 2\n"),
    ("move an item", "a:\n  - x # x\n  - y # y\n  # of z\n  - z # z\n", "move", "a[2]", "a[0]", "a:\n  # of z\n  - z # z\n  - x # x\n  - y # y\n"),
    ("move a key of an item", "a:\n  - k: 1 # c\n    l: 2\n", "move", "a[0].k", "m", "a:\n  - l: 2\nm: 1 # c\n"),
    ("move out of braces", "a: {b: {c: 1}, d: 2}\n", "move", "a.b", "e", "a: {d: 2}\ne:\n  c: 1\n"),
    ("move an entry into braces", "a: 1\nb: {c: 1}\n", "move", "a", "b.d", "b: {c: 1, d: 1}\n"),
    ("move an item into a map", "a: [x, w]\nb: 1\n", "move", "a[0]", "c", "a: [w]\nb: 1\nc: x\n"),
    ("move the only key of an item", "a:\n  - k: 1 # c\n", "move", "a[0].k", "m", "a:\n  - {} # c\nm: 1\n"),
    ("move to the end of a file without line break", "a: |\n  x\nb: 1", "move", "a", "c.d", "b: 1\nc:\n  d: |\n    x\n"),
    ("delete the first of a list in a list", "- - a # c\n  - b\n", "delete", "[0][0]", None, "- - b\n"),
    ("delete from braces behind a comment", "a: [\n  1, # one\n  2\n]\n", "delete", "a[1]", None, "a: [\n  1, # one\n]\n"),
    ("delete behind an empty value in braces", "a: {b: , c: 1}\n", "delete", "a.c", None, "a: {b: }\n"),
    ("delete a line that ends in two ways", "a: 1\r\nb: 2", "delete", "b", None, "a: 1"),
    ("rename what is anchored", "a: &x 1\nb: *x\n", "rename", "a", "c", "c: &x 1\nb: *x\n"),
    ("move what is anchored within its map", "a: &x 1\nb: *x\n", "move", "a", "c", "c: &x 1\nb: *x\n"),
    ("insert before an alias", "a: &x 1\nb: [*x]\n", "insert", "b[0]", 2, "a: &x 1\nb: [2, *x]\n"),
    ("insert before what is anchored", "a: [&x 1]\nb: *x\n", "insert", "a[0]", 2, "a: [2, &x 1]\nb: *x\n"),
    ("move before an alias", "a: &x 1\nb:\n  - *x\nc: 2\n", "move", "c", "b[0]", "a: &x 1\nb:\n  - 2\n  - *x\n"),
    ("move into the item behind the one that goes", "- a: 1\n- b: 2\n- c: 3\n", "move", "[0]", "[1].d", "- b: 2\n- c: 3\n  d:\n    a: 1\n"),
    ("move an item that begins like the next one", "l:\n- a: x\n  b: 1\n- a: x\n  b: 2\n", "move", "l[0]", "l[1]", "l:\n- a: x\n  b: 2\n- a: x\n  b: 1\n"),
    ("move to the end of its own list", "a: [1, 2]\n", "move", "a[0]", "a[1]", "a: [2, 1]\n"),
    ("move into null", "a: ~\nb: 1\n", "move", "b", "a.c", "a:\n  c: 1\n"),
    # files
    ("Windows line ends", "a: 1\r\nb:\r\n  c: {}\r\n", "set", "b.c.d", ["x"], "a: 1\r\nb:\r\n  c:\r\n    d:\r\n      - x\r\n"),
    ("a byte order mark", "\ufeffa: 1\n", "set", "a", 2, "\ufeffa: 2\n"),
    ("no final line break", "a:\n  b: 1", "set", "a.c", 2, "a:\n  b: 1\n  c: 2"),
    ("no final line break, delete", "a: 1\nb: 2", "delete", "b", None, "a: 1"),
    ("no final line break behind a text", "a: |\n  x", "set", "b", 1, "a: |-\n  x\nb: 1"),
    ("line ends that differ: new lines end as most do", "a: 1\r\nb: 2\nc: 3\n", "set", "d", 4, "a: 1\r\nb: 2\nc: 3\nd: 4\n"),
    ("line ends that differ, no final line break", "a: 1\nb: 2\r\nc: 3\nd: 3", "set", "e", 4, "a: 1\nb: 2\r\nc: 3\nd: 3\ne: 4"),
    ("line ends that differ, the last one goes", "a: 1\nb: 2\r\nc: 3", "delete", "c", None, "a: 1\nb: 2"),
    ("line ends that differ, as the last line is elsewhere", "x:\n  a: 1\r\nz:\n  a: 1", "set", "z.b", 2, "x:\n  a: 1\r\nz:\n  a: 1\n  b: 2"),
    ("tabs", "a: 1\t# c\n#\tb\n", "set", "a", 2, "a: 2\t# c\n#\tb\n"),
    ("unicode", "ключ: '日本' # ✓\n", "set", "ключ", "😀", "ключ: '😀' # ✓\n"),
    ("an empty file", "", "set", "a.b", 1, "a:\n  b: 1\n"),
    ("a file of comments", "# only\n\n", "set", "a", 1, "# only\na: 1\n\n"),
    ("a file of {}", "# head\n{} # c\n", "set", "a.b", 1, "# head\n# c\na:\n  b: 1\n"),
    ("braces behind a document marker", "--- {}\n", "set", "a", 1, "--- \na: 1\n"),
    ("a document marker", "---\n# head\na: 1\n...\n", "set", "b", 2, "---\n# head\na: 1\nb: 2\n...\n"),
    ("the first of two documents, which is the one that Helm reads", "a: 1\n---\nb: 1\n", "set", "b", 2, "a: 1\nb: 2\n---\nb: 1\n"),
    ("a key that is an alias stays one", "k: &k x\nm:\n  *k : 1\n  z: 2\n", "set", "m.x", 5, "k: &k x\nm:\n  *k : 5\n  z: 2\n"),
    ("a key that is an alias goes with its value", "k: &k x\nm:\n  *k : 1\n  z: 2\n", "delete", "m.x", None, "k: &k x\nm:\n  z: 2\n"),
    ("a merge with a tag is a merge", "a: &x {k: 1}\nb:\n  !!merge <<: *x\n", "set", "b.k", 2, "a: &x {k: 1}\nb:\n  !!merge <<: *x\n  k: 2\n"),
    ("a merged key gets a value of its own", "a: &x {k: 1}\nb:\n  <<: *x\n", "set", "b.k", 2, "a: &x {k: 1}\nb:\n  <<: *x\n  k: 2\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "op", "path", "value", "after"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_only_what_was_asked_for_changes(before: str, op: Any, path: str, value: Any, after: str) -> None:
    assert edit(before, op, path, value) == after


@pytest.mark.parametrize(
    ("before", "path", "options", "after"),
    [
        ("# head\n\n# of a\na: {}\n  # example\nb: 1\n", "a", {"comment": True}, "# head\n\nb: 1\n"),
        ("# yaml-language-server: $schema=x\n# of a\na: 1\nb: 1\n", "a", {"comment": True}, "# yaml-language-server: $schema=x\nb: 1\n"),
        ("a:\n  # in a\n  b:\n    c: 1\nd: 1\n", "a.b.c", {"prune": True}, "d: 1\n"),
        ("a:\n  b: {c: [1]}\n  d: 1\n", "a.b.c[0]", {"prune": True}, "a:\n  d: 1\n"),
        ("a: 1\n# of b\nb:\n  c: 1\n", "b.c", {"prune": True, "comment": True}, "a: 1\n"),
        ("# only\na:\n  b: 1\n", "a.b", {"prune": True}, "# only\n{}\n"),
    ],
)  # fmt: skip
def test_delete_takes_comments_and_empty_parents_along_when_asked(
    before: str, path: str, options: Any, after: str
) -> None:
    assert edit(before, "delete", path, **options) == after


@pytest.mark.parametrize(
    ("before", "path", "target", "after"),
    [
        ("a:\n  b:\n    c: 1\nd: 1\n", "a.b.c", "e", "d: 1\ne: 1\n"),
        ("a: # of a\n  b:\n    c: 1\nd: 1\n", "a.b.c", "a.e", "a: # of a\n  e: 1\nd: 1\n"),
        ("a: # of a\n  b: 1\n", "a.b", "a.c", "a: # of a\n  c: 1\n"),
        ("- a: 1\n- b: 2\n", "[0].a", "[0].c", "- c: 1\n- b: 2\n"),
        ("l:\n  - a: 1\n  - b: 2\n", "l[0].a", "l[0]", "l:\n  - 1\n  - b: 2\n"),
        ("l:\n  - a: 1\n  - b: 2\nm: 1\n", "l[0].a", "m2", "l:\n  - b: 2\nm: 1\nm2: 1\n"),
    ],
)
def test_move_takes_parents_along_that_it_leaves_empty_when_asked(
    before: str, path: str, target: str, after: str
) -> None:
    assert edit(before, "move", path, target, prune=True) == after


@pytest.mark.parametrize("before", ["# of a\na:\n  b: 1\nc: 2\n", "a: # of a\n  b: 1\nc: 2\n"])
def test_a_parent_with_a_comment_is_not_pruned_by_a_move(before: str) -> None:
    with pytest.raises(
        EditRefused, match="move a.b: a would be empty and has a comment: move without pruning"
    ):
        edit(before, "move", "a.b", "d", prune=True)
    assert "# of a\n" in edit(before, "move", "a.b", "d")


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a:   'x'   # c\n", "a", "x"),
        ("a: 0x1F\n", "a", 31),
        ("a: 1_000\n", "a", 1000),
        ("a: 2020-01-01\n", "a", "2020-01-01"),
        ("a: Yes\n", "a", True),
        ("a: ~\n", "a", None),
        ("a: {b: 1,   c: [x , z]}\n", "a", {"c": ["x", "z"], "b": 1}),
        ("a:\n    - >\n     folded\n     text\n", "a", ["folded text\n"]),
        ("a: &x {k: 1}\nb: *x\n", "b", None),
    ],
)
def test_a_value_that_is_there_already_changes_no_byte(text: str, path: str, value: Any) -> None:
    if value is None and "*x" in text:
        value = {"k": 1}
    assert edit(text, "set", path, value) == text


def test_renaming_and_moving_to_the_same_place_changes_no_byte() -> None:
    text = "a :  1 # c\n"
    assert edit(text, "rename", "a", "a") == text
    assert edit(text, "move", "a", "a") == text


@pytest.mark.parametrize(
    "word",
    ["y", "N", "yes", "Off", "null", "~", "", "0o17", "017", "0x1F", "0b1", "1e3", "1_000", ".5", "+1", "-0", ".inf",
     ".NaN", "2020-01-01", "1:30", "12:30:45", "<<", "=", "- x", "? x", "x: y", "x #y", "#", "*a", "&a", "!a", "%a",
     "@a", "`a", "{a", "[a", "---", "...", " a", "a ", "a\tb", "a:", "'a", '"a', "a\u2028b", "\x07", "\ufeff"],
)  # fmt: skip
def test_strings_that_readers_would_take_for_something_else_are_quoted(word: str) -> None:
    for text in ("k: old\n", "k: {a: old}\n", "k: [old]\n"):
        path = {"k: {": "k.a", "k: [": "k[0]"}.get(text[:4], "k")
        after = edit(text, "set", path, word)
        assert after[text.index("old")] in "\"'", after
        assert edit(after, "set", path, word) == after


def test_five_thousand_lines() -> None:
    text = "".join(
        f"service-{i}:\n  # of {i}\n  image: {{tag: v{i}}}\n  args:\n    - a\n" for i in range(1000)
    )
    after = edit(text, "set", "service-700.image.tag", "v2")
    assert after == text.replace("{tag: v700}", "{tag: v2}")
    assert edit(after, "set", "service-700.image.tag", "v700") == text


def test_many_differences_of_a_list_are_made_in_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reading of a file of thousands of lines takes 50 ms; 899 of them took a minute."""

    def text(of: str, rest: str) -> str:
        items = "".join(f"- name: a{i} # of {i}\n  tag: {of}\n{rest}" for i in range(300))
        return f"# apps\napps:\n{items}b: 1\n"

    before, after = (
        text("v1", "  env:\n    old: 1\n    log: x\n"),
        text("v2", "  env:\n    log: x\n  new: z\n"),
    )
    wanted = [{"name": f"a{i}", "tag": "v2", "env": {"log": "x"}, "new": "z"} for i in range(300)]
    reads: list[str] = []

    def counted(text: str) -> Document:
        reads.append(text)
        return read(text)

    monkeypatch.setattr("generator.core.edit.edit.read_result", counted)
    assert edit(before, "set", "apps", wanted) == after
    assert len(reads) <= 2


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("l: [a, b, c, d]\n", ["a", "d2"], "l: [a, d2]\n"),
        ("l:\n- a\n- b\n# end\n", ["a", "x", "z", "b"], "l:\n- a\n- x\n- z\n- b\n# end\n"),
        ("l:\n- a\n- b", ["a", "b", "x", "z"], "l:\n- a\n- b\n- x\n- z"),
        ("l:\n- {k: 2, e: &e {q: 1}}\n- {k: 3, e: *e}\n", [{"k": 1}, {"k": 3}], "l:\n- {k: 1}\n- {k: 3}\n"),
        ("l:\n- k: 1\n  # of m\n  m: 1\n  o: 1\n", [{"o": 1, "p": 2, "q": 3}], "l:\n-\n  # of m\n  o: 1\n  p: 2\n  q: 3\n"),
    ],
)  # fmt: skip
def test_several_differences_of_a_list(text: str, value: list[Any], after: str) -> None:
    assert edit(text, "set", "l", value) == after


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert edit("\ufeff# c\nab: 1\n", "delete", "ab") == "\ufeff# c\n{}\n"
