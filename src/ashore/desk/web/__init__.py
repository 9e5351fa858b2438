"""The desk over HTTP: pages for people, an interface for programs, and a stream of what changed."""

from ashore.desk.web.app import make_app
from ashore.desk.web.serve import serve

__all__ = ["make_app", "serve"]
