"""What is told of a merge."""

from __future__ import annotations

from generator.core.merge.merge import merged_values
from generator.core.merge.report import told


def test_conflicts_are_told_with_their_places() -> None:
    base = "a: 1\nb:\n  - {name: x, v: 1}\nc: 1\nd: 1\n"
    ours = "# mine\na: 2\nb:\n  - {name: x, v: 2}\nd: 2\ne: 1\n"
    theirs = "a: 3\nb:\n  - {name: x, v: 3}\nc: 3\ne: 2\n"
    merged = merged_values(base, ours, theirs)
    assert told(merged, base, ours, theirs, file="values.yaml") == [
        "values.yaml:2: a: ours and theirs changed it, each in a way of its own",
        "values.yaml:4: b[name=x].v: ours and theirs changed it, each in a way of its own",
        "values.yaml of theirs:4: c: ours removed it, theirs changed it",
        "values.yaml:5: d: theirs removed it, ours changed it",
        "values.yaml:6: e: ours and theirs added it, each in a way of its own",
    ]


def test_tag_of_one_side_beside_the_digest_of_the_other_is_told() -> None:
    base = "image: {repository: a, tag: 1.0.0, digest: 'sha256:a'}\n"
    ours, theirs = base.replace("1.0.0", "1.1.0"), base.replace("sha256:a", "sha256:b")
    says = "image: the tag is changed in %s, the digest in the other: what runs is what the digest says"
    for one, other, who in ((ours, theirs, "ours"), (theirs, ours, "theirs")):
        merged = merged_values(base, one, other)
        assert "tag: 1.1.0, digest: 'sha256:b'" in merged.text
        assert told(merged, base, one, other, file="values.yaml") == [says % who]
    both = ours.replace("sha256:a", "sha256:b")
    assert told(merged_values(base, both, base), base, both, base, file="values.yaml") == []


def test_an_image_whose_parts_come_from_both_sides_is_told() -> None:
    base = "web:\n  image: {repository: a, tag: 1}\nsub: {db: {image: {repository: b, tag: 1}}}\nc: {d: 1}\n"
    ours = base.replace("repository: a", "repository: mine").replace("b, tag: 1", "b, tag: 2")
    theirs = base.replace("a, tag: 1", "a, tag: 2").replace("repository: b", "repository: new")
    merged = merged_values(base, ours, theirs)
    assert "repository: mine, tag: 2" in merged.text
    assert told(merged, base, ours, theirs, file="values.yaml") == [
        "web.image: the repository is changed in ours, the tag in the other: see that this image exists",
        "sub.db.image: the repository is changed in theirs, the tag in the other: see that this image exists",
    ]
    gone = theirs.replace("repository: a, ", "").replace("c: {d: 1}", "")
    assert told(merged, base, ours, gone, file="values.yaml") == [
        "sub.db.image: the repository is changed in theirs, the tag in the other: see that this image exists"
    ]
