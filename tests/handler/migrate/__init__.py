"""The migration function: releases, commands, and strange events."""
