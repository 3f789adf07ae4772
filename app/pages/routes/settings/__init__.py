"""The settings of a member, a module for each section."""
