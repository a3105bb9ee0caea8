import os
import subprocess
import sys
import time

import pytest

OFFSET = """
from datetime import datetime
from rules.times import keep_china_time
keep_china_time()
print(datetime.now().astimezone().utcoffset())
"""


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows keeps its own zone")
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_program_goes_by_the_clock_in_china_wherever_its_machine_stands(zone):
    ran = subprocess.run(
        [sys.executable, "-c", OFFSET],
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "8:00:00"
