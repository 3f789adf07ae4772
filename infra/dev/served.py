"""The app on a free port, served by uvicorn in a thread of this process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.settings.config import Settings


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Its address, without a slash at the end."""
    import uvicorn

    from app.main import create_app

    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        app.state.engine.dispose()
