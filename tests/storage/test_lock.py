import os
import signal
import subprocess
import sys

import pytest

from storage.errors import FolderInUse, StorageUnavailable
from storage.lock import hold_folder, last_sign, sign

HOLDER = (
    "import os, sys, time\n"
    "from pathlib import Path\n"
    "from storage.lock import hold_folder\n"
    "with hold_folder(Path(sys.argv[1])):\n"
    "    worker = os.fork() if sys.argv[2] == 'fork' else 1\n"
    "    if worker:\n"
    "        print(worker, flush=True)\n"
    "    time.sleep(60)\n"
)


def start_holder(folder, kind="alone"):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, folder, kind], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    return holder, int(holder.stdout.readline())


def end(holder):
    holder.kill()
    holder.wait()
    holder.stdout.close()


def test_a_second_program_is_told_who_holds_the_folder(tmp_path):
    holder, _ = start_holder(tmp_path)
    try:
        with pytest.raises(FolderInUse, match=str(holder.pid)), hold_folder(tmp_path):
            pass
    finally:
        end(holder)


def test_a_killed_program_holds_nothing_even_when_its_worker_lives_on(tmp_path):
    holder, worker = start_holder(tmp_path, "fork")
    try:
        end(holder)
        with hold_folder(tmp_path):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)


def test_a_folder_can_be_held_again_and_is_made(tmp_path):
    for _ in range(2):
        with hold_folder(tmp_path / "new" / "folder"):
            pass


def test_who_holds_a_folder_leaves_signs_of_life(tmp_path):
    assert last_sign(tmp_path) is None
    with hold_folder(tmp_path):
        os.utime(tmp_path / "newsdesk.lock", (1000, 1000))
        assert last_sign(tmp_path).timestamp() == 1000
        sign(tmp_path)
        assert last_sign(tmp_path).timestamp() > 1000


def test_a_sign_that_cannot_be_left_is_an_error(tmp_path):
    with pytest.raises(StorageUnavailable):
        sign(tmp_path / "nowhere")
