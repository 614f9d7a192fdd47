"""Form 11M, sosialhjelp og kvalifiseringsprogram by month and quarter."""
