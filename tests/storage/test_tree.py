"""The folder for people: in step with the store, and safe to delete."""

import errno
import json
import os
import shutil

import pytest

from nasti.errors import StorageError
from storage import tree, views


def names(store):
    root = store.folder / "nasti-files"
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def read_back(path):
    return json.loads((path / "nasti.json").read_text(encoding="utf-8"))


def test_a_registered_nasti_has_a_folder(clerk, store, make):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti(), department="राजस्व विभाग")
    assert store.read(tree.folders_behind) == [nasti_id]
    path = tree.write_tree(store, nasti_id)
    assert store.read(tree.folders_behind) == []
    assert path == store.folder / "nasti-files" / "rajasva-vibhag" / "142_A-27_1993-94"
    assert sorted(file.name for file in path.iterdir()) == ["correspondence.pdf", "nasti.json", "noting.pdf"]
    line = store.read(lambda s: views.list_nasti(s, nasti_id))
    assert line.folder == str(path.relative_to(store.folder))
    for part, key in line.bound.items():
        assert (path / f"{part}.pdf").samefile(store.files.path(key))
        assert (path / f"{part}.pdf").stat().st_mode & 0o222 == 0
    told = read_back(path)
    assert (told["number"], told["department"], told["subject"]) == ("142/अ-27/1993-94", "राजस्व विभाग", "भूमि आवंटन")
    assert told["papers"] == [
        {
            "kind": "letter",
            "part": "correspondence",
            "first": "C-2",
            "last": "C-2",
            "fields": {"date": "1994-02-07"},
            "mentions": {},
        }
    ]
    assert told["fields"] == {"subject": "भूमि आवंटन"}
    assert list(told["scans"].values()) == ["a.tif"]


def test_written_again_it_is_the_same_and_deleted_it_comes_back(clerk, store, make):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    path = tree.write_tree(store, nasti_id)
    before = names(store), read_back(path)
    assert tree.write_tree(store, nasti_id) == path
    assert (names(store), read_back(path)) == before
    shutil.rmtree(store.folder / "nasti-files")
    assert tree.write_tree(store, nasti_id) == path
    assert (names(store), read_back(path)) == before


def test_it_follows_a_nasti_that_grows(clerk, store, make):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", [make.sheet(0, "क", part="noting")])
    path = tree.write_tree(store, nasti_id)
    assert not (path / "correspondence.pdf").exists()
    _, version = clerk.place(clerk.read("b.tif", [make.sheet(0, "ख")]), "142/अ-27/1993-94")
    assert clerk.register(nasti_id, version)
    assert store.read(tree.folders_behind) == [nasti_id]
    assert tree.write_tree(store, nasti_id) == path
    assert sorted(file.name for file in path.iterdir()) == ["correspondence.pdf", "nasti.json", "noting.pdf"]
    assert list(read_back(path)["scans"].values()) == ["a.tif", "b.tif"]
    bound = store.read(lambda s: views.list_nasti(s, nasti_id)).bound
    assert (path / "noting.pdf").samefile(store.files.path(bound["noting"]))


def test_it_moves_when_the_number_becomes_known_and_leaves_what_is_not_ours(clerk, store, make):
    nasti_id, version = clerk.place(clerk.read("a.tif", [make.sheet(0, "क")]), None)
    assert clerk.register(nasti_id, version)
    first = tree.write_tree(store, nasti_id)
    assert first.name == f"unnumbered-{nasti_id}"
    other, version = clerk.place(clerk.read("b.tif", [make.sheet(0, "ख")]), None)
    assert clerk.register(other, version)
    second = tree.write_tree(store, other)
    (second / "my remarks.txt").write_text("mine")
    for one in (nasti_id, other):
        renumber(store, one, f"{one}/अ-27/1993-94")
        assert tree.write_tree(store, one).name == f"{one}_A-27_1993-94"
    assert not first.exists()
    assert [file.name for file in second.iterdir()] == ["my remarks.txt"]


def renumber(store, nasti_id, number):
    from nasti.hindi import ascii_number, number_key
    from storage.nastis import locked_nasti

    def work(s):
        nasti = locked_nasti(s, nasti_id)
        nasti.number, nasti.number_key, nasti.number_ascii = number, number_key(number), ascii_number(number)

    store.write(work)


def test_numbers_that_look_alike_in_ascii_do_not_share_a_folder(clerk, store, make):
    first = clerk.file("a.tif", "142/अ-27/1993-94", [make.sheet(0, "क")], "कला")
    second = clerk.file("b.tif", "142/अ-27/1993-94", [make.sheet(0, "ख")], "काला")
    paths = [tree.write_tree(store, one) for one in (first, second)]
    if paths[0].parent == paths[1].parent:
        assert paths[1].name == f"{paths[0].name}~{second}"
    assert [read_back(path)["id"] for path in paths] == [first, second]
    assert [tree.write_tree(store, one) for one in (first, second)] == paths


@pytest.mark.parametrize("department", ["..", "../../x", "/etc", "தமிழ்", "a" * 300, "  "])
def test_no_department_name_leads_out_of_the_folder(clerk, store, make, department):
    nasti_id, version = clerk.place(clerk.read("a.tif", [make.sheet(0, "क")], ""), "142/अ-27/1993-94", department)
    assert clerk.register(nasti_id, version)
    path = tree.write_tree(store, nasti_id)
    assert path.parent.parent == store.folder / "nasti-files"
    assert path.parent.name.isascii()
    assert len(path.parent.name) <= 100


def test_where_the_file_system_has_no_hard_links_files_are_copied(clerk, store, make, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    monkeypatch.setattr(os, "link", refuse)
    path = tree.write_tree(store, nasti_id)
    key = store.read(lambda s: views.list_nasti(s, nasti_id)).bound["noting"]
    assert (path / "noting.pdf").read_bytes() == store.files.read(key)
    assert (path / "noting.pdf").stat().st_nlink == 1


def test_a_full_disk_leaves_the_folder_behind_and_whole(clerk, store, make, monkeypatch):
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", make.nasti())
    path = tree.write_tree(store, nasti_id)
    _, version = clerk.place(clerk.read("b.tif", [make.sheet(0, "ख")]), "142/अ-27/1993-94")
    assert clerk.register(nasti_id, version)

    def fail(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_text", fail)
        with pytest.raises(StorageError, match="No space left"):
            tree.write_tree(store, nasti_id)
    assert list(read_back(path)["scans"].values()) == ["a.tif"]
    assert store.read(tree.folders_behind) == [nasti_id]
    assert sorted(file.name for file in path.iterdir()) == ["correspondence.pdf", "nasti.json", "noting.pdf"]
