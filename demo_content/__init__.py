"""How the demo's event is built: believable content, through the app's own actions. Only ``demo.py`` uses it."""
