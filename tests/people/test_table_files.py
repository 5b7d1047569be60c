"""Files that companies hand over: any usual dress is read, and every complaint names its line."""

import pytest

from hackday.table_files import FileRefused, Row, read_table


def read(data, **options):
    return read_table(data.encode() if isinstance(data, str) else data, required=("name", "mail"), **options)


def refusal(data, **options):
    with pytest.raises(FileRefused) as caught:
        read(data, **options)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_dress(delimiter, mark, end):
    text = end.join(
        [delimiter.join(cells) for cells in (["Name", " MAIL "], ["鈴木 香織", "s@b.c"], ["José", "j@b.c"])]
    )
    rows = read(mark + text.encode()).rows
    assert rows == [
        Row(2, {"name": "鈴木 香織", "mail": "s@b.c"}),
        Row(3, {"name": "José", "mail": "j@b.c"}),
    ]


def test_letters_are_composed_and_blanks_fall():
    assert read("name,mail\n Jose\u0301 ,x\n").rows[0].values["name"] == "José"


def test_a_record_over_two_lines_is_named_by_its_first():
    table = read('name,mail\n"a\nb",x\n\nc\nd,y\n')
    assert [row.line for row in table.rows] == [2, 6]
    assert [str(problem) for problem in table.problems] == ["line 5: has 1 columns, the header has 2"]


def test_other_headings_by_a_mapping_and_optional_columns():
    table = read("Naam;E-mail;Extra\nJan;j@b.c;1\n", names={"name": "naam", "mail": "e-mail"}, optional=("note",))
    assert table.rows[0].values == {"name": "Jan", "mail": "j@b.c", "note": ""}
    assert table.ignored == ("extra",)


def test_a_wrong_encoding_names_line_and_byte():
    data = "name,mail\nJörg,j@b.c\n".encode("windows-1252")
    assert refusal(data).startswith("line 2: byte 12 (0xf6) is not UTF-8.")
    assert read(data, encoding="windows-1252").rows[0].values["name"] == "Jörg"
    assert read("name,mail\nJörg,j\n".encode("utf-16")).rows[0].values["name"] == "Jörg"
    assert "not a text encoding" in refusal(data, encoding="base64")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "The file is empty"),
        ("\n \n", "The file is empty"),
        ("name,post\na,b\n", "line 1: the header lacks mail"),
        ("name,mail,Name\na,b,c\n", "line 1: the header has name twice"),
        ('name,mail\n"a,b\n', "is not well-formed CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, words):
    assert words in refusal(data)


def test_a_file_that_is_too_long():
    assert "at most 10 are taken" in refusal("name,mail\na,b\n", size_limit=10)


@pytest.mark.parametrize("bad", ["\0", "\x1b", "\u202e"])
def test_characters_that_cannot_be_taken(bad):
    table = read(f"name,mail\na{bad},b\nc,d\n")
    assert len(table.rows) == 1
    assert (table.problems[0].line, table.problems[0].column) == (2, "name")


def test_many_problems_are_counted():
    table = read("name,mail\n" + "x\n" * 50)
    assert str(FileRefused(table.problems)).endswith("and 30 more")
