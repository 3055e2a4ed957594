# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Naming in every error what a task is about. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import functools
import typing as t

from ..errors import AmbiguousError, ApiError, ResponseError, StateError, WaitTimeoutError

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

Result = t.TypeVar("Result")
More = t.ParamSpec("More")

# Others are about options, credentials or the connection.
_ABOUT_ITEMS = (AmbiguousError, ApiError, ResponseError, StateError, WaitTimeoutError)


def about(
    noun: str, *options: str
) -> t.Callable[
    [t.Callable[t.Concatenate[Task, Client, More], Result]], t.Callable[t.Concatenate[Task, Client, More], Result]
]:
    """Return a decorator for the work of a module: its errors name the item, by the first of ``options`` that is given.

    A summary that has the value of one of the options already is left as it is.
    """

    def decorate(
        ensure: t.Callable[t.Concatenate[Task, Client, More], Result],
    ) -> t.Callable[t.Concatenate[Task, Client, More], Result]:
        @functools.wraps(ensure)
        def named(task: Task, client: Client, /, *more: More.args, **options_of_more: More.kwargs) -> Result:
            try:
                return ensure(task, client, *more, **options_of_more)
            except _ABOUT_ITEMS as error:
                names = [str(task.params[option]) for option in options if task.params.get(option) is not None]
                known = error.summary.casefold()
                if names and not any(name.strip().casefold() in known for name in names):
                    error.summary = f"{noun} {names[0]}: {error.summary}".lstrip()
                raise

        return named

    return decorate
