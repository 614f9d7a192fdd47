"""Form 11CF, kvalifiseringsprogram."""
