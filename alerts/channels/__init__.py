"""Ways out: one module a channel, each takes a `Message` and says whether it was taken."""
