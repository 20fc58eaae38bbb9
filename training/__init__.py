"""Preparing people for a contest. Empty until the training issue; named here so that imports point one way."""
