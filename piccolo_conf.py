"""Where Piccolo finds the engine and the apps."""

from piccolo.conf.apps import AppRegistry

from foundation.database import build_engine

DB = build_engine()
APP_REGISTRY = AppRegistry(apps=["foundation.piccolo_app", "contest.piccolo_app", "judging.piccolo_app"])
