"""One view is one file, to the byte: however often it is made, whatever the seed of hashes, wherever the clock."""

from __future__ import annotations

from tests.golden.same_bytes import FORMS, PROCESSES, rendered, report


def test_every_form_is_the_same_bytes_in_every_render_of_every_process():
    found = rendered(3)
    assert [len(renders) for renders in found] == [3] * len(PROCESSES)
    assert set(found[0][0]) == {form.value for form in FORMS}
    assert {form: len({one[form] for renders in found for one in renders}) for form in found[0][0]} == {
        form.value: 1 for form in FORMS
    }


def test_a_file_that_differs_once_is_told():
    same = {form.value: "a" for form in FORMS}
    assert "DIFFERENT" not in report([[same, same]], 1.0)
    assert "gif   2 files, 2 DIFFERENT FILES" in report([[same, same | {"gif": "b"}]], 1.0)
