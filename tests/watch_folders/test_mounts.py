from __future__ import annotations

from pathlib import Path

import pytest

from watch_folders.mounts import is_on_network

TABLE = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:30 / /srv/share rw,relatime shared:7 master:2 - cifs //nas/scans rw,vers=3.0
31 22 0:31 / /srv/share\040of\040scans rw - nfs4 nas:/scans rw
32 22 0:32 / /srv/sharenothing rw - xfs /dev/sdb1 rw
33 30 8:3 / /srv/share/local rw - ext4 /dev/sdc1 rw
34 22 0:34 / /srv/ssh rw - fuse.sshfs user@host:/ rw
35 22 0:35 / /srv/stick rw - fuseblk /dev/sdd1 rw
36 22 0:36 / /srv/hidden rw - ext4 /dev/sde1 rw
37 36 0:37 / /srv/hidden rw - smb3 //nas/other rw
38 22 0:38 / /srv/कार्यालय rw - 9p host rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/clerk/inbox", False),
        ("/srv/share", True),
        ("/srv/share/st1", True),
        ("/srv/share of scans/st1", True),
        ("/srv/sharenothing/st1", False),
        ("/srv/share/local/st1", False),
        ("/srv/ssh/inbox", True),
        ("/srv/stick/inbox", False),
        ("/srv/hidden/inbox", True),
        ("/srv/कार्यालय/inbox", True),
    ],
)
def test_nearest_and_latest_mount_decides(tmp_path, folder, expected):
    table = tmp_path / "mountinfo"
    table.write_text(TABLE, encoding="utf-8")
    assert is_on_network(Path(folder), table) is expected


def test_link_to_a_share_is_on_the_share(tmp_path):
    (tmp_path / "share").mkdir()
    (tmp_path / "inbox").symlink_to(tmp_path / "share")
    table = tmp_path / "mountinfo"
    table.write_text(f"22 1 8:1 / / rw - ext4 x rw\n30 22 0:30 / {tmp_path.resolve()}/share rw - cifs //nas/s rw\n")
    assert is_on_network(tmp_path / "inbox", table)
    assert not is_on_network(tmp_path, table)


def test_system_without_a_mount_table_counts_as_local(tmp_path):
    assert not is_on_network(tmp_path, tmp_path / "missing")


def test_table_of_this_machine_can_be_read(tmp_path):
    assert is_on_network(tmp_path) in (True, False)
