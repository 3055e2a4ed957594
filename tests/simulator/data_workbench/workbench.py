# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that Data Workbench remembers."""

from __future__ import annotations

from ..clock import Clock
from ..settings import Settings
from .datasets import Datasets
from .file_storage import FileStorage
from .ingest_jobs import IngestJobs
from .schemas import Schemas
from .share_requests import ShareRequests
from .workspaces import Workspaces


class Workbench:
    """The parts of Data Workbench, made once; ``reset`` brings each back to its start."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self.workspaces = Workspaces(clock)
        self.file_storage = FileStorage()
        self.schemas = Schemas(clock)
        self.share_requests = ShareRequests(clock)
        self.datasets = Datasets(clock, self.schemas)
        self.jobs = IngestJobs(clock, settings, self.file_storage, self.schemas, self.datasets, self.workspaces)

    def reset(self) -> None:
        """Go back to the start state."""
        self.workspaces.reset()
        self.file_storage.reset()
        self.schemas.reset()
        self.share_requests.reset()
        self.datasets.reset()
        self.jobs.reset()
