"""Tests mirror the packages; scenarios, architecture, browser and bench stand beside them."""
