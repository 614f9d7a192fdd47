"""Form 11B, introduksjonsstønad."""
