"""Tests in a real browser; a package, so that its files may be called like those beside it."""
