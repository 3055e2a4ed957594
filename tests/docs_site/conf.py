# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of Sphinx. References to the documentation of Ansible become links, without a look at the network."""

from __future__ import annotations

import re
import typing as t

from docutils import nodes

project = "Veracity collection for Ansible"
copyright = "dnv.veracity contributors"
html_title = "Veracity collection for Ansible"
html_short_title = "dnv.veracity"
extensions = ["sphinx_antsibull_ext"]
html_theme = "sphinx_ansible_theme"
# Only links that lead somewhere: this is not the site of Ansible itself.
html_theme_options = {"vcs_pageview_mode": "edit", "documentation_home_url": "index.html"}
html_static_path = ["static"]
html_css_files = ["narrow.css"]
html_show_sphinx = False
html_use_modindex = False
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
default_role = "any"
nitpicky = True
# Plugin pages are reached from the index of the collection.
suppress_warnings = ["toc.not_included"]

ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
PAGES = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}
PLUGIN = re.compile(r"ansible_collections\.(ansible)\.(builtin)\.(\w+_[a-z]+)(?:__.*)?")


def to_ansible(app: t.Any, env: t.Any, node: t.Any, text: t.Any) -> nodes.reference | None:
    """Return a link for a label of Ansible's own documentation, None for a label that nobody has."""
    label = node.get("reftarget", "")
    page = PAGES.get(label)
    plugin = PLUGIN.fullmatch(label)
    if plugin:
        page = f"collections/{plugin[1]}/{plugin[2]}/{plugin[3]}.html"
    if page is None:
        return None
    return nodes.reference("", text.astext(), refuri=ANSIBLE + page, internal=False)


def setup(app: t.Any) -> None:
    """Have Sphinx ask for labels that it does not find."""
    app.connect("missing-reference", to_ansible)
