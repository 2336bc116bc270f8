"""Rows to records of the same field names and back, so that no field is forgotten between the two."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from storage.tables import Table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")


def to_record(row: Table, record: type[Record]) -> Record:
    """A record filled from the columns of the row that have its fields' names."""
    return record(**{field.name: getattr(row, field.name) for field in fields(record)})


def to_values(record: "DataclassInstance", *, without: frozenset[str] = frozenset({"id"})) -> dict[str, Any]:
    """Column values from the fields of a record."""
    return {field.name: getattr(record, field.name) for field in fields(record) if field.name not in without}
