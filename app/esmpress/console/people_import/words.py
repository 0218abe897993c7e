"""What is said about files of people, their lines, and what became of them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from esmpress.participants.models import ImportLine, PeopleImport
from esmpress.people_import.reading import limits
from esmpress.people_import.reading.columns import Field
from esmpress.people_import.reading.rows import Refusal
from esmpress.people_import.verdicts import Reason

State, Verdict = PeopleImport.State, ImportLine.Verdict

REFUSALS = {
    Refusal.EMPTY: _("There is no line in the file."),
    Refusal.TOO_LARGE: _(
        "The file is larger than %(megabytes)d MB, which is the most that is read."
    ),
    Refusal.TOO_MANY_LINES: _(
        "The file has more than %(lines)s lines, which is the most that is read: cut it in two."
    ),
    Refusal.NO_TEXT: _("This is neither a text nor an .xlsx file."),
    Refusal.OTHER_LETTERS: _(
        "Some letters of the file cannot be read in the encoding that is chosen: choose another."
    ),
    Refusal.OPEN_QUOTE: _(
        "A quotation mark is opened in line %(line)s and not closed: mend it, and upload the file "
        "again."
    ),
    Refusal.OLD_EXCEL: _("This is a file of old Excel, or encrypted: save it as .xlsx or CSV."),
    Refusal.MACROS: _("Files with macros are not read: save it as .xlsx without them."),
    Refusal.DAMAGED: _("This is no .xlsx file, or it is damaged."),
    Refusal.UNPACKS_TOO_LARGE: _("The file is much larger when it is unpacked: it is not read."),
}
REASONS = {
    Reason.NO_ADDRESS: _("There is no address."),
    Reason.FORMULA: _("A cell begins with =, +, - or @, as formulas do: write the value itself."),
    Reason.LINE_BREAK: _("A cell has a line break in it: is a quotation mark missing?"),
    Reason.MANY_ADDRESSES: _("There is more than one address: write one a line."),
    Reason.BROKEN_ADDRESS: _("This is no e-mail address."),
    Reason.LONG_ADDRESS: _("The address is longer than an e-mail address can be."),
    Reason.ENROLLED: _("This address is enrolled in the study already."),
    Reason.WITHDRAWN: _("This address was enrolled in the study, and has withdrawn."),
    Reason.UNKNOWN_ZONE: _("There is no such time zone: write one like Europe/Warsaw."),
    Reason.NO_STRATUM: _("The stratum is missing, and each participant needs one."),
    Reason.UNKNOWN_STRATUM: _("The study has no such stratum."),
    Reason.BROKEN_HOURS: _("The hours are not understood: write both, like 07:30 and 23:00."),
    Reason.NO_HOURS: _("The study asks by participants' own hours, and they are missing."),
    Reason.UNFIT_HOURS: _("The study's schedules do not fit into these hours."),
    Reason.TWICE: _("The same address is in line %(line)s: only one of the two can be imported."),
    Reason.TYPO: _("The part after the @ looks like a slip of the finger."),
    Reason.UNKNOWN_LANGUAGE: _("The study has no such language: its first one would be taken."),
    Reason.MAIL_STOPPED: _("Mail to this address came back in another of your studies."),
}
FIELDS = {
    Field.EMAIL: _("E-mail address"),
    Field.LANGUAGE: _("Language"),
    Field.TIME_ZONE: _("Time zone"),
    Field.STRATUM: _("Stratum"),
    Field.WAKE: _("Gets up"),
    Field.BED: _("Goes to bed"),
    Field.WEEKEND_WAKE: _("Gets up, Saturday and Sunday"),
    Field.WEEKEND_BED: _("Goes to bed, Saturday and Sunday"),
}
ENCODINGS = {
    "utf-8": _("UTF-8"),
    "utf-16": _("UTF-16"),
    "cp1250": _("Windows-1250, Central European"),
    "cp1252": _("Windows-1252, Western European"),
    "iso8859-2": _("ISO 8859-2, Central European"),
}
DELIMITERS = {";": _("semicolon ;"), ",": _("comma ,"), "\t": _("tab")}
STATES = {
    State.UPLOADED: _("uploaded, not imported"),
    State.CHECKED: _("checked, not imported"),
    State.IMPORTING: _("being imported"),
    State.IMPORTED: _("imported"),
    State.STOPPED: _("stopped half way"),
    State.UNDOING: _("being undone"),
    State.UNDONE: _("undone"),
    State.REMOVED: _("removed without importing"),
}
VERDICTS = {
    Verdict.GOOD: _("good"),
    Verdict.DOUBTFUL: _("doubtful"),
    Verdict.REFUSED: _("refused"),
}


def refusal_in_words(refusal: str, line: int | None) -> str:
    """Why a file is not read."""
    return str(REFUSALS[Refusal(refusal)]) % {
        "line": line,
        "megabytes": limits.MAX_BYTES // 1_000_000,
        "lines": number_format(limits.MAX_LINES, force_grouping=True),
    }


def reasons_in_words(line: ImportLine) -> str:
    """Everything that speaks against a line."""
    return " ".join(str(REASONS[Reason(one)]) % {"line": line.twin} for one in line.reasons)
