# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validation of exchanges against a published document."""

from __future__ import annotations

import json
import typing as t

import requests
from openapi_core import Config, OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from openapi_core.exceptions import OpenAPIError


class Judge:
    """Validates exchanges with one API against its document."""

    def __init__(self, document: dict[str, t.Any]) -> None:
        # Errors of ASP.NET are JSON under a name of their own.
        readers: t.Any = {"application/problem+json": json.loads}
        self._document = OpenAPI.from_dict(document, config=Config(extra_media_type_deserializers=readers))

    def accepts_request(self, request: requests.PreparedRequest) -> bool:
        """Return whether the document allows the request."""
        try:
            self._document.validate_request(RequestsOpenAPIRequest(request))
        except OpenAPIError:
            return False
        return True

    def check_response(self, response: requests.Response) -> None:
        """Raise when the document does not have such an answer."""
        self._document.validate_response(
            RequestsOpenAPIRequest(response.request), RequestsOpenAPIResponse(_as_documented(response))
        )


def _as_documented(response: requests.Response) -> requests.Response:
    # Answers without a schema are declared with content types all the same, and the library insists on one:
    # an empty answer, which really has none, is shown to it as such content.
    if not response.content and "Content-Type" not in response.headers:
        response.headers["Content-Type"] = "application/json"
        response._content = b"null"
    return response
