"""Form 12, the municipalities' rates for social assistance, and the state's guideline rates beside them."""
