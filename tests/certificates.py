"""Certificates for the tests: the sandbox makes them."""

from sandbox.certificates import Authority as Authority
from sandbox.certificates import Certificates as Certificates
