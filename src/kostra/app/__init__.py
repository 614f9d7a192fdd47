"""Use cases, one subpackage per room. Only here are steps called in order, and only here are there transactions."""
