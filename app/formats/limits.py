"""What a process that parses hostile files may take of the machine: memory, and no child that outlives it.

Linux limits the address space. Windows puts the process into a job object, which its children join and which ends
with it. macOS takes the limit and does not keep it.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Any

MEMORY = 1536 * 1024 * 1024
"""Bytes, where the system can limit them."""
_JOBS: list[Any] = []
"""Handles kept open: a job ends its processes when its last handle is closed."""


def limit_memory(allowed: int = MEMORY) -> None:
    """Cap the memory of this process and of those it starts. A system that cannot is left as it is."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError, AttributeError):
            _join_job(allowed)
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        allowed = min(allowed, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("Basic", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


if sys.platform == "win32":
    _PROCESS_MEMORY = 0x100
    _END_WITH_JOB = 0x2000
    _EXTENDED_LIMITS = 9

    def _join_job(allowed: int) -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(_JOBS[0] if _JOBS else kernel.CreateJobObjectW(None, None))
        limits = _Extended()
        limits.Basic.LimitFlags = _PROCESS_MEMORY | _END_WITH_JOB
        limits.ProcessMemoryLimit = allowed
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        if not _JOBS and job.value:
            _JOBS.append(job.value)
            kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
