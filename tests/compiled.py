"""What most tests would compile anew, since each makes an application of its own: compiled once."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import get_ident
from types import CodeType
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from timeline.api import serve
from timeline.api.declared import Operation
from timeline.api.openapi import openapi_document
from timeline.api.operations import operations
from timeline.web.languages import current_language


def compile_once(patch: pytest.MonkeyPatch, templates: Path | None = None) -> None:
    """Let all engines of a kind of database share statements, and all applications the rest.

    In the folder `templates` they are kept for other processes, too.
    """
    make, statements = sqlalchemy.create_engine, Statements(10_000)

    def sharing(*arguments: Any, **options: Any) -> Engine:
        made = make(*arguments, **options)
        made._compiled_cache = statements
        return made

    patch.setattr(sqlalchemy, "create_engine", sharing)
    patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": Compiled(templates)})
    _share_routes(patch)
    _share_api(patch)


def _share_api(patch: pytest.MonkeyPatch) -> None:
    """Declare the operations of the API once, and describe them once for sites of the same name."""
    declare = cache(operations)

    @cache
    def describe(site_name: str) -> dict[str, Any]:
        return openapi_document(declare(), site_name)

    def describe_once(_declared: Iterable[Operation], site_name: str) -> dict[str, Any]:
        return describe(site_name)

    patch.setattr(serve, "operations", declare)
    patch.setattr(serve, "openapi_document", describe_once)


def _share_routes(patch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[object, ...], Any] = {}
    compile_builder: Any = Rule._compile_builder
    parse_rule: Any = Rule._parse_rule

    def make_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), rule.merge_slashes, append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    def parse_once(rule: Rule, text: str) -> Any:
        key = (text, *rule.map.converters.items())
        if key not in kept:
            before = len(rule._trace)
            kept[key] = list(parse_rule(rule, text)), rule._trace[before:], rule._converters
            return kept[key][0]
        parts, trace, converters = kept[key]
        rule._trace.extend(trace)
        rule._converters.update(converters)
        rule.arguments.update(converters)
        return parts

    patch.setattr(Rule, "_compile_builder", make_once)
    patch.setattr(Rule, "_parse_rule", parse_once)


class Compiled(BytecodeCache):
    """Keeps compiled templates: most tests make an application, and each would compile them again.

    What a template says is said in a language when it is compiled.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._kept: dict[tuple[str, str, str], CodeType | None] = {}
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        key = current_language(), bucket.key, bucket.checksum
        if key not in self._kept and (file := self._file(*key)) is not None and file.is_file():
            with file.open("rb") as kept:
                bucket.load_bytecode(kept)
            self._kept[key] = bucket.code
        bucket.code = self._kept.get(key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        key = current_language(), bucket.key, bucket.checksum
        self._kept[key] = bucket.code
        if (file := self._file(*key)) is not None:
            begun = file.with_suffix(f".{os.getpid()}-{get_ident()}")
            with begun.open("wb") as kept:
                bucket.write_bytecode(kept)
            begun.replace(file)  # Another process or thread may be reading it, or writing the same.

    def _file(self, *key: str) -> Path | None:
        return self._folder / "-".join(key) if self._folder else None


class Statements(LRUCache[Any, Any]):
    """Keeps compiled statements by the kind of database, not by the engine: most tests make one of their own.

    The program makes one engine and compiles each statement once.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), value)
