"""Takes the C++ part out of a pyarrow wheel: headers, two shared libraries, licences.

usage: unpack_arrow_sdk.py WHEEL FOLDER

FOLDER appears complete or not at all: everything is unpacked beside it and renamed.
"""

import os
import shutil
import sys
import tempfile
import zipfile

HEADERS = ("pyarrow/include/arrow/", "pyarrow/include/parquet/")
LIBRARIES = ("pyarrow/libarrow.so.", "pyarrow/libparquet.so.")


def place_in_sdk(member):
    """Where a file of the wheel goes, or None where it is not wanted."""
    if member.endswith("/"):
        return None
    if member.startswith(HEADERS):
        return member.removeprefix("pyarrow/")
    if member.startswith(LIBRARIES) and member.count(".") == 2:  # named by SONAME alone
        return "lib/" + member.removeprefix("pyarrow/")
    folder, _, name = member.rpartition("/")
    if folder.endswith(".dist-info/licenses"):
        return name
    return None


def main():
    wheel, folder = sys.argv[1:]
    parent = os.path.dirname(os.path.abspath(folder))
    os.makedirs(parent, exist_ok=True)
    unpacked = tempfile.mkdtemp(prefix=".arrow-sdk-", dir=parent)
    try:
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.namelist():
                place = place_in_sdk(member)
                if place is None:
                    continue
                path = os.path.join(unpacked, place)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with archive.open(member) as source, open(path, "wb") as target:
                    shutil.copyfileobj(source, target)
        os.chmod(unpacked, 0o755)
        try:
            os.rename(unpacked, folder)
        except OSError:
            # Another run was faster: its folder is as good as ours.
            if not os.path.isdir(folder):
                raise
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


if __name__ == "__main__":
    main()
