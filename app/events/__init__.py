"""The stream of events: what happened on the board, in an order that can be read on from any place."""
