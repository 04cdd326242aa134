"""The pages of the service: sign-up, preferences, digests, feeds. Server-rendered, without any script."""
