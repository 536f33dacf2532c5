"""The verbs over HTTP: an API for programs, and the desk in a browser. `make_app` puts both together."""

from firstseen.web.app import make_app

__all__ = ["make_app"]
