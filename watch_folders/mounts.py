"""Whether a folder lies on a network file system, where the kernel tells nothing of what others write."""

from __future__ import annotations

import os
import re
from pathlib import Path

MOUNT_TABLE = Path("/proc/self/mountinfo")

_NETWORK = frozenset({
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "drvfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
    "nfs4", "ocfs2", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
})  # fmt: skip
"""File systems that other machines write to. inotify reports local writes only. Source: inotify(7), limitations."""


def is_on_network(folder: Path, mount_table: Path = MOUNT_TABLE) -> bool:
    """Whether the folder lies on a network file system; False where the system has no mount table.

    File systems in user space (sshfs, rclone, davfs, shares of virtual machines) count as network, except `fuseblk`,
    which is a local disk.

    Args:
        folder: An existing folder.
        mount_table: In the format of /proc/self/mountinfo. Source: proc_pid_mountinfo(5).
    """
    try:
        lines = mount_table.read_bytes().splitlines()
    except OSError:
        return False
    place = os.path.realpath(os.fsencode(folder))
    nearest, kind = b"", ""
    for line in lines:
        mount, _, source = line.partition(b" - ")
        fields = mount.split(b" ")
        if len(fields) < 5 or not source:
            continue
        point = _unescape(fields[4])
        # A later mount hides an earlier one on the same place.
        if len(point) >= len(nearest) and (place + b"/").startswith(point.rstrip(b"/") + b"/"):
            nearest, kind = point, source.split(b" ")[0].decode("ascii", "replace")
    return kind in _NETWORK or kind == "fuse" or kind.startswith("fuse.")


def _unescape(field: bytes) -> bytes:
    return re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), field)
