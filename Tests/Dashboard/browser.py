"""A headless Chromium driven through its debugging pipe: nothing but the standard library."""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Browser:
    """One browser with pages in it; ends with the `with` block."""

    def __init__(self):
        self.program = next((p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p)), None)
        if self.program is None:
            raise SystemExit("error: no Chromium\n  remedy: tools/setup tests")

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="quarry-browser-")
        to_read, self.out = os.pipe()
        self.into, to_write = os.pipe()

        def wire():  # the browser reads commands from descriptor 3 and answers on 4
            os.dup2(to_read, 30)
            os.dup2(to_write, 31)
            os.dup2(30, 3)
            os.dup2(31, 4)

        self.process = subprocess.Popen(
            [self.program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--hide-scrollbars", "--force-color-profile=srgb", "--remote-debugging-pipe",
             f"--user-data-dir={self.profile}", "about:blank"],
            preexec_fn=wire, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.buffer = b""
        self.number = 0
        self.answers = {}
        self.events = []
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def command(self, method, session=None, **parameters):
        """Sends a command and waits for its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + 30
        while self.number not in self.answers:
            self.read(deadline - time.monotonic())
        answer = self.answers.pop(self.number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def read(self, seconds):
        if not select.select([self.into], [], [], max(0, seconds))[0]:
            raise RuntimeError("the browser does not answer")
        part = os.read(self.into, 1 << 20)
        if not part:
            raise RuntimeError("the browser ended")
        self.buffer += part
        *messages, self.buffer = self.buffer.split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self.answers[message["id"]] = message
            else:
                self.events.append(message)

    def open(self, url, width=1440, height=900, dark=False, phone=False):
        """A page of its own cookies."""
        context = self.command("Target.createBrowserContext")["browserContextId"]
        target = self.command("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.command(f"{domain}.enable")
        page.look(width, height, dark, phone)
        page.command("Page.navigate", url=url)
        return page


class Page:
    """A page: what it shows, what is done to it, what it complained about."""

    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.width, self.height, self.phone = 1440, 900, False

    def command(self, method, **parameters):
        return self.browser.command(method, self.session, **parameters)

    def look(self, width, height, dark, phone=False):
        self.width, self.height, self.phone = width, height, phone
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=2 if phone else 1, mobile=phone)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                               {"name": "prefers-reduced-motion", "value": "reduce"}])

    def run(self, script):
        """The value of an expression, or of a promise."""
        result = self.command("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description", script))
        return result["result"].get("value")

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? null")

    def count(self, selector):
        return self.run(f"document.querySelectorAll({json.dumps(selector)}).length")

    def wait(self, expression, seconds=10, about=None):
        """Waits until an expression is true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.run(f"Boolean({expression})"):
                return
            time.sleep(0.05)
        raise AssertionError(f"never true: {about or expression}\n{self.text('body')}")

    def click(self, selector):
        """A real click at the middle of an element."""
        box = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
            " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.command("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def hover(self, x, y):
        self.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def press(self, key, code=None, text=None):
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            self.command("Input.dispatchKeyEvent", type=kind, key=key, code=code or key,
                         windowsVirtualKeyCode={"Tab": 9, "Enter": 13, "ArrowLeft": 37, "Escape": 27}.get(key, 0), **extra)

    def type(self, text):
        self.command("Input.insertText", text=text)

    def go(self, hash_):
        self.run(f"location.hash = {json.dumps(hash_)}")

    def screenshot(self, path, whole=True):
        """A picture of the page, whole or as much as the window shows."""
        size = self.run("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], 6000) if whole else self.height, "scale": 1}
        data = self.command("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def complaints(self):
        """Errors on the console, uncaught exceptions, what the policy forbade."""
        found = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            if event["method"] == "Runtime.exceptionThrown":
                found.append(event["params"]["exceptionDetails"].get("exception", {}).get("description", "exception"))
            if event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                entry = event["params"]["entry"]
                if entry["source"] != "network" and "ERR_CONNECTION_REFUSED" not in entry["text"]:
                    found.append(entry["text"])
        return found
