"""The controls of form 11CF, by theme. What they were in 2017-2022 is reconstructed; see docs/explanation/controls-2017-2022.md."""
