"""Form 11F, økonomisk sosialhjelp."""
