"""Signing in by OpenID Connect: one provider, by discovery, with a code and PKCE (OpenID Connect Core 1.0 §3.1)."""
