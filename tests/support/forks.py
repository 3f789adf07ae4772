"""Processes that tests kill: each is forked from one that has imported what they need, and shares nothing else with the
test."""

import multiprocessing

# All of them, as one process forks for all tests: whatever else were named elsewhere would replace these.
PRELOADED = ("tests.mail.process", "tests.migrations.board_load", "tests.migrations.process", "tests.webhooks.process")

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(list(PRELOADED))
