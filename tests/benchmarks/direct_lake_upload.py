# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upload a folder with azure-storage-file-datalake and nothing else; without DIRECT_URL only start.

Arguments: the folder, the prefix, how many at a time.
"""

from __future__ import annotations

import concurrent.futures
import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit


def main(folder: Path, prefix: str, concurrency: int) -> None:
    """Upload every file of the folder."""
    url = os.environ.get("DIRECT_URL")
    if not url:
        return
    # Here, because our side imports the library within its measured time too.
    from azure.storage.filedatalake import DataLakeDirectoryClient

    files = sorted(folder.iterdir())
    parts = urlsplit(url)
    account, filesystem, directory = unquote(parts.path).lstrip("/").split("/", 2)
    with DataLakeDirectoryClient(
        f"{parts.scheme}://{parts.netloc}/{account}", filesystem, f"{directory}/{prefix}", credential=parts.query
    ) as client:

        def upload(file: Path) -> None:
            with file.open("rb") as content:
                client.get_file_client(file.name).upload_data(
                    content,
                    length=file.stat().st_size,
                    overwrite=True,
                    max_concurrency=concurrency if len(files) == 1 else 1,
                )

        with concurrent.futures.ThreadPoolExecutor(concurrency) as pool:
            list(pool.map(upload, files))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
