"""Reads study files: whatever is wrong with one is found before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from esmpress.exchange.json_text import decode_json
from esmpress.exchange.study_checks import faults_of, remarks_on
from esmpress.exchange.study_file import FORMAT, FORMAT_VERSION, MAX_BYTES, StudyFile
from esmpress.exchange.study_refusals import RefusedStudyFile, shape_faults
from esmpress.sampling.design import StudyDesign, parse_design
from esmpress.sampling.entries import Named

_PLACED = {"name", "questionnaire", "phase"}


@dataclass(frozen=True)
class ReadStudy:
    """A study file that can be kept: `schemes` are those of its schedules, as they were written."""

    file: StudyFile
    schemes: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...] = ()

    def design(self) -> StudyDesign:
        """What is asked when, as the sampling engine takes it."""
        study = self.file.study
        entries = zip(self.file.schedules, self.schemes, strict=True)
        return parse_design(
            study.model_dump(include={"start_rule", "start_date", "time_zone"}, exclude_none=True)
            | {
                "arms": [one.model_dump() for one in self.file.arms],
                "phases": [one.model_dump(exclude_none=True) for one in self.file.phases],
                "schedules": [
                    one.model_dump(include=_PLACED, exclude_none=True) | scheme
                    for one, scheme in entries
                ],
            }
        )


def read_study_file(content: bytes) -> ReadStudy:
    """What a study file says; raises RefusedStudyFile with all that is wrong."""
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1_000_000:.1f} MB"
        raise RefusedStudyFile(
            [f"The file has {size}; at most {MAX_BYTES // 1_000_000} MB are read."]
        )
    try:
        data = decode_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RefusedStudyFile(["The file is no text in UTF-8."]) from error
    except RecursionError as error:
        raise RefusedStudyFile(["The file is nested too deep."]) from error
    except ValueError as error:
        raise RefusedStudyFile([f"The file is not JSON that can be read: {error}."]) from error
    return read_study_fields(data)


def read_study_fields(data: Any) -> ReadStudy:
    """The same from decoded JSON; raises RefusedStudyFile."""
    _check_format(data)
    try:
        file = StudyFile.model_validate(data)
    except ValidationError as error:
        raise RefusedStudyFile([*shape_faults(error, data), *_other_faults(data)]) from error
    schemes = tuple(_scheme(entry) for entry in data["schedules"])
    if faults := faults_of(file, schemes, data):
        raise RefusedStudyFile(faults)
    return ReadStudy(file, schemes, tuple(remarks_on(file)))


def _other_faults(data: dict[str, Any]) -> list[str]:
    """What is wrong besides the shape of questionnaires and schedules."""
    rest = {**data, "questionnaires": [], "schedules": []}
    try:
        return faults_of(StudyFile.model_validate(rest), (), rest)
    except ValidationError:
        return []


def _check_format(data: Any) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise RefusedStudyFile([f"This is no study file: its format is not “{FORMAT}”."])
    version = data.get("format_version")
    if version != FORMAT_VERSION or isinstance(version, bool):
        shown = str(version)[:20]
        raise RefusedStudyFile(
            [
                f"format_version: this server reads version {FORMAT_VERSION} of study files, not "
                f"{shown}; export the study again, or update the server."
            ]
        )


def _scheme(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in Named.model_fields}
