"""Treaty Explainer: checks treaty data written in YAML and renders it as an explainer site."""

__version__ = "0.1.0"
