"""A program in a pseudo-terminal: start it, press keys, read its screen. For the scripts here and in benches/.

The screen understands what full-screen programs send to a plain xterm: moving the cursor, erasing, scrolling; colours
are skipped. Python 3.9 or later on Linux or macOS, nothing else.
"""
import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

SEQUENCE = re.compile(r"\x1b(?:\[([0-9;:?<=>!]*)[ -/]*([@-~])|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-Z\\^-~])")
STARTED = re.compile(r"\x1b(?:[\[\]PX^_ -/][^\x07]*)?\Z")


class Screen:
    """What a person would see."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.row = self.column = 0
        self.saved = (0, 0)
        self.cells = [[" "] * columns for _ in range(rows)]
        self.held = ""

    def text(self):
        return "\n".join("".join(line) for line in self.cells)

    def feed(self, text):
        text, self.held = self.held + text, ""
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                found = SEQUENCE.match(text, at)
                if found:
                    if found.group(2):
                        self.control(found.group(1), found.group(2))
                    elif found.group(0) == "\x1b7":
                        self.saved = (self.row, self.column)
                    elif found.group(0) == "\x1b8":
                        self.row, self.column = self.saved
                    elif found.group(0) == "\x1bM" and self.row == 0:
                        self.cells = [[" "] * self.columns] + self.cells[:-1]
                    at = found.end()
                    continue
                if STARTED.match(text, at) and len(text) - at < 4096:
                    self.held = text[at:]
                    return
            self.put(text[at])
            at += 1

    def put(self, sign):
        if sign == "\r":
            self.column = 0
        elif sign == "\n":
            self.line_down()
        elif sign == "\b":
            self.column = max(0, self.column - 1)
        elif sign >= " " and sign != "\x7f":
            if self.column >= self.columns:
                self.column = 0
                self.line_down()
            self.cells[self.row][self.column] = sign
            self.column += 1

    def line_down(self):
        if self.row + 1 < self.rows:
            self.row += 1
        else:
            self.cells = self.cells[1:] + [[" "] * self.columns]

    def control(self, text, kind):
        numbers = [int(n) if n.isdigit() else 0 for n in text.lstrip("?<=>!").split(";")]
        n = max(1, numbers[0])
        if kind in "Hf":
            self.row = min(self.rows, max(1, numbers[0])) - 1
            self.column = min(self.columns, max(1, numbers[1] if len(numbers) > 1 else 1)) - 1
        elif kind in "ABCDGd":
            if kind == "A":
                self.row = max(0, self.row - n)
            elif kind == "B":
                self.row = min(self.rows - 1, self.row + n)
            elif kind == "C":
                self.column = min(self.columns - 1, self.column + n)
            elif kind == "D":
                self.column = max(0, self.column - n)
            elif kind == "G":
                self.column = min(self.columns, n) - 1
            else:
                self.row = min(self.rows, n) - 1
        elif kind == "J":
            last = self.rows * self.columns
            here = self.row * self.columns + self.column
            start, end = {0: (here, last), 1: (0, here + 1)}.get(numbers[0], (0, last))
            self.erase(start, end)
        elif kind == "K":
            line = self.row * self.columns
            here = line + min(self.column, self.columns - 1)
            start, end = {0: (here, line + self.columns), 1: (line, here + 1)}.get(numbers[0], (line, line + self.columns))
            self.erase(start, end)
        elif kind == "X":
            here = self.row * self.columns + self.column
            self.erase(here, min(here + n, (self.row + 1) * self.columns))
        elif kind == "h" and text in ("?1049", "?47"):
            self.erase(0, self.rows * self.columns)

    def erase(self, start, end):
        for cell in range(start, end):
            self.cells[cell // self.columns][cell % self.columns] = " "


class Program:
    """A running program, its keyboard and its screen."""

    def __init__(self, command, columns=100, rows=30, environment=None, folder=None):
        self.screen = Screen(columns, rows)
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.bytes, self.status, self.ended = 0, None, False
        self.heard = time.monotonic()  # when the last thing came, before it was put on the screen here
        size = struct.pack("HHHH", rows, columns, 0, 0)
        variables = dict(os.environ, TERM="xterm-256color", **(environment or {}))
        self.started = time.monotonic()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, size)
                if folder:
                    os.chdir(folder)
                os.execvpe(command[0], command, variables)
            finally:
                os._exit(127)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)

    def read(self, seconds):
        """Takes what the program sent within `seconds`. Returns whether there was anything."""
        sent = self.take(seconds)
        if sent:
            self.show(sent)
        return bool(sent)

    def take(self, seconds):
        """What the program sent within `seconds`, not yet put on the screen here; empty for nothing."""
        if self.ended or not select.select([self.terminal], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            sent = os.read(self.terminal, 1 << 16)
        except OSError:
            sent = b""
        if not sent:
            self.ended = True
            return b""
        self.heard = time.monotonic()
        self.bytes += len(sent)
        return sent

    def show(self, sent):
        """Puts what the program sent on the screen here."""
        if b"\x1b[c" in sent:
            self.write("\x1b[?62;22c")
        if b"\x1b[6n" in sent:
            self.write(f"\x1b[{self.screen.row + 1};{self.screen.column + 1}R")
        self.screen.feed(self.decode(sent))

    def write(self, keys):
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            try:
                data = data[os.write(self.terminal, data):]
            except OSError:
                return

    def wait(self, wanted, seconds=10.0):
        """Reads until the screen holds `wanted`: a pattern, or a question about its text. Returns whether it came."""
        holds = wanted if callable(wanted) else lambda text: re.search(wanted, text)
        end = time.monotonic() + seconds
        while not holds(self.screen.text()):
            left = end - time.monotonic()
            if left <= 0 or (self.ended and not self.read(0)):
                return bool(holds(self.screen.text()))
            self.read(min(left, 0.1))
        return True

    def settle(self, quiet=0.05, seconds=5.0):
        """Reads until nothing came for `quiet` seconds. Returns when the last thing came, or None for nothing."""
        last, end = None, time.monotonic() + seconds
        while time.monotonic() < end and self.read(quiet):
            last = self.heard
        return last

    def press(self, keys, quiet=0.03, seconds=5.0):
        """Presses keys and returns the milliseconds until the screen was still; None when nothing happened."""
        begun = time.monotonic()
        self.write(keys)
        last = self.settle_after(begun, quiet, seconds)
        return None if last is None else (last - begun) * 1000

    def echo(self, key, seconds=2.0):
        """Presses a key and returns the milliseconds until anything on the screen is different, the cursor included;
        None when nothing is."""
        before = (self.screen.text(), self.screen.row, self.screen.column)
        begun, took = time.monotonic(), None
        self.write(key)
        while took is None and time.monotonic() - begun < seconds:
            if self.read(0.05) and (self.screen.text(), self.screen.row, self.screen.column) != before:
                took = (self.heard - begun) * 1000
        self.settle(0.01, 1.0)
        return took

    def until(self, keys, wanted, quiet=0.03, seconds=5.0):
        """Writes keys and returns the milliseconds until the screen holds what `wanted`, a question about its text, asks
        for; None when it does not. What comes is only taken down with its time, and put on the screen here when it is
        still: to follow a whole frame takes this script longer than the program takes to save a note."""
        begun = time.monotonic()
        self.write(keys)
        while time.monotonic() - begun < seconds and not self.ended:
            taken = []
            while sent := self.take(quiet if taken else 0.1):
                taken.append((sent, self.heard))
            for sent, heard in taken:
                self.show(sent)
                if wanted(self.screen.text()):
                    for later, _ in taken[taken.index((sent, heard)) + 1:]:
                        self.show(later)
                    return (heard - begun) * 1000
        return None

    def settle_after(self, begun, quiet, seconds):
        """As `settle`, but waits up to `seconds` for the first sign."""
        if not self.read(seconds):
            return None
        last = self.heard
        later = self.settle(quiet, max(0.0, begun + seconds - last))
        return later or last

    def signal(self, number):
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            pass

    def end(self, seconds=5.0):
        """Waits for the program's end. Returns its exit status, or minus the signal that ended it; None: it runs on."""
        end = time.monotonic() + seconds
        while self.status is None and time.monotonic() < end:
            self.read(0.02) or time.sleep(0.002)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def kill(self):
        """Ends it at once, as a crash would."""
        if self.status is None:
            self.signal(signal.SIGKILL)
            self.end()
        self.close()

    def kill_traced(self):
        """Ends what runs under strace (Linux), and with it strace; killing strace alone would leave it running."""
        try:
            with open(f"/proc/{self.pid}/task/{self.pid}/children", encoding="ascii") as file:
                for child in file.read().split():
                    os.kill(int(child), signal.SIGKILL)
        except OSError:
            pass  # it has ended already
        self.end()
        self.kill()

    def close(self):
        if self.terminal is not None:
            os.close(self.terminal)
            self.terminal, self.ended = None, True


class Recorder(Program):
    """`uncover` with a walk under way: lines go in, ticks come out."""

    def __init__(self, program, file, data, before=(), columns=100, rows=30):
        environment = {"UNCOVER_DATA": str(data), "NO_COLOR": "1"}
        super().__init__([*before, str(program), "--file", str(file)], columns, rows, environment)

    def begin(self, seconds=20.0, resume=False):
        """Starts a walk, or goes on with the one under way. `resume`: there is one, so wait until the program has read
        it. Returns whether a line can be written."""
        if not self.wait(r"Resume|Enter save" if resume else r"(?i)start a walk|Resume|Enter save", seconds):
            return False
        self.settle(0.3, 2.0)
        if not self.recording():
            self.write("\r" if "Resume" in self.screen.text() else "s")
        return self.wait(lambda _: self.recording(), seconds)

    def recording(self):
        return "Enter save" in self.screen.text()

    def shows_saved(self, line):
        """Whether the line is on the screen with its tick."""
        return any(line in row and "✓" in row for row in self.screen.text().split("\n"))

    def note(self, line, seconds=10.0):
        """Writes a line. Returns whether it got its tick."""
        self.write(line + "\r")
        return self.wait(lambda _: self.shows_saved(line), seconds)
