"""Where Piccolo finds its engine and its one app."""

from piccolo.conf.apps import AppRegistry

from hackday.database import DB

APP_REGISTRY = AppRegistry(apps=["hackday.piccolo_app"])
__all__ = ["APP_REGISTRY", "DB"]
