# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules share which work with content."""

from __future__ import annotations


class ModuleDocFragment:
    """For all (DOCUMENTATION), for containers (CONTAINER), for what moves files (TRANSFER) or lists them (PREFIX)."""

    DOCUMENTATION = r"""
options: {}
requirements:
  - azure-storage-blob >= 12.28.0, on the host that the task runs on
notes:
  - The token and the subscription key are never sent to the storage.
  - Blobs without content that are marked as folders (with the metadata C(hdi_isfolder)) are not treated as files.
"""

    CONTAINER = r"""
options:
  sas_url:
    description:
      - SAS URL of a container, as others hand it out. It is a secret. It must begin with V(https://), except for this
        computer.
      - With O(sas_url), no credentials for Veracity are used, and no other key is claimed when it expires.
      - Either O(container) or O(sas_url) is required.
    type: str
"""

    TRANSFER = r"""
options:
  direction:
    description: Whether to upload files to the storage or to download them from it.
    type: str
    choices: [upload, download]
    default: upload
  src:
    description:
      - For an upload, the file or folder to upload. With a trailing slash, the content of the folder is uploaded.
        Without one, the folder itself is uploaded under its name, as by M(ansible.builtin.copy).
      - A relative path is searched as by M(ansible.builtin.copy), in C(files) of the role or beside the playbook, and
        then in the current directory, if the task runs on the controller. On another host and with C(async), the path
        is on that host.
      - For a download, the name of a file or folder in the storage. A trailing slash has the same meaning. If empty,
        everything is downloaded.
    type: str
    required: true
  dest:
    description:
      - For the upload of a folder, the prefix of the names in the storage. V(a) and V(a/) mean the same, and do not
        affect C(ab/). For the upload of a file, its name in the storage. If it is empty or ends with a slash, the
        name of the file is appended.
      - For a download, the folder to write to, which is created if needed. For the download of a file, its path, or a
        folder that exists or ends with a slash. Required for a download.
    type: str
    default: ''
  delete_extraneous:
    description:
      - Whether to delete files at the destination that do not exist at the source. This cannot be undone.
      - An upload only deletes names below the folder at the destination, a download only files in that folder. Files
        that O(include) and O(exclude) leave out are kept. So is everything that has the name of, or is below, an entry
        of the source that cannot be read or is skipped, such as a link to a folder. Empty folders are kept.
      - A source without files is refused. See O(allow_empty_source).
      - Only for folders.
    type: bool
    default: false
  allow_empty_source:
    description:
      - Whether O(delete_extraneous) can delete everything at the destination because the source has no files, or none
        that O(include) and O(exclude) select. A source is also empty if its share is not mounted.
    type: bool
    default: false
  include:
    description:
      - Shell patterns. Only files whose path below the folder matches one of them are transferred or deleted. A C(*)
        also matches slashes, so V(*.csv) matches such files in all folders. Case matters.
      - A pattern is relative to the folder. A leading slash or C(./) makes no difference. V(tmp/), V(tmp/*) and the
        name of the folder, V(tmp), match everything below the folder.
      - A pattern that matches no file causes a warning.
      - If omitted or empty, all files are selected.
    type: list
    elements: str
  exclude:
    description:
      - Patterns, as in O(include), of files that are ignored on both sides. O(exclude) takes precedence over
        O(include).
      - If omitted or empty, no file is ignored.
    type: list
    elements: str
  compare:
    description:
      - How to compare files. V(md5) compares the size, then the MD5 that is stored with the file. Uploads store it.
      - A file that another program stored without MD5 is uploaded again. For a download, its size and time of
        modification are compared.
      - V(size) only compares the size. It is faster, and misses changes that keep the size.
    type: str
    choices: [md5, size]
    default: md5
  content_type:
    description:
      - Content type of uploaded files. Files that are not uploaded keep theirs.
      - If omitted, it is derived from the extension, V(application/octet-stream) if that is unknown.
    type: str
  max_concurrency:
    description: Maximum number of requests in parallel, from 1 to 64.
    type: int
    default: 8
  block_size:
    description:
      - Size of the blocks of large files, for example V(8M), from V(64K) to V(256M). K and M are powers of 1024.
        Smaller files are transferred in one request.
      - The task needs about O(block_size) times O(max_concurrency) of memory, regardless of the size and number of
        files.
      - Blocks of an earlier run are only used if their size is the same.
    type: bytes
    default: 8M
notes:
  - An upload follows links to files. It skips links to folders, pipes, sockets and devices with a warning. Files in the
    storage with their names, or below, are not deleted.
  - A download does not write or delete outside of O(dest). A file that would be behind a link to a folder fails. A link
    at the place of a file is replaced by the file. O(dest) itself can be a link.
  - Incomplete files are never visible. Veracity shows a file when all of it has arrived. The storage compares a
    checksum for each request, and the list of blocks of a large file is read back before the task reports it as
    uploaded. A download is written to a temporary file in the same folder, compared with the size and the MD5 in the
    storage, and then replaces the file. It gets the time of modification from the storage, and the permissions of the
    file that it replaces, without setuid, setgid and sticky bits.
  - Blocks that another program sent and did not commit do no harm. If they leave no room for others, the storage is
    made to drop them. A new file is then visible as empty until it is complete.
  - A file that is changed during the upload, or replaced in the storage during the download, fails.
  - A file whose name the storage would change or refuse fails, also in check mode. These are names with a backslash or
    control characters, names of files or folders that end with a dot, names of more than 1,024 characters, and names
    with more than 254 folders.
  - A download refuses names that have C(.), C(..) or nothing between slashes. Names that end with a slash and have no
    content represent folders, and are ignored.
  - Blocks of an interrupted upload are not visible. The storage drops them after a week.
  - A download that is killed can leave a file named C(.*.veracity-part). It is never uploaded. A download to its folder
    removes it after a day.
  - A key of the storage is not sent after a redirect.
  - O(timeout) is the number of seconds without a response from the storage, and O(retries) applies to each request.
"""

    PREFIX = r"""
options:
  prefix:
    description:
      - Prefix of the names of the files, for example V(reports/2026/). To select a folder, end it with a slash, because
        V(reports) also matches C(reports-old/a.csv).
      - If omitted, all files are returned.
    type: str
    default: ''
"""
