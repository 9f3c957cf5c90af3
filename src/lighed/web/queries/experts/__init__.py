"""Versions: where each stands, what it waits for, what it has shown, and what caseworkers say of the elements."""
