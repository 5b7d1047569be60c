"""What a file seems to be, told in codes, and what a person who knows better may choose."""

from hackday.release.intake.guess import guess_csv, guess_ics
from hackday.release.intake.schemas import Guess, GuessCode

GERMAN = "Nr;Ort;Rolle;Tag;von;bis;Büro\n1;Köln;Desk;11.03.2027;22:00;06:00;2,5\n"


def told(guess: Guess) -> dict[GuessCode, tuple[dict[str, str], list[str]]]:
    return {note.code: (note.words, note.names) for note in guess.said}


def look(data: bytes, **chosen: str) -> Guess:
    return guess_csv(data, sites=("Köln",), roles=("desk",), **chosen)


def test_what_was_recognised_is_told_in_codes():
    said = told(look(GERMAN.encode("windows-1252")))
    assert said[GuessCode.ENCODING] == ({"encoding": "windows-1252"}, [])
    assert said[GuessCode.DELIMITER] == ({"delimiter": ";"}, [])
    assert said[GuessCode.COLUMNS_MISSING] == ({}, ["employee_no"])
    assert said[GuessCode.HEADINGS_UNREAD] == ({}, ["Nr", "Büro"])
    assert said[GuessCode.SITE_CLOCK] == ({}, [])


def test_a_second_format_that_fits_is_named_and_one_that_is_not_known_shows_a_sample():
    head = "site,role,employee_no,date,start,end\n"
    notes = look((head + "Köln,desk,1,03/04/2027,half six,14:00\n").encode()).said
    formats = [(note.code, note.words, note.names) for note in notes if note.words.get("what")]
    assert formats == [
        (GuessCode.FORMAT, {"what": "date", "format": "%d/%m/%Y"}, ["%m/%d/%Y"]),
        (GuessCode.FORMAT_UNKNOWN, {"what": "time", "sample": "half six"}, []),
    ]
    clear = look((head + "Köln,desk,1,23/04/2027,06:00,14:00\n").encode()).said
    assert [note.names for note in clear if note.code is GuessCode.FORMAT] == [[], []]


def test_a_calendar_says_where_its_people_stand():
    said = told(guess_ics([("Köln", "desk")], sites=("Köln",), roles=("desk",), people="ATTENDEE"))
    assert said == {GuessCode.CALENDAR: ({"people": "ATTENDEE"}, []), GuessCode.CALENDAR_CLOCK: ({}, [])}


def test_a_chosen_delimiter_and_encoding_beat_the_guess():
    """The guess itself is the falsifier: left alone it splits at semicolons and reads windows-1252."""
    data = GERMAN.encode("cp850")
    alone, chosen = look(data), look(data, delimiter=",", encoding="cp850")
    assert (alone.mapping.delimiter, alone.mapping.encoding, len(alone.headings)) == (";", "windows-1252", 7)
    assert (chosen.mapping.delimiter, chosen.mapping.encoding, len(chosen.headings)) == (",", "cp850", 1)
    assert chosen.headings[0].endswith("Büro")
    assert not alone.headings[-1].endswith("Büro")


def test_what_does_not_read_as_the_chosen_encoding_is_still_looked_at():
    assert look(GERMAN.encode("windows-1252"), encoding="utf-8").headings[-1] == "B\ufffdro"
