"""Policy files as texts: what a test lays over the city's and the office's own."""

from rules.policy import POLICY_FOLDER, load_policy

OFFICE = (POLICY_FOLDER / "000000.toml").read_text(encoding="utf-8")
CITY = (POLICY_FOLDER / "370300.toml").read_text(encoding="utf-8")
RULE = """
[[rule]]
id = "r"
task = "seismic_retrofit"
clause = "1"
since = 2024-01-01
"""
AT_7 = RULE + 'column = "design_intensity_degree"\nat_least = 7\n'
STEP = '[[step]]\nid = "{id}"\nname = "x"\nmilestone = "{milestone}"\nby = "town"\n'
STEP += 'clause = "1"\n'
FOUND = STEP.format(id="found", milestone="found")
ENDED = STEP.format(id="struck_off", milestone="struck_off")


def heading(adcode, builds_on=()):
    return (
        f'adcode = "{adcode}"\nname = "x"\nmeasure = "document {adcode}"\n'
        f"builds_on = {list(builds_on)}\n"
    )


def load(folder, text, builds_on=("370300",), **others):
    """Read 990009 with this text, over what it builds on."""
    files = {"000000": OFFICE, "370300": CITY} | others
    files["990009"] = heading("990009", builds_on) + text
    for name, content in files.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    return load_policy("990009", folder)


def alone(folder, text):
    return load(folder, text, builds_on=())


GUARD = '[[guard]]\nid = "g"\nclause = "1"\n'
CLOCK = '[[clock]]\nid = "c"\nby = "town"\nclause = "1"\n'
