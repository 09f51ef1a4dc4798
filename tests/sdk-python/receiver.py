"""A real listener for webhooks."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

PATIENCE = 60


class Receiver:
    """Answers these statuses, the last one again and again, and keeps what came."""

    def __init__(self, *statuses):
        self.posted = Queue()
        waiting = list(statuses)
        posted = self.posted

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(waiting.pop(0) if len(waiting) > 1 else waiting[0])
                self.end_headers()
                posted.put((body, self.headers["Stripe-Signature"]))

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_port}/hook"

    def next(self):
        """The next delivery: its body and its signature."""
        return self.posted.get(timeout=PATIENCE)

    def until(self, kind, of, client, secret, named="id"):
        """Waits for the event of this kind about what is called `of`, each delivery verified on the way."""
        while True:
            event = client.construct_event(*self.next(), secret)
            if event.type == kind and event.data.object[named] == of:
                return event

    def close(self):
        self.http.shutdown()
        self.http.server_close()
