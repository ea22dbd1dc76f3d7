#!/usr/bin/env python3
"""The command of this project: `python3 scripts/treaty.py build`, `test`, `serve`, …

It needs nothing but Python. On first use it makes `.venv` and installs what the lock file names,
checked by hash; later it only compares a stamp. Then it hands over to the package.
Kept to the oldest syntax, so that an old Python can say that it is too old.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRIPTS = os.path.join(ROOT, "scripts")
VENV = os.environ.get("TREATY_VENV") or os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "treaty-lock")
OLDEST = (3, 11)


def main():
    """Set up if needed, then run the command in the environment."""
    if sys.version_info < OLDEST:
        fail(
            "Python %d.%d is too old: install Python %d.%d or later and call it by name, "
            "such as python3.13 scripts/treaty.py" % (sys.version_info[:2] + OLDEST)
        )
    needs = "dev" if sys.argv[1:2] in (["test"], ["bench"]) else "run"
    if not ready(needs):
        set_up(needs)
    command = [python(), "-m", "treaty_explainer"] + sys.argv[1:]
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ["TREATY_COMMAND"] = "python3 scripts/treaty.py"
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def python():
    """The interpreter inside the environment."""
    inside = os.path.join("Scripts", "python.exe") if os.name == "nt" else "bin/python"
    return os.path.join(VENV, inside)


def lock(needs):
    """The lock file with everything a command needs."""
    return os.path.join(SCRIPTS, "requirements", needs + ".txt")


def stamp(needs):
    """What the stamp says when the environment is up to date."""
    with open(lock(needs), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return "%s %s %s %s" % (needs, digest, "%d.%d" % sys.version_info[:2], SCRIPTS)


def ready(needs):
    """Whether the environment holds what is needed; `dev` holds all that `run` does."""
    try:
        with open(STAMP) as file:
            have = file.read()
    except (IOError, OSError):
        return False
    return os.path.exists(python()) and have in (stamp(needs), stamp("dev"))


def set_up(needs):
    """Make the environment and install the lock file into it."""
    say("Setting up %s (on first use and when the lock file changes; about a minute) …" % VENV)
    if os.path.exists(STAMP):
        os.remove(STAMP)
    log = os.path.join(VENV, "setup.log")
    try:
        import venv

        venv.create(VENV, with_pip=True, clear=not os.path.exists(python()))
    except ImportError:
        fail("this Python has no venv module: install it (on Debian: apt install python3-venv)")
    except subprocess.CalledProcessError:
        fail("this Python cannot make environments: on Debian, apt install python3-venv")
    except (IOError, OSError) as error:
        fail("cannot write %s: %s" % (VENV, error.strerror or error))
    command = [python(), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", lock(needs)]
    with open(log, "wb") as file:
        failed = subprocess.call(command, stdout=file, stderr=subprocess.STDOUT)
    if failed:
        with open(log, "rb") as file:
            lines = file.read().decode("utf-8", "replace").strip().splitlines()
        errors = [line for line in lines if line.startswith("ERROR:")]
        cause = (errors or lines or ["pip gave no reason"])[-1].replace("ERROR: ", "")
        fail(
            "the packages could not be installed (%s): check the network connection and try "
            "again; the whole story is in %s" % (cause[:200], log)
        )
    packages = subprocess.check_output(
        [python(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    )
    with open(os.path.join(packages.decode().strip(), "treaty_explainer.pth"), "w") as file:
        file.write(SCRIPTS + "\n")
    with open(STAMP, "w") as file:
        file.write(stamp(needs))
    say("Ready.")


def say(text):
    """Progress goes to standard error, so that reports and JSON stay clean."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def fail(text):
    """One line that says what is wrong and what to do."""
    say("treaty: " + text)
    sys.exit(2)


if __name__ == "__main__":
    main()
