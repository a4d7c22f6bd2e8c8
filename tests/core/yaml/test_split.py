from generator.core.yaml.split import split_documents


def test_documents_begin_with_their_marker_and_joined_they_are_the_file() -> None:
    text = "# head\na: 1\n--- # two\nb: |\n  ---\n  text\n---\nc: '\n  --- '\n---"
    parts = split_documents(text)
    assert parts == ["# head\na: 1\n", "--- # two\nb: |\n  ---\n  text\n", "---\nc: '\n  --- '\n", "---"]
    assert "".join(parts) == text


def test_marker_at_the_very_start_begins_the_first_document() -> None:
    assert split_documents("---\na: 1\n---\r\nb: 2\n") == ["---\na: 1\n", "---\r\nb: 2\n"]
    assert split_documents("---a: 1\n") == ["---a: 1\n"]
    assert split_documents("") == [""]
