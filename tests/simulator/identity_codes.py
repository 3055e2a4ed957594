# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Codes with which the identity provider refuses for reasons that are outside of the request; see README.md."""

from __future__ import annotations

# Code: status, error, text. Codes and their meaning: Microsoft's lists of AADSTS and AADB2C error codes.
ENTRA_CODES: dict[str, tuple[int, str, str]] = {
    "50000": (500, "server_error", "There was an error issuing a token."),
    "50012": (401, "invalid_client", "Authentication failed."),
    "50053": (400, "invalid_grant", "Sign-in was blocked: it came from an address with malicious activity."),
    "50059": (400, "invalid_request", "No tenant-identifying information found in the request."),
    "50105": (400, "invalid_grant", "The application is not assigned to a role for the API."),
    "50128": (400, "invalid_request", "Invalid domain name: no tenant-identifying information found."),
    "50194": (400, "invalid_request", "The application is not configured as a multi-tenant application."),
    "50196": (400, "invalid_grant", "The server terminated an operation: it encountered a client request loop."),
    "53003": (400, "access_denied", "Access has been blocked by conditional access policies."),
    "65001": (400, "invalid_grant", "The user or administrator has not consented to use the application."),
    "65005": (400, "invalid_resource", "The application's required resource access does not list the API."),
    "70002": (401, "invalid_client", "Error validating credentials."),
    "90013": (400, "invalid_request", "Invalid input received from the user."),
    "90014": (400, "invalid_request", "The required field is missing from the credential."),
    "90019": (400, "invalid_request", "No tenant-identifying information found in the request."),
    "90036": (500, "server_error", "An unexpected, non-retryable error stemming from the directory service."),
    "500014": (400, "invalid_resource", "The service principal for the resource is disabled."),
    "500021": (400, "access_denied", "Access to the tenant is denied."),
    "501051": (400, "invalid_grant", "The application is not assigned to a role for the API."),
    "530035": (400, "access_denied", "Access has been blocked by security defaults."),
    "650052": (401, "invalid_client", "The app needs access to a service that the organization has not enabled."),
    "650056": (401, "invalid_client", "Misconfigured application."),
    "650057": (400, "invalid_resource", "The client requested access to a resource that is not listed."),
    "700025": (401, "invalid_client", "Client is public, so no client_secret should be presented."),
    "700027": (401, "invalid_client", "Client assertion failed signature validation."),
    "700211": (401, "invalid_client", "No matching federated identity record found."),
    "900023": (400, "invalid_request", "The tenant identifier is neither a DNS name nor a valid external domain."),
    "7000114": (400, "invalid_grant", "The application is not allowed to make such calls."),
    "7000229": (401, "invalid_client", "The client application is missing a service principal in the tenant."),
    "9999999": (401, "invalid_client", "A code that nobody has heard of."),
}
B2C_CODES: dict[str, tuple[int, str, str]] = {
    "90022": (400, "invalid_request", "Unable to return metadata for the policy."),
    "90031": (400, "invalid_request", "The policy does not specify a default user journey."),
    "90080": (400, "invalid_grant", "The provided grant has expired."),
    "90087": (400, "invalid_grant", "The provided grant has not been issued for this version of the protocol."),
    "90088": (400, "invalid_grant", "The provided grant has not been issued for this endpoint."),
    "90205": (400, "unauthorized_client", "The application does not have permissions for the API."),
    "90244": (400, "invalid_request", "There are too many requests at this moment."),
    "90284": (400, "invalid_grant", "The application has not been granted consent."),
    "90296": (400, "invalid_grant", "The application has not been configured correctly."),
    "99027": (400, "invalid_request", "The policy has no technical profile for the type of assertion."),
}
