"""The file by which `shim/fault_shim.cpp` is steered: 64-bit numbers in its `control`'s order."""

import mmap
import os
import struct

FIELDS = ("clock_offset_ns", "sync_errno", "sync_delay_ms", "write_errno", "syncs_hit", "writes_hit", "clocks_hit")
BYTES = 4_096


class ShimControl:
    def __init__(self, path):
        self.path = path
        with open(path, "wb") as file:
            file.truncate(BYTES)
        os.chmod(path, 0o666)  # the gateway is another user's
        self._file = open(path, "r+b")
        self._memory = mmap.mmap(self._file.fileno(), BYTES)

    def set(self, **values):
        for name, value in values.items():
            struct.pack_into("<q", self._memory, 8 * FIELDS.index(name), value)

    def count(self, name):
        """`syncs_hit`, `writes_hit`, `clocks_hit`: how often the gateway felt it so far."""
        return struct.unpack_from("<q", self._memory, 8 * FIELDS.index(name))[0]
