"""The roadmap: what is planned, started and completed, in the order that staff set."""
