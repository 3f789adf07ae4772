"""What has to pass: `make test`, `make fuzz` and `make check`."""
